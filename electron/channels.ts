import type { acceptPathsChannel, PushName, RequestName } from '../shared/api.ts';

/**
 * The channels of the contract as the preload needs them: literal, and without the contract's own code, which
 * would bring zod into the page's process. The types hold both lists complete.
 */
export const requestChannels = {
  'app:get-info': true,
  'app:copy-text': true,
  'accounts:list': true,
  'accounts:check': true,
  'accounts:add': true,
  'accounts:add-built-in': true,
  'accounts:copy-built-in-token': true,
  'accounts:rename': true,
  'accounts:replace-credential': true,
  'accounts:recheck': true,
  'accounts:remove': true,
  'accounts:open-token-page': true,
  'owners:list': true,
  'owners:pin': true,
  'owners:unpin': true,
  'listings:open': true,
  'listings:changes': true,
  'listings:refresh': true,
  'listings:cancel': true,
  'packages:list-files': true,
  'packages:delete-file': true,
  'packages:delete-version': true,
  'packages:delete-package': true,
  'packages:open-on-web': true,
  'packages:copy-snippet': true,
  'local-files:choose': true,
  'local-files:facts': true,
  'local-files:hash': true,
  'local-files:release': true,
  'transfers:publish': true,
  'transfers:download': true,
  'transfers:list': true,
  'transfers:cancel': true,
  'transfers:retry': true,
  'transfers:pause': true,
  'transfers:resume': true,
  'transfers:move': true,
  'transfers:decide': true,
  'transfers:clear-settled': true,
  'transfers:show-in-folder': true,
  'history:list': true,
  'history:list-published': true,
  'history:run-again': true,
  'history:clear': true,
  'servers:limits': true,
  'settings:get': true,
  'settings:change': true,
  'settings:choose-download-folder': true,
} as const satisfies Readonly<Record<RequestName, true>>;

export const pushChannels = {
  'accounts:changed': true,
  'settings:changed': true,
  'transfers:changed': true,
  'transfers:removed': true,
  'listings:changed': true,
  'packages:changed': true,
  'commands:run': true,
  'local-files:arrived': true,
} as const satisfies Readonly<Record<PushName, true>>;

export const acceptPaths: typeof acceptPathsChannel = 'local-files:accept-paths';
