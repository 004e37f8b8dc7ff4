import type { Page } from 'playwright';

export type Pasted = 'taken' | 'left to the field';

/**
 * Pastes files on what has the focus. What is real: the `File` objects, which a file input was given by the
 * browser itself, so that they stand for files on the disk and have their paths; and all that the app does with
 * the event. What is not: the event, since no browser can be told to put files on the system's clipboard. `names`
 * are the text that some file managers copy beside the files.
 */
export async function pasteFiles(page: Page, paths: readonly string[], names?: string): Promise<Pasted> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', multiple: true, hidden: true, id: 'copied-files' });
    document.body.append(input);
    Reflect.set(
      globalThis,
      'filesAreCopied',
      new Promise((resolve) => input.addEventListener('change', () => resolve(null), { once: true })),
    );
  });
  await page.setInputFiles('#copied-files', [...paths]);
  return page.evaluate(async (text) => {
    await Reflect.get(globalThis, 'filesAreCopied');
    const input = document.querySelector<HTMLInputElement>('#copied-files');
    const clipboardData = new DataTransfer();
    for (const file of input?.files ?? []) clipboardData.items.add(file);
    input?.remove();
    if (text !== undefined) clipboardData.items.add(text, 'text/plain');
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
    (document.activeElement ?? document.body).dispatchEvent(event);
    return event.defaultPrevented ? 'taken' : 'left to the field';
  }, names);
}

/** Pastes text on what has the focus. */
export function pasteText(page: Page, text: string): Promise<Pasted> {
  return page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(pasted, 'text/plain');
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
    (document.activeElement ?? document.body).dispatchEvent(event);
    return event.defaultPrevented ? 'taken' : 'left to the field';
  }, text);
}
