import type { Account } from './accounts.ts';
import { type Answer, internalError, plainText } from './answer.ts';
import type { ReceivedContent } from './blobs.ts';
import type { Call } from './call.ts';
import { firstFilePart, MultipartProblem } from './multipart-body.ts';
import type { PublicationProblem } from './publications.ts';
import type { Registry } from './registry.ts';
import { removeReleased } from './removal.ts';

/** What somebody wants to publish. */
export interface PublishRequest {
  readonly owner: Account;
  readonly creator: Account;
  readonly type: string;
  readonly packageName: string;
  readonly versionName: string;
  readonly fileName: string;
}

const problemAnswers: Readonly<Record<PublicationProblem, Answer>> = {
  'file-exists': plainText(409, 'package file already exists'),
  'file-too-large': plainText(403, 'maximum allowed package type size exceeded'),
  'owner-full': plainText(403, 'maximum allowed package storage quota exceeded'),
  'too-many-versions': plainText(403, 'maximum allowed package count exceeded'),
};

/** Puts received content in its place and adds the file to the catalogue, or leaves nothing of it. */
export function store(
  registry: Registry,
  request: PublishRequest,
  content: ReceivedContent,
): Promise<PublicationProblem | null> {
  const { publications, blobs, settings } = registry;
  return registry.storage.run(async () => {
    publications.announceBlob(content);
    await blobs.place(content);
    const problem = publications.publish(
      { ...request, ownerId: request.owner.id, creatorId: request.creator.id, now: registry.now() },
      content.sha256,
      request.creator.isAdmin
        ? { fileSize: null, ownerSize: null, ownerVersions: null }
        : {
            fileSize: request.type === 'generic' ? settings.fileSizeLimit : null,
            ownerSize: settings.ownerSizeLimit,
            ownerVersions: settings.ownerVersionLimit,
          },
    );
    if (problem !== null && !publications.isReferenced(content.sha256)) {
      await removeReleased(registry, [content.sha256]);
    }
    return problem;
  });
}

async function drain(body: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of body) void chunk;
}

/**
 * Takes an upload in, whole, and only then judges limits and duplicates, as recorded in 02-publish and 02-expect.
 * Null: it is published. Throws when the client hangs up; then nothing of it stays [02-cut-upload].
 */
export async function publish(call: Call, request: PublishRequest): Promise<Answer | null> {
  const { registry } = call;
  const contentType = call.header('content-type').toLowerCase();
  const asksAdmin = request.creator.isAdmin;
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    await drain(call.body());
    return internalError(registry.dialect, "request Content-Type isn't multipart/form-data", asksAdmin);
  }
  try {
    const isForm = contentType.startsWith('multipart/form-data');
    const bytes = isForm ? firstFilePart(call.header('content-type'), call.body()) : call.body();
    const problem = await store(registry, request, await registry.blobs.receive(bytes));
    return problem === null ? null : problemAnswers[problem];
  } catch (error) {
    if (!(error instanceof MultipartProblem)) throw error;
    return internalError(registry.dialect, error.message, asksAdmin);
  }
}
