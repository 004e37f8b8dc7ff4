import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Button as PlainButton } from 'react-aria-components';
import type { Account } from '../../shared/account.ts';
import { nameKey } from '../../shared/names.ts';
import type { ListedPackage } from '../../shared/package-listing.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { bridge } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { MenuButton } from '../common/MenuButton.tsx';
import { Name } from '../common/Name.tsx';
import { Sentence } from '../common/Sentence.tsx';
import { Tag } from '../common/Tag.tsx';
import { attempt } from '../stores/notices.ts';
import { ownersQuery } from '../stores/owners.ts';
import { t } from '../text/text.ts';
import styles from './DetailPane.module.css';
import { changeLink } from './link-actions.ts';
import { openPackageOnWeb } from './package-actions.ts';
import { packageEntries } from './package-entries.ts';

type Props = { readonly account: Account; readonly listed: ListedPackage };

/** Name, type and what is known about the whole package. */
export function PackageHeader({ account, listed }: Props): ReactNode {
  const name = visibleText(listed.packageName);
  return (
    <>
      <header className={classNames(styles.title)}>
        <h2 className={classNames(styles.name)}>
          <Name>{listed.packageName}</Name>
        </h2>
        <Tag tone={listed.type === 'generic' ? 'accent' : 'neutral'}>{visibleText(listed.type)}</Tag>
        <div className={classNames(styles.titleActions)}>
          {account.kind === 'server' && (
            <Button look="plain" onPress={() => openPackageOnWeb(account.id, listed.newest)}>
              <ExternalLink size={14} aria-hidden />
              {t('detail.openOnWeb')}
            </Button>
          )}
          <MenuButton label={t('detail.actions', { name })} entries={packageEntries(account, listed)} />
        </div>
      </header>
      <p className={classNames(styles.about)}>
        <About account={account} listed={listed} />
      </p>
    </>
  );
}

function About({ account, listed }: Props): ReactNode {
  const owners = useQuery(ownersQuery(account.id));
  const owner = owners.data?.find((each) => nameKey(each.name) === nameKey(listed.owner));
  const { repository } = listed;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['owner', <Name key="owner">{listed.owner}</Name>],
    ...(repository === null
      ? []
      : [['repository', <Repository key="r" {...{ account, repository }} />] as const]),
    ...(repository === null && listed.type === 'generic' && account.kind === 'server'
      ? [['link', <LinkButton key="l" {...{ account, listed }} />] as const]
      : []),
    ['versions', t('packages.versions', { count: listed.versions.length })],
    ...(owner === undefined || owner.visibility === null
      ? []
      : [
          [
            'visibility',
            t(`detail.visibility.${owner.visibility}`, { owner: visibleText(listed.owner) }),
          ] as const,
        ]),
  ];
  return facts.map(([key, fact], position) => (
    <Fragment key={key}>
      {position > 0 && <span aria-hidden>·</span>}
      <span>{fact}</span>
    </Fragment>
  ));
}

function LinkButton({ account, listed }: Props): ReactNode {
  return (
    <PlainButton onPress={() => changeLink(account.id, listed)} className={classNames(styles.link)}>
      {t('links.link')}
    </PlainButton>
  );
}

function Repository({
  account,
  repository,
}: {
  readonly account: Account;
  readonly repository: string;
}): ReactNode {
  const open = () =>
    void attempt(
      bridge.request('packages:open-on-web', {
        accountId: account.id,
        target: { kind: 'repository', repository },
      }),
    );
  return (
    <Sentence
      template={t('detail.linked', { skipInterpolation: true, repository: '' })}
      parts={{
        repository: (
          <PlainButton onPress={open} className={classNames(styles.link)}>
            <Name>{repository}</Name>
          </PlainButton>
        ),
      }}
    />
  );
}
