import type { FaultCase } from '../fault-case.ts';
import { connectionCases } from './connections.ts';
import { cutCases } from './cuts.ts';
import { doubtCases } from './doubts.ts';
import { rangeCases } from './ranges.ts';
import { stallCases } from './stalls.ts';

/** Rows 1 to 44: the network, proxies, and what servers answer. */
export const networkCases: readonly FaultCase[] = [
  ...connectionCases,
  ...cutCases,
  ...doubtCases,
  ...stallCases,
  ...rangeCases,
];
