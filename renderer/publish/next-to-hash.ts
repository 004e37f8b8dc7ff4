import type { Ticket } from '../../shared/local-file.ts';
import type { PlannedFile } from '../../shared/publish-plan.ts';

/** At most so many files, or bytes, with one request, so that answers come in all the while. */
const mostFiles = 250;
const mostBytes = 64 * 1024 * 1024;

/** The files to read with the next request, of those that were not asked for yet: at least one while there are any. */
export function nextToHash(wanted: readonly PlannedFile[], asked: ReadonlySet<Ticket>): readonly Ticket[] {
  const tickets: Ticket[] = [];
  let bytes = 0;
  for (const { ticket, size } of wanted) {
    if (asked.has(ticket)) continue;
    bytes += size;
    if (tickets.length > 0 && bytes > mostBytes) break;
    tickets.push(ticket);
    if (tickets.length === mostFiles) break;
  }
  return tickets;
}
