import { constants } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LocalSelection } from '../../shared/local-file.ts';
import { identityOf, kindOf, type LocalFileReference, systemErrorCode } from './local-file-reference.ts';

export interface WalkedFile {
  readonly reference: LocalFileReference;
  readonly name: string;
  /** The dropped folder and those between it and the file, joined by `/`; empty for a file given by itself. */
  readonly folder: string;
}

type LeftOut = LocalSelection['leftOut'][number];

export interface WalkResult {
  readonly files: readonly WalkedFile[];
  readonly leftOut: readonly LeftOut[];
}

export interface WalkLimits {
  readonly files: number;
  /** Folders inside folders, counted from what was given. */
  readonly depth: number;
}

/** As many as one batch may hold; deeper trees than this are loops made without links. */
const defaultLimits: WalkLimits = { files: 10_000, depth: 32 };

/** More than this about what was left out helps nobody. */
const mostLeftOut = 1000;

/**
 * Finds the plain files among what the user gave, folders walked in the order of their names. Links are never
 * followed, nothing is opened, and pipes and devices are told from files before anyone could be hung by one.
 */
export async function walk(
  paths: readonly string[],
  limits: WalkLimits = defaultLimits,
): Promise<WalkResult> {
  const files: WalkedFile[] = [];
  const leftOut: LeftOut[] = [];

  function leaveOut(name: string, why: LeftOut['why']): void {
    if (leftOut.length < mostLeftOut) leftOut.push({ name, why });
  }

  async function visitFolder(path: string, folder: string, depth: number): Promise<void> {
    if (depth > limits.depth) return leaveOut(folder, 'too-many');
    const names = await readdir(path);
    for (const name of names.sort()) {
      if (files.length >= limits.files) return leaveOut(folder, 'too-many');
      await visit(join(path, name), name, folder, depth);
    }
  }

  async function visit(path: string, name: string, folder: string, depth: number): Promise<void> {
    const shown = folder === '' ? name : `${folder}/${name}`;
    try {
      const stats = await lstat(path, { bigint: true });
      const kind = kindOf(stats);
      if (kind === 'folder') return await visitFolder(path, shown, depth + 1);
      if (kind !== 'file') return leaveOut(shown, kind);
      await access(path, constants.R_OK);
      files.push({ reference: { path, identity: identityOf(stats) }, name, folder });
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === null) throw error;
      leaveOut(shown, code === 'ENOENT' ? 'missing' : 'unreadable');
    }
  }

  for (const path of paths) {
    if (files.length >= limits.files) {
      leaveOut(basename(path), 'too-many');
      break;
    }
    await visit(path, basename(path), '', 0);
  }
  return { files, leftOut };
}
