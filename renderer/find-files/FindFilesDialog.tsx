import { type ReactNode, useState } from 'react';
import { Autocomplete } from 'react-aria-components';
import type { AccountId } from '../../shared/account.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { FailureNote } from '../common/FailureNote.tsx';
import { TextField } from '../common/TextField.tsx';
import { useSettledValue } from '../common/use-settled-value.ts';
import { FoundList } from '../storage/FoundList.tsx';
import { StorageProgress } from '../storage/StorageProgress.tsx';
import { useKnown, useStorageState } from '../stores/storage.ts';
import { t } from '../text/text.ts';

type Props = { readonly accountId: AccountId; readonly owner: string; readonly onClose: () => void };

/** Finds files of an owner by a part of their name or by their sha256, in whichever version they are. */
export function FindFilesDialog({ accountId, owner, onClose }: Props): ReactNode {
  const [text, setText] = useState('');
  const state = useStorageState(accountId, owner);
  const wanted = useSettledValue(text.trim(), 150);
  const found = useKnown(
    { accountId, owner, state },
    ['find', wanted],
    () => ask('storage:find', { accountId, owner, text: wanted }),
    wanted !== '',
  );
  const files = wanted === '' ? [] : (found.data?.files ?? []);
  return (
    <Dialog
      title={t('findFiles.title', { owner: visibleText(owner) })}
      subtitle={t('findFiles.subtitle')}
      width="wide"
      onClose={onClose}
      footer={
        <Button look="primary" onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {/* The arrow keys move through the files while the field keeps the focus, and Enter goes to one. */}
      <Autocomplete inputValue={text} onInputChange={setText}>
        <TextField label={t('findFiles.field')} maxLength={1000} autoFocus />
        {files.length > 0 && (
          <FoundList label={t('findFiles.list')} accountId={accountId} files={files} onClose={onClose} />
        )}
      </Autocomplete>
      {state !== null && <StorageProgress state={state} />}
      {found.error !== null && <FailureNote failure={failureOf(found.error)} />}
      {wanted !== '' && found.data !== undefined && (
        <output>
          {files.length === 0
            ? t('findFiles.none')
            : t(found.data.hasMore ? 'findFiles.more' : 'findFiles.count', { count: files.length })}
        </output>
      )}
    </Dialog>
  );
}
