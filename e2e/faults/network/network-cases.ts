import type { FaultCase } from '../fault-case.ts';
import { cutCases } from './cuts.ts';

/** Rows 1 to 44: the network, proxies, and what servers answer. */
export const networkCases: readonly FaultCase[] = [...cutCases];
