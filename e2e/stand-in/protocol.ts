import type { Protocol as ElectronProtocol } from 'electron';
import type { AppAddresses } from './app-addresses.ts';
import { Guarded } from './missing-api.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type Implemented = Pick<ElectronProtocol, 'registerSchemesAsPrivileged' | 'unhandle' | 'isProtocolHandled'>;

/** Electron's `protocol`: answers for the app's own schemes. */
export class Protocol extends Guarded implements Implemented {
  readonly #addresses: AppAddresses;
  readonly #isReady: () => boolean;
  readonly #handlers = new Map<string, Handler>();

  constructor(addresses: AppAddresses, isReady: () => boolean) {
    super('protocol');
    this.#addresses = addresses;
    this.#isReady = isReady;
  }

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (this.#isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true || privileges.secure !== true) {
        throw new Error(`The stand-in serves schemes that are standard and secure; ${scheme} is not`);
      }
      if (privileges.bypassCSP === true)
        throw new Error(`The stand-in cannot let ${scheme} pass the content policy`);
      this.#addresses.add(scheme);
    }
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.#isReady()) throw new Error('protocol.handle can only be called after app is ready');
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  /** The app's answer to a request for an address of its own, as Chromium asks; null where nobody answers. */
  async answer(address: string, method: string, headers: Record<string, string>, body: string | undefined) {
    const handler = this.#handlers.get(this.#addresses.schemeOf(address) ?? '');
    if (handler === undefined) return null;
    const options = body === undefined ? { method, headers } : { method, headers, body };
    return handler(new Request(this.#addresses.fromChromium(address), options));
  }
}
