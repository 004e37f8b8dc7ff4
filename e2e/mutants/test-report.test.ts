import { expect, it } from 'vitest';
import { readTestReport } from './test-report.ts';

function reportOf(success: boolean, status: string, tests: readonly string[], message = ''): string {
  const assertionResults = tests.map((status) => ({
    status,
    fullName: `a test that has ${status}`,
    failureMessages: [message],
  }));
  return JSON.stringify({ success, testResults: [{ status, message, assertionResults }] });
}

it('only a test that failed is a failure; what could not be run says nothing', () => {
  expect(readTestReport(reportOf(true, 'passed', ['passed']))).toEqual({ failedTest: null, problem: null });
  expect(readTestReport(reportOf(false, 'failed', ['passed', 'failed']))).toEqual({
    failedTest: 'a test that has failed',
    problem: null,
  });
  expect(readTestReport(reportOf(false, 'failed', [], 'SyntaxError'))).toEqual({
    failedTest: null,
    problem: 'SyntaxError',
  });
  expect(readTestReport(reportOf(false, 'failed', ['failed'], 'ReferenceError: a is not defined'))).toEqual({
    failedTest: null,
    problem: 'ReferenceError: a is not defined',
  });
  expect(readTestReport(reportOf(false, 'passed', ['passed']))).toMatchObject({ failedTest: null });
  expect(readTestReport(reportOf(false, 'passed', ['passed'])).problem).not.toBeNull();
  expect(readTestReport(null).problem).not.toBeNull();
});
