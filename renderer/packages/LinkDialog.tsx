import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AccountId } from '../../shared/account.ts';
import type { PackageCoordinates } from '../../shared/coordinates.ts';
import { nameKey } from '../../shared/names.ts';
import type { PackageVersion } from '../../shared/package.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { ComboField } from '../common/ComboField.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { useAccount } from '../stores/accounts.ts';
import { say } from '../stores/notices.ts';
import { t } from '../text/text.ts';
import { LinkNotOffered } from './LinkNotOffered.tsx';
import { readRepository } from './repository-name.ts';

type Props = {
  readonly accountId: AccountId;
  readonly coordinates: PackageCoordinates;
  /** One of its versions, whose page on the web is opened where the app cannot link. */
  readonly newest: PackageVersion;
  readonly onClose: () => void;
};

/** Links a package to a repository of its owner, chosen or typed. */
export function LinkDialog({ accountId, coordinates, newest, onClose }: Props): ReactNode {
  const { owner, packageName } = coordinates;
  const isBuiltIn = useAccount(accountId)?.kind === 'built-in';
  const [typed, setTyped] = useState('');
  const [wasSent, setSent] = useState(false);
  const candidates = useQuery({
    queryKey: [accountId, 'repositories', nameKey(owner)],
    queryFn: () => ask('packages:list-repositories', { accountId, package: coordinates }),
    enabled: !isBuiltIn,
    gcTime: 0,
  });
  const link = useMutation({
    mutationFn: (repository: string) =>
      ask('packages:link', { accountId, package: coordinates, repository: spelledAs(repository, names) }),
    onSuccess: (_, repository) => {
      onClose();
      say(t('links.linked', { name: visibleText(packageName), repository: visibleText(repository) }));
    },
  });
  const names = candidates.data?.names ?? [];
  const repository = readRepository(typed, owner);
  const error = link.error ?? candidates.error;
  const failure = error === null ? null : failureOf(error);
  if (isBuiltIn || failure?.reason === 'not-offered') {
    return <LinkNotOffered {...{ accountId, newest, isBuiltIn, onClose }} />;
  }
  return (
    <Dialog
      title={t('links.title', { name: visibleText(packageName) })}
      subtitle={t('links.subtitle', { owner: visibleText(owner) })}
      width="narrow"
      isBusy={link.isPending}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="link-form" isBusy={link.isPending}>
            {t('links.confirm')}
          </Button>
        </>
      }
    >
      <form
        id="link-form"
        onSubmit={(event) => {
          event.preventDefault();
          setSent(true);
          if (repository.kind === 'name') link.mutate(repository.name);
        }}
      >
        <ComboField
          label={t('links.repository')}
          value={typed}
          selectedId={names.find((name) => nameKey(name) === nameKey(typed.trim())) ?? null}
          groups={[
            { title: t('links.repository'), options: names.map((name) => ({ id: name, text: name })) },
          ]}
          description={t(`links.extent.${extentOf(candidates.data, candidates.isLoading)}`, {
            owner: visibleText(owner),
            count: names.length,
          })}
          problem={problemOf(repository.kind, wasSent, visibleText(owner))}
          autoFocus
          onType={(text) => {
            if (text === typed) return;
            setTyped(text);
            link.reset();
          }}
          onChoose={(option) => setTyped(option.text)}
        />
      </form>
      {failure !== null && (
        <FailureNote failure={failure}>
          {failure.reason === 'changed-on-server' ? t('links.maybeHidden') : undefined}
        </FailureNote>
      )}
    </Dialog>
  );
}

/** A repository's name as the server spells it, where that is known. */
function spelledAs(typed: string, names: readonly string[]): string {
  return names.find((name) => nameKey(name) === nameKey(typed)) ?? typed;
}

type Extent = 'looking' | 'none' | 'all' | 'some' | 'hidden' | 'unknown';

function extentOf(
  list: { readonly names: readonly string[]; readonly extent: 'all' | 'some' | 'hidden' } | undefined,
  isLooking: boolean,
): Extent {
  if (list === undefined) return isLooking ? 'looking' : 'unknown';
  return list.extent === 'all' && list.names.length === 0 ? 'none' : list.extent;
}

function problemOf(kind: ReturnType<typeof readRepository>['kind'], wasSent: boolean, owner: string) {
  if (kind === 'of-another') return t('links.ofAnother', { owner });
  return kind === 'empty' && wasSent ? t('links.empty') : null;
}
