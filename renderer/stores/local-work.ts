import { create } from 'zustand';
import type { LocalWork, LocalWorkKind } from '../../shared/local-file.ts';
import { bridge } from '../bridge.ts';

/** What main does with local files just now; null where nothing takes long. */
export const useLocalWork = create<{ readonly work: LocalWork | null }>()(() => ({ work: null }));

export function replaceLocalWork(work: LocalWork | null): void {
  useLocalWork.setState({ work });
}

/** Stops it: what is being read is forgotten, what is being packed is not there; the sheet stays as it was. */
export function stopLocalWork(kind: LocalWorkKind): void {
  void bridge.request('local-files:stop', { kind });
}
