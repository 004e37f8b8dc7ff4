import { z } from 'zod';
import type { DevToolsSession } from './devtools.ts';

const List = z.object({ result: z.object({ objectId: z.string().optional() }) });
const Properties = z.object({
  result: z.array(
    z.object({ name: z.string(), value: z.object({ objectId: z.string().optional() }).optional() }),
  ),
});
const FileInfo = z.object({ path: z.string() });
const objectGroup = 'files';

/** The paths of the files in a list that an expression gives; empty for files that are on no disk. */
export async function pathsOfFiles(session: DevToolsSession, expression: string): Promise<string[]> {
  const list = await session.ask(List, 'Runtime.evaluate', {
    expression,
    objectGroup,
    awaitPromise: true,
    userGesture: true,
  });
  const { objectId } = list.result;
  if (objectId === undefined) return [];
  const { result } = await session.ask(Properties, 'Runtime.getProperties', {
    objectId,
    ownProperties: true,
  });
  const files = result.filter(({ name }) => /^\d+$/.test(name));
  const paths = await Promise.all(
    files.map(
      async ({ value }) =>
        (await session.ask(FileInfo, 'DOM.getFileInfo', { objectId: value?.objectId })).path,
    ),
  );
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return paths;
}

/** An expression that opens Chromium's own file dialog and gives what was chosen; of a folder, the files in it. */
export function choosingFiles(isFolder: boolean, isMultiple: boolean): string {
  return `new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), {
      type: 'file',
      multiple: ${isMultiple},
      webkitdirectory: ${isFolder},
    });
    input.addEventListener('change', () => resolve([...input.files]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  })`;
}
