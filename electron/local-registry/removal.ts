import { type Answer, noContent } from './answer.ts';
import type { ReleasedContent } from './catalogue.ts';
import type { Registry } from './registry.ts';

/** Removes content that nothing refers to, then forgets it. A crash in between is mended at the next start. */
export async function removeReleased(registry: Registry, released: ReleasedContent): Promise<void> {
  for (const sha256 of released) {
    await registry.blobs.remove(sha256);
    registry.publications.forgetBlob(sha256);
  }
}

/** Runs a deletion and removes what it released: 204, or `missing` when there was nothing to delete. */
export function removeContent(
  registry: Registry,
  missing: Answer,
  remove: () => ReleasedContent | null,
): Promise<Answer> {
  return registry.storage.run(async () => {
    const released = remove();
    if (released === null) return missing;
    await removeReleased(registry, released);
    return noContent;
  });
}
