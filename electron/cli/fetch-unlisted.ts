import { randomBytes } from 'node:crypto';
import nodeDisk from 'node:fs/promises';
import type { FileCoordinates, VersionCoordinates } from '../../shared/coordinates.ts';
import type { Failure } from '../../shared/failure.ts';
import { failed, type Outcome, succeeded } from '../../shared/outcome.ts';
import { distinctFileNames } from '../../shared/safe-file-name.ts';
import { systemClock } from '../clock.ts';
import { diskFailure, PartFile } from '../transfers/part-file.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { makeFolder } from './make-folder.ts';
import { failureFields } from './reporter.ts';
import type { CommandEnd, Session } from './session.ts';

/**
 * Files that the server gives to strangers without listing them (Gitea, 06-anonymous): there is no sha256 to hold
 * them against, so their length is all that is checked, and the output says that they are not verified.
 */
export async function fetchUnlisted(
  session: Session,
  version: VersionCoordinates,
  fileNames: readonly string[],
  folder: string,
): Promise<CommandEnd> {
  const made = await makeFolder(folder);
  if (made !== null) {
    session.reporter.failure(made);
    return { exitCode: exitCodes.failed, summary: { done: 0, failed: fileNames.length }, words: null };
  }
  const failures: Failure[] = [];
  const safeNames = distinctFileNames(fileNames);
  for (const [index, fileName] of fileNames.entries()) {
    const fetched = await fetchOne(session, { ...version, fileName }, folder, safeNames[index] ?? fileName);
    if (!fetched.ok) {
      failures.push(fetched.failure);
      session.reporter.line(
        { kind: 'file', name: fileName, state: 'failed', failure: failureFields(fetched.failure) },
        null,
      );
      session.reporter.failure(fetched.failure);
      continue;
    }
    session.reporter.line(
      { kind: 'file', name: fileName, state: 'done', ...fetched.value, verified: false },
      `${fileName}  downloaded as ${fetched.value.localName}, not verified: without a token the server tells no sha256`,
    );
  }
  const summary = { done: fileNames.length - failures.length, skipped: 0, failed: failures.length };
  return { exitCode: exitCodeOf(failures), summary, words: `${summary.done} downloaded.` };
}

async function fetchOne(
  { client, signal }: Session,
  coordinates: FileCoordinates,
  folder: string,
  safeName: string,
): Promise<Outcome<{ readonly size: number; readonly localName: string }>> {
  if (signal.aborted) return failed('cancelled');
  const opened = await client.openDownload({ coordinates, signal });
  if (!opened.ok) return opened;
  const { body, size } = opened.value;
  let part: PartFile | null = null;
  try {
    part = await PartFile.create(nodeDisk, folder, safeName, randomBytes(6).toString('hex'));
    const bytes = await takeAll(body, part);
    if (signal.aborted) return failed('cancelled');
    // A cut connection looks like an end where no length was told; such a file is not taken.
    if (bytes === null || size === null || bytes !== size) return failed('interrupted');
    return succeeded({ size: bytes, localName: await part.publishAs(safeName, systemClock, signal) });
  } catch (error) {
    const failure = diskFailure(error, safeName);
    if (failure === null) throw error;
    return failure;
  } finally {
    body.destroy();
    await part?.discard();
  }
}

/** How many bytes came; null when the connection broke. */
async function takeAll(body: AsyncIterable<Buffer>, part: PartFile): Promise<number | null> {
  const chunks = body[Symbol.asyncIterator]();
  for (let bytes = 0; ; ) {
    let next: IteratorResult<Buffer>;
    try {
      next = await chunks.next();
    } catch {
      return null;
    }
    if (next.done === true) return bytes;
    bytes += next.value.length;
    await part.append(next.value);
  }
}
