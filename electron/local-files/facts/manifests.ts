import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import { type ManifestName, manifestNames } from '../../../shared/local-fact.ts';
import { readSmallFile } from './small-file.ts';

/** Real ones have some kilobytes. */
const largestManifest = 512 * 1024;

const Text = z.string().trim().min(1).max(1024).nullable().catch(null);
const NameAndVersion = z.object({ name: Text, version: Text });
const nothing = { name: null, version: null };

const NpmManifest = NameAndVersion.transform(({ name, version }) => ({
  // `@acme/kettle` is the package `kettle` of `acme`.
  packageName: name?.replace(/^@[^/]*\//, '') ?? null,
  version,
}));

/** A member of a workspace may leave its version to the workspace: then it is no text. */
const CargoManifest = z
  .object({
    package: NameAndVersion.catch(nothing),
    workspace: z.object({ package: NameAndVersion.catch(nothing) }).catch({ package: nothing }),
  })
  .transform(({ package: { name, version }, workspace }) => ({
    packageName: name,
    version: version ?? workspace.package.version,
  }));

const PythonManifest = z
  .object({
    project: NameAndVersion.catch(nothing),
    tool: z.object({ poetry: NameAndVersion.catch(nothing) }).catch({ poetry: nothing }),
  })
  .transform(({ project, tool: { poetry } }) => ({
    packageName: project.name ?? poetry.name,
    version: project.version ?? poetry.version,
  }));

/** What one manifest says. */
export interface Manifest {
  readonly file: ManifestName;
  readonly packageName: string | null;
  readonly version: string | null;
}

type Words = Omit<Manifest, 'file'>;

const readers: Readonly<Record<ManifestName, (text: string) => Words>> = {
  'package.json': (text) => NpmManifest.parse(JSON.parse(text)),
  'Cargo.toml': (text) => CargoManifest.parse(parseToml(text)),
  'pyproject.toml': (text) => PythonManifest.parse(parseToml(text)),
};

/** The manifests of a folder that say anything. They may come from anybody: what cannot be read says nothing. */
export async function readManifests(folder: string): Promise<readonly Manifest[]> {
  const found: Manifest[] = [];
  for (const file of manifestNames) {
    const bytes = await readSmallFile(folder, [file], largestManifest);
    const words = bytes === null ? null : wordsOf(file, bytes);
    if (words !== null && (words.packageName !== null || words.version !== null)) {
      found.push({ file, ...words });
    }
  }
  return found;
}

function wordsOf(file: ManifestName, bytes: Buffer): Words | null {
  try {
    return readers[file](bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    // No JSON, no TOML, or not what such a manifest is made of.
    return null;
  }
}
