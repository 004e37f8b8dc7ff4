import type { Page } from 'playwright';
import { expect } from 'playwright/test';

export interface SignIn {
  readonly address: string;
  readonly token: string;
}

/** Opens the account dialog, from the welcome or from the sidebar. */
export async function openAccountDialog(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: 'Connect to a server' })
    .or(page.getByRole('button', { name: 'Add account' }))
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: 'Connect to a server' })).toBeVisible();
}

/** Fills address and token and tries the connection; what came of it stands in the dialog. */
export async function checkConnection(page: Page, { address, token }: SignIn): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Connect to a server' });
  await dialog.getByLabel('Server address').fill(address);
  await dialog.locator('input[type=password]').fill(token);
  await dialog.getByRole('button', { name: 'Check connection' }).click();
}

/** The whole sign-in, up to the window with its three panes. */
export async function signIn(page: Page, account: SignIn): Promise<void> {
  await openAccountDialog(page);
  await checkConnection(page, account);
  const dialog = page.getByRole('dialog', { name: 'Connect to a server' });
  await dialog.getByRole('button', { name: 'Add account' }).click();
  await expect(dialog).toBeHidden();
}

/** Shows the packages of an owner that stands in the sidebar. */
export async function chooseOwner(page: Page, owner: string): Promise<void> {
  await ownerRow(page, owner).click();
  await expect(page.getByRole('heading', { name: owner }).first()).toBeVisible();
}

/** Signs in and shows the owner's packages. */
export async function signInToOwner(page: Page, account: SignIn, owner: string): Promise<void> {
  await signIn(page, account);
  await chooseOwner(page, owner);
}

export function ownerRow(page: Page, owner: string) {
  return page
    .getByRole('treegrid', { name: 'Accounts and owners' })
    .getByRole('row', { name: owner, exact: true });
}

/** The only account's own line in the sidebar. */
export function accountRow(page: Page) {
  return page.getByRole('treegrid', { name: 'Accounts and owners' }).getByRole('row', { level: 1 });
}
