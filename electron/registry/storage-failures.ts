import type { Failure, FailureReason } from '../../shared/failure.ts';
import type { RefusedAnswer } from './refused-answer.ts';
import { retryAfterOf } from './retry-after.ts';

/** The code of an error in XML, as Amazon's, Google's, Azure's and MinIO's storage write it. */
const errorCode = /<Code>\s*([A-Za-z]{1,60})\s*<\/Code>/;
const isXml = /^\s*(?:<\?xml\b|<Error\b)/i;

/** Codes that say that a signed link is no longer good, whatever the status. */
const expiredCodes: ReadonlySet<string> = new Set(['ExpiredToken', 'AuthenticationFailed']);

function reasonOf({ status, text }: RefusedAnswer, code: string | undefined): FailureReason {
  if (code === 'RequestTimeTooSkewed') return 'storage-clock-differs';
  if (code !== undefined && expiredCodes.has(code)) return 'storage-link-expired';
  // What is wrong with a link stands in words alone; the server makes a new one when it is asked again.
  if (status === 403 && isXml.test(text)) return 'storage-link-expired';
  if (status === 404) return 'damaged-on-server';
  if (status === 429) return 'too-many-requests';
  if (status >= 500) return 'server-unavailable';
  return status === 416 ? 'unexpected-answer' : 'refused-by-proxy';
}

/**
 * What a refusal of the object storage behind a server means, which knows neither accounts nor packages. Of its words
 * only the code is told: the rest may repeat the signed link.
 */
export function storageFailure(answer: RefusedAnswer, host: string): Failure {
  const code = errorCode.exec(answer.text)?.[1];
  const retryAfter = retryAfterOf(answer.headers, answer.receivedAt);
  return {
    reason: reasonOf(answer, code),
    ...(answer.status >= 100 && answer.status <= 599 ? { status: answer.status } : {}),
    subject: host.slice(0, 300),
    ...(code === undefined ? {} : { serverWords: code }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
