import { describe, expect, it } from 'vitest';
import { concernsCredential, failureReasons, isPassing } from '../../shared/failure.ts';
import { afterFailure, longestRetryAfter, retryDelay, retryRules } from './retry-rules.ts';

const run = {
  failure: { reason: 'interrupted' },
  tries: { count: 1, elapsed: 0 },
  mayRunAgain: true,
  patience: 3_600_000,
  random: 0,
} as const;

function ofKind(kind: string) {
  return failureReasons.filter((reason) => retryRules[reason].kind === kind);
}

describe('the rule of each reason', () => {
  it('waits for the user where a sign-in was refused or a name is taken', () => {
    expect(ofKind('account')).toEqual(failureReasons.filter((reason) => concernsCredential({ reason })));
    expect(ofKind('decision')).toEqual(['already-exists']);
    expect(ofKind('host').every((reason) => isPassing({ reason }))).toBe(true);
  });

  it('knows all that is tried again', () => {
    const again = failureReasons.filter((reason) => ['again', 'host'].includes(retryRules[reason].kind));
    expect(again.sort()).toEqual([
      'changed-on-server',
      'disk-full',
      'interrupted',
      'proxy-timed-out',
      'server-error',
      'server-unavailable',
      'timed-out',
      'too-many-requests',
      'unreachable',
    ]);
  });

  it('gives up on a server that answers with errors after two more tries, alone', () => {
    const failure = { reason: 'server-error' } as const;
    expect(afterFailure({ ...run, failure, tries: { count: 2, elapsed: 0 } })).toMatchObject({
      kind: 'wait',
      holdsHost: true,
    });
    expect(afterFailure({ ...run, failure, tries: { count: 3, elapsed: 0 } })).toEqual({ kind: 'fail' });
  });
});

describe('the wait', () => {
  it('doubles to four seconds, stays there for five minutes, and grows to a minute', () => {
    const failure = { reason: 'unreachable' } as const;
    const waits = [1, 2, 3, 4, 80].map((count) => retryDelay(failure, count, count * 1000, 0));
    expect(waits).toEqual([1000, 2000, 4000, 4000, 4000]);
    expect(retryDelay(failure, 80, 300_000, 0)).toBe(60_000);
  });

  it('is spread over a quarter more', () => {
    const failure = { reason: 'interrupted' } as const;
    expect(retryDelay(failure, 1, 0, 1)).toBe(1250);
  });

  it('is what the server asked for, up to what nobody waits for unasked', () => {
    const failure = { reason: 'server-unavailable', retryAfter: 900 } as const;
    expect(afterFailure({ ...run, failure, random: 1 })).toMatchObject({
      kind: 'wait',
      milliseconds: 900_000,
    });
    expect(longestRetryAfter).toBe(900_000);
    expect(afterFailure({ ...run, failure: { ...failure, retryAfter: 901 } })).toEqual({ kind: 'pause' });
  });

  it('ends with patience: alone where the transfer is the reason, for all where the server is', () => {
    const tries = { count: 5, elapsed: 3_599_999 };
    expect(afterFailure({ ...run, tries })).toEqual({ kind: 'fail' });
    expect(afterFailure({ ...run, tries, failure: { reason: 'unreachable' } })).toEqual({ kind: 'fail-all' });
  });
});
