import type { DiskCalls } from './part-file.ts';

/**
 * Whether a folder's disk has room for so many bytes, as far as it tells; some network disks tell nothing. Asked
 * before the first byte: hours of a download that cannot end are worse than a "no" at once.
 */
export async function hasRoomFor(
  disk: Pick<DiskCalls, 'statfs'>,
  folder: string,
  bytes: number,
): Promise<boolean> {
  const { blocks, bavail, bsize } = await disk.statfs(folder);
  return blocks === 0 || bavail * bsize >= bytes;
}
