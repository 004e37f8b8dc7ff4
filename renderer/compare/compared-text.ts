import type { ComparedFile } from '../../shared/compare-files.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { t } from '../text/text.ts';

/** Two versions beside each other as text, a line each file; sizes in bytes. */
export function comparedText(from: string, to: string, compared: readonly ComparedFile[]): string {
  const heading = t('compare.text.heading', { from: visibleText(from), to: visibleText(to) });
  const lines = compared.map((each) => {
    const name = visibleText(each.name);
    const old = each.kind === 'renamed' ? ` <- ${visibleText(each.from.fileName)}` : '';
    const sizes = `${each.from?.size ?? '-'} -> ${each.to?.size ?? '-'}`;
    return `${t(`compare.words.${each.kind}`)}\t${name}${old}\t${sizes}\t${(each.to ?? each.from).sha256}`;
  });
  return `${[heading, ...lines].join('\n')}\n`;
}
