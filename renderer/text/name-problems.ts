import { assertNever } from '../../shared/assert-never.ts';
import type { NameProblem } from '../../shared/names.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { t } from './text.ts';

/** Why a name is refused, as a clause: `the server allows no ü`. */
export function describeNameProblem(problem: NameProblem): string {
  switch (problem.kind) {
    case 'empty':
      return t('names.empty');
    case 'blank-at-end':
      return t('names.blankAtEnd');
    case 'dots':
      return t('names.dots');
    case 'single-sign':
      return t('names.singleSign');
    case 'characters':
      return t('names.characters', {
        count: problem.characters.length,
        characters: problem.characters
          .slice(0, 8)
          .map((character) => (character.trim() === '' ? t('names.blank') : visibleText(character)))
          .join(' '),
      });
    default:
      return assertNever(problem);
  }
}
