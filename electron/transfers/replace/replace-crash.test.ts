import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { FileCoordinates, VersionCoordinates } from '../../../shared/coordinates.ts';
import { failed, type Outcome } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import type { OpenDownloadRequest, OpenedDownload } from '../../registry/open-download.ts';
import type { PublishFileRequest } from '../../registry/publish-file.ts';
import { MemoryRegistry } from '../../testing/memory-registry.ts';
import { placeholderName } from './placeholder.ts';
import { beside, coordinates, newBytes, oldBytes, ReplaceBench } from './testing/replace-bench.ts';

class Crash extends Error {}

/** A server that is reached by a process which ends before, or after, its n-th request was carried out. */
class CrashingRegistry extends MemoryRegistry {
  /** How many requests are left; null for any number. */
  left: number | null = null;
  isCarriedOut = false;
  /** Files of so many bytes are refused. */
  refusedSize: number | null = null;

  async #count<T>(carryOut: () => Promise<T>): Promise<T> {
    if (this.left === null) return carryOut();
    this.left -= 1;
    if (this.left > 0) return carryOut();
    if (this.left === 0 && this.isCarriedOut) await carryOut();
    throw new Crash();
  }

  override listFiles(version: VersionCoordinates): Promise<Outcome<VersionFiles>> {
    return this.#count(() => super.listFiles(version));
  }

  override publishFile(request: PublishFileRequest): Promise<Outcome<undefined>> {
    return this.#count(async () =>
      request.size === this.refusedSize
        ? failed('storage-quota-reached', { status: 403 })
        : super.publishFile(request),
    );
  }

  override deleteFile(of: FileCoordinates): Promise<Outcome<undefined>> {
    return this.#count(() => super.deleteFile(of));
  }

  override openDownload(request: OpenDownloadRequest): Promise<Outcome<OpenedDownload>> {
    return this.#count(() => super.openDownload(request));
  }
}

let bench: ReplaceBench | null = null;
afterEach(() => bench?.dispose());

interface Course {
  readonly isOnlyFile: boolean;
  readonly isRefused: boolean;
}

async function setUp({ isOnlyFile, isRefused }: Course): Promise<CrashingRegistry> {
  const registry = new CrashingRegistry();
  registry.put(coordinates, oldBytes);
  if (!isOnlyFile) registry.put(beside, randomBytes(10));
  bench = await ReplaceBench.with(registry);
  registry.refusedSize = isRefused ? newBytes.length : null;
  return registry;
}

/** What must hold after a process ended at any moment. */
async function expectNothingLost(registry: MemoryRegistry, at: ReplaceBench): Promise<void> {
  const there = registry.get(coordinates);
  const isWhole = there === null || there.equals(oldBytes) || there.equals(newBytes);
  expect(isWhole).toBe(true);
  if (there?.equals(oldBytes) === true || there?.equals(newBytes) === true) return;
  expect(await at.keepsOldBytes()).toBe(true);
}

describe.each<Course & { readonly what: string }>([
  { what: 'a file among others', isOnlyFile: false, isRefused: false },
  { what: 'the only file of its version', isOnlyFile: true, isRefused: false },
  { what: 'a file whose successor is refused', isOnlyFile: false, isRefused: true },
  { what: 'an only file whose successor is refused', isOnlyFile: true, isRefused: true },
])('a process that ends while it replaces $what', (course) => {
  it.each([
    ['before', false],
    ['after', true],
  ])('%s any one request leaves all that the next one needs', async (_moment, isCarriedOut) => {
    for (let request = 1; ; request += 1) {
      const registry = await setUp(course);
      const at = bench;
      if (at === null) throw new Error('no bench');
      const work = await at.work();
      registry.left = request;
      registry.isCarriedOut = isCarriedOut;
      const isOver = await at.run(at.job(work)).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Crash)) throw error;
          return false;
        },
      );
      await expectNothingLost(registry, at);
      registry.left = null;
      const end = isOver ? null : await at.run(at.job(at.remembered ?? work));
      expect([request, end === null || (end.kind === 'failed') === course.isRefused]).toEqual([
        request,
        true,
      ]);
      const there = registry.get(coordinates);
      expect([request, there?.equals(course.isRefused ? oldBytes : newBytes)]).toEqual([request, true]);
      expect(registry.get({ ...coordinates, fileName: placeholderName })).toBeNull();
      expect(await at.kept()).toEqual([]);
      await at.dispose();
      if (isOver) return;
    }
  });

  it('leaves what somebody else put under the name meanwhile, and keeps the old bytes', async () => {
    const registry = await setUp(course);
    const at = bench;
    if (at === null) throw new Error('no bench');
    const work = await at.work();
    registry.deleteFault = () => {
      registry.remove(coordinates);
      throw new Crash();
    };
    await expect(at.run(at.job(work))).rejects.toThrow(Crash);
    registry.deleteFault = null;
    const others = randomBytes(500);
    registry.put(coordinates, others);
    const job = at.job(at.remembered ?? work);
    expect(await at.run(job)).toMatchObject({ kind: 'needs-decision' });
    expect(registry.get(coordinates)?.equals(others)).toBe(true);
    expect(await at.keepsOldBytes()).toBe(true);
    expect(job.oldFile()).toBe('away');
  });
});
