import { assertNever } from '../../shared/assert-never.ts';
import type { Failure } from '../../shared/failure.ts';
import type { TransferState } from '../../shared/transfer.ts';
import { comesAfter, isFollower } from './comes-after.ts';
import { isChecksums } from './generated/generated-content.ts';
import type { TransferRecord } from './journal/transfer-record.ts';
import type { QueuedTransfer } from './queued-transfer.ts';

/** A transfer that comes after others of its batch, and how those stand. */
interface Follower {
  ahead: readonly QueuedTransfer[];
  /** Those of them that are not there yet. */
  readonly missing: Set<QueuedTransfer>;
  /** Those that earlier runs of the app brought to an end and that are listed no more. */
  ended: readonly TransferRecord[];
  /** One of the missing that moved when all were last looked at, and none was lost: nobody looks again while it does. */
  mover: QueuedTransfer | null;
}

/** `ready` to start; behind some that move; behind some of which none moves; behind one that will never come. */
type Standing = 'ready' | 'behind' | 'stuck' | 'lost';

/** What has to be done about a follower since those ahead of it stand otherwise than before. */
export interface FollowerStep {
  readonly transfer: QueuedTransfer;
  readonly step: 'go-on' | 'hold' | 'give-up';
}

/** As many names as fit into a failure's subject. */
const mostNamed = 5;

/**
 * Which transfers come after others of their batch, being made of what becomes of these. Such a one starts only when
 * all of them are there; while none of them moves it is held, and when one was cancelled or taken off the list it is
 * given up, until that one is wanted again, or a list is wanted without it.
 */
export class BatchOrder {
  readonly #followers = new Map<QueuedTransfer, Follower>();
  /** Taken off the list before they were there. */
  readonly #gone = new WeakSet<QueuedTransfer>();

  /** Takes in whole batches; `ended` is what else there was of them. */
  add(transfers: readonly QueuedTransfer[], ended: readonly TransferRecord[]): void {
    const followers = transfers.filter(({ job, batch }) => batch !== null && isFollower(job.work()));
    if (followers.length === 0) return;
    const members = transfers.map((transfer) => ({ transfer, record: transfer.record() }));
    const batches = Map.groupBy(members, ({ transfer }) => transfer.batch);
    for (const transfer of followers) {
      const record = transfer.record();
      const ahead = (batches.get(transfer.batch) ?? [])
        .filter((other) => comesAfter(record, other.record))
        .map((other) => other.transfer);
      const missing = new Set(ahead.filter(({ state }) => !isThere(state)));
      transfer.waitsFor = missing.size;
      this.#followers.set(transfer, {
        mover: null,
        ahead,
        missing,
        ended: ended.filter((other) => other.transfer.batch === transfer.batch && comesAfter(record, other)),
      });
    }
  }

  /** One is there; answers those that have one less to wait for. */
  arrived(transfer: QueuedTransfer): QueuedTransfer[] {
    const changed: QueuedTransfer[] = [];
    for (const [follower, { missing }] of this.#followers) {
      if (!missing.delete(transfer)) continue;
      follower.waitsFor = missing.size;
      changed.push(follower);
    }
    return changed;
  }

  /** One came to an end without being there. */
  failed(transfer: QueuedTransfer): void {
    for (const follower of this.#followers.values()) {
      if (follower.missing.has(transfer)) follower.mover = null;
    }
  }

  /** They are taken off the list: nobody can want them again. */
  forget(transfers: readonly QueuedTransfer[]): void {
    for (const transfer of transfers) {
      this.#followers.delete(transfer);
      this.#gone.add(transfer);
      this.failed(transfer);
    }
  }

  /** The user wants it although some will never come: it goes on without these, where its content allows that. */
  goWithoutLost(transfer: QueuedTransfer): void {
    const follower = this.#followers.get(transfer);
    if (follower === undefined || !isChecksums(transfer.record())) return;
    follower.ended = follower.ended.filter((one) => isThere(one.transfer.state));
    follower.ahead = follower.ahead.filter((one) => !this.#isLost(one));
    for (const one of follower.missing) if (this.#isLost(one)) follower.missing.delete(one);
    transfer.waitsFor = follower.missing.size;
  }

  /** What became of those that a transfer comes after; nothing for one that comes after none. */
  ahead(transfer: QueuedTransfer): TransferRecord[] {
    const follower = this.#followers.get(transfer);
    return follower === undefined ? [] : [...follower.ended, ...follower.ahead.map((one) => one.record())];
  }

  /** The first thing to be done; null when every follower stands as it should. */
  nextStep(): FollowerStep | null {
    for (const [transfer, follower] of this.#followers) {
      const step = stepFor(transfer, this.#standing(follower));
      if (step !== null) return { transfer, step };
    }
    return null;
  }

  /** Names what a follower waits for in vain: what will never come, if there is such. */
  failureOf(transfer: QueuedTransfer): Failure {
    const follower = this.#followers.get(transfer);
    const missing = follower === undefined ? [] : [...follower.missing];
    const lost = [
      ...(follower?.ended ?? []).flatMap((one) => (isThere(one.transfer.state) ? [] : one.transfer)),
      ...missing.filter((one) => this.#isLost(one)).map(({ job }) => job),
    ];
    const named = lost.length > 0 ? lost : missing.map(({ job }) => job);
    const names = named.map(({ coordinates }) => coordinates.fileName);
    const more = names.length > mostNamed ? ', …' : '';
    return {
      reason: 'batch-incomplete',
      subject: `${names.slice(0, mostNamed).join(', ').slice(0, 290)}${more}`,
    };
  }

  #standing(follower: Follower): Standing {
    const { missing, ended, mover } = follower;
    if (missing.size === 0 && ended.length === 0) return 'ready';
    if (mover !== null && mover.isActive && missing.has(mover)) return 'behind';
    follower.mover = null;
    if (ended.some(({ transfer }) => !isThere(transfer.state))) return 'lost';
    let last: QueuedTransfer | null = null;
    for (const one of missing) {
      if (this.#isLost(one)) return 'lost';
      if (one.isActive) last = one;
    }
    follower.mover = last;
    if (last !== null) return 'behind';
    return missing.size === 0 ? 'ready' : 'stuck';
  }

  #isLost(transfer: QueuedTransfer): boolean {
    return transfer.state === 'cancelled' || this.#gone.has(transfer);
  }
}

function isThere(state: TransferState): boolean {
  return state === 'done' || state === 'skipped';
}

/** What the user did to a follower itself, and failures of its own, are left alone. */
function stepFor(transfer: QueuedTransfer, standing: Standing): FollowerStep['step'] | null {
  const isHeldBack = transfer.failure?.reason === 'batch-incomplete';
  switch (standing) {
    case 'ready':
    case 'behind':
      return isHeldBack ? 'go-on' : null;
    case 'stuck':
      return transfer.isActive ? 'hold' : null;
    case 'lost':
      return transfer.isActive || (isHeldBack && transfer.state === 'paused') ? 'give-up' : null;
    default:
      return assertNever(standing);
  }
}
