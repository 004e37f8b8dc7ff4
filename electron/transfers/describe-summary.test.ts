import { describe, expect, it } from 'vitest';
import { describeSummary } from './describe-summary.ts';

describe('describeSummary', () => {
  it('tells what happened, failures first', () => {
    expect(describeSummary({ done: 3, skipped: 1, failed: 0, cancelled: 0, held: 0 })).toEqual({
      title: 'All transfers are done',
      body: '3 files done, 1 file there already',
    });
    expect(describeSummary({ done: 1, skipped: 0, failed: 2, cancelled: 1, held: 0 })).toEqual({
      title: 'Some transfers failed',
      body: '1 file done, 2 files failed, 1 file cancelled',
    });
  });

  it('says nothing about what the user cancelled', () => {
    expect(describeSummary({ done: 0, skipped: 0, failed: 0, cancelled: 9, held: 0 })).toBeNull();
  });
});
