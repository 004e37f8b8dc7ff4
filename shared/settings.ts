import { z } from 'zod';
import { mostSavedRules, SavedRule } from './clean-up-rule.ts';
import { excludeLimits } from './exclude-list.ts';
import { baseRule, NamingRule } from './naming-rule.ts';

/** Bytes a second, at least 16 KiB: below that servers and proxies take a connection for dead. */
const ByteRate = z
  .int()
  .min(16 * 1024)
  .max(10 * 1024 ** 3)
  .nullable();

/** Bytes: smaller parts would be more requests than bytes, larger ones are not what splitting is for. */
export const PartSize = z
  .int()
  .min(100_000)
  .max(100 * 1000 ** 3);

/** Bytes in all of what is kept of deletions; 0 keeps nothing. */
export const ChestSize = z
  .int()
  .min(0)
  .max(10 * 1000 ** 4);

/** Days for which what was deleted is kept. */
export const ChestDays = z.int().min(1).max(365);

const ExcludePatterns = z.array(z.string().min(1).max(excludeLimits.length)).max(excludeLimits.patterns);

const SavedRules = z.array(SavedRule).max(mostSavedRules);

/** The user's choices. Every field has a default, so an empty or older file still parses. */
export const Settings = z.object({
  appearance: z.enum(['system', 'light', 'dark']).default('system'),
  /** Null: the system's download folder. Chosen by a dialog in main; the window sees its name only. */
  downloadFolder: z.string().nullable().default(null),
  /** How many files are sent at once, after a version's first. */
  parallelUploads: z.int().min(1).max(4).default(3),
  parallelDownloads: z.int().min(1).max(6).default(4),
  /** Bytes a second that all publishing, and all downloading, may take together; null is as fast as it goes. */
  uploadRate: ByteRate.default(null),
  downloadRate: ByteRate.default(null),
  /** Names that are left out of what is dropped, besides the usual ones. */
  excludePatterns: ExcludePatterns.default([]),
  /** Whether a list of checksums follows what is published. */
  publishChecksums: z.boolean().default(false),
  /** Whether files larger than a part are published in parts, and the bytes of a part. */
  splitFiles: z.boolean().default(false),
  partSize: PartSize.default(95_000_000),
  /** Which versions of packages may go in a clean-up. */
  cleanUpRules: SavedRules.catch([]).default([]),
  /** What is kept of deletions. */
  chestSize: ChestSize.default(2 * 1000 ** 3),
  chestDays: ChestDays.default(30),
  /** How files in folders were called last. */
  namingRule: NamingRule.catch(baseRule).default(baseRule),
});
export type Settings = z.infer<typeof Settings>;

export const defaultSettings: Settings = Settings.parse({});

/** What the window may see and change: the folder by its last name, not by its path. */
export const VisibleSettings = z.strictObject({
  appearance: Settings.shape.appearance.unwrap(),
  downloadFolderName: z.string(),
  parallelUploads: z.int().min(1).max(4),
  parallelDownloads: z.int().min(1).max(6),
  uploadRate: ByteRate,
  downloadRate: ByteRate,
  excludePatterns: ExcludePatterns,
  publishChecksums: z.boolean(),
  splitFiles: z.boolean(),
  partSize: PartSize,
  cleanUpRules: SavedRules,
  chestSize: ChestSize,
  chestDays: ChestDays,
  namingRule: NamingRule,
});
export type VisibleSettings = z.infer<typeof VisibleSettings>;

export const SettingsChange = VisibleSettings.omit({ downloadFolderName: true }).partial();
export type SettingsChange = z.infer<typeof SettingsChange>;
