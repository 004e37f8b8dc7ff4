import type { FaultCase } from './fault-case.ts';
import { localCases } from './local/local-cases.ts';
import { networkCases } from './network/network-cases.ts';

/** All cases of the catalogue: 1 to 44 are about the network, 45 to 87 about files, processes and hostile servers. */
export const allCases: readonly FaultCase[] = [...networkCases, ...localCases];
