import { type App, createApp } from '../../../electron/app.ts';
import type { Account } from '../../../shared/account.ts';
import type { FaultWorld } from '../fault-case.ts';
import { KeptPlatform } from '../kill/kept-platform.ts';

/** The app without a window, in this process. */
export interface RunningApp {
  readonly app: App;
  /** May be called again. */
  readonly stop: () => Promise<void>;
  readonly platform: KeptPlatform;
  readonly account: Account;
}

/** Starts the app on a profile of this name, with an account on a server; it is stopped when the case ends. */
export async function startApp(world: FaultWorld, name: string, address: string): Promise<RunningApp> {
  const platform = new KeptPlatform(`${world.folder}/${name}`);
  await platform.makeFolders();
  const app = createApp(platform);
  let stopping: Promise<void> | null = null;
  const stop = () => (stopping ??= app.stop());
  world.atEnd(stop);
  await app.start();
  const [there] = await platform.request('accounts:list', undefined);
  const { token } = world.server;
  const credential = { kind: 'token', token } as const;
  return {
    app,
    stop,
    platform,
    account: there ?? (await platform.request('accounts:add', { address, credential })),
  };
}
