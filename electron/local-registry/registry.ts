import type { Exclusive } from '../exclusive.ts';
import type { Accounts } from './accounts.ts';
import type { Blobs } from './blobs.ts';
import type { Catalogue } from './catalogue.ts';
import type { Dialect } from './dialect.ts';
import type { Publications } from './publications.ts';
import type { Repositories } from './repositories.ts';
import type { RegistrySettings } from './settings.ts';
import type { Tokens } from './tokens.ts';

/** All that answering a request needs. */
export interface Registry {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly catalogue: Catalogue;
  readonly publications: Publications;
  readonly repositories: Repositories;
  readonly blobs: Blobs;
  readonly dialect: Dialect;
  readonly settings: RegistrySettings;
  /** Orders everything that puts content in its place or takes it away. */
  readonly storage: Exclusive;
  /** The root URL without a slash at its end. */
  readonly baseUrl: string;
  /** Whole seconds since 1970. */
  now(): number;
}
