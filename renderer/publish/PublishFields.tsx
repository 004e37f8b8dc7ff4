import type { ReactNode } from 'react';
import { nameKey, packageNameProblem, publishableVersionProblem } from '../../shared/names.ts';
import type { PackageFile } from '../../shared/package.ts';
import { ComboField } from '../common/ComboField.tsx';
import { classNames } from '../common/class-names.ts';
import { TextField } from '../common/TextField.tsx';
import { describeNameProblem } from '../text/name-problems.ts';
import { t } from '../text/text.ts';
import {
  describePackage,
  describeVersion,
  type Proposal,
  proposedPackages,
  proposedVersions,
} from './field-hints.ts';
import styles from './PublishSheet.module.css';
import type { Destination } from './use-destination.ts';

type Props = {
  readonly destination: Destination;
  readonly listed: readonly PackageFile[] | null;
  readonly isLooking: boolean;
};

/** Owner, package and version: each with where its value came from, and a better one where there is one. */
export function PublishFields({ destination, listed, isLooking }: Props): ReactNode {
  const { owner, packageName, version } = destination;
  const packageProblem = packageName === '' ? null : packageNameProblem(packageName);
  const versionProblem = version === '' ? null : publishableVersionProblem(version);
  return (
    <div className={classNames(styles.fields)}>
      <div className={classNames(styles.field)}>
        <ComboField
          label={t('publish.owner')}
          value={owner}
          selectedId={destination.ownerHere === null ? null : ownerOption(destination.accountId, owner)}
          groups={destination.ownerGroups
            .filter(({ owners }) => owners.length > 0)
            .map(({ account, owners }) => ({
              title: account.label,
              options: owners.map((each) => ({ id: ownerOption(account.id, each.name), text: each.name })),
            }))}
          problem={null}
          {...(owner !== '' && destination.ownerHere === null
            ? { description: t('publish.ownerUnknown') }
            : {})}
          onType={(text) => {
            if (text !== owner) destination.setOwner(text);
          }}
          onChoose={(option) => destination.setOwner(option.text, option.id.split(' ')[0] ?? '')}
        />
      </div>
      <div className={classNames(styles.field)}>
        <ComboField
          label={t('publish.package')}
          value={packageName}
          selectedId={destination.existing?.key ?? null}
          groups={[
            {
              title: t('publish.package'),
              options: destination.packages.map((each) => ({ id: each.key, text: each.packageName })),
            },
          ]}
          description={describePackage(destination)}
          problem={packageProblem === null ? null : describeNameProblem(packageProblem)}
          autoFocus={packageName === ''}
          onType={(text) => {
            if (text !== packageName) destination.setPackageName(text);
          }}
          onChoose={(option) => destination.setPackageName(option.text)}
        />
        {proposedPackages(destination).map((proposal) => (
          <ProposalButton key={proposal.name} proposal={proposal} onUse={destination.setPackageName} />
        ))}
      </div>
      <div className={classNames(styles.field)}>
        <TextField
          label={t('publish.version')}
          value={version}
          onChange={destination.setVersion}
          description={describeVersion(destination, listed, isLooking)}
          problem={versionProblem === null ? null : describeNameProblem(versionProblem)}
          autoFocus={packageName !== ''}
        />
        {proposedVersions(destination, listed).map((proposal) => (
          <ProposalButton key={proposal.name} proposal={proposal} onUse={destination.setVersion} />
        ))}
      </div>
    </div>
  );
}

/** Account ids hold no blank. */
function ownerOption(accountId: string, owner: string): string {
  return `${accountId} ${nameKey(owner.trim())}`;
}

type ProposalProps = { readonly proposal: Proposal; readonly onUse: (name: string) => void };

function ProposalButton({ proposal, onUse }: ProposalProps): ReactNode {
  return (
    <p className={classNames(styles.proposal)}>
      {proposal.why !== '' && `${proposal.why} `}
      <button type="button" className={classNames(styles.use)} onClick={() => onUse(proposal.name)}>
        {t('publish.use', { name: proposal.name })}
      </button>
    </p>
  );
}
