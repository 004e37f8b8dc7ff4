import { ChevronDown, ChevronUp, History } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import { IconButton } from '../common/Button.tsx';
import { classNames } from '../common/class-names.ts';
import { ProgressBar } from '../common/ProgressBar.tsx';
import { openDialog } from '../stores/dialogs.ts';
import { useTransfers } from '../stores/transfers.ts';
import { t } from '../text/text.ts';
import { Announcement } from './Announcement.tsx';
import { BarActions } from './BarActions.tsx';
import { FailureSummary } from './FailureSummary.tsx';
import { summariseTransfers } from './summarise-transfers.ts';
import styles from './TransferDrawer.module.css';
import { TransferList } from './TransferList.tsx';

/** The foot of the window: all transfers in one line, and below it each by itself. */
export function TransferDrawer(): ReactNode {
  const byId = useTransfers((state) => state.byId);
  const isOpen = useTransfers((state) => state.isDrawerOpen);
  const setOpen = useTransfers((state) => state.setDrawerOpen);
  const latest = useDeferredValue(byId);
  const transfers = useMemo(() => [...latest.values()], [latest]);
  const summary = useMemo(() => summariseTransfers(transfers), [transfers]);
  const isShown = isOpen && transfers.length > 0;
  return (
    <section
      aria-label={t('app.regions.transfers')}
      className={classNames(styles.drawer)}
      data-pane="transfers"
    >
      <div className={classNames(styles.bar)}>
        <h2 className={classNames(styles.heading)}>{t('transfers.heading')}</h2>
        <span className={classNames(styles.summary)}>
          {transfers.length === 0 ? t('transfers.none') : summary.text}
        </span>
        {summary.isActive && (
          <span className={classNames(styles.overall)}>
            <ProgressBar label={t('transfers.overall')} fraction={summary.fraction} />
          </span>
        )}
        <span className={classNames(styles.actions)}>
          <BarActions transfers={transfers} />
          <IconButton label={t('transfers.history')} onPress={() => openDialog({ kind: 'history' })}>
            <History size={15} aria-hidden />
          </IconButton>
          <IconButton
            label={isShown ? t('transfers.hide') : t('transfers.show')}
            aria-expanded={isShown}
            isDisabled={transfers.length === 0}
            onPress={() => setOpen(!isOpen)}
          >
            {isShown ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
          </IconButton>
        </span>
      </div>
      <FailureSummary transfers={transfers} />
      {isShown && <TransferList />}
      <Announcement text={summary.announcement} />
    </section>
  );
}
