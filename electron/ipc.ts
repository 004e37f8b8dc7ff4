import type { z } from 'zod';
import {
  acceptPathsChannel,
  acceptPathsInput,
  type InputOf,
  type RequestHandlers,
  type RequestName,
  requests,
  type ValueOf,
} from '../shared/api.ts';
import { LocalSelection } from '../shared/local-file.ts';
import { failed, type Outcome, outcomeOf } from '../shared/outcome.ts';
import { appOrigin } from './app-origin.ts';
import type { Logger } from './log.ts';

/** Who asks. Electron's event has more; this is what is judged. */
export interface RequestEvent {
  readonly sender: { readonly mainFrame: object };
  /** Null when the frame went away or elsewhere meanwhile. */
  readonly senderFrame: { readonly origin: string } | null;
}

/** Where requests arrive; Electron's `ipcMain` is one. */
export interface RequestPort {
  handle(channel: string, listener: (event: RequestEvent, input: unknown) => Promise<unknown>): void;
}

export type AcceptPaths = (paths: readonly string[]) => Promise<Outcome<LocalSelection>>;

/** The contract with each schema tied to its name, so that a handler and its input stay together. */
const contract: {
  readonly [Name in RequestName]: {
    readonly input: z.ZodType<InputOf<Name>>;
    readonly value: z.ZodType<ValueOf<Name>>;
  };
} = requests;

export const requestNames: readonly RequestName[] = Object.keys(requests).filter(
  (name): name is RequestName => name in requests,
);

/** The app's own page, and its top frame at that. The origin is compared, not the beginning of an address. */
function isTrusted({ sender, senderFrame }: RequestEvent): boolean {
  return senderFrame !== null && senderFrame.origin === appOrigin && senderFrame === sender.mainFrame;
}

/**
 * The one place where a request is checked, run and answered: the sender, then the input, then the service, then
 * the answer itself. It never rejects, since only an error's message would get through.
 */
export function serveRequests(
  port: RequestPort,
  handlers: RequestHandlers,
  acceptPaths: AcceptPaths,
  log: Logger,
): void {
  function serve<Input, Value>(
    channel: string,
    { input, value }: { readonly input: z.ZodType<Input>; readonly value: z.ZodType<Value> },
    handle: (input: Input) => Promise<Outcome<Value>>,
  ): void {
    const answer = outcomeOf(value);
    port.handle(channel, async (event, raw) => {
      if (!isTrusted(event)) {
        log.warn(`${channel}: refused a stranger`);
        return failed('not-allowed');
      }
      const parsed = input.safeParse(raw);
      if (!parsed.success) {
        log.warn(`${channel}: refused input at ${pathsOf(parsed.error)}`);
        return failed('invalid-request');
      }
      try {
        const checked = answer.safeParse(await handle(parsed.data));
        if (checked.success) return checked.data;
        log.error(`${channel}: the answer breaks the contract at ${pathsOf(checked.error)}`);
      } catch (error) {
        log.error(channel, error);
      }
      return failed('internal');
    });
  }

  function serveNamed<Name extends RequestName>(name: Name, handle: RequestHandlers[Name]): void {
    serve<InputOf<Name>, ValueOf<Name>>(name, contract[name], handle);
  }
  for (const name of requestNames) serveNamed(name, handlers[name]);

  serve(acceptPathsChannel, { input: acceptPathsInput, value: LocalSelection }, ({ paths }) =>
    acceptPaths(paths),
  );
}

/** Where a value breaks its schema; the value itself may be a secret. */
function pathsOf(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join('.')} (${code})`).join(', ');
}
