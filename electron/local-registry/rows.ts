import { z } from 'zod';

/** A yes or no, as SQLite keeps it. */
export const flag = z.number().transform((value) => value !== 0);
