import {
  ArrowDown,
  ArrowUp,
  ArrowUpToLine,
  FolderOpen,
  KeyRound,
  type LucideIcon,
  Package,
  Pause,
  Play,
  ReceiptText,
  RotateCcw,
  Split,
  X,
} from 'lucide-react';
import type { Transfer } from '../../shared/transfer.ts';
import type { MenuEntry } from '../common/menu-entry.ts';
import { openReceipt, receiptOf } from '../receipt/receipt-actions.ts';
import { useSelection } from '../stores/selection.ts';
import { t } from '../text/text.ts';
import {
  canCancel,
  canMove,
  canPause,
  canResume,
  canRetry,
  canShowInFolder,
  needsSignIn,
} from './transfer-abilities.ts';
import {
  cancelTransfers,
  decideTransfers,
  moveTransfers,
  pauseTransfers,
  resumeTransfers,
  retryTransfers,
  showInFolder,
  signInFor,
  tryNow,
} from './transfer-actions.ts';

type EntryName = keyof typeof import('../text/english.ts').english['transfers']['menu'];

function action(
  id: Exclude<EntryName, 'label' | 'labelMany'>,
  icon: LucideIcon,
  onAction: () => void,
): MenuEntry {
  return { kind: 'action', id, label: t(`transfers.menu.${id}`), icon, onAction };
}

function separated(...groups: readonly (readonly MenuEntry[])[]): readonly MenuEntry[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, position) =>
      position === 0 ? group : [{ kind: 'separator', id: `group-${position}` } as const, ...group],
    );
}

/** What can be done with one or several transfers; each entry leaves those alone that it is not for. */
export function transferEntries(transfers: readonly Transfer[]): readonly MenuEntry[] {
  const ids = new Set(transfers.map(({ id }) => id));
  const [only] = transfers.length === 1 ? transfers : [];
  const signedOut = transfers.find(needsSignIn);
  const goOn: MenuEntry[] = [];
  if (transfers.some(({ state }) => state === 'needs-decision')) {
    goOn.push(action('decide', Split, () => decideTransfers(transfers)));
  }
  if (signedOut !== undefined) goOn.push(action('signIn', KeyRound, () => signInFor(signedOut)));
  if (transfers.some(canResume)) goOn.push(action('resume', Play, () => resumeTransfers(transfers)));
  if (transfers.some(({ state }) => state === 'waiting')) {
    goOn.push(action('tryNow', RotateCcw, () => tryNow(transfers)));
  }
  if (transfers.some(canRetry)) goOn.push(action('retry', RotateCcw, () => retryTransfers(transfers)));
  if (transfers.some(canPause)) goOn.push(action('pause', Pause, () => pauseTransfers(transfers)));
  const order = transfers.some(canMove)
    ? [
        action('moveToTop', ArrowUpToLine, () => moveTransfers(ids, 'top')),
        action('moveUp', ArrowUp, () => moveTransfers(ids, 'up')),
        action('moveDown', ArrowDown, () => moveTransfers(ids, 'down')),
      ]
    : [];
  const look: MenuEntry[] = [];
  if (only !== undefined) {
    if (canShowInFolder(only)) {
      const name = only.direction === 'publish' ? 'showOldFile' : 'showInFolder';
      look.push(action(name, FolderOpen, () => showInFolder(only)));
    }
    const batch = receiptOf(only);
    if (batch !== null) look.push(action('receipt', ReceiptText, () => openReceipt(batch)));
    look.push(
      action('showVersion', Package, () =>
        useSelection.getState().reveal(only.accountId, {
          owner: only.coordinates.owner,
          packageName: only.coordinates.packageName,
          version: only.coordinates.version,
        }),
      ),
    );
  }
  const end = transfers.some(canCancel) ? [action('cancel', X, () => cancelTransfers(transfers))] : [];
  return separated(goOn, order, look, end);
}
