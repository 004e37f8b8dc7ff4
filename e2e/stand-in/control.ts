import { runInThisContext } from 'node:vm';
import { z } from 'zod';

const Asked = z.object({ id: z.int(), source: z.string(), argument: z.unknown().optional() });

/** What the app's process tells whoever started it. */
export const ControlMessage = z.discriminatedUnion('kind', [
  /** Chromium is there, and the app may open windows. */
  z.object({ kind: z.literal('started'), address: z.string() }),
  z.object({ kind: z.literal('answer'), id: z.int(), value: z.unknown().optional() }),
  z.object({ kind: z.literal('failure'), id: z.int(), message: z.string() }),
]);
export type ControlMessage = z.infer<typeof ControlMessage>;

function tell(message: ControlMessage): void {
  process.send?.(message);
}

function isFunction(value: unknown): value is (electron: object, argument: unknown) => unknown {
  return typeof value === 'function';
}

/** Runs functions of a test's in this process, with the `electron` module, as Playwright does in Electron's. `onGone` when the test is. */
export function serveControl(electron: object, onGone: () => void): void {
  process.on('message', (message) => {
    const { id, source, argument } = Asked.parse(message);
    Promise.resolve()
      .then(() => {
        const run: unknown = runInThisContext(`(${source})`);
        if (!isFunction(run)) throw new TypeError('evaluate takes a function');
        return run(electron, argument);
      })
      .then(
        (value) => tell({ kind: 'answer', id, value }),
        (error: unknown) =>
          tell({
            kind: 'failure',
            id,
            message: error instanceof Error ? String(error.stack) : String(error),
          }),
      )
      // The answer could not be sent: it holds what cannot be cloned.
      .catch((error: unknown) => tell({ kind: 'failure', id, message: String(error) }));
  });
  process.once('disconnect', onGone);
  // Only a test's questions come this way; they are no reason to live on.
  process.channel?.unref();
}

export function tellStarted(address: string): void {
  tell({ kind: 'started', address });
}
