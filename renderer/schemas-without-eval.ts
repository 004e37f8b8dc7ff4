import { z } from 'zod';

/**
 * Comes before every schema: zod would try whether it may build functions from text, which the window's content
 * security policy refuses and reports.
 */
z.config({ jitless: true });
