import { setTimeout as wait } from 'node:timers/promises';
import { createApp } from '../../../electron/app.ts';
import type { AccountId } from '../../../shared/account.ts';
import { isSettled, type Transfer } from '../../../shared/transfer.ts';
import { KeptPlatform } from './kept-platform.ts';

/** Milliseconds between two looks. */
const lookEvery = 10;

/** The app without a window, in a program that is to be killed. */
export class KeptApp {
  readonly platform: KeptPlatform;
  readonly #app: ReturnType<typeof createApp>;

  private constructor(platform: KeptPlatform) {
    this.platform = platform;
    this.#app = createApp(platform);
  }

  static async start(folder: string): Promise<KeptApp> {
    const platform = new KeptPlatform(folder);
    await platform.makeFolders();
    const app = new KeptApp(platform);
    await app.#app.start();
    return app;
  }

  /** The account that it has, or else one at an address with the token of the environment. */
  async account(address: string): Promise<AccountId> {
    const token = process.env['TEA_CHEST_TOKEN'] ?? '';
    const [there] = await this.platform.request('accounts:list', undefined);
    const credential = { kind: 'token', token } as const;
    const account = there ?? (await this.platform.request('accounts:add', { address, credential }));
    return account.id;
  }

  /** All transfers, settled ones too. */
  async known(): Promise<Transfer[]> {
    const listed = await this.platform.request('transfers:list', undefined);
    const history = await this.platform.request('history:list', { before: null, limit: 500 });
    const ids = new Set(listed.map(({ id }) => id));
    return [...listed, ...history.transfers.filter(({ id }) => !ids.has(id))];
  }

  /** Waits until nothing is left to do without an answer. */
  async settled(): Promise<Transfer[]> {
    for (;;) {
      const transfers = await this.known();
      if (transfers.every(({ state }) => isSettled(state) || state === 'needs-decision')) return transfers;
      await wait(lookEvery);
    }
  }

  async stop(): Promise<void> {
    await this.#app.stop();
  }
}
