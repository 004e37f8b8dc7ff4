import type { FaultCase } from '../fault-case.ts';
import { conflictCases } from './conflicts.ts';
import { connectionCases } from './connections.ts';
import { corruptionCases } from './corruption.ts';
import { cutCases } from './cuts.ts';
import { doubtCases } from './doubts.ts';
import { encryptionCases } from './encryption.ts';
import { holdCases } from './holds.ts';
import { rangeCases } from './ranges.ts';
import { redirectCases } from './redirects.ts';
import { refusalCases } from './refusals.ts';
import { sendingCases } from './sending.ts';
import { stallCases } from './stalls.ts';
import { storingCases } from './storing.ts';
import { wasteCases } from './waste.ts';

/** Rows 1 to 44: the network, proxies, and what servers answer. */
export const networkCases: readonly FaultCase[] = [
  ...connectionCases,
  ...encryptionCases,
  ...cutCases,
  ...wasteCases,
  ...doubtCases,
  ...stallCases,
  ...corruptionCases,
  ...rangeCases,
  ...sendingCases,
  ...redirectCases,
  ...conflictCases,
  ...refusalCases,
  ...holdCases,
  ...storingCases,
];
