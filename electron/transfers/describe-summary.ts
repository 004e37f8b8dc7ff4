import type { TransferSummary } from './transfer-queue.ts';

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** A finished batch in a notification's words; null when there is nothing that the user does not know. */
export function describeSummary(summary: TransferSummary): { title: string; body: string } | null {
  const { done, skipped, failed, cancelled } = summary;
  if (done + skipped + failed === 0) return null;
  const parts = [
    done > 0 ? `${files(done)} done` : '',
    skipped > 0 ? `${files(skipped)} there already` : '',
    failed > 0 ? `${files(failed)} failed` : '',
    cancelled > 0 ? `${files(cancelled)} cancelled` : '',
  ];
  return {
    title: failed > 0 ? 'Some transfers failed' : 'All transfers are done',
    body: parts.filter((part) => part !== '').join(', '),
  };
}
