import { destinationCases } from '../disk/destination-cases.ts';
import { fullDiskCases } from '../disk/full-disk-cases.ts';
import { powerCases } from '../disk/power-cases.ts';
import { profileCases } from '../disk/profile-cases.ts';
import type { FaultCase } from '../fault-case.ts';
import { deleteCases } from '../hostile/delete-cases.ts';
import { listingCases } from '../hostile/listing-cases.ts';
import { secretCases } from '../hostile/secret-cases.ts';
import { wireCases } from '../hostile/wire-cases.ts';
import { killCases } from '../kill/kill-cases.ts';
import { memoryCases } from '../memory/memory-cases.ts';
import { fuzzCases } from '../names/fuzz-cases.ts';
import { nameCases } from '../names/name-cases.ts';
import { networkReturnCases } from '../process/network-return-cases.ts';
import { processCases } from '../process/process-cases.ts';
import { selectionCases } from '../source/selection-cases.ts';
import { sourceCases } from '../source/source-cases.ts';

/** Rows 45 to 87: files and disks, processes, large numbers, hostile servers. */
export const localCases: readonly FaultCase[] = [
  ...sourceCases,
  ...selectionCases,
  ...nameCases,
  ...fuzzCases,
  ...destinationCases,
  ...fullDiskCases,
  ...profileCases,
  ...powerCases,
  ...killCases,
  ...processCases,
  ...networkReturnCases,
  ...memoryCases,
  ...listingCases,
  ...wireCases,
  ...deleteCases,
  ...secretCases,
];
