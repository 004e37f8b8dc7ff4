import { createCipheriv } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes that look random and are the same for the same seed: a run can be done again. */
export function sampleBytes(size: number, seed: string): Uint8Array {
  const key = Buffer.alloc(32, `tea chest ${seed}`);
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** Writes a sample file, with the folders that it needs; answers its path. */
export async function writeSample(folder: string, name: string, size: number, seed = name): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, sampleBytes(size, seed));
  return path;
}
