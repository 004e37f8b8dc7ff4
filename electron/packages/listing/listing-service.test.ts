import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListingState } from '../../../shared/listing.ts';
import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { PackageVersion, VersionPage } from '../../../shared/package.ts';
import { systemClock } from '../../clock.ts';
import { loggersTo } from '../../log.ts';
import type { ListingCache } from './listing-cache.ts';
import { ListingService } from './listing-service.ts';
import { openListingCache } from './open-listing-cache.ts';

const log = loggersTo({ write: () => undefined })('listings');
const rowsPerPage = 50;

let folder = '';
const opened: { readonly service: ListingService; readonly cache: ListingCache }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-listings-'));
});
afterEach(async () => {
  await closeAll();
  await rm(folder, { recursive: true, force: true });
});

async function closeAll(): Promise<void> {
  for (const { service, cache } of opened.splice(0)) {
    await service.stop();
    cache.close();
  }
}

function version(id: number): PackageVersion {
  return {
    id,
    type: 'generic',
    owner: 'crew',
    packageName: id % 2 === 0 ? 'kettle' : 'Leaf',
    version: `1.${id}`,
    createdAt: id,
    creator: 'ada',
    repository: null,
  };
}

/** A server with versions, newest first, that counts what it is asked and can be out of reach. */
class Server {
  versions: PackageVersion[];
  asked = 0;
  answer: Outcome<undefined> = succeeded(undefined);
  /** Pages from this one on do not come before they are let go. */
  gate: { readonly from: number; readonly opens: Promise<void> } = {
    from: Number.POSITIVE_INFINITY,
    opens: Promise.resolve(),
  };

  constructor(count: number) {
    this.versions = Array.from({ length: count }, (_, index) => version(count - index));
  }

  async listVersions(
    _owner: string,
    page: number,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<Outcome<VersionPage>> {
    this.asked += 1;
    if (page >= this.gate.from) await this.gate.opens;
    if (signal.aborted) return failed('cancelled');
    if (!this.answer.ok) return this.answer;
    const start = (page - 1) * rowsPerPage;
    return succeeded({
      versions: this.versions.slice(start, start + rowsPerPage),
      total: this.versions.length,
      nextPage: start + rowsPerPage < this.versions.length ? page + 1 : null,
    });
  }
}

/** The app's listings in this test's folder, and what the window would hold of them. */
function start(server: Server) {
  const { cache } = openListingCache(join(folder, 'listings.sqlite'), log);
  const states: ListingState[] = [];
  const service = new ListingService({
    clientFor: async () => succeeded(server),
    cache,
    clock: systemClock,
    log,
    changed: (state) => states.push(state),
  });
  opened.push({ service, cache });
  const held = new Map<number, PackageVersion>();
  let after = 0;
  return {
    service,
    states,
    held,
    /** Asks for what changed, as the window does. */
    pull: () => {
      for (let hasMore = true; hasMore; ) {
        const changes = service.changes('a', 'crew', after);
        for (const each of changes.versions) held.set(each.id, each);
        for (const id of changes.removedIds) held.delete(id);
        after = changes.sequence;
        hasMore = changes.hasMore;
      }
      return [...held.keys()].sort((one, other) => other - one);
    },
    settled: () =>
      vi.waitFor(() => {
        const last = states.at(-1);
        if (last === undefined || last.isReading) throw new Error('still reading');
        return last;
      }),
  };
}

function ids(server: Server): number[] {
  return server.versions.map(({ id }) => id);
}

describe('owners’ listings', () => {
  it('are read whole, told of while they come, and asked for in parts', async () => {
    const server = new Server(9001);
    const { service, states, pull, settled } = start(server);
    expect(service.open('a', 'crew')).toMatchObject({ loaded: 0, isReading: true, completeAt: null });
    expect(await settled()).toMatchObject({ loaded: 9001, total: 9001, failure: null });
    expect(states.length).toBeLessThan(60);
    expect(pull()).toEqual(ids(server));
  });

  it('are there at once after a start, also without the server', async () => {
    const server = new Server(120);
    const first = start(server);
    first.service.open('a', 'crew');
    const { completeAt } = await first.settled();
    await closeAll();

    server.answer = failed('unreachable');
    const second = start(server);
    expect(second.service.open('a', 'Crew')).toMatchObject({ loaded: 120, total: 120, completeAt });
    expect(second.pull()).toEqual(ids(server));
    expect(await second.settled()).toMatchObject({
      loaded: 120,
      completeAt,
      failure: { reason: 'unreachable' },
    });
    expect(second.pull()).toEqual(ids(server));
  });

  it('are looked at by one request where nothing changed', async () => {
    const server = new Server(500);
    const first = start(server);
    first.service.open('a', 'crew');
    await first.settled();
    server.asked = 0;
    first.states.length = 0;
    first.service.refresh('a', 'crew', 'head');
    await first.settled();
    expect(server.asked).toBe(1);
  });

  it('follow what is published, deleted and linked', async () => {
    const server = new Server(130);
    const { service, states, pull, settled } = start(server);
    service.open('a', 'crew');
    await settled();
    pull();

    server.versions.unshift(version(1000));
    states.length = 0;
    service.refresh('a', 'crew', 'head');
    await settled();
    expect(pull()).toEqual(ids(server));

    server.versions.splice(100, 3);
    states.length = 0;
    service.refresh('a', 'crew', 'head');
    await settled();
    expect(pull()).toEqual(ids(server));

    server.versions = server.versions.map((each) => ({ ...each, repository: 'crew/kettle' }));
    states.length = 0;
    service.refresh('a', 'crew', 'all');
    await settled();
    pull();
    expect(
      server.versions.every(({ id }) =>
        service
          .changes('a', 'crew', 0)
          .versions.some((kept) => kept.id === id && kept.repository === 'crew/kettle'),
      ),
    ).toBe(true);
  });

  it('lose at once what was deleted here', async () => {
    const server = new Server(10);
    const { service, states, held, pull, settled } = start(server);
    service.open('a', 'crew');
    await settled();
    pull();
    states.length = 0;
    server.versions = server.versions.filter(({ packageName }) => packageName !== 'kettle');
    service.gone(
      'a',
      'crew',
      [...held.keys()].filter((id) => !ids(server).includes(id)),
    );
    expect(pull()).toEqual(ids(server));
    expect(held.size).toBe(5);
    await settled();
    service.gone('a', 'crew', [3]);
    expect(pull()).toEqual([9, 7, 5, 1]);
  });

  it('show at once what was linked here', async () => {
    const server = new Server(10);
    const { service, held, pull, settled } = start(server);
    service.open('a', 'crew');
    await settled();
    pull();
    service.linked('a', 'crew', 'KETTLE', 'crew/tea');
    pull();
    const linked = (name: string) =>
      new Set([...held.values()].filter((each) => each.packageName === name).map((each) => each.repository));
    expect(linked('kettle')).toEqual(new Set(['crew/tea']));
    expect(linked('Leaf')).toEqual(new Set([null]));
  });

  it('keep what came when they are stopped, and go on when asked', async () => {
    const server = new Server(2000);
    const { service, states, pull, settled } = start(server);
    const gate = Promise.withResolvers<void>();
    server.gate = { from: 10, opens: gate.promise };
    service.open('a', 'crew');
    await vi.waitFor(() => expect(pull()).toHaveLength(9 * rowsPerPage));
    service.cancel('a', 'crew');
    gate.resolve();
    const stopped = await settled();
    expect(stopped).toMatchObject({ completeAt: null, failure: { reason: 'cancelled' } });
    expect(stopped.loaded).toBeGreaterThan(0);
    states.length = 0;
    service.refresh('a', 'crew', 'head');
    expect(await settled()).toMatchObject({ loaded: 2000, failure: null });
  });

  it('are forgotten with their account, and begun anew when the file is damaged', async () => {
    const server = new Server(60);
    const first = start(server);
    first.service.open('a', 'crew');
    await first.settled();
    first.service.forgetAccount('a');
    expect(first.service.open('a', 'crew')).toMatchObject({ loaded: 0 });
    await first.settled();
    await closeAll();

    await writeFile(join(folder, 'listings.sqlite'), 'no database');
    const second = start(server);
    expect(second.service.open('a', 'crew')).toMatchObject({ loaded: 0 });
    expect(await second.settled()).toMatchObject({ loaded: 60 });
  });
});
