import type { FaultCase } from '../fault-case.ts';
import { killCases } from '../kill/kill-cases.ts';

/** Rows 45 to 87: files and disks, processes, large numbers, hostile servers. */
export const localCases: readonly FaultCase[] = [...killCases];
