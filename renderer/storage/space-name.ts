import type { UsedSpace } from '../../shared/storage.ts';
import { visibleText } from '../../shared/visible-text.ts';

/** The version, or the package where it is about all of it. */
export function spaceName({ packageName, version }: UsedSpace): string {
  return visibleText(version ?? packageName);
}
