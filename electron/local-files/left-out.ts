import type { FailureReason } from '../../shared/failure.ts';
import type { LocalSelection } from '../../shared/local-file.ts';

/** Why a file that was given once before is not there any more, from the failure of `referenceTo`. */
export function whyLeftOut(reason: FailureReason): LocalSelection['leftOut'][number]['why'] {
  if (reason === 'local-file-missing') return 'missing';
  return reason === 'not-a-plain-file' ? 'special-file' : 'unreadable';
}
