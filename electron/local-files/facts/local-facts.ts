import type { LocalFact } from '../../../shared/local-fact.ts';
import type { Ticket } from '../../../shared/local-file.ts';
import type { LocalFiles } from '../local-files.ts';
import { findFacts, foldersOfNoProject } from './find-facts.ts';

/** What lies beside the files that the user gave and says where they belong. */
export class LocalFacts {
  readonly #localFiles: LocalFiles;

  constructor(localFiles: LocalFiles) {
    this.#localFiles = localFiles;
  }

  /** Tickets that are not good any more are passed over. */
  beside(tickets: readonly Ticket[]): Promise<LocalFact[]> {
    const paths = tickets.flatMap((ticket) => {
      const found = this.#localFiles.find(ticket);
      return found.ok ? [found.value.path] : [];
    });
    return findFacts(paths, foldersOfNoProject());
  }
}
