import { assertNever } from '../../shared/assert-never.ts';
import type { Failure, FailureReason } from '../../shared/failure.ts';

/**
 * What the queue does about a failure by itself.
 * `never`: nothing, the user decides. `decision`: the user is asked what to do with this one. `account`: all of
 * the account waits until its sign-in is mended. `owner`: it failed, and what else is to be published to the owner would
 * fail the same way after its whole body was sent. `again`: it is tried again, `tries` times in a row at most without
 * anything having come of it; with `holdsHost` everything of the account waits along and goes on one by one. `host`:
 * the server cannot be had at all, so that the tries of all transfers count together.
 */
export type RetryRule =
  | { readonly kind: 'never' }
  | { readonly kind: 'decision' }
  | { readonly kind: 'account' }
  | { readonly kind: 'owner' }
  | { readonly kind: 'host' }
  | { readonly kind: 'again'; readonly tries: number; readonly holdsHost: boolean };

const never: RetryRule = { kind: 'never' };
const decision: RetryRule = { kind: 'decision' };
const account: RetryRule = { kind: 'account' };
const owner: RetryRule = { kind: 'owner' };
const host: RetryRule = { kind: 'host' };
const later: RetryRule = { kind: 'again', tries: Number.POSITIVE_INFINITY, holdsHost: false };

/** One rule a reason. */
export const retryRules: Readonly<Record<FailureReason, RetryRule>> = {
  'bad-login': account,
  'second-factor-required': account,
  'password-change-required': account,
  'account-blocked': account,
  'sign-in-required': account,
  'credential-locked': account,
  'missing-scope': never,
  'public-only-token': never,
  'not-allowed': never,
  'invalid-address': never,
  'invalid-package-name': never,
  'invalid-version': never,
  'invalid-file-name': never,
  'invalid-request': never,
  'owner-not-found': never,
  'account-missing': never,
  'not-found': never,
  'not-offered': never,
  'already-exists': decision,
  // The new state is taken up once; a file that changes all the time is not chased.
  'changed-on-server': { kind: 'again', tries: 1, holdsHost: false },
  // It goes on when what it waits for does.
  'batch-incomplete': never,
  'no-copy-kept': never,
  'file-too-large': never,
  'storage-quota-reached': owner,
  'package-count-reached': owner,
  'refused-by-proxy': never,
  'too-large-for-proxy': never,
  'proxy-timed-out': host,
  'proxy-sign-in-required': never,
  'login-page': never,
  'packed-on-the-way': never,
  'too-many-requests': host,
  'server-unavailable': host,
  // Servers under parallel requests have been seen to answer 500: the account goes on one by one.
  'server-error': { kind: 'again', tries: 2, holdsHost: true },
  'server-moved': never,
  'unexpected-answer': never,
  'damaged-on-server': never,
  // The download has had its fresh try by then.
  'damaged-in-transit': never,
  'split-file-damaged': never,
  'not-stored': never,
  // The download has asked for new links by then.
  'storage-link-expired': never,
  'storage-clock-differs': never,
  unreachable: host,
  interrupted: later,
  'timed-out': later,
  'certificate-refused': never,
  'redirect-refused': never,
  'local-file-missing': never,
  'local-file-unreadable': never,
  'local-file-changed': never,
  'not-a-plain-file': never,
  'folder-not-writable': never,
  'disk-full': later,
  'journal-not-writable': never,
  'kept-file-damaged': never,
  cancelled: never,
  internal: never,
};

const second = 1000;
const minute = 60 * second;

/** What is quickly mended, a restart or another network, is to be noticed within seconds. */
const firstStretch = 5 * minute;
const firstStretchMost = 4 * second;
const most = 60 * second;

/** Longer than that nobody waits for a server without having been asked. */
export const longestRetryAfter = 15 * minute;

/**
 * Milliseconds until the next try: 1, 2, 4 s, then every 4 s for five minutes, then 8 to 60 s; each between once and
 * one and a quarter times as long, so that many who lost one server do not come back in one moment. What the server
 * asked for is kept to, give or take nothing.
 *
 * @param tries how many there were in a row, from 1
 * @param elapsed milliseconds since the first of them failed
 * @param random 0 to 1
 */
export function retryDelay(failure: Failure, tries: number, elapsed: number, random: number): number {
  if (failure.retryAfter !== undefined) return failure.retryAfter * second;
  const limit = elapsed < firstStretch ? firstStretchMost : most;
  const doubling = second * 2 ** Math.min(tries - 1, 6);
  return Math.round(Math.min(doubling, limit) * (1 + random / 4));
}

/** Where a failure leaves a transfer. `fail-all`: the server was waited for long enough by everything of the account. */
export type NextStep =
  | { readonly kind: 'fail' | 'fail-all' | 'decide' | 'pause-owner' | 'pause-account' | 'pause' }
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly holdsHost: boolean };

/** Tries in a row that came to nothing. */
export interface FailedTries {
  /** From 1. */
  readonly count: number;
  /** Milliseconds since the first. */
  readonly elapsed: number;
}

export interface FailedRun {
  readonly failure: Failure;
  /** Of the transfer, or of all of its account where the rule is `host`. */
  readonly tries: FailedTries;
  /** What the job says about another run. */
  readonly mayRunAgain: boolean;
  /** Milliseconds without progress that are borne. */
  readonly patience: number;
  /** 0 to 1. */
  readonly random: number;
}

/** What to do after a run failed. */
export function afterFailure({ failure, tries, mayRunAgain, patience, random }: FailedRun): NextStep {
  const rule = retryRules[failure.reason];
  switch (rule.kind) {
    case 'never':
      return { kind: 'fail' };
    case 'decision':
      return { kind: 'decide' };
    case 'owner':
      return { kind: 'pause-owner' };
    case 'account':
      return { kind: 'pause-account' };
    case 'host':
    case 'again': {
      if (!mayRunAgain || (rule.kind === 'again' && tries.count > rule.tries)) return { kind: 'fail' };
      const milliseconds = retryDelay(failure, tries.count, tries.elapsed, random);
      if (milliseconds > longestRetryAfter) return { kind: 'pause' };
      if (tries.elapsed + milliseconds > patience)
        return { kind: rule.kind === 'host' ? 'fail-all' : 'fail' };
      return { kind: 'wait', milliseconds, holdsHost: rule.kind === 'host' || rule.holdsHost };
    }
    default:
      return assertNever(rule);
  }
}
