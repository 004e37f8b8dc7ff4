import { startTransition, useEffect, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { Ticket } from '../../shared/local-file.ts';
import type { PlannedFile } from '../../shared/publish-plan.ts';
import { bridge } from '../bridge.ts';
import { nextToHash } from './next-to-hash.ts';

/** What reading the files has told so far. */
export interface KnownHashes {
  readonly hashes: ReadonlyMap<Ticket, string>;
  /** Why a file could not be read. */
  readonly unreadable: ReadonlyMap<Ticket, Failure>;
}

const nothingKnown: KnownHashes = { hashes: new Map(), unreadable: new Map() };

/** While one request is answered the next one is read. */
const requestsAtOnce = 2;

/**
 * Has files read, many with one request; each is read once for as long as the sheet is open. What is not wanted any
 * more by the time its turn comes is not read.
 */
export function useHashes(): {
  readonly known: KnownHashes;
  readonly want: (files: readonly PlannedFile[]) => void;
} {
  const [known, setKnown] = useState(nothingKnown);
  const [reader] = useState(
    () =>
      new Reader((answers) =>
        // A plan of thousands of rows is made anew when there is time.
        startTransition(() => setKnown((before) => withAnswers(before, answers))),
      ),
  );
  useEffect(() => () => reader.want([]), [reader]);
  return { known, want: reader.want };
}

function withAnswers(before: KnownHashes, answers: readonly Answer[]): KnownHashes {
  const hashes = new Map(before.hashes);
  const unreadable = new Map(before.unreadable);
  for (const { ticket, sha256, failure } of answers) {
    if (sha256 !== null) hashes.set(ticket, sha256);
    if (failure !== null) unreadable.set(ticket, failure);
  }
  return { hashes, unreadable };
}

interface Answer {
  readonly ticket: Ticket;
  readonly sha256: string | null;
  readonly failure: Failure | null;
}

class Reader {
  readonly #tell: (answers: readonly Answer[]) => void;
  readonly #asked = new Set<Ticket>();
  #wanted: readonly PlannedFile[] = [];
  #running = 0;

  constructor(tell: (answers: readonly Answer[]) => void) {
    this.#tell = tell;
  }

  readonly want = (files: readonly PlannedFile[]): void => {
    this.#wanted = files;
    while (this.#running < requestsAtOnce && this.#next()) this.#running += 1;
  };

  /** Whether there was something to ask for. */
  #next(): boolean {
    const tickets = nextToHash(this.#wanted, this.#asked);
    if (tickets.length === 0) return false;
    for (const ticket of tickets) this.#asked.add(ticket);
    void this.#ask(tickets);
    return true;
  }

  async #ask(tickets: readonly Ticket[]): Promise<void> {
    const outcome = await bridge.request('local-files:hash', { tickets: [...tickets] });
    this.#tell(
      outcome.ok
        ? outcome.value.map(({ ticket, hashed }) => ({
            ticket,
            sha256: hashed.ok ? hashed.value.sha256 : null,
            failure: hashed.ok ? null : hashed.failure,
          }))
        : tickets.map((ticket) => ({ ticket, sha256: null, failure: outcome.failure })),
    );
    if (!this.#next()) this.#running -= 1;
  }
}
