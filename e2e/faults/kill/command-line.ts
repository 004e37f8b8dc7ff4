import { join } from 'node:path';
import type { VersionCoordinates } from '../../../shared/coordinates.ts';
import type { FaultWorld } from '../fault-case.ts';
import { type FailingCall, type Kill, type ProgramRun, startProgram } from './program.ts';

const commandLine = new URL('../../../electron/cli/cli.ts', import.meta.url);

/** Starts a command on a version, with a fault that awaits it. `rest` is what it works on. */
export function startCommand(
  world: FaultWorld,
  command: 'publish' | 'download',
  url: string,
  { owner, packageName, version }: VersionCoordinates,
  rest: readonly string[],
  how: { readonly fault?: Kill | FailingCall | null; readonly tracePath?: string } = {},
): ProgramRun {
  const words = ['--server', url, '--owner', owner, '--package', packageName, '--version', version];
  const environment = {
    TEA_CHEST_TOKEN: world.server.token,
    NODE_COMPILE_CACHE: join(world.folder, 'compiled'),
  };
  const run = startProgram(commandLine, [command, ...words, ...rest, '--user-data-dir', world.profile], {
    environment,
    ...how,
  });
  world.atEnd(async () => {
    run.child.kill('SIGKILL');
    await run.ended;
  });
  return run;
}
