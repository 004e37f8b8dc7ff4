import { describe, expect, it } from 'vitest';
import { failureReasons } from './failure.ts';
import { describeFailure } from './failure-words.ts';

describe('failures in plain English', () => {
  it.each(failureReasons)('has whole sentences for %s', (reason) => {
    const { title, nextStep } = describeFailure({ reason, subject: 'git.example.org' });
    expect(title + nextStep).not.toContain('{{');
    expect(nextStep).toMatch(/[.?]$/);
  });

  it('names the subject as it is, spelled out where it is invisible', () => {
    const failure = { reason: 'already-exists', subject: '$&\u001B[2J', status: 409 } as const;
    expect(describeFailure(failure)).toMatchObject({
      title: '$&⟨U+001B⟩[2J is there already, with other bytes',
      details: 'HTTP 409',
    });
  });
});
