import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { TextField as AriaTextField, Label, Text, TextArea } from 'react-aria-components';
import { readPatterns, usualExcludes } from '../../shared/exclude-list.ts';
import { ask, failureOf } from '../bridge.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { FailureNote } from '../common/FailureNote.tsx';
import fieldStyles from '../common/TextField.module.css';
import { reconsiderExcluded } from '../stores/publish.ts';
import { useSettings } from '../stores/settings.ts';
import { t } from '../text/text.ts';
import styles from './PublishSheet.module.css';

/** The user's own exclude list, kept with the settings. */
export function ExcludeField(): ReactNode {
  const kept = useSettings()?.excludePatterns.join('\n') ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (text: string) => ask('settings:change', { excludePatterns: readPatterns(text) }),
    onSuccess: ({ excludePatterns }) => {
      setTyped(null);
      void reconsiderExcluded(excludePatterns);
    },
  });
  const text = typed ?? kept;
  return (
    <details className={classNames(styles.leftOut)}>
      <summary>{t('publish.exclude.summary')}</summary>
      <div className={classNames(styles.exclude)}>
        <AriaTextField value={text} onChange={setTyped} className={classNames(fieldStyles.field)}>
          <Label className={classNames(fieldStyles.label)}>{t('publish.exclude.label')}</Label>
          <TextArea rows={3} spellCheck="false" className={classNames(fieldStyles.input, styles.patterns)} />
          <Text slot="description" className={classNames(fieldStyles.description)}>
            {t('publish.exclude.hint', { usual: usualExcludes.join(', ') })}
          </Text>
        </AriaTextField>
        <Button
          isDisabled={readPatterns(text).join('\n') === kept}
          isBusy={save.isPending}
          onPress={() => save.mutate(text)}
        >
          {t('publish.exclude.apply')}
        </Button>
        {save.error !== null && <FailureNote failure={failureOf(save.error)} />}
      </div>
    </details>
  );
}
