import type { ChildProcess } from 'node:child_process';

/** Settles with the exit code when the process has ended; null when a signal ended it. */
export function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

const patience = 5_000;

/** Asks a process to end, and ends it when it does not. */
export async function endProcess(
  child: ChildProcess,
  exited: Promise<number | null>,
  ask: () => Promise<void>,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  // It may end while it is asked, and then cannot answer.
  ask().catch(() => undefined);
  await exited;
  clearTimeout(timer);
}
