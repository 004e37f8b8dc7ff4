import { visibleText } from '../../shared/visible-text.ts';

/**
 * Whether what was typed confirms a deletion that asks for `asked`; null asks for nothing. Nobody can type what is
 * invisible, so its spelled-out form counts as well.
 */
export function isConfirmed(typed: string, asked: string | null): boolean {
  return asked === null || typed === asked || typed === visibleText(asked);
}
