import type { Locator, Page } from 'playwright';

export function packageRow(page: Page, packageName: string): Locator {
  return page
    .getByRole('listbox', { name: 'Packages' })
    .getByRole('option')
    .filter({ has: page.getByText(packageName, { exact: true }) });
}

export async function openPackage(page: Page, packageName: string): Promise<void> {
  await packageRow(page, packageName).click();
  await page.getByRole('heading', { level: 2, name: packageName, exact: true }).waitFor();
}

/** The line of a version; pressing it shows or hides its files. */
export function versionToggle(page: Page, version: string): Locator {
  return page.getByRole('heading', { level: 3 }).getByRole('button').filter({ hasText: version });
}

export function filesOf(page: Page, version: string): Locator {
  return page.getByRole('grid', { name: `Files of version ${version}` });
}

/** The name of a file in the table of its version. */
export function fileName(page: Page, version: string, name: string): Locator {
  return filesOf(page, version).getByRole('rowheader', { name, exact: true });
}

/** Opens the menu with the three dots of something and chooses an entry. */
export async function chooseAction(page: Page, of: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${of}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}
