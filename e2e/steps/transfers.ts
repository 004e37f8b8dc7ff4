import type { Locator, Page } from 'playwright';

/** The list in the drawer. */
export function transferList(page: Page): Locator {
  return page.getByRole('region', { name: 'Transfers' }).getByRole('grid', { name: 'Transfers' });
}

/** The line of a transfer in the drawer, newest first where a name was transferred more than once. */
export function transferRow(page: Page, fileName: string): Locator {
  return page.getByRole('region', { name: 'Transfers' }).getByRole('row').filter({ hasText: fileName });
}

/** A button above the list, for all transfers or those that are selected. */
export function drawerButton(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Transfers' }).getByRole('button', { name, exact: true });
}

/** The files in the drawer from top to bottom, by their names up to the comma that follows. */
export async function transferOrder(page: Page): Promise<string[]> {
  const names = await transferList(page)
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  return names.map((name) => name.split(',')[0] ?? '');
}
