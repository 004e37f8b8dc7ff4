import type { TransferSummary } from './transfer-ledger.ts';

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** A finished batch in a notification's words; null when there is nothing that the user does not know. */
export function describeSummary(summary: TransferSummary): { title: string; body: string } | null {
  const { done, skipped, failed, cancelled, held } = summary;
  if (done + skipped + failed + held === 0) return null;
  const parts = [
    done > 0 ? `${files(done)} done` : '',
    skipped > 0 ? `${files(skipped)} there already` : '',
    failed > 0 ? `${files(failed)} failed` : '',
    held > 0 ? `${files(held)} ${held === 1 ? 'needs' : 'need'} you` : '',
    cancelled > 0 ? `${files(cancelled)} cancelled` : '',
  ];
  const title = held > 0 ? 'Some transfers need you' : 'All transfers are done';
  return {
    title: failed > 0 ? 'Some transfers failed' : title,
    body: parts.filter((part) => part !== '').join(', '),
  };
}
