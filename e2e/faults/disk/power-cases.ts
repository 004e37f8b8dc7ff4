import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskCalls } from '../../../electron/transfers/part-file.ts';
import type { FaultCase, FaultWorld } from '../fault-case.ts';
import { type DiskCall, diskError, watchedDisk } from './watched-disk.ts';

const name = 'kettle.bin';
const size = 9_500_000;
const cuts = 60;

/** A disk that forgets what was not synced when the power goes, at a call that is given. */
class ForgetfulDisk {
  readonly calls: DiskCalls;
  readonly #folder: string;
  readonly #cutAt: number;
  /** What each file is known to hold for good; a part by its path, and what was linked to it. */
  readonly #synced = new Map<string, Buffer>();
  isCut = false;
  /** Whether the folder was synced after the name was given. */
  isNameSafe = false;
  made = 0;

  constructor(folder: string, cutAt: number) {
    this.#folder = folder;
    this.#cutAt = cutAt;
    this.calls = watchedDisk({
      before: (call) => this.#before(call),
      after: (call) => this.#after(call),
    });
  }

  #before({ order }: DiskCall): void {
    if (order >= this.#cutAt) this.isCut = true;
    if (this.isCut) throw diskError('EIO');
  }

  async #after({ name: call, path, order }: DiskCall): Promise<void> {
    this.made = order;
    if (call === 'link') this.isNameSafe = false;
    if (call !== 'handle.sync') return;
    if (path === this.#folder) this.isNameSafe = true;
    else this.#synced.set(path, await readFile(path));
  }

  /** The disk as it is found when the power is back: names stay, bytes that were not synced do not. */
  async comeBack(): Promise<void> {
    const [content = Buffer.alloc(0)] = this.#synced.values();
    for (const found of await readdir(this.#folder)) {
      await writeFile(join(this.#folder, found), content);
    }
    // A name that was not synced may be there or not; what was told to be done must be there.
    if (!this.isNameSafe) await rm(join(this.#folder, name), { force: true });
  }
}

/** The power goes at one call after the other; what is found then is no damaged file, and the next start goes on. */
async function powerCuts(world: FaultWorld): Promise<void> {
  const version = world.newVersion();
  const bytes = world.random.bytes(size);
  await world.byHand.put(version.owner, version.packageName, version.version, name, bytes);
  let tried = 0;
  for (let cutAt = 2; cutAt <= cuts; cutAt += 1) {
    const folder = join(world.folder, `cut-${cutAt}`);
    await mkdir(folder);
    const disk = new ForgetfulDisk(folder, cutAt);
    const engine = world.engine({ disk: disk.calls, partHolder: 'power' });
    const [id = ''] = engine.download(version, [name], folder);
    const { state } = await engine.endOrWaiting(id);
    await engine.stop();
    if (!disk.isCut) assert.equal(state, 'done');
    if (state === 'done') assert.ok(disk.isNameSafe, 'done was said before the name was synced');
    await disk.comeBack();
    const there = await readFile(join(folder, name)).catch(() => null);
    if (there !== null) assert.ok(there.equals(bytes), `at call ${cutAt} a damaged file has the name`);
    if (state === 'done') assert.ok(there !== null, 'what was done is gone');

    const again = world.engine({ partHolder: 'power' });
    const [next = ''] = again.download(version, [name], folder);
    const end = await again.end(next);
    assert.ok(end.state === 'done' || end.state === 'skipped', JSON.stringify(end.failure));
    const names = await readdir(folder);
    assert.ok((await readFile(join(folder, end.localName))).equals(bytes));
    assert.ok(!names.some((found) => found.includes('.teapart')), names.join(', '));
    await again.stop();
    tried += 1;
    if (!disk.isCut) break;
  }
  world.tries(tried);
}

/** Row 68: the power goes. */
export const powerCases: readonly FaultCase[] = [
  { row: 68, name: 'at each call to the disk', when: 'always', limit: 120, run: powerCuts },
];
