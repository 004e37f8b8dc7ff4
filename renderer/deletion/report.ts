import type { DeletionResult, DeletionTarget } from '../../shared/deletion.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import type { Doomed } from './doomed.ts';

/** What a result is about. */
export function resultName(doomed: readonly Doomed[], { target, fileName }: DeletionResult): string {
  const name = doomed[target]?.name ?? '';
  return fileName === null ? name : `${name} ${fileName}`;
}

/** Every thing with what became of it, a line each. */
export function reportText(doomed: readonly Doomed[], results: readonly DeletionResult[]): string {
  const begun = new Set(results.map(({ target }) => target));
  const told = results.map((result) => {
    const name = visibleText(resultName(doomed, result));
    if (result.failure !== null) {
      const { title } = describeFailure(result.failure);
      return t('deletion.many.report.refused', { name, why: title });
    }
    return t(result.isKept === true ? 'deletion.many.report.kept' : 'deletion.many.report.deleted', { name });
  });
  const left = doomed
    .filter((_, position) => !begun.has(position))
    .map(({ name }) => t('deletion.many.report.left', { name: visibleText(name) }));
  return `${[...told, ...left].join('\n')}\n`;
}

function isSettled({ failure }: DeletionResult): boolean {
  return failure === null || failure.reason === 'changed-on-server';
}

/** What could be tried again: what was not begun, or failed for another reason than being something else by now. */
export function restOf(doomed: readonly Doomed[], results: readonly DeletionResult[]): readonly Doomed[] {
  const byTarget = Map.groupBy(results, ({ target }) => target);
  return doomed.flatMap((each, position): Doomed[] => {
    const ended = byTarget.get(position) ?? [];
    if (each.target.kind !== 'files') return ended.some(isSettled) ? [] : [each];
    const settled = new Set(ended.filter(isSettled).map(({ fileName }) => fileName));
    const files = each.target.files.filter(({ fileName }) => !settled.has(fileName));
    const target: DeletionTarget = { ...each.target, files };
    return files.length === 0 ? [] : [{ ...each, target }];
  });
}
