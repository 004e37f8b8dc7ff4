import { z } from 'zod';
import { Failure } from '../../shared/failure.ts';
import { nameKey } from '../../shared/names.ts';
import { noLimitsKnown, ServerLimits } from '../../shared/server-limits.ts';
import type { EndedUpload } from '../registry/ended-upload.ts';

/** An upload that broke off while its body was being sent. */
const Cut = z.object({
  milliseconds: z.number(),
  /** Milliseconds since 1970. */
  endedAt: z.number(),
});

/** A quota of an owner that refused an upload. */
const ReachedQuota = z.object({
  /** As `nameKey` makes it. */
  ownerKey: z.string(),
  failure: Failure,
  /** Milliseconds since 1970. */
  at: z.number(),
});
export type ReachedQuota = z.infer<typeof ReachedQuota>;

/** What is kept of one server. */
export const KnownServer = ServerLimits.extend({
  serverUrl: z.string(),
  /** Latest last. */
  cuts: z.array(Cut).max(20),
  /** Latest last. */
  quotas: z.array(ReachedQuota).max(50).default([]),
});
export type KnownServer = z.infer<typeof KnownServer>;

/** Shorter ones say nothing about speed, nor are they cut by a limit that anybody sets. */
const tellingMilliseconds = 5000;
const mostCuts = 10;
const mostQuotas = 50;
const cutsToBelieve = 3;

/** Cuts of transfers that ran side by side have one cause and count as one. */
const oneCauseMilliseconds = 5000;

export function unknownServer(serverUrl: string): KnownServer {
  return { ...noLimitsKnown, serverUrl, cuts: [], quotas: [] };
}

/** What is known of a server after one more upload. `now` is in milliseconds since 1970. */
export function learn(known: KnownServer, upload: EndedUpload, now: number): KnownServer {
  const paced = {
    ...known,
    speed: speedOf(upload) ?? known.speed,
    quotas: quotasAfter(known.quotas, upload, now),
  };
  if (upload.outcome.ok) return afterSuccess(paced, upload);
  const { reason, subject, status } = upload.outcome.failure;
  if (reason === 'too-large-for-proxy') return afterRefusal(paced, upload.size, subject);
  // The server's own limit; its subject is the file.
  if (reason === 'file-too-large') return afterRefusal(paced, upload.size, URL.parse(upload.serverUrl)?.host);
  const isCut = reason === 'interrupted' || reason === 'proxy-timed-out' || status === 408;
  return isCut && upload.sentBytes < upload.size ? afterCut(paced, upload.milliseconds, now) : paced;
}

/** An owner whose upload was stored has room again; one whose quota refused it is remembered. */
function quotasAfter(
  quotas: readonly ReachedQuota[],
  { owner, size, outcome }: EndedUpload,
  now: number,
): ReachedQuota[] {
  const ownerKey = nameKey(owner);
  const others = quotas.filter((quota) => quota.ownerKey !== ownerKey);
  // An empty file needs no room.
  if (outcome.ok) return size === 0 ? [...quotas] : others;
  const { failure } = outcome;
  const isQuota = failure.reason === 'storage-quota-reached' || failure.reason === 'package-count-reached';
  return isQuota ? [...others, { ownerKey, failure, at: now }].slice(-mostQuotas) : [...quotas];
}

function speedOf({ sentBytes, milliseconds }: EndedUpload): number | null {
  return milliseconds < tellingMilliseconds || sentBytes === 0 ? null : (sentBytes / milliseconds) * 1000;
}

/** What got through is no longer refused, and what lasted longer than the cuts was not cut. */
function afterSuccess(known: KnownServer, { size, milliseconds }: EndedUpload): KnownServer {
  const cuts = known.cuts.filter((cut) => cut.milliseconds > milliseconds);
  return {
    ...known,
    largestPublished: Math.max(size, known.largestPublished ?? 0),
    refused: known.refused !== null && known.refused.size <= size ? null : known.refused,
    cuts,
    cutAfter: repeatedSeconds(cuts),
  };
}

function afterRefusal(known: KnownServer, size: number, culprit: string | undefined): KnownServer {
  const isSmallest = known.refused === null || size <= known.refused.size;
  return {
    ...known,
    // A limit that was lowered meanwhile: what got through before says nothing any more.
    largestPublished: (known.largestPublished ?? 0) >= size ? null : known.largestPublished,
    refused: isSmallest ? { size, culprit: culprit ?? 'A proxy' } : known.refused,
  };
}

function afterCut(known: KnownServer, milliseconds: number, now: number): KnownServer {
  const previous = known.cuts.at(-1);
  const hasOneCause = previous !== undefined && Math.abs(now - previous.endedAt) < oneCauseMilliseconds;
  if (milliseconds < tellingMilliseconds || hasOneCause) return known;
  const cuts = [...known.cuts, { milliseconds, endedAt: now }].slice(-mostCuts);
  return { ...known, cuts, cutAfter: repeatedSeconds(cuts) };
}

/** The time after which several cuts came, in whole seconds; null where they came at any time. */
function repeatedSeconds(cuts: KnownServer['cuts']): number | null {
  const times = cuts.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  for (const [index, time] of times.entries()) {
    const tolerance = Math.max(1000, time * 0.02);
    const last = times[index + cutsToBelieve - 1];
    if (last !== undefined && last - time <= tolerance) return Math.max(1, Math.round(time / 1000));
  }
  return null;
}
