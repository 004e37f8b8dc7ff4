import type { Locator, Page } from 'playwright';

/** The line of a transfer in the drawer, newest first where a name was transferred more than once. */
export function transferRow(page: Page, fileName: string): Locator {
  return page.getByRole('region', { name: 'Transfers' }).getByRole('row').filter({ hasText: fileName });
}
