import type { FaultCase } from '../fault-case.ts';

/** Rows 45 to 87: files and disks, processes, large numbers, hostile servers. */
export const localCases: readonly FaultCase[] = [];
