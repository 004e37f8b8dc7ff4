import { type ReactNode, useId, useState } from 'react';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { t } from '../text/text.ts';
import styles from './DiscardDraft.module.css';

type Props = {
  /** Which one, where there are several. */
  readonly name?: string;
  /** Whether something would be lost that the user did: that is asked about once. */
  readonly isWorkedOn: boolean;
  readonly isDisabled?: boolean;
  readonly onDiscard: () => void;
};

/** Throws a draft away; the files themselves stay where they are. */
export function DiscardDraft({ name, isWorkedOn, isDisabled = false, onDiscard }: Props): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const [wasAsking, setWasAsking] = useState(false);
  const questionId = useId();
  if (!isAsking) {
    return (
      <Button
        look="plain"
        isDisabled={isDisabled}
        autoFocus={wasAsking}
        {...(name === undefined ? {} : { 'aria-label': t('drafts.discardOf', { name }) })}
        onPress={() => (isWorkedOn ? setAsking(true) : onDiscard())}
      >
        {t('drafts.discard')}
      </Button>
    );
  }
  return (
    <span className={classNames(styles.question)}>
      <span id={questionId}>{t('drafts.question')}</span>
      <Button
        autoFocus
        aria-describedby={questionId}
        onPress={() => {
          setAsking(false);
          setWasAsking(true);
        }}
      >
        {t('drafts.keep')}
      </Button>
      <Button look="danger" onPress={onDiscard}>
        {t('drafts.confirm')}
      </Button>
    </span>
  );
}
