import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { RegistryClient } from '../../../electron/registry/registry-client.ts';
import { parseServerAddress } from '../../../electron/registry/server-address.ts';
import { ScriptedServer, sendJson } from '../../../electron/registry/testing/scripted-server.ts';
import { Credential } from '../../../shared/account.ts';
import type { FileCoordinates } from '../../../shared/coordinates.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { shortLimits } from '../engine.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { listingRow } from '../names/lying-server.ts';

const file: FileCoordinates = {
  owner: 'crew',
  packageName: 'kettle',
  version: '1.0',
  fileName: 'kettle.bin',
};

function clientOf(
  world: FaultWorld,
  serverUrl: string,
  { token = world.server.token, limits = shortLimits } = {},
): RegistryClient {
  const credential = { kind: 'token', token } as const;
  const client = new RegistryClient({ serverUrl, credential, limits });
  world.atEnd(() => client.destroy());
  return client;
}

async function rawServer(world: FaultWorld, talk: (socket: Socket) => void): Promise<ScriptedServer> {
  const server = await ScriptedServer.startRaw(talk);
  world.atEnd(() => server[Symbol.asyncDispose]());
  return server;
}

/** Everything that is ever asked about one file. */
async function askEverything(client: RegistryClient, about: FileCoordinates): Promise<Outcome<unknown>[]> {
  const { signal } = new AbortController();
  const opened = await client.openDownload({ coordinates: about, signal });
  if (opened.ok) opened.value.body.on('error', () => undefined).destroy();
  return [
    opened,
    await client.publishFile({
      coordinates: about,
      size: 3,
      openBody: () => Readable.from([Buffer.from('tea')], { objectMode: false }),
      signal,
    }),
    await client.listFiles(about),
    await client.getVersion(about),
    await client.deleteFile(about),
    await client.deleteVersion(about),
    await client.listVersions(about.owner, 1),
  ];
}

const tricks = [
  '.',
  '..',
  '%2e',
  '%2E%2E',
  '%252e%252e',
  '..%2f..',
  'a/../b',
  'a\\..\\b',
  '/',
  '//',
  '\\',
  '?',
  '#',
  'a?b',
  'a#b',
  '%2F',
  '%5c',
  '%00',
  '\0',
  'a\r\nX-Evil: 1',
  'a\nb',
  '\r',
  ' ',
  'ü',
  'e\u0301',
  '\u202e',
  '🫖',
  '\ud800',
  'http://evil.example',
  '//evil.example',
  '@evil.example',
  ';x=1',
  '&',
  '+',
  '%',
  '%zz',
  "'",
  '(',
  ')',
  '*',
  '!',
];

/** The request lines that a server gets name what was meant, or there is no request. */
async function pathTricks(world: FaultWorld): Promise<void> {
  const lines: string[] = [];
  const server = await rawServer(world, (socket) => {
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      lines.push(text.split('\r\n\r\n')[0] ?? '');
      text = '';
      socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
  });
  const client = clientOf(world, server.url);
  let tried = 0;
  for (const trick of tricks) {
    for (const part of ['owner', 'packageName', 'version', 'fileName'] as const) {
      lines.length = 0;
      const about = { ...file, [part]: trick };
      const outcomes = await askEverything(client, about);
      assert.ok(outcomes.every(({ ok }) => !ok));
      tried += outcomes.length;
      for (const head of lines) {
        const [line = '', ...headers] = head.split('\r\n');
        assert.ok(!headers.some((header) => /^x-evil/i.test(header)), head);
        const [, path = ''] = line.split(' ');
        assert.ok(/^[\x21-\x7e]+$/.test(path), line);
        const segments = (path.split('?')[0] ?? '').split('/').map((segment) => decodeURIComponent(segment));
        const meant = new Set([...Object.values(about), '', 'api', 'v1', 'packages', 'generic', 'files']);
        for (const segment of segments) assert.ok(meant.has(segment), `${JSON.stringify(trick)}: ${line}`);
        assert.ok(!segments.includes('.') && !segments.includes('..'), line);
      }
    }
  }
  world.tries(tried);
}

const injected = ['a\r\nX-Evil: 1', 'a\nX-Evil: 1', 'a\rb', 'a\0b', 'a\u2028b', 'ü', 'a b', '\u{1f375}', ''];

/** Nothing of a token or an address gets into the head of a request as a line of its own. */
async function headerInjection(world: FaultWorld): Promise<void> {
  let requests = 0;
  const server = await world.scripted((request, response) => {
    requests += 1;
    assert.equal(request.headers['x-evil'], undefined);
    sendJson(response, []);
  });
  for (const text of injected) {
    const credential = { kind: 'token', token: text };
    assert.ok(!Credential.safeParse(credential).success, JSON.stringify(text));
    const address = parseServerAddress(`${server.url}/${text}`);
    assert.ok(!address.ok || /^[\x21-\x7e]+$/.test(address.value), JSON.stringify(text));
    const outcomes = await askEverything(clientOf(world, server.url, { token: text }), file);
    if (/[\r\n\0\u2028]/.test(text))
      assert.ok(
        outcomes.every(({ ok }) => !ok),
        JSON.stringify(text),
      );
  }
  for (const address of [
    'http://a\r\nb',
    'http://a b',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ftp://a',
  ]) {
    // Blanks at the ends are what people paste.
    assert.equal(parseServerAddress(address).ok, false, address);
  }
  assert.ok(requests < injected.length * 7);
  world.tries(injected.length);
}

const megabyte = 1024 * 1024;

/** Heads of answers that never come to their end. */
const heads: Readonly<Record<string, (socket: Socket) => void>> = {
  '100 MB of headers': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const line = Buffer.from(`x-filler: ${'y'.repeat(8000)}\r\n`);
    let sent = 0;
    function pour(): void {
      while (!socket.destroyed && sent < 100 * megabyte) {
        sent += line.length;
        if (!socket.write(line)) return void socket.once('drain', pour);
      }
    }
    pour();
  },
  'a million "continue"': (socket) => {
    const lines = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000));
    let sent = 0;
    function pour(): void {
      while (!socket.destroyed && sent < 1000) {
        sent += 1;
        if (!socket.write(lines)) return void socket.once('drain', pour);
      }
    }
    pour();
  },
  'a head that trickles': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  },
  'a head of NULs': (socket) => void socket.write(Buffer.alloc(100_000)),
  'no head': () => undefined,
};

/** Heads are judged by their size and their count; what keeps to both runs into the time that there is. */
const littlePatience = { ...shortLimits, json: 600, downloadAnswer: 600, storing: 600, uploadStall: 600 };

async function endlessHeads(world: FaultWorld): Promise<void> {
  const before = process.memoryUsage().rss;
  const asked = Object.entries(heads).map(async ([what, talk]) => {
    const server = await rawServer(world, (socket) => socket.once('data', () => talk(socket)));
    const outcomes = await askEverything(clientOf(world, server.url, { limits: littlePatience }), file);
    assert.ok(
      outcomes.every(({ ok }) => !ok),
      what,
    );
  });
  await Promise.all(asked);
  const grown = (process.memoryUsage().rss - before) / megabyte;
  assert.ok(grown < 300, `grew by ${grown} MiB`);
  world.tries(asked.length);
}

/** What terminals, pages and readers would do something about. */
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Names that draw, turn or hide text are told as text, by the command line and by the words of the window. */
async function activeNames(world: FaultWorld): Promise<void> {
  const names = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '\u001b[2J\u001b[31mred',
    '\u001b]0;title\u0007',
    'gpj\u202eexe.bin',
    'zero\u200bwidth',
    'line\u2028break',
    'bell\u0007',
    'back\b\b\bspace',
    'tag\u{e0041}',
  ];
  const server = await world.scripted((_request, response) => {
    sendJson(
      response,
      names.map((name, index) => listingRow(index + 1, name, 'x')),
    );
  });
  const { owner, packageName, version } = world.newVersion();
  const line = ['list', '--server', server.url, '--owner', owner, '--package', packageName];
  const { output, errors } = await world.cli([...line, '--version', version]).ended;
  for (const text of output.split('\n')) assert.ok(!active.test(text), JSON.stringify(text));
  for (const text of errors.split('\n')) assert.ok(!active.test(text), JSON.stringify(text));
  for (const name of names) {
    assert.ok(!active.test(visibleText(name)), name);
    assert.ok(output.includes('file'), output);
  }
  assert.equal(visibleText('gpj\u202eexe'), 'gpj⟨U+202E⟩exe');
  world.tries(names.length);
}

/** Rows 79 to 82: what goes over the wire, and what comes. */
export const wireCases: readonly FaultCase[] = [
  { row: 79, name: 'names that draw, turn or hide', when: 'always', run: activeNames },
  { row: 80, name: 'in tokens, addresses and names', when: 'always', run: headerInjection },
  { row: 81, name: 'in every part of every request', when: 'always', limit: 60, run: pathTricks },
  { row: 82, name: 'heads without end', when: 'always', limit: 60, run: endlessHeads },
];
