import { fileURLToPath } from 'node:url';

/** The absolute path of something in the project, given from its root. */
export function project(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
