import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNameProblem, proposeFileName } from '../../../shared/names.ts';
import { type PlannedFile, planPublish } from '../../../shared/publish-plan.ts';
import { distinctFileNames } from '../../../shared/safe-file-name.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { startCommand } from '../kill/command-line.ts';
import { serverWithNames } from './lying-server.ts';
import { namesOfFiles, oddName } from './odd-names.ts';
import { treeOf } from './tree.ts';

function planned(names: readonly string[]): PlannedFile[] {
  return names.map((fileName, index) => ({ ticket: String(index), fileName, size: 1, sha256: null }));
}

/** The plan says of each name what the server says, and proposes only what it takes. */
async function tableOfNames(world: FaultWorld): Promise<void> {
  const version = world.newVersion();
  const { owner, packageName, version: number } = version;
  for (const name of namesOfFiles) {
    const answer = await fetch(
      `${world.server.url}/api/packages/${owner}/generic/${packageName}/${number}/${encodeURIComponent(name)}`,
      {
        method: 'PUT',
        headers: {
          authorization: `token ${world.server.token}`,
          'content-type': 'application/octet-stream',
        },
        body: 'x',
      },
    );
    await answer.arrayBuffer();
    // 409: the server does not tell it from a name of the table that came before.
    const isTaken = answer.status === 201 || answer.status === 409;
    const what = `${JSON.stringify(name)}: the server said ${answer.status}`;
    assert.equal(fileNameProblem(name) === null, isTaken, what);
    const [row] = planPublish(planned([name]), []).rows;
    assert.equal(row?.verdict.kind, isTaken ? 'new' : 'name-refused', what);
    const proposal = proposeFileName(name);
    if (proposal !== null) assert.equal(fileNameProblem(proposal), null, `proposal for ${what}`);
  }
  world.tries(namesOfFiles.length);
}

/** Two spellings of one name, composed and decomposed, get one proposal; taking it for both is refused. */
async function oneProposal(): Promise<void> {
  const spellings = ['café.txt', 'cafe\u0301.txt'];
  const proposals = planPublish(planned(spellings), []).rows.map(({ verdict }) =>
    verdict.kind === 'name-refused' ? verdict.proposal : null,
  );
  assert.deepEqual(proposals, ['cafe.txt', 'cafe.txt']);
  const plan = planPublish(planned(['cafe.txt', 'Cafe.txt']), []);
  assert.deepEqual(
    plan.rows.map(({ verdict }) => verdict.kind),
    ['name-twice', 'name-twice'],
  );
  assert.equal(plan.filesToSend, 0);
}

/** A name that no disk holds goes up and comes down, shorter and with its extension. */
async function longName(world: FaultWorld): Promise<void> {
  const fileName = `${'k'.repeat(300)}.tar.gz`;
  const { owner, packageName, version } = world.newVersion();
  await world.byHand.put(owner, packageName, version, fileName, Buffer.from('tea'));
  const to = join(world.folder, 'out');
  await mkdir(to);
  const engine = world.engine();
  const [id = ''] = engine.download({ owner, packageName, version }, [fileName], to);
  assert.equal((await engine.end(id)).state, 'done');
  const [name = ''] = await readdir(to);
  assert.ok(Buffer.byteLength(name) <= 255 && name.endsWith('.tar.gz'), name);
  assert.equal(await readFile(join(to, name), 'utf8'), 'tea');
}

/** Everything that a lying server lists is fetched by the command line; nothing is written but into the one folder. */
async function lyingNames(world: FaultWorld): Promise<void> {
  const below = (limit: number) => world.random.below(limit);
  const wanted = [
    '../../evil',
    '/etc/passwd',
    '..\\evil',
    'a/../../evil',
    'CON',
    'nul.txt',
    'x.',
    'a:b',
    'trailing ',
  ];
  const names = new Set(wanted);
  while (names.size < 300) names.add(oddName(below).toWellFormed().slice(0, 200));
  const server = await world.scripted(serverWithNames([...names]));
  const to = join(world.folder, 'deep', 'er', 'out');
  await mkdir(to, { recursive: true });
  await writeFile(join(world.folder, 'sentinel'), 'mine');
  const mine = distinctFileNames(['a:b']).join('');
  await writeFile(join(to, mine), 'mine');
  const compiled = join(world.folder, 'compiled');
  await mkdir(compiled);
  const before = await treeOf(join(world.folder, 'deep'), to);
  const run = startCommand(world, 'download', server.url, world.newVersion(), ['--to', to]);
  const { code, errors, output } = await run.ended;
  assert.ok(code === 0 || code === 1, `ended with ${code}: ${errors}`);
  assert.deepEqual(await treeOf(join(world.folder, 'deep'), to), before);
  const above = (await readdir(world.folder)).sort();
  assert.deepEqual(above, ['compiled', 'deep', 'sentinel']);
  assert.equal(await readFile(join(to, mine), 'utf8'), 'mine', 'a file of the user was overwritten');

  const entries = await readdir(to, { withFileTypes: true });
  assert.ok(entries.every((entry) => entry.isFile()));
  // Each file holds its name on the server, so that none is mixed up with another.
  const contents = await Promise.all(entries.map(({ name }) => readFile(join(to, name), 'utf8')));
  const fetched = contents.filter((content) => content !== 'mine');
  assert.equal(new Set(fetched).size, fetched.length);
  for (const content of fetched) assert.ok(names.has(content), content);
  const requested = server.seen.map(({ path }) => path).filter((path) => !path.endsWith('/files'));
  for (const path of requested) assert.ok(names.has(decodeURIComponent(path.split('/').at(-1) ?? '')), path);
  const summary = output.trim().split('\n').at(-1) ?? '';
  assert.match(summary, new RegExp(`"done":${fetched.length},`));
  assert.ok(fetched.length > names.size / 2, summary);
  world.tries(names.size);
}

/** Files whose names differ for the server but not on every disk are kept apart. */
async function equalNames(world: FaultWorld): Promise<void> {
  const names = ['Kettle.bin', 'kettle.BIN', 'KETTLE.bin', 'caf\u00e9', 'cafe\u0301', 'a:b', 'a_b', 'a|b'];
  const server = await world.scripted(serverWithNames(names));
  const to = join(world.folder, 'out');
  const run = startCommand(world, 'download', server.url, world.newVersion(), ['--to', to]);
  const { code, errors } = await run.ended;
  assert.equal(code, 0, errors);
  const there = await readdir(to);
  const keys = new Set(there.map((name) => name.normalize('NFC').toLowerCase()));
  assert.equal(keys.size, names.length, there.join(', '));
  const contents = await Promise.all(there.map((name) => readFile(join(to, name), 'utf8')));
  assert.deepEqual(contents.sort(), names.toSorted());
}

/** Rows 54 to 60: names. */
export const nameCases: readonly FaultCase[] = [
  { row: 54, name: 'a table of 48 names against the server', when: 'short', run: tableOfNames },
  { row: 54, name: 'two spellings of one name', when: 'short', run: oneProposal },
  { row: 55, name: 'a name of 307 bytes', when: 'always', run: longName },
  { row: 57, name: '300 names that a lying server lists', when: 'always', run: lyingNames },
  { row: 60, name: 'names that are one on some disks', when: 'always', run: equalNames },
];
