import { assertNever } from '../../shared/assert-never.ts';
import type { PublishWarning } from '../../shared/server-limits.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { formatDuration } from '../common/format-time.ts';
import { t } from '../text/text.ts';

/** Why a publish may well fail, from what the server did before. */
export function describeWarning(warning: PublishWarning): string {
  switch (warning.kind) {
    case 'too-large': {
      const culprit = visibleText(warning.culprit);
      return warning.published === null
        ? t('publish.warning.refused', { culprit, size: formatBytes(warning.refused) })
        : t('publish.warning.tooLarge', { culprit, size: formatBytes(warning.published) });
    }
    case 'too-slow':
      return t('publish.warning.tooSlow', {
        expected: formatDuration(warning.expected),
        limit: formatDuration(warning.cutAfter),
      });
    default:
      return assertNever(warning);
  }
}
