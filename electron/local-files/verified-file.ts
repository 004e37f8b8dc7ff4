import { basename } from 'node:path';
import { failed, type Outcome } from '../../shared/outcome.ts';
import type { HashService } from './hash-service.ts';
import { type LocalFileReference, referenceTo } from './local-file-reference.ts';

/**
 * A file that the app keeps, once it is known to hold the very bytes. Fails as `openLocalFile` does; `subject` is what
 * the file is for people.
 */
export async function verifiedFile(
  path: string,
  { sha256, subject = basename(path) }: { readonly sha256: string; readonly subject?: string },
  hashes: HashService,
  signal: AbortSignal,
): Promise<Outcome<LocalFileReference>> {
  const found = await referenceTo(path);
  if (!found.ok) return found;
  const hashed = await hashes.sha256Of(found.value, signal);
  if (!hashed.ok) return hashed;
  return hashed.value === sha256 ? found : failed('local-file-changed', { subject: subject.slice(0, 300) });
}
