import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { allPages } from '../../../electron/packages/package-deletion.ts';
import { RegistryClient } from '../../../electron/registry/registry-client.ts';
import { sendJson } from '../../../electron/registry/testing/scripted-server.ts';
import { shortLimits } from '../engine.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { type ListingRow, listingRow } from '../names/lying-server.ts';

const version = { owner: 'crew', packageName: 'kettle', version: '1.0' };

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

async function clientOf(world: FaultWorld, answer: Answer): Promise<RegistryClient> {
  const server = await world.scripted(answer);
  const client = new RegistryClient({
    serverUrl: server.url,
    credential: { kind: 'token', token: world.server.token },
    limits: { ...shortLimits, json: 20_000 },
  });
  world.atEnd(() => client.destroy());
  return client;
}

function versionRow(id: number): object {
  return {
    id,
    type: 'generic',
    owner: { id: 1, login: 'crew' },
    name: `package-${id % 1000}`,
    version: `1.${id}`,
    created_at: '2026-01-01T00:00:00Z',
    creator: { id: 1, login: 'ada' },
  };
}

function pageOf({ url = '' }: IncomingMessage): number {
  return Number(new URL(url, 'http://any.invalid').searchParams.get('page') ?? 1);
}

function memory(): number {
  return process.memoryUsage().rss;
}

const pageRows = 50;
const megabyte = 1024 * 1024;

/** As many versions as nobody has: the first page at once, all of them without growing, each once. */
async function manyVersions(world: FaultWorld, versions: number): Promise<void> {
  // While it is read somebody publishes, so that each page begins with a row of the page before.
  const client = await clientOf(world, (request, response) => {
    const page = pageOf(request);
    const first = (page - 1) * pageRows - (page - 1);
    const count = Math.max(0, Math.min(pageRows, versions - first));
    const rows = Array.from({ length: count }, (_, index) => versionRow(1 + first + index));
    sendJson(response, rows, 200, { 'x-total-count': String(versions + page - 1) });
  });
  const before = memory();
  const start = performance.now();
  const first = await client.listVersions('crew', 1);
  assert.ok(first.ok && first.value.versions.length === pageRows);
  const untilFirst = performance.now() - start;
  assert.ok(untilFirst <= 1000, `the first page took ${untilFirst} ms`);
  const all = await allPages((page) => client.listVersions('crew', page));
  assert.ok(all.ok);
  assert.equal(all.value.length, versions);
  const grown = (memory() - before) / megabyte;
  assert.ok(grown <= 250, `grew by ${grown} MiB`);
  world.tries(Math.ceil(versions / pageRows));
  if (!world.isLong) return;
  world.figure(
    8,
    `memory: ${versions.toLocaleString('en')} versions listed, ${Math.round(grown)} MiB grown, first page after ` +
      `${Math.round(untilFirst)} ms`,
  );
}

/** All files of a version come in one answer. */
async function manyFiles(world: FaultWorld, files: number): Promise<void> {
  const rows: ListingRow[] = [];
  const sample = listingRow(1, 'x', 'x');
  for (let id = 1; id <= files; id += 1) rows.push({ ...sample, id, name: `file-${id}.bin` });
  const text = JSON.stringify(rows);
  const client = await clientOf(world, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  });
  const listed = await client.listFiles(version);
  assert.ok(listed.ok);
  assert.equal(listed.value.files.length, files);
}

/** An answer without end is left at the limit. */
async function endlessJson(world: FaultWorld): Promise<void> {
  let sent = 0;
  const piece = Buffer.alloc(megabyte, ' ');
  const client = await clientOf(world, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('[');
    function pour(): void {
      while (!response.destroyed) {
        sent += piece.length;
        if (!response.write(piece)) return void response.once('drain', pour);
      }
    }
    pour();
  });
  const before = memory();
  const listed = await client.listFiles(version);
  assert.equal(listed.ok ? null : listed.failure.reason, 'unexpected-answer');
  assert.ok(sent <= 100 * megabyte, `${sent / megabyte} MiB were taken`);
  assert.ok(memory() - before <= 400 * megabyte);
}

const deep = 200_000;

/** Bodies that are JSON in name only, each with what must come of it: a refusal, or rows counted as damaged. */
const bodies: Readonly<Record<string, string>> = {
  'nesting without end': '['.repeat(deep),
  'nesting that ends': `${'['.repeat(deep)}${']'.repeat(deep)}`,
  'objects in objects': `[${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}]`,
  'a text of 10 MiB': JSON.stringify('x'.repeat(10 * megabyte)),
  'a name of 10 MiB': JSON.stringify([{ ...listingRow(1, 'a', 'a'), name: 'x'.repeat(10 * megabyte) }]),
  'keys twice': '[{"id":1,"id":2,"name":"a","name":"b"}]',
  'a prototype': '[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]',
  'a prototype as the answer': '{"__proto__":{"polluted":true},"length":1,"0":{}}',
  'a number too large': '[{"id":1e999,"size":1e999}]',
  nothing: '',
  half: '[{"id":1,"na',
  NULs: '\0\0\0\0',
  'a page': '<!DOCTYPE html><script>alert(1)</script>',
};

async function oddJson(world: FaultWorld): Promise<void> {
  for (const [what, body] of Object.entries(bodies)) {
    const client = await clientOf(world, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const listed = await client.listFiles(version);
    const long = listed.ok && listed.value.files.some(({ fileName }) => fileName.length > 1024);
    assert.ok(!long, `${what}: a name of ${body.length} characters was believed`);
    assert.ok(!listed.ok || listed.value.files.length === 0, `${what} was believed`);
    assert.equal(Reflect.get({}, 'polluted'), undefined, `${what} reached all objects`);
    const versions = await client.listVersions('crew', 1);
    assert.ok(!versions.ok || versions.value.versions.length === 0, `${what} was believed`);
  }
  world.tries(Object.keys(bodies).length);
}

/** Listings that would go on for ever, each by its own trick. */
const endless: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  'a next page behind each page': (request, response) => {
    const page = pageOf(request);
    const link = `<http://any.invalid/?page=${page + 1}>; rel="next"`;
    sendJson(response, [versionRow(page)], 200, { link });
  },
  'the same page again and again': (request, response) => {
    const link = `<http://any.invalid/?page=${pageOf(request) + 1}>; rel="next"`;
    sendJson(response, [versionRow(1)], 200, { link, 'x-total-count': '1000000' });
  },
  'a next page that is this one': (_request, response) => {
    sendJson(response, [versionRow(1)], 200, { link: '<http://any.invalid/?page=1>; rel="next"' });
  },
  'a count of -1': (_request, response) =>
    sendJson(response, [versionRow(1)], 200, { 'x-total-count': '-1' }),
  'a count beyond numbers': (_request, response) =>
    sendJson(response, [versionRow(1)], 200, { 'x-total-count': '9'.repeat(400) }),
  'empty pages': (request, response) => {
    const link = `<http://any.invalid/?page=${pageOf(request) + 1}>; rel="next"`;
    sendJson(response, [], 200, { link, 'x-total-count': '1000000' });
  },
  'a next page a million on': (_request, response) => {
    sendJson(response, [versionRow(1)], 200, { link: '<http://any.invalid/?page=1000000>; rel="next"' });
  },
};

async function endlessPages(world: FaultWorld): Promise<void> {
  for (const [what, answer] of Object.entries(endless)) {
    let asked = 0;
    const client = await clientOf(world, (request, response) => {
      asked += 1;
      answer(request, response);
    });
    const listed = await allPages((page) => client.listVersions('crew', page));
    assert.ok(listed.ok, what);
    assert.ok(asked <= 10_000, `${what}: ${asked} requests`);
  }
  world.tries(Object.keys(endless).length);
}

/** Lies in one row of a listing; the row beside it is right. */
const lies: Readonly<Record<string, Partial<Record<keyof ListingRow, unknown>>>> = {
  'a negative size': { size: -1 },
  'a size beyond numbers': { size: 2 ** 60 },
  'a size in words': { size: '5' },
  'half a byte': { size: 0.5 },
  'no size': { size: undefined },
  'a hash too short': { sha256: 'abc' },
  'a hash in capitals': { sha256: 'A'.repeat(64) },
  'a hash of other signs': { sha256: 'z'.repeat(64) },
  'no hash': { sha256: undefined },
  'a hash that is none': { sha256: null },
  'no name': { name: '' },
  'a name that is none': { name: 7 },
  'no id': { id: undefined },
  'an id that is none': { id: 'x' },
};

async function lyingRows(world: FaultWorld): Promise<void> {
  const good = listingRow(2, 'good.bin', 'good');
  for (const [what, lie] of Object.entries(lies)) {
    const rows = [{ ...listingRow(1, 'bad.bin', 'bad'), ...lie }, good];
    const client = await clientOf(world, (_request, response) => sendJson(response, rows));
    const listed = await client.listFiles(version);
    assert.ok(listed.ok, what);
    assert.deepEqual(
      listed.value.files.map(({ fileName }) => fileName),
      ['good.bin'],
      what,
    );
    assert.equal(listed.value.damagedRows, 1, what);
  }
  world.tries(Object.keys(lies).length);
}

/** Rows 75 to 78 and 83: what a server lists. */
export const listingCases: readonly FaultCase[] = [
  {
    row: 75,
    name: '10,000 versions',
    when: 'always',
    limit: 120,
    run: (world) => manyVersions(world, 10_000),
  },
  {
    row: 75,
    name: '100,000 versions',
    when: 'long',
    limit: 600,
    run: (world) => manyVersions(world, 100_000),
  },
  { row: 76, name: '1,000 files', when: 'short', run: (world) => manyFiles(world, 1000) },
  { row: 76, name: '100,000 files', when: 'always', limit: 60, run: (world) => manyFiles(world, 100_000) },
  { row: 77, name: 'JSON without end', when: 'always', limit: 60, run: endlessJson },
  { row: 77, name: 'JSON that is none', when: 'always', limit: 60, run: oddJson },
  { row: 78, name: 'pages without end', when: 'always', limit: 120, run: endlessPages },
  { row: 83, name: 'a row that lies', when: 'short', run: lyingRows },
];
