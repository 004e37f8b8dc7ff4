import type { FaultCase } from '../fault-case.ts';
import { connectionCases } from './connections.ts';
import { cutCases } from './cuts.ts';
import { doubtCases } from './doubts.ts';
import { encryptionCases } from './encryption.ts';
import { rangeCases } from './ranges.ts';
import { redirectCases } from './redirects.ts';
import { stallCases } from './stalls.ts';

/** Rows 1 to 44: the network, proxies, and what servers answer. */
export const networkCases: readonly FaultCase[] = [
  ...connectionCases,
  ...encryptionCases,
  ...cutCases,
  ...doubtCases,
  ...stallCases,
  ...rangeCases,
  ...redirectCases,
];
