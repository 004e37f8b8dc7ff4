import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../../shared/outcome.ts';
import { readManifest } from '../../../shared/split-manifest.ts';
import { manifestName, partsOf } from '../../../shared/split-volumes.ts';
import { HashService } from '../../local-files/hash-service.ts';
import { type LocalFileReference, referenceTo } from '../../local-files/local-file-reference.ts';
import type { TransferRecord } from '../journal/transfer-record.ts';
import { generateManifest, isPartOf } from './generate-manifest.ts';

const name = 'kettle.iso';
const bytes = Buffer.from('twenty-five bytes of tea.');
const parts = partsOf({ name, size: bytes.length, partSize: 10 });
const never = new AbortController().signal;

let folder = '';
let file: LocalFileReference;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tea-chest-manifest-'));
  await writeFile(join(folder, name), bytes);
  const reference = await referenceTo(join(folder, name));
  if (!reference.ok) throw new Error(reference.failure.reason);
  file = reference.value;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function recordOf({ name: fileName, start, length }: (typeof parts)[number]): TransferRecord {
  return {
    transfer: {
      id: fileName,
      direction: 'publish',
      accountId: 'a',
      coordinates: { owner: 'crew', packageName: 'kettle', version: '1.4.2', fileName },
      localName: name,
      state: 'done',
      size: length,
      transferred: length,
      speed: null,
      sha256: sha256Of(bytes.subarray(start, start + length)),
      failure: null,
      batch: 'b',
      waitsFor: 0,
      copiedFrom: null,
      oldFile: null,
      retryAt: null,
      position: 1,
      addedAt: 1,
      startedAt: 1,
      settledAt: 1,
    },
    work: { kind: 'publish', file, range: { start, length }, sentBytes: 0, mayHaveArrived: false },
  };
}

function generate(
  ahead: readonly TransferRecord[],
  lengthOf = (part: (typeof parts)[number]) => part.length,
) {
  const files = parts.map((part, id) => ({
    id,
    fileName: part.name,
    size: lengthOf(part),
    md5: '',
    sha1: '',
    sha256: '',
    sha512: '',
  }));
  const content = { kind: 'split-manifest', file, name, partSize: 10 } as const;
  const source = { ahead, listing: { files, damagedRows: 0 }, hashes: new HashService() };
  return generateManifest(content, source, never);
}

describe('the manifest of parts that were published', () => {
  it('has the hashes that were proven, and that of the whole', async () => {
    const made = await generate(parts.map(recordOf));
    if (!made.ok) throw new Error(made.failure.reason);
    expect(readManifest(manifestName(name), made.value.toString())).toMatchObject({
      sha256: sha256Of(bytes),
      parts: parts.map(({ start, length }) => ({ sha256: sha256Of(bytes.subarray(start, start + length)) })),
    });
  });

  it('is not made where a part was not brought by anybody, or is listed with another size', async () => {
    const [first] = parts;
    if (first === undefined) throw new Error('no part');
    const lost = failed('changed-on-server', { subject: first.name });
    expect(await generate(parts.slice(1).map(recordOf))).toEqual(lost);
    expect(await generate(parts.map(recordOf), (part) => part.length + (part === first ? 1 : 0))).toEqual(
      lost,
    );
  });

  it('is not made of a file that is another one by now', async () => {
    await writeFile(join(folder, name), 'other');
    expect(await generate(parts.map(recordOf))).toEqual(failed('local-file-changed', { subject: name }));
  });

  it('comes after its own parts alone', () => {
    const content = { kind: 'split-manifest', file, name, partSize: 10 } as const;
    const [record] = parts.map(recordOf);
    if (record === undefined) throw new Error('no part');
    expect(isPartOf(content, record)).toBe(true);
    expect(isPartOf({ ...content, partSize: 9 }, record)).toBe(true);
    expect(isPartOf({ ...content, partSize: 5 }, record)).toBe(false);
    expect(isPartOf({ ...content, name: 'other.iso' }, record)).toBe(false);
    const { transfer, work } = record;
    if (work.kind !== 'publish') throw new Error('no part');
    expect(isPartOf(content, { transfer, work: { ...work, range: null } })).toBe(false);
  });
});
