import type { ReactNode } from 'react';
import type { PlannedFile } from '../../shared/publish-plan.ts';
import { noLimitsKnown, type PublishWarning } from '../../shared/server-limits.ts';
import { partCount, proposePartSize, splitProblem } from '../../shared/split-volumes.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { formatBytes } from '../common/format-bytes.ts';
import { t } from '../text/text.ts';
import { useSplitChoice } from './use-split-choice.ts';

type Props = {
  readonly file: PlannedFile;
  readonly warning: Extract<PublishWarning, { readonly kind: 'too-large' }>;
};

/** What to do about a file that is larger than what the server lets through. */
export function SplitOffer({ file: { fileName, size }, warning }: Props): ReactNode {
  const { choose } = useSplitChoice();
  const { culprit, refused, published } = warning;
  const partSize = proposePartSize({
    ...noLimitsKnown,
    refused: { size: refused, culprit },
    largestPublished: published,
  });
  if (partSize === null || size <= partSize || splitProblem({ name: fileName, size, partSize }) !== null) {
    return null;
  }
  const words = { count: partCount({ size, partSize }), size: formatBytes(partSize) };
  return (
    <Button
      aria-label={t('publish.split.offerFor', { ...words, file: visibleText(fileName) })}
      onPress={() => choose(partSize)}
    >
      {t('publish.split.offer', words)}
    </Button>
  );
}
