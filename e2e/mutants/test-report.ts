import { z } from 'zod';

/** What of vitest's JSON report is looked at. */
const Report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

/** How a run of tests went. Neither a test nor a problem: all passed. */
export interface TestRun {
  /** The first test that failed. */
  readonly failedTest: string | null;
  /** Why tests could not be run, or did not end; says nothing about what they test. */
  readonly problem: string | null;
}

/** Reads a report; null is one that was never written. */
export function readTestReport(text: string | null): TestRun {
  if (text === null) return { failedTest: null, problem: 'the tests came to no end' };
  const { success, testResults } = Report.parse(JSON.parse(text));
  const failedTest = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  if (failedTest !== undefined) {
    // What was put in names something that is not there, which any test would notice.
    const misnamed = failedTest.failureMessages.find((message) => message.startsWith('ReferenceError'));
    return misnamed === undefined
      ? { failedTest: failedTest.fullName, problem: null }
      : { failedTest: null, problem: misnamed };
  }
  const unread = testResults.find(({ status }) => status === 'failed');
  if (unread !== undefined) return { failedTest: null, problem: unread.message };
  return { failedTest: null, problem: success ? null : 'the run failed, but none of its tests' };
}
