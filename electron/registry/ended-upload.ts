import type { Outcome } from '../../shared/outcome.ts';
import type { Clock } from '../clock.ts';
import type { PublishFileRequest } from './publish-file.ts';

/** One attempt to upload a file, as it ended. */
export interface EndedUpload {
  /** Root URL. */
  readonly serverUrl: string;
  readonly owner: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes of it that went out. */
  readonly sentBytes: number;
  /** From the beginning of the body to its last byte, or to where it broke off; 0 where none went out. */
  readonly milliseconds: number;
  readonly outcome: Outcome<unknown>;
}

/** Runs an upload and tells how it went. */
export async function watchUpload(
  clock: Clock,
  serverUrl: string,
  request: PublishFileRequest,
  publish: (request: PublishFileRequest) => Promise<Outcome<undefined>>,
): Promise<EndedUpload & { readonly outcome: Outcome<undefined> }> {
  let startedAt: number | null = null;
  let bodySentAt: number | null = null;
  let sentBytes = 0;
  const outcome = await publish({
    ...request,
    openBody: () => {
      startedAt = clock.monotonic();
      bodySentAt = null;
      return request.openBody();
    },
    onSent: (bytes) => {
      sentBytes = bytes;
      request.onSent?.(bytes);
    },
    onBodySent: () => {
      bodySentAt = clock.monotonic();
      request.onBodySent?.();
    },
  });
  const endedAt = bodySentAt ?? clock.monotonic();
  const milliseconds = startedAt === null ? 0 : endedAt - startedAt;
  const { owner } = request.coordinates;
  return { serverUrl, owner, size: request.size, sentBytes, milliseconds, outcome };
}
