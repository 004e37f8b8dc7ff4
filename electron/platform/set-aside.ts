import { readFileSync, renameSync } from 'node:fs';
import { parse } from 'node:path';
import type { z } from 'zod';

/** A file of the app's own that could not be read. */
export interface SetAside {
  /** Its name, such as `settings.json`. */
  readonly name: string;
  /** The path where it is kept now. */
  readonly movedTo: string;
}

/**
 * Makes sure that a JSON file, if there is one, holds what the schema asks for. A broken one is moved aside with
 * the time in its name, so that the app starts with defaults and nothing is lost.
 */
export function setAsideIfBroken(path: string, schema: z.ZodType, now: Date): SetAside | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (isReadable(text, schema)) return null;
  const { dir, name, ext, base } = parse(path);
  const time = now.toISOString().replaceAll(':', '-');
  const movedTo = `${dir}/${name}.broken-${time}${ext}`;
  renameSync(path, movedTo);
  return { name: base, movedTo };
}

function isReadable(text: string, schema: z.ZodType): boolean {
  try {
    return schema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
