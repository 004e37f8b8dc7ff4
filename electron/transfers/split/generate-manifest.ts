import { failed, type Outcome, succeeded } from '../../../shared/outcome.ts';
import type { VersionFiles } from '../../../shared/package.ts';
import { writeManifest } from '../../../shared/split-manifest.ts';
import { partCount, partsOf, readPartName, type SplitLayout } from '../../../shared/split-volumes.ts';
import type { HashService } from '../../local-files/hash-service.ts';
import type { GeneratedContent, TransferRecord } from '../journal/transfer-record.ts';

type ManifestContent = Extract<GeneratedContent, { readonly kind: 'split-manifest' }>;

function layoutOf({ name, file, partSize }: ManifestContent): SplitLayout {
  return { name, size: file.identity.size, partSize };
}

/** Whether another transfer to the same version brings one of the parts. */
export function isPartOf(content: ManifestContent, { transfer, work }: TransferRecord): boolean {
  if (work.kind !== 'publish' || work.range === null) return false;
  const part = readPartName(transfer.coordinates.fileName);
  return part !== null && part.name === content.name && part.count === partCount(layoutOf(content));
}

/**
 * The manifest of a file whose parts were all brought by transfers of its batch: their hashes are those that were proven,
 * that of the whole is read from the file. `changed-on-server` for a part that no transfer brought, or that is listed with
 * another size; `local-file-changed` when the file is not what the parts were cut from.
 */
export async function generateManifest(
  content: ManifestContent,
  source: {
    readonly ahead: readonly TransferRecord[];
    readonly listing: VersionFiles;
    readonly hashes: HashService;
  },
  signal: AbortSignal,
): Promise<Outcome<Buffer>> {
  const brought = new Map(
    source.ahead.map(({ transfer }) => [transfer.coordinates.fileName, transfer.sha256]),
  );
  const sizes = new Map(source.listing.files.map(({ fileName, size }) => [fileName, size]));
  const layout = layoutOf(content);
  const sha256s: string[] = [];
  for (const { name, length } of partsOf(layout)) {
    const sha256 = brought.get(name) ?? null;
    if (sha256 === null || sizes.get(name) !== length) {
      return failed('changed-on-server', { subject: name.slice(0, 300) });
    }
    sha256s.push(sha256);
  }
  const whole = await source.hashes.sha256Of(content.file, signal);
  return whole.ok ? succeeded(Buffer.from(writeManifest(layout, whole.value, sha256s), 'latin1')) : whole;
}
