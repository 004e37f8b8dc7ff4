import { type ReactNode, useEffect } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { assertNever } from '../../shared/assert-never.ts';
import type { LocalWork } from '../../shared/local-file.ts';
import { visibleText } from '../../shared/visible-text.ts';
import { Button } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { formatBytes, formatBytesOf } from '../common/format-bytes.ts';
import { stopLocalWork, useLocalWork } from '../stores/local-work.ts';
import { t } from '../text/text.ts';
import styles from './LocalWorkCard.module.css';

/** While what was given is read or packed, says how far that has come; Escape stops it as the button does. */
export function LocalWorkCard(): ReactNode {
  const work = useLocalWork((state) => state.work);
  return work === null ? null : <Card work={work} />;
}

function Card({ work }: { readonly work: LocalWork }): ReactNode {
  const { kind } = work;
  useEffect(() => {
    const listening = new AbortController();
    // Before an open dialog sees it: the sheet stays, only the reading ends.
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopImmediatePropagation();
        stopLocalWork(kind);
      },
      { capture: true, signal: listening.signal },
    );
    return () => listening.abort();
  }, [kind]);
  return (
    <div className={classNames(styles.place)} data-react-aria-top-layer="true">
      <section aria-label={t('localWork.label')} className={classNames(styles.card)}>
        <VisuallyHidden>
          {/* Said once: the numbers change ten times a second. */}
          <output>{t(`localWork.begun.${kind}`)}</output>
        </VisuallyHidden>
        <p className={classNames(styles.words)}>{describe(work)}</p>
        <Button onPress={() => stopLocalWork(kind)}>{t('common.cancel')}</Button>
      </section>
    </div>
  );
}

function describe(work: LocalWork): string {
  switch (work.kind) {
    case 'reading':
      return t('localWork.reading', {
        count: work.files,
        size: formatBytes(work.bytes),
      });
    case 'packing':
      return t('localWork.packing', {
        name: visibleText(work.name),
        amount: formatBytesOf(work.bytes, work.totalBytes),
      });
    default:
      return assertNever(work);
  }
}
