import type { Failure } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { answerFailure } from './answer-failures.ts';
import { culpritOf, inFrontOf } from './culprit.ts';
import type { AnswerHead } from './exchange.ts';
import type { Asked, RefusedAnswer } from './refused-answer.ts';
import { storageFailure } from './storage-failures.ts';

/** What of a file was asked for, and of whom. */
export interface AskedBytes {
  /** The URL that answered, after redirects. */
  readonly target: string;
  /** Whether that is still the server itself, and not the storage behind it. */
  readonly isHome: boolean;
  /** First byte wanted. */
  readonly start: number;
  readonly asked: Asked;
}

/** Where bytes stand in their file. */
export interface BytesPlace {
  /** Bytes of the whole file; null where the answer does not tell. */
  readonly size: number | null;
  readonly start: number;
}

/** The refusal of the server itself, or of the storage behind it. */
export function refusalOf(answer: RefusedAnswer, { isHome, asked, target }: AskedBytes): Failure {
  return isHome ? answerFailure(answer, asked) : storageFailure(answer, URL.parse(target)?.host ?? '');
}

/** Where the bytes of a 200 or 206 stand in the file; fails when they are not what was asked for, or not as stored. */
export function placeOf(head: AnswerHead, request: AskedBytes): Outcome<BytesPlace> {
  const { status, headers } = head;
  const host = URL.parse(request.target)?.host ?? '';
  // The registry itself always says application/octet-stream (03-download).
  const isPage = request.isHome && /^text\/html\b/i.test(headers['content-type'] ?? '');
  if (isPage) return failed('login-page', { status, subject: host });
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') return packedOnTheWay(head, host);
  if (status === 200) return succeeded({ size: wholeNumber(headers['content-length']), start: 0 });
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  if (range === null || wholeNumber(range[1]) !== request.start) {
    return failed('unexpected-answer', { status, subject: host });
  }
  return succeeded({ size: wholeNumber(range[3]), start: request.start });
}

/** Neither the packed nor the unpacked bytes can be told from those that were published. */
function packedOnTheWay({ status, headers }: AnswerHead, host: string): Outcome<never> {
  const culprit = culpritOf({ headers, text: '' });
  const setting = culprit?.settings.packing;
  return failed('packed-on-the-way', {
    status,
    subject: inFrontOf(host, culprit),
    ...(setting === undefined ? {} : { setting }),
  });
}

function wholeNumber(text: string | undefined): number | null {
  const number = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}
