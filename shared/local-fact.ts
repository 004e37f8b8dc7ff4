import { z } from 'zod';

/** A manifest that names the package it belongs to. */
export const manifestNames = ['package.json', 'Cargo.toml', 'pyproject.toml'] as const;
export type ManifestName = (typeof manifestNames)[number];

const Text = z.string().min(1).max(1024);

/** What something beside the files says about package and version, as it stands there: any text. */
export const LocalFact = z.strictObject({
  /** A manifest, or a git tag of the commit that is checked out. */
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('manifest'), file: z.enum(manifestNames) }),
    z.strictObject({ kind: z.literal('tag'), tag: Text }),
  ]),
  /** Name of the folder that it was found in. */
  folder: z.string().max(1024),
  packageName: Text.nullable(),
  version: Text.nullable(),
  /** How many folders it lies above the nearest of the files; 0 is beside it. */
  distance: z.int().nonnegative(),
});
export type LocalFact = z.infer<typeof LocalFact>;

/** A package that was published to an owner from here before. */
export const PublishedPackage = z.strictObject({
  packageName: Text,
  /** The version that was published last. */
  version: Text,
  /** What its files were called here, without versions and endings (`stemOf`). */
  stems: z.array(z.string()),
});
export type PublishedPackage = z.infer<typeof PublishedPackage>;
