import type { Page } from 'playwright';
import type { DropTarget } from './launched-app.ts';

async function pointOf(page: Page, target: DropTarget | undefined): Promise<{ x: number; y: number }> {
  if (target === undefined) {
    return page.evaluate(() => ({ x: Math.round(innerWidth / 2), y: Math.round(innerHeight / 2) }));
  }
  if ('x' in target) return target;
  const box = await target.boundingBox();
  if (box === null) throw new Error('What the files are dropped on cannot be seen');
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}

/** Drags files over the page and drops them, as the desktop does: the page gets files that have a path. */
export async function dropFilesOn(page: Page, paths: readonly string[], target?: DropTarget): Promise<void> {
  await drag(page, ['dragEnter', 'dragOver', 'drop'], paths, target);
}

/** Holds files over the page without letting go; from one place to the next as they are called. */
export async function holdFilesOver(
  page: Page,
  paths: readonly string[],
  target?: DropTarget,
): Promise<void> {
  await drag(page, ['dragEnter', 'dragOver'], paths, target);
}

async function drag(
  page: Page,
  types: readonly ('dragEnter' | 'dragOver' | 'drop')[],
  paths: readonly string[],
  target: DropTarget | undefined,
): Promise<void> {
  const point = await pointOf(page, target);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of types) await session.send('Input.dispatchDragEvent', { type, ...point, data });
  await session.detach();
}
