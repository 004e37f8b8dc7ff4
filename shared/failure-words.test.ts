import { describe, expect, it } from 'vitest';
import { failureReasons } from './failure.ts';
import { describeFailure } from './failure-words.ts';

describe('failures in plain English', () => {
  it.each(failureReasons)('has whole sentences for %s', (reason) => {
    const { title, nextStep } = describeFailure({ reason, subject: 'git.example.org' });
    expect(title + nextStep).not.toContain('{{');
    expect(nextStep).toMatch(/[.?]$/);
  });

  it('has one title and one next step for each, and no two reasons share a title', () => {
    const titles = failureReasons.map((reason) => describeFailure({ reason }).title);
    expect(new Set(titles).size).toBe(failureReasons.length);
  });

  it('names the setting to change where it is known', () => {
    const failure = { reason: 'too-large-for-proxy', subject: 'nginx in front of git.example.org' } as const;
    expect(describeFailure({ ...failure, setting: 'client_max_body_size' })).toEqual({
      title: 'nginx in front of git.example.org refuses files of this size',
      nextStep: 'Ask its administrator to raise client_max_body_size.',
      details: null,
    });
    expect(describeFailure(failure).nextStep).not.toContain('{{');
  });

  it('names the subject as it is, spelled out where it is invisible', () => {
    const failure = { reason: 'already-exists', subject: '$&\u001B[2J', status: 409 } as const;
    expect(describeFailure(failure)).toMatchObject({
      title: '$&⟨U+001B⟩[2J is there already, with other bytes',
      details: 'HTTP 409',
    });
  });
});
