import { type ReactNode, useMemo } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { DeletionTarget } from '../../shared/deletion.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { formatBytes } from '../common/format-bytes.ts';
import { DeleteDialog } from '../packages/DeleteDialog.tsx';
import { useAccount } from '../stores/accounts.ts';
import { describeFailure } from '../text/failures.ts';
import { t } from '../text/text.ts';
import { DoomedList } from './DoomedList.tsx';
import {
  confirmationOf,
  type Doomed,
  type DoomedSum,
  emptiedPackages,
  exactTargets,
  type Looked,
  sumOf,
} from './doomed.ts';
import { useLooked } from './use-looked.ts';

type Props = {
  readonly accountId: AccountId;
  readonly owner: string;
  readonly doomed: readonly Doomed[];
  /** What was found in versions before. */
  readonly before: Looked | null;
  readonly packages: readonly ListedPackage[];
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  readonly onDelete: (exact: readonly DeletionTarget[]) => void;
  readonly onClose: () => void;
};

/** Everything that would go, with its sum and what goes with it; something must be typed before it does. */
export function ConfirmSelection(props: Props): ReactNode {
  const { accountId, owner, doomed, before, packages } = props;
  const account = useAccount(accountId);
  const versions = useMemo(() => doomed.flatMap((each) => each.versions), [doomed]);
  const { looked } = useLooked(accountId, versions, before);
  const sum = useMemo(() => sumOf(doomed, looked), [doomed, looked]);
  const isLooking = sum.looked < sum.versions;
  // There may be very many, and every letter that is typed draws this anew.
  const { emptied, confirmation, linked } = useMemo(() => {
    const targets = doomed.map(({ target }) => target);
    const whole = new Set(targets.flatMap((each) => (each.kind === 'package' ? [each.packageName] : [])));
    const without = emptiedPackages(targets, packages);
    const going = [...packages.filter(({ packageName }) => whole.has(packageName)), ...without];
    return {
      emptied: without,
      confirmation: confirmationOf(owner, targets),
      linked: new Set(going.filter(({ repository }) => repository !== null)),
    };
  }, [owner, doomed, packages]);
  return (
    <DeleteDialog
      title={t('deletion.many.title', { what: words(sum) })}
      width="normal"
      facts={[
        [t('deletion.fields.server'), account?.serverUrl ?? ''],
        [t('deletion.fields.account'), account?.label ?? ''],
        [t('deletion.fields.owner'), owner],
        [
          t('deletion.fields.goes'),
          isLooking
            ? t('deletion.many.looking', { looked: sum.looked, versions: sum.versions })
            : amount(sum),
        ],
      ]}
      consequences={[
        ...emptied.map(({ packageName }) => t('deletion.many.emptied', { name: visibleText(packageName) })),
        ...(linked.size > 0 ? [t('deletion.many.linked', { count: linked.size })] : []),
        ...(sum.failure === null
          ? []
          : [t('deletion.many.unknown', { why: describeFailure(sum.failure).title })]),
        // Gitea and Forgejo let go of the bytes in a job of their own, a day later as a rule.
        ...(account?.kind === 'server' ? [t('deletion.many.spaceLater')] : []),
      ]}
      keeps={{ bytes: isLooking ? null : sum.bytes, isMany: true }}
      confirmation={{ label: t('deletion.many.type'), text: confirmation }}
      notYet={isLooking ? t('deletion.many.stillLooking') : null}
      action={t('deletion.many.action', { what: words(sum) })}
      isBusy={props.isBusy}
      failure={props.failure}
      onDelete={() => props.onDelete(exactTargets(doomed, looked))}
      onClose={props.onClose}
    >
      <DoomedList doomed={doomed} looked={looked} />
    </DeleteDialog>
  );
}

/** `2 packages`, `17 versions`, `3 files`: what was chosen. */
function words({ packages, versions, files }: DoomedSum): string {
  if (packages > 0) return t('packages.count', { count: packages });
  return versions > 0 ? t('packages.versions', { count: versions }) : t('packages.files', { count: files });
}

function amount({ versions, files, bytes, damagedRows, failure }: DoomedSum): string {
  const parts = [
    ...(versions > 0 ? [t('packages.versions', { count: versions })] : []),
    t('packages.files', { count: files }),
    formatBytes(bytes),
  ].join(', ');
  return failure === null && damagedRows === 0 ? parts : t('deletion.many.atLeast', { amount: parts });
}
