import { batchMutants } from './batch-mutants.ts';
import { chestMutants } from './chest-mutants.ts';
import { copyMutants } from './copy-mutants.ts';
import { downloadMutants } from './download-mutants.ts';
import type { Mutant } from './mutant.ts';
import { queueMutants } from './queue-mutants.ts';
import { replaceMutants } from './replace-mutants.ts';
import { requestMutants } from './request-mutants.ts';
import { splitMutants } from './split-mutants.ts';
import { surroundingsMutants } from './surroundings-mutants.ts';
import { uploadMutants } from './upload-mutants.ts';

/** Every safety check of which a test must say that it is gone. */
export const mutants: readonly Mutant[] = [
  ...downloadMutants,
  ...uploadMutants,
  ...replaceMutants,
  ...copyMutants,
  ...chestMutants,
  ...requestMutants,
  ...queueMutants,
  ...splitMutants,
  ...batchMutants,
  ...surroundingsMutants,
];
