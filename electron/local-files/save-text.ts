import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { systemErrorCode } from './local-file-reference.ts';

/** Writes all of a text, given whole or in pieces, in place of what is there, or nothing. Fails with `disk-full` or `folder-not-writable`. */
export async function saveText(
  path: string,
  text: string | AsyncIterable<string>,
): Promise<Outcome<undefined>> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await rename(beside, path);
    return succeeded(undefined);
  } catch (error) {
    await rm(beside, { force: true });
    const code = systemErrorCode(error);
    if (code === null) throw error;
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    return failed(isFull ? 'disk-full' : 'folder-not-writable', { subject: basename(path).slice(0, 300) });
  }
}
