import { mkdir } from 'node:fs/promises';
import type { Failure } from '../../shared/failure.ts';
import { diskFailure } from '../transfers/part-file.ts';

/** Makes the folder that files go to; null when it is there. */
export async function makeFolder(folder: string): Promise<Failure | null> {
  try {
    await mkdir(folder, { recursive: true });
    return null;
  } catch (error) {
    const failure = diskFailure(error, folder);
    if (failure !== null && !failure.ok) return failure.failure;
    return { reason: 'folder-not-writable', subject: folder.slice(0, 300) };
  }
}
