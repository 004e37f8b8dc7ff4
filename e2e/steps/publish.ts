import type { Locator, Page } from 'playwright';
import { expect } from 'playwright/test';

export interface PublishTarget {
  readonly owner?: string;
  readonly packageName: string;
  readonly version: string;
}

export function publishSheet(page: Page): Locator {
  return page.getByRole('dialog', { name: /^Publish \d/ });
}

/** What the sheet says of one file. */
export function sheetRow(page: Page, fileName: string): Locator {
  return publishSheet(page).getByRole('row').filter({ hasText: fileName });
}

export async function fillTarget(page: Page, target: PublishTarget): Promise<void> {
  const sheet = publishSheet(page);
  if (target.owner !== undefined) await sheet.getByLabel('Owner', { exact: true }).fill(target.owner);
  await sheet.getByLabel('Package', { exact: true }).fill(target.packageName);
  await sheet.getByLabel('Version', { exact: true }).fill(target.version);
}

/** Presses Publish as soon as the plan stands; the sheet goes. */
export async function confirmPublish(page: Page): Promise<void> {
  const sheet = publishSheet(page);
  await sheet.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(sheet).toBeHidden();
}

/** Closes the sheet without publishing; it stays as a draft. */
export async function closeSheet(page: Page): Promise<void> {
  await publishSheet(page).getByRole('button', { name: 'Close', exact: true }).click();
  await expect(publishSheet(page)).toBeHidden();
}
