import { describe, expect, it } from 'vitest';
import { failureReasons } from '../../shared/failure.ts';
import { describeFailure } from './failures.ts';

describe('failures in words', () => {
  it.each(failureReasons)('has a title and a next step for %s, with and without a subject', (reason) => {
    for (const failure of [{ reason }, { reason, subject: 'git.example.org' }]) {
      const { title, nextStep } = describeFailure(failure);
      expect(title).toMatch(/^[A-Zg].{5,}[^.]$/);
      expect(nextStep).toMatch(/^[A-Z].{5,}[.?]$/);
      expect(title + nextStep).not.toContain('{{');
    }
  });

  it('names the culprit in the title where there is a place for it', () => {
    expect(describeFailure({ reason: 'unreachable', subject: 'git.example.org' })).toEqual({
      title: 'git.example.org cannot be reached',
      nextStep: 'Check the address and your network. Is the server running?',
      details: null,
    });
  });

  it('adds what else is known for whoever is asked for help', () => {
    const words = describeFailure({
      reason: 'storage-quota-reached',
      status: 403,
      serverWords: 'maximum allowed package type size exceeded',
      subject: 'crew',
    });
    expect(words.details).toBe(
      'crew · HTTP 403 · the server said “maximum allowed package type size exceeded”',
    );
  });

  it('shows what a server hides in its words', () => {
    const words = describeFailure({
      reason: 'local-file-missing',
      subject: 'a\u202Eb',
      serverWords: 'x\u0007',
    });
    expect(words.title).toBe('a⟨U+202E⟩b is no longer there');
    expect(words.details).toBe('the server said “x⟨U+0007⟩”');
  });
});
