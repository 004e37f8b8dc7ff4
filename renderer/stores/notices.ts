import { create } from 'zustand';
import type { Failure } from '../../shared/failure.ts';
import type { Outcome } from '../../shared/outcome.ts';

/** A passing word about something that has no place of its own on screen. */
export type Notice =
  | { readonly kind: 'said'; readonly id: number; readonly text: string }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure };

interface NoticesState {
  readonly notice: Notice | null;
  readonly dismiss: (id: number) => void;
}

export const useNotices = create<NoticesState>()((set) => ({
  notice: null,
  dismiss: (id) => set((state) => (state.notice?.id === id ? { notice: null } : {})),
}));

let lastId = 0;

function nextId(): number {
  lastId += 1;
  return lastId;
}

/** Says something for a few seconds. */
export function say(text: string): void {
  useNotices.setState({ notice: { kind: 'said', id: nextId(), text } });
}

/** Tells a failure until it is dismissed. */
export function tell(failure: Failure): void {
  useNotices.setState({ notice: { kind: 'failed', id: nextId(), failure } });
}

/** Runs something small, such as copying: says `done` when it worked, tells the failure when not. */
export async function attempt(request: Promise<Outcome<unknown>>, done?: string): Promise<void> {
  const outcome = await request;
  if (!outcome.ok) tell(outcome.failure);
  else if (done !== undefined) say(done);
}
