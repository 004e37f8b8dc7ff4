import { randomBytes } from 'node:crypto';
import { assertNever } from '../../shared/assert-never.ts';
import { type Answer, type BodyPart, bodyLength, layerText } from './answer.ts';
import { type ByteRange, contentRange, readRangeHeader } from './byte-ranges.ts';
import { type Conditions, judgeConditions } from './conditional-requests.ts';
import { formatHttpDate } from './http-dates.ts';

const contentType = 'application/octet-stream';

/** A stored file that is to be sent. */
export interface Download {
  /** Where its bytes lie. */
  readonly contentPath: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modifiedAt: number;
  /** What the server version adds to every download. */
  readonly extraHeaders: Readonly<Record<string, string>>;
}

function without(headers: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** The parts of a multipart/byteranges body, in the order asked for (RFC 9110, 14.6) [03-range]. */
function multipartBody(ranges: readonly ByteRange[], size: number, boundary: string): readonly BodyPart[] {
  const parts = ranges.flatMap((range, index): BodyPart[] => [
    Buffer.from(
      `${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Range: ${contentRange(range, size)}\r\nContent-Type: ${contentType}\r\n\r\n`,
    ),
    range,
  ]);
  return [...parts, Buffer.from(`\r\n--${boundary}--\r\n`)];
}

/**
 * Answers a GET or HEAD for a stored file: 200, 206, 304, 412 or 416, as recorded in 03-range and 03-download.
 * There is never an entity tag.
 */
export function answerDownload(download: Download, conditions: Conditions, rangeHeader: string): Answer {
  const { contentPath, size } = download;
  const dated = { ...download.extraHeaders, 'last-modified': formatHttpDate(download.modifiedAt) };
  const headers = {
    ...dated,
    'accept-ranges': 'bytes',
    'content-type': contentType,
    'x-content-type-options': 'nosniff',
  };
  const judgement = judgeConditions(conditions, download.modifiedAt);
  if (judgement.kind === 'not-modified') return { status: 304, headers: dated, body: null };
  if (judgement.kind === 'precondition-failed') {
    return {
      status: 412,
      headers: without(headers, 'accept-ranges'),
      body: { parts: [], contentPath: null },
    };
  }
  const request = readRangeHeader(judgement.rangeCounts ? rangeHeader : '', size);
  switch (request.kind) {
    case 'malformed':
      return layerText(416, 'invalid range\n', without(download.extraHeaders, 'cache-control'));
    case 'no-overlap':
      return layerText(416, 'invalid range: failed to overlap\n', {
        ...without(download.extraHeaders, 'cache-control'),
        'content-range': `bytes */${size}`,
      });
    case 'whole':
      return { status: 200, headers, body: { parts: [{ start: 0, length: size }], contentPath } };
    case 'parts': {
      const [first, ...others] = request.ranges;
      if (first !== undefined && others.length === 0) {
        const partHeaders = { ...headers, 'content-range': contentRange(first, size) };
        return { status: 206, headers: partHeaders, body: { parts: [first], contentPath } };
      }
      const boundary = randomBytes(30).toString('hex');
      const parts = multipartBody(request.ranges, size, boundary);
      return {
        status: 206,
        headers: {
          ...headers,
          'content-type': `multipart/byteranges; boundary=${boundary}`,
          'content-length': String(bodyLength(parts)),
        },
        body: { parts, contentPath },
      };
    }
    default:
      return assertNever(request);
  }
}
