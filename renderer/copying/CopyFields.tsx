import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CopySource } from '../../shared/copying.ts';
import { nameKey } from '../../shared/names.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ComboField } from '../common/ComboField.tsx';
import { classNames } from '../common/class-names.ts';
import { Segments } from '../common/Segments.tsx';
import { TextField } from '../common/TextField.tsx';
import { useAccount, useAccounts } from '../stores/accounts.ts';
import { ownersQuery } from '../stores/owners.ts';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import styles from './CopyDialog.module.css';
import { type CopyForm, packageProblemIn, versionProblemIn } from './copy-form.ts';

type Props = {
  readonly from: CopySource;
  readonly form: CopyForm;
  readonly isDisabled: boolean;
  readonly onChange: (change: Partial<CopyForm>) => void;
};

/** What is to be done, and where it goes. An owner is chosen together with its account. */
export function CopyFields({ from, form, isDisabled, onChange }: Props): ReactNode {
  const accounts = useAccounts();
  const account = useAccount(form.accountId);
  const ownerLists = useQueries({ queries: accounts.map(({ id }) => ownersQuery(id)) });
  const groups = accounts.map(({ id, label }, position) => ({
    title: label,
    options: (ownerLists[position]?.data ?? []).map(({ name }) => ({
      id: ownerOption(id, name),
      text: name,
    })),
  }));
  const chosen = ownerOption(form.accountId, form.owner);
  const isKnown = groups.some(({ options }) => options.some(({ id }) => id === chosen));
  const packageProblem = packageProblemIn(form);
  const versionProblem = versionProblemIn(form);
  return (
    <>
      <Segments
        label={t('copying.afterwards')}
        layout="alone"
        value={form.afterwards}
        options={[
          { value: 'keep', label: t('copying.copy') },
          { value: 'delete', label: t('copying.move') },
        ]}
        isDisabled={isDisabled}
        onChange={(afterwards) => onChange({ afterwards })}
      />
      <div className={classNames(styles.fields)}>
        <ComboField
          label={t('copying.owner')}
          value={form.owner}
          selectedId={isKnown ? chosen : null}
          groups={groups.filter(({ options }) => options.length > 0)}
          description={t('copying.on', { account: visibleText(account?.label ?? '') })}
          problem={null}
          onType={(owner) => {
            if (owner !== form.owner) onChange({ owner });
          }}
          onChoose={(option) =>
            onChange({ owner: option.text, accountId: option.id.split(' ')[0] ?? form.accountId })
          }
        />
        <TextField
          label={t('copying.package')}
          value={form.packageName}
          onChange={(packageName) => onChange({ packageName })}
          isDisabled={isDisabled}
          problem={packageProblem === null ? null : describeNameProblem(packageProblem)}
          autoFocus={from.kind === 'package'}
        />
        {from.kind === 'version' && (
          <TextField
            label={t('copying.version')}
            value={form.version}
            onChange={(version) => onChange({ version })}
            isDisabled={isDisabled}
            problem={versionProblem === null ? null : describeNameProblem(versionProblem)}
            autoFocus
          />
        )}
      </div>
    </>
  );
}

/** Account ids hold no blank. */
function ownerOption(accountId: string, owner: string): string {
  return `${accountId} ${nameKey(owner.trim())}`;
}
