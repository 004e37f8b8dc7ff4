import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { PlanReport } from '../../shared/plan-report.ts';
import { type StartedRegistry, startRegistry } from '../accounts/testing/started-registry.ts';
import { HoldingServer } from './testing/holding-server.ts';
import { type CliEnd, startCli } from './testing/run-cli.ts';

let server: StartedRegistry;
let holding: HoldingServer;
let folder = '';
beforeAll(async () => {
  server = await startRegistry();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  holding = await HoldingServer.before(server.url);
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-dry-run-'));
});
afterEach(async () => {
  await holding.close();
  await rm(folder, { recursive: true });
});

function publish(
  token: Parameters<StartedRegistry['token']>[0],
  owner: string,
  ...rest: string[]
): Promise<CliEnd> {
  const place = ['--server', holding.url, '--owner', owner, '--package', 'kettle', '--version', '1.0'];
  return startCli(server.token(token), 'publish', ...place, ...rest).ended;
}

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

function reportOf({ lines }: CliEnd): PlanReport {
  const { kind, ...report } = lines.find((line) => line['kind'] === 'plan') ?? {};
  expect(kind).toBe('plan');
  return PlanReport.parse(report);
}

function puts(): string[] {
  return holding.asked.filter((asked) => asked.startsWith('PUT'));
}

it('says what would happen and sends nothing', async () => {
  const same = await file('same.bin', 'same');
  const other = await file('other.bin', 'old');
  expect((await publish('full', 'crew', same, other)).code).toBe(0);
  const sent = puts().length;
  await file('other.bin', 'new');
  const planned = await publish('full', 'crew', '--dry-run', same, other, await file('fresh.bin', 'fresh'));
  expect(planned.code).toBe(3);
  const report = reportOf(planned);
  expect(report.files.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['same.bin', 'identical'],
    ['other.bin', 'differs'],
    ['fresh.bin', 'new'],
  ]);
  expect(report).toMatchObject({ filesToSend: 1, bytesToSend: 5, conditions: [{ severity: 'information' }] });
  expect(puts()).toHaveLength(sent);
});

it('tells of the list of checksums too', async () => {
  const one = await file('one.bin', 'one');
  const before = await publish('full', 'vault', '--dry-run', '--checksums', one);
  expect(before.code).toBe(0);
  expect(reportOf(before).files.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['one.bin', 'new'],
    ['SHA256SUMS', 'new'],
  ]);
  expect((await publish('full', 'vault', '--checksums', one)).code).toBe(0);
  const same = await publish('full', 'vault', '--dry-run', '--checksums', one);
  expect(reportOf(same)).toMatchObject({ filesToSend: 0, blockingRows: 0 });
  const other = await file('other.bin', 'other');
  expect((await publish('full', 'vault', '--dry-run', '--checksums', one, other)).code).toBe(3);
  expect((await publish('full', 'vault', '--checksums', one, other)).code).toBe(3);
});

it('ends well where everything could be published', async () => {
  expect((await publish('full', 'vault', '--dry-run', await file('a.bin', 'a'))).code).toBe(0);
  expect(puts()).toEqual([]);
});

it('fails for names that the server refuses, with what it would take', async () => {
  const planned = await publish('full', 'crew', '--dry-run', await file('Prüfung.pdf', 'a'));
  expect(planned.code).toBe(1);
  expect(reportOf(planned).files[0]?.words).toContain('it would take Pruefung.pdf');
});

it.each([['--dry-run'], []])(
  'nothing is sent to an owner who may not be written to (%s)',
  async (...flags) => {
    const refused = await publish('no-packages', 'ada', ...flags, await file('a.bin', 'a'.repeat(1000)));
    expect(refused.code).toBe(4);
    expect(puts()).toEqual([]);
  },
);
