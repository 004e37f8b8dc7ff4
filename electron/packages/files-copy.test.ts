import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FilesCopy } from '../../shared/receipt.ts';
import { fileUrl } from '../registry/endpoints.ts';
import { type CopiedFile, filesCopy } from './files-copy.ts';

const serverUrl = "https://git.example.org/o'brien";
const version = { owner: 'crew', packageName: "ket|tle's", version: "1.0'; touch pwned; '" };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-copy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function fileOf(fileName: string, text = fileName): CopiedFile {
  const bytes = Buffer.from(text);
  return { fileName, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function copyOf(copy: FilesCopy, files: readonly CopiedFile[]): string {
  const text = filesCopy(copy, serverUrl, version, files);
  if (!text.ok) throw new Error(text.failure.reason);
  return text.value;
}

/** Names of characters that mean something to a shell, to Markdown, to YAML or to a disk. */
const marks = [...`'"\`$%&;|<>(){}[]*?!#~^=\\ \n\r\t-./:,@+aZ0‘’é\u2028`];

function randomName(): string {
  return [...randomBytes(1 + ((randomBytes(1)[0] ?? 0) % 20))]
    .map((byte) => marks[byte % marks.length])
    .join('');
}

const hostile = [
  'plain.txt',
  "it's; $(touch pwned) `touch pwned` & | > x.txt",
  '-',
  '--output=x',
  '$HOME "quoted"\nsecond line.txt',
  '../../etc/passwd',
  '${{ secrets.OTHER }}.txt',
  '%PATH%.txt',
  'SAME.txt',
  'same.txt',
  'SHA256SUMS',
  ...Array.from({ length: 60 }, randomName),
].filter((name) => name !== '.' && name !== '..');

/** Stands for `curl` and `wget`: copies what is kept under the last part of the address to the file it is told. */
const fetcher = `#!/bin/sh
isAllowed=no
while [ $# -gt 0 ]; do
  case "$1" in
    --output) out=$2; shift ;;
    --output-document=*) out=\${1#*=} ;;
    --header) [ "$2" = 'Authorization: token the-token' ] && isAllowed=yes; shift ;;
    '--header=Authorization: token the-token') isAllowed=yes ;;
  esac
  url=$1
  shift
done
[ $isAllowed = yes ] || exit 2
cp "$STORE/\${url##*/}" "$out"
`;

/** Runs text in a shell where the bytes of each file are its name. */
async function run(text: string, files: readonly CopiedFile[]): Promise<void> {
  const [store, tools, out] = [join(folder, 'store'), join(folder, 'tools'), join(folder, 'out')];
  for (const each of [store, tools, out]) await mkdir(each);
  for (const { fileName } of files) {
    const url = fileUrl(serverUrl, { ...version, fileName }, 'read');
    if (!url.ok) throw new Error(url.failure.reason);
    await writeFile(join(store, url.value.split('/').at(-1) ?? ''), fileName);
  }
  for (const tool of ['curl', 'wget']) await writeFile(join(tools, tool), fetcher, { mode: 0o755 });
  execFileSync('/bin/sh', ['-c', text], {
    cwd: out,
    stdio: 'pipe',
    env: {
      PATH: `${tools}:${process.env['PATH']}`,
      STORE: store,
      GITEA_TOKEN: 'the-token',
      HOME: '/nowhere',
    },
  });
}

/** What the workflow's runner hands to a shell. */
function scriptOf(step: string): string {
  const lines = step.split('\n');
  return lines
    .slice(lines.indexOf('  run: |') + 1)
    .map((line) => line.slice(4))
    .join('\n');
}

describe.skipIf(process.platform === 'win32')('commands for many files', () => {
  it.each(['curl', 'wget', 'workflow-step'] as const)(
    'fetch and check every file, whatever it is called, by %s',
    async (copy) => {
      const files = hostile.map((name) => fileOf(name));
      const text = copyOf(copy, files);
      await run(copy === 'workflow-step' ? `set -e\n${scriptOf(text)}` : text, files);
      const out = join(folder, 'out');
      const names = await readdir(out);
      const contents = await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')));
      expect(contents.sort()).toEqual(files.map(({ fileName }) => fileName).sort());
      expect(await readdir(folder)).not.toContain('pwned');
    },
    30_000,
  );

  it.each(['curl', 'wget', 'workflow-step'] as const)(
    'fail for bytes that are not the meant ones, by %s',
    async (copy) => {
      const files = [fileOf('a.txt'), fileOf('b.txt', 'other bytes')];
      const text = copyOf(copy, files);
      const script = copy === 'workflow-step' ? `set -e\n${scriptOf(text)}` : text;
      await expect(run(script, files)).rejects.toThrow(/did NOT match/);
    },
  );

  it('end with the first file that cannot be had', async () => {
    const files = [fileOf('a.txt'), fileOf('b.txt')];
    const text = copyOf('curl', files);
    await expect(run(text.replace('$GITEA_TOKEN', 'other'), files)).rejects.toThrow(/Command failed/);
    expect(await readdir(join(folder, 'out'))).toEqual([]);
  });

  it('are written for 10,000 files at once, and a shell takes them', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => fileOf(`file-${index}.bin`));
    const start = performance.now();
    const texts = FilesCopy.options.map((copy) => copyOf(copy, files));
    expect(performance.now() - start).toBeLessThan(5000);
    expect(texts.every((text) => text.includes('file-9999.bin'))).toBe(true);
    execFileSync('/bin/sh', ['-n'], { input: texts[1] ?? '' });
  });

  it('of a list of checksums are what sha256sum reads', async () => {
    const files = hostile.filter((name) => !name.includes('/')).map((name) => fileOf(name));
    for (const { fileName } of files) await writeFile(join(folder, fileName), fileName);
    const input = copyOf('sha256sums', files);
    const told = execFileSync('sha256sum', ['--check', '--quiet'], { cwd: folder, input, encoding: 'utf8' });
    expect(told).toBe('');
  });
});

describe('text about many files', () => {
  it('fetches and checks each in PowerShell, its name one verbatim string', () => {
    const file = fileOf("a'b’c [1] $x `y`.txt");
    const text = copyOf('powershell', [file]);
    expect(text).toContain("-OutFile './a''b’’c [1] $x `y`.txt' -Uri 'https://");
    expect(text).toContain(`-LiteralPath './a''b’’c [1] $x \`y\`.txt').Hash -ne '${file.sha256}'`);
    expect(text).toContain('"token $env:GITEA_TOKEN"');
  });

  it.each(hostile)('leaves an expression to nobody in a workflow, for %j', (fileName) => {
    const text = copyOf('workflow-step', [fileOf(fileName)]);
    expect(text.match(/\$\{\{.*?\}\}/g)).toEqual(['${{ secrets.PACKAGE_TOKEN }}']);
    expect(text).not.toMatch(/[^\x20-\x7e\n]/);
  });

  it.each(hostile)('is one row of a Markdown table for %j', (fileName) => {
    const text = copyOf('markdown', [fileOf(fileName)]);
    const rows = text.split('\n');
    expect(rows).toHaveLength(6);
    expect(rows[0]).toBe("**ket\\|tle's 1.0'; touch pwned; '**");
    const row = rows[4] ?? '';
    // Pipes that are not escaped divide cells; brackets that are not are the link's own.
    expect(row.replace(/\\./g, '').match(/\|/g)).toHaveLength(4);
    expect(row.replace(/\\./g, '').match(/[[\]]/g)).toEqual(['[', ']']);
    expect(row).toContain("](https://git.example.org/o'brien/api/packages/crew/generic/");
  });

  it('is refused without files', () => {
    expect(filesCopy('curl', serverUrl, version, [])).toMatchObject({ ok: false });
  });
});
