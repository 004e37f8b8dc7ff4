import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from '../../shared/account.ts';
import type { FileCoordinates } from '../../shared/coordinates.ts';

/** An answer that is no success, as it came. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** When it came, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** The body, or its beginning. */
  readonly text: string;
}

/** What had been asked: the same status means different things in different places. */
export interface Asked {
  /** `api` is `/api/v1/…` and answers JSON; `registry` is `/api/packages/…` and answers plain text. */
  readonly endpoint: 'api' | 'registry';
  /** Scheme, host and port of the server. */
  readonly serverUrl: string;
  /** What was sent along; null for none. */
  readonly credential: Credential | null;
  readonly about: Partial<FileCoordinates>;
}
