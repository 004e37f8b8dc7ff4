import { z } from 'zod';
import { nameKey } from '../../shared/names.ts';
import { noLimitsKnown, type ServerLimits } from '../../shared/server-limits.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { EndedUpload } from '../registry/ended-upload.ts';
import { KnownServer, learn, type ReachedQuota, unknownServer } from './known-server.ts';

/** Servers that are remembered; who uses more forgets the one that was longest not uploaded to. */
const mostServers = 100;

/** The file of what was learned, the server last uploaded to at its end. */
export const ServersFile = z.object({ servers: z.array(KnownServer).max(mostServers).default([]) });
export type ServersFile = z.infer<typeof ServersFile>;

/** Where it is kept; a file that cannot be read has become an empty one by then. */
export interface ServersStore {
  read(): ServersFile;
  write(file: ServersFile): void;
}

/** Remembers what servers, and the proxies before them, let through. */
export class LearnedLimits {
  readonly #store: ServersStore;
  readonly #clock: Clock;
  readonly #log: Logger;
  #servers: readonly KnownServer[];

  constructor(store: ServersStore, clock: Clock, log: Logger) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#servers = store.read().servers;
  }

  /** Learns from one attempt. Writes only what changed: thousands of small files teach nothing new. */
  noteUpload(upload: EndedUpload): void {
    const known = this.#find(upload.serverUrl) ?? unknownServer(upload.serverUrl);
    const learned = learn(known, upload, this.#clock.now());
    if (JSON.stringify(learned) === JSON.stringify(known)) return;
    const others = this.#servers.filter(({ serverUrl }) => serverUrl !== upload.serverUrl);
    this.#servers = [...others, learned].slice(-mostServers);
    try {
      this.#store.write({ servers: [...this.#servers] });
    } catch (error) {
      // An upload that arrived must not fail because of what it taught.
      this.#log.warn('what was learned could not be written', error);
    }
  }

  /** What is known of the server with this root URL. */
  of(serverUrl: string): ServerLimits {
    const known = this.#find(serverUrl);
    if (known === undefined) return noLimitsKnown;
    const { largestPublished, refused, cutAfter, speed } = known;
    return { largestPublished, refused, cutAfter, speed };
  }

  /** The quota that last refused an upload to this owner; null where nothing got stored since, or none did. */
  quotaOf(serverUrl: string, owner: string): ReachedQuota | null {
    const ownerKey = nameKey(owner);
    return this.#find(serverUrl)?.quotas.find((quota) => quota.ownerKey === ownerKey) ?? null;
  }

  #find(serverUrl: string): KnownServer | undefined {
    return this.#servers.find((known) => known.serverUrl === serverUrl);
  }
}
