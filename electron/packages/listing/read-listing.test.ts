import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageVersion, VersionPage } from '../../../shared/package.ts';
import { type FetchPage, readListing } from './read-listing.ts';

const rowsPerPage = 5;

function version(id: number): PackageVersion {
  return {
    id,
    type: 'generic',
    owner: 'crew',
    packageName: 'kettle',
    version: `1.${id}`,
    createdAt: id,
    creator: 'ada',
    repository: null,
  };
}

/** A server whose versions can change between two pages. */
class Shelf {
  /** Newest first. */
  ids: number[];
  asked: number[] = [];
  /** Runs after each answered page. */
  meanwhile: () => void = () => undefined;

  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, index) => count - index);
  }

  publish(): void {
    this.ids.unshift(Math.max(0, ...this.ids) + 1000);
  }

  readonly fetchPage: FetchPage = async (page): Promise<Outcome<VersionPage>> => {
    this.asked.push(page);
    const start = (page - 1) * rowsPerPage;
    const versions = this.ids.slice(start, start + rowsPerPage).map(version);
    const total = this.ids.length;
    const nextPage = start + rowsPerPage < total ? page + 1 : null;
    this.meanwhile();
    return succeeded({ versions, total, nextPage });
  };
}

/** Reads as the service does, over what was kept before. */
async function read(
  fetchPage: FetchPage,
  {
    kept = new Set<number>(),
    isComplete = false,
    readsAll = false,
    signal = new AbortController().signal,
  } = {},
) {
  const answer = await readListing({
    fetchPage,
    known: { isComplete, knows: (id) => kept.has(id), count: () => kept.size },
    readsAll,
    take: (versions) => {
      for (const { id } of versions) kept.add(id);
    },
    signal,
  });
  if (answer.ok && answer.value !== null) {
    for (const id of kept) if (!answer.value.has(id)) kept.delete(id);
  }
  return { answer, kept };
}

function sorted(ids: Iterable<number>): number[] {
  return [...ids].sort((one, other) => one - other);
}

describe('reading an owner’s listing', () => {
  it('reads all pages, each version once', async () => {
    const shelf = new Shelf(23);
    const { kept } = await read(shelf.fetchPage);
    expect(sorted(kept)).toEqual(sorted(shelf.ids));
    expect(sorted(shelf.asked)).toEqual([1, 2, 3, 4, 5]);
  });

  it('asks for one page where nothing changed', async () => {
    const shelf = new Shelf(23);
    const { answer } = await read(shelf.fetchPage, { kept: new Set(shelf.ids), isComplete: true });
    expect(answer).toEqual(succeeded(null));
    expect(shelf.asked).toEqual([1]);
  });

  it('reads only the head where versions were added', async () => {
    const shelf = new Shelf(40);
    const before = new Set(shelf.ids);
    for (let added = 0; added < 7; added += 1) shelf.publish();
    const { kept } = await read(shelf.fetchPage, { kept: before, isComplete: true });
    expect(sorted(kept)).toEqual(sorted(shelf.ids));
    expect(shelf.asked).toEqual([1, 2, 3]);
  });

  it('finds what was deleted far behind the head', async () => {
    const shelf = new Shelf(40);
    const before = new Set(shelf.ids);
    shelf.ids.splice(30, 1);
    const { kept } = await read(shelf.fetchPage, { kept: before, isComplete: true });
    expect(sorted(kept)).toEqual(sorted(shelf.ids));
  });

  it('ends exact however others publish and delete meanwhile, at the latest with the next look', async () => {
    const change = fc.record({ after: fc.nat(30), deletes: fc.option(fc.nat(60), { nil: null }) });
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.array(change, { maxLength: 6 }), async (count, changes) => {
        const shelf = new Shelf(count);
        let answered = 0;
        shelf.meanwhile = () => {
          answered += 1;
          for (const { deletes } of changes.filter(({ after }) => after === answered)) {
            if (deletes === null) shelf.publish();
            else shelf.ids.splice(deletes, 1);
          }
        };
        const first = await read(shelf.fetchPage);
        shelf.meanwhile = () => undefined;
        const { kept } = await read(shelf.fetchPage, { kept: first.kept, isComplete: true, readsAll: true });
        expect(sorted(kept)).toEqual(sorted(shelf.ids));
      }),
      { numRuns: 200 },
    );
  });

  it('reads again where a page shifted, so that nothing is missed', async () => {
    const shelf = new Shelf(40);
    let isDone = false;
    shelf.meanwhile = () => {
      if (isDone || shelf.asked.length < 2) return;
      isDone = true;
      shelf.ids.splice(0, 3);
    };
    const { kept } = await read(shelf.fetchPage);
    for (const id of shelf.ids) expect(kept.has(id)).toBe(true);
  });

  it('ends with a server that turns in circles', async () => {
    let asked = 0;
    const { answer } = await read(async (page) => {
      asked += 1;
      return succeeded({ versions: [version(1), version(2)], total: 1_000_000, nextPage: page + 1 });
    });
    expect(answer.ok).toBe(true);
    expect(asked).toBeLessThan(30);
  });

  it('keeps what came before a page that failed', async () => {
    const shelf = new Shelf(23);
    const { answer, kept } = await read((page, signal) =>
      page === 4 ? Promise.resolve(failed('unreachable')) : shelf.fetchPage(page, signal),
    );
    expect(answer).toEqual(failed('unreachable'));
    expect(kept.size).toBe(15);
  });

  it('stops when it is told to', async () => {
    const shelf = new Shelf(500);
    const stopping = new AbortController();
    shelf.meanwhile = () => {
      if (shelf.asked.length > 9) stopping.abort();
    };
    const { answer } = await read(shelf.fetchPage, { signal: stopping.signal });
    expect(answer).toEqual(failed('cancelled'));
    expect(shelf.asked.length).toBeLessThan(20);
  });
});
