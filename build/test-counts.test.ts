import { describe, expect, it } from 'vitest';
import { countsOfOutput, countsOfTool, countsOfVitest, describeCounts, sumOf } from './test-counts.ts';

function vitestReport(passed: number, failed: number): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 2,
    numTodoTests: 1,
    success: failed === 0,
  });
}

describe('counting tests', () => {
  it('takes the last line of a program, coloured or not', () => {
    expect(countsOfOutput('1 passed, 0 failed\nmore\n12 passed, 3 failed, 4 skipped\n', false)).toEqual({
      passed: 12,
      failed: 3,
      skipped: 4,
    });
    expect(countsOfOutput('\u001B[32m7 passed, 0 failed\u001B[39m\r\n\n', true)).toEqual({
      passed: 7,
      failed: 0,
      skipped: 0,
    });
  });

  it('counts a program that says nothing of its tests as a failure, whatever its exit code', () => {
    expect(countsOfOutput('', true).failed).toBe(1);
    expect(countsOfOutput('7 passed, 0 failed\nSegmentation fault', false).failed).toBe(1);
  });

  it('counts a failure that the exit code alone tells of', () => {
    expect(countsOfOutput('7 passed, 0 failed', false)).toMatchObject({ passed: 7, failed: 1 });
    expect(countsOfVitest(vitestReport(5, 0), false)).toMatchObject({ passed: 5, failed: 1 });
    expect(countsOfTool(false).failed).toBe(1);
  });

  it('does not count a failure twice', () => {
    expect(countsOfVitest(vitestReport(5, 2), false)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it('counts a vitest that wrote no report as a failure', () => {
    expect(countsOfVitest(null, true).failed).toBe(1);
  });

  it('adds up', () => {
    const sum = sumOf([
      countsOfTool(true),
      countsOfOutput('2 passed, 1 failed, 5 skipped', false),
      countsOfOutput('3 passed, 0 failed', true),
    ]);
    expect(describeCounts(sum)).toBe('6 passed, 1 failed, 5 skipped');
    expect(describeCounts(sumOf([]))).toBe('0 passed, 0 failed');
  });
});
