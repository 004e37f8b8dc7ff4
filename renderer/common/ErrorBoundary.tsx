import { Component, type ReactNode } from 'react';
import { t } from '../text/text.ts';
import { Button } from './Button.tsx';
import { classNames } from './class-names.ts';
import styles from './EmptyState.module.css';
import { EmptyState } from './EmptyState.tsx';

type Props = { readonly children: ReactNode };
type State = { readonly isBroken: boolean };

/** Catches a fault of the window itself and offers to draw it again; main and its transfers do not notice. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { isBroken: false };

  static getDerivedStateFromError(): State {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main className={classNames(styles.whole)}>
        <EmptyState title={t('app.broken.title')} text={t('app.broken.text')}>
          <Button look="primary" onPress={() => window.location.reload()}>
            {t('app.broken.reload')}
          </Button>
        </EmptyState>
      </main>
    );
  }
}
