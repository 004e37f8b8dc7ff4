import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageVersion, VersionPage } from '../../../shared/package.ts';

/** One page of an owner's versions, newest first; pages count from 1. */
export type FetchPage = (page: number, signal: AbortSignal) => Promise<Outcome<VersionPage>>;

/** What is kept of the listing from before. */
export interface KnownListing {
  /** Whether it once was complete. Then what is new stands at the head of the list. */
  readonly isComplete: boolean;
  knows(versionId: number): boolean;
  /** How many rows of the server's that stands for now. */
  count(): number;
}

export interface ReadListingRequest {
  readonly fetchPage: FetchPage;
  readonly known: KnownListing;
  /** Reads everything even where the head of the list looks as it did. */
  readonly readsAll: boolean;
  /** Takes a page in, in the order of the pages. */
  readonly take: (versions: readonly PackageVersion[], total: number) => void;
  readonly signal: AbortSignal;
}

/** Requests under way at once: enough to hide the way to the server, few enough to leave it time for others. */
const pagesAhead = 4;

/** New pages at the head after which reading everything is no more work. */
const mostHeadPages = 20;

/** How often all pages are read where they shifted meanwhile. */
const mostPasses = 3;

/**
 * Reads an owner's listing: only its head where that proves that nothing else changed, else all of it. The server
 * orders by date, so a publish or a deletion meanwhile shifts all pages behind it: each version counts once, and when
 * the server's total moved everything is read again.
 *
 * Answers the ids of all versions that the server has, or null where the kept ones are the ones it has. Fails as
 * `fetchPage` does, or with `cancelled`.
 */
export async function readListing(request: ReadListingRequest): Promise<Outcome<ReadonlySet<number> | null>> {
  const { fetchPage, known, readsAll, signal } = request;
  const first = await fetchPage(1, signal);
  if (!first.ok) return first;
  if (known.isComplete && !readsAll) {
    const head = await readHead(request, first.value);
    if (!head.ok) return head;
    if (head.value) return succeeded(null);
  }
  let before: ReadonlySet<number> = new Set();
  let page = first.value;
  for (let pass = 1; ; pass += 1) {
    const read = await readAll(request, page);
    if (!read.ok) return read;
    const { seen, isSteady, total } = read.value;
    // What two passes saw in turn: between them, each version stood still once.
    if (pass >= mostPasses || (isSteady && (seen.size >= total || pass > 1))) {
      return succeeded(isSteady ? seen : new Set([...before, ...seen]));
    }
    before = seen;
    const again = await fetchPage(1, signal);
    if (!again.ok) return again;
    page = again.value;
  }
}

/** Whether, with what is new at its head, the kept listing is as long as the server's. */
async function readHead(
  { fetchPage, known, take, signal }: ReadListingRequest,
  first: VersionPage,
): Promise<Outcome<boolean>> {
  let page = first;
  for (let pages = 1; ; pages += 1) {
    const isKnown = page.versions.every(({ id }) => known.knows(id));
    take(page.versions, page.total);
    if (isKnown || page.nextPage === null) return succeeded(known.count() === page.total);
    if (pages >= mostHeadPages) return succeeded(false);
    const next = await fetchPage(page.nextPage, signal);
    if (!next.ok) return next;
    page = next.value;
  }
}

interface Pass {
  readonly seen: ReadonlySet<number>;
  /** Whether the server's total was one and the same on all pages. */
  readonly isSteady: boolean;
  readonly total: number;
}

/** Reads all pages, a few at a time. A server that turns in circles ends it: its pages bring nothing new. */
async function readAll(
  { fetchPage, take, signal }: ReadListingRequest,
  first: VersionPage,
): Promise<Outcome<Pass>> {
  const seen = new Set<number>();
  const ahead = new AbortController();
  const fetching = new Map<number, Promise<Outcome<VersionPage>>>();
  const fetchSignal = AbortSignal.any([signal, ahead.signal]);
  const expectedPages = Math.ceil(first.total / Math.max(1, first.versions.length));
  function fetch(number: number): Promise<Outcome<VersionPage>> {
    const running = fetching.get(number) ?? fetchPage(number, fetchSignal);
    fetching.delete(number);
    for (let next = number + 1; next < number + pagesAhead && next <= expectedPages; next += 1) {
      if (!fetching.has(next)) fetching.set(next, fetchPage(next, fetchSignal));
    }
    return running;
  }
  try {
    let page = first;
    let isSteady = true;
    for (;;) {
      const before = seen.size;
      for (const { id } of page.versions) seen.add(id);
      take(page.versions, page.total);
      isSteady &&= page.total === first.total;
      if (page.nextPage === null || seen.size === before) {
        return succeeded({ seen, isSteady, total: page.total });
      }
      if (signal.aborted) return failed('cancelled');
      const next = await fetch(page.nextPage);
      if (!next.ok) return next;
      page = next.value;
    }
  } finally {
    ahead.abort();
    await Promise.allSettled(fetching.values());
  }
}
