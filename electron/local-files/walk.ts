import { constants } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FindPattern } from '../../shared/exclude-list.ts';
import type { ExcludedItem, LocalSelection } from '../../shared/local-file.ts';
import { identityOf, kindOf, type LocalFileReference, systemErrorCode } from './local-file-reference.ts';

/** Something on disk, and where it was found. */
export interface FoundItem {
  readonly path: string;
  readonly name: string;
  /** The given folder and those between it and the item, joined by `/`; empty for what was given by itself. */
  readonly folder: string;
}

export interface WalkedFile extends Omit<FoundItem, 'path'> {
  readonly reference: LocalFileReference;
}

type LeftOut = LocalSelection['leftOut'][number];

/** What a pattern kept out: a file, or a folder that was not looked into. */
export interface ExcludedFind extends FoundItem, Pick<ExcludedItem, 'kind' | 'pattern'> {}

export interface WalkResult {
  readonly files: readonly WalkedFile[];
  readonly excluded: readonly ExcludedFind[];
  readonly leftOut: readonly LeftOut[];
  /** How much more was left out than is told one by one. */
  readonly unlisted: number;
}

export interface WalkOptions {
  /** Most files in all. */
  readonly mostFiles?: number;
  /** Folders inside folders, counted from what was given. */
  readonly mostDepth?: number;
  /** What is left out by name, below what was given; nothing unless said. */
  readonly findPattern?: FindPattern;
  /** Whether files given by themselves are left out by name too. */
  readonly siftsGiven?: boolean;
  /** Stops the walk; what it answers then is of no use. */
  readonly signal?: AbortSignal;
  /** Told again and again what was found so far. */
  readonly onFound?: (found: { readonly files: number; readonly bytes: number }) => void;
}

/** As many as one batch may hold. */
const usualMostFiles = 10_000;

/** Deeper trees than this are loops made without links. */
const usualMostDepth = 32;

/** More than this about what was left out helps nobody. */
const mostTold = 1000;

/** How many are looked at together: disks answer several questions in the time of one. */
const together = 64;

type Seen = { readonly item: FoundItem } & (
  | { readonly kind: 'file'; readonly reference: LocalFileReference }
  | { readonly kind: 'folder' }
  | { readonly kind: 'excluded'; readonly of: 'file' | 'folder'; readonly pattern: string }
  | { readonly kind: 'left-out'; readonly why: LeftOut['why'] }
);

/**
 * Finds the plain files among what the user gave, folders walked in the order of their names. Links are never
 * followed, nothing is opened, and pipes and devices are told from files before anyone could be hung by one.
 */
export function walk(paths: readonly string[], options: WalkOptions = {}): Promise<WalkResult> {
  return walkItems(
    paths.map((path) => ({ path, name: basename(path), folder: '' })),
    options,
  );
}

/** The same from items inside what was given; they themselves are meant, whatever they are called. */
export async function walkItems(
  items: readonly FoundItem[],
  {
    mostFiles = usualMostFiles,
    mostDepth = usualMostDepth,
    findPattern = () => null,
    siftsGiven = false,
    signal,
    onFound,
  }: WalkOptions = {},
): Promise<WalkResult> {
  const files: WalkedFile[] = [];
  const excluded: ExcludedFind[] = [];
  const leftOut: LeftOut[] = [];
  let unlisted = 0;
  let bytes = 0;

  function isStopped(): boolean {
    return signal?.aborted === true;
  }

  function leaveOut(name: string, why: LeftOut['why']): void {
    if (leftOut.length < mostTold) leftOut.push({ name, why });
    else unlisted += 1;
  }

  function exclude(find: ExcludedFind): void {
    if (excluded.length < mostTold) excluded.push(find);
    else unlisted += 1;
  }

  function patternOf(item: FoundItem, kind: 'file' | 'folder', isGiven: boolean): string | null {
    return !isGiven || (siftsGiven && kind === 'file') ? findPattern(item.name) : null;
  }

  async function look(item: FoundItem, isGiven: boolean): Promise<Seen> {
    try {
      const stats = await lstat(item.path, { bigint: true });
      const kind = kindOf(stats);
      if (kind === 'link' || kind === 'special-file') return { item, kind: 'left-out', why: kind };
      const pattern = patternOf(item, kind, isGiven);
      if (pattern !== null) return { item, kind: 'excluded', of: kind, pattern };
      if (kind === 'folder') return { item, kind };
      await access(item.path, constants.R_OK);
      return { item, kind, reference: { path: item.path, identity: identityOf(stats) } };
    } catch (error) {
      return { item, kind: 'left-out', why: whyUnreadable(error) };
    }
  }

  async function visitFolder(item: FoundItem): Promise<void> {
    const folder = shownPath(item);
    if (folder.split('/').length > mostDepth) return leaveOut(folder, 'too-many');
    let names: string[];
    try {
      names = await readdir(item.path);
    } catch (error) {
      return leaveOut(folder, whyUnreadable(error));
    }
    const inside = names.sort().map((name) => ({ path: join(item.path, name), name, folder }));
    await visitAll(inside, false, folder);
  }

  /** `within` is what is told when there is too much. */
  async function visitAll(all: readonly FoundItem[], isGiven: boolean, within: string | null): Promise<void> {
    for (let start = 0; start < all.length; start += together) {
      if (isStopped()) return;
      const seen = await Promise.all(all.slice(start, start + together).map((item) => look(item, isGiven)));
      for (const each of seen) {
        if (isStopped()) return;
        if (files.length >= mostFiles && each.kind !== 'excluded')
          return leaveOut(within ?? shownPath(each.item), 'too-many');
        if (each.kind === 'folder') await visitFolder(each.item);
        else if (each.kind === 'left-out') leaveOut(shownPath(each.item), each.why);
        else if (each.kind === 'excluded') exclude({ ...each.item, kind: each.of, pattern: each.pattern });
        else take(each.item, each.reference);
      }
      onFound?.({ files: files.length, bytes });
    }
  }

  function take({ name, folder }: FoundItem, reference: LocalFileReference): void {
    files.push({ reference, name, folder });
    bytes += reference.identity.size;
  }

  await visitAll(items, true, null);
  return { files, excluded, leftOut, unlisted };
}

/** What the user is told of an item: the folders it was found in, and its name. */
export function shownPath({ folder, name }: Pick<FoundItem, 'folder' | 'name'>): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function whyUnreadable(error: unknown): LeftOut['why'] {
  const code = systemErrorCode(error);
  if (code === null) throw error;
  return code === 'ENOENT' ? 'missing' : 'unreadable';
}
