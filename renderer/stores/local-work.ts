import { create } from 'zustand';
import type { LocalWork } from '../../shared/local-file.ts';
import { bridge } from '../bridge.ts';

/** What main does with local files just now; null where nothing takes long. */
export const useLocalWork = create<{ readonly work: LocalWork | null }>()(() => ({ work: null }));

export function replaceLocalWork(work: LocalWork | null): void {
  useLocalWork.setState({ work });
}

/** Stops it: what was dropped is forgotten, the sheet stays as it was. */
export function stopLocalWork(): void {
  void bridge.request('local-files:stop', undefined);
}
