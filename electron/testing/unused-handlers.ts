import type { RequestHandlers } from '../../shared/api.ts';

async function unused(): Promise<never> {
  throw new Error('This handler is not part of the test');
}

/** Handlers for a test that uses one or two of them. */
export const unusedHandlers: RequestHandlers = {
  'app:get-info': unused,
  'app:copy-text': unused,
  'accounts:list': unused,
  'accounts:check': unused,
  'accounts:add': unused,
  'accounts:add-built-in': unused,
  'accounts:copy-built-in-token': unused,
  'accounts:rename': unused,
  'accounts:replace-credential': unused,
  'accounts:recheck': unused,
  'accounts:remove': unused,
  'accounts:open-token-page': unused,
  'owners:list': unused,
  'owners:pin': unused,
  'owners:unpin': unused,
  'packages:list-versions': unused,
  'packages:list-files': unused,
  'packages:delete-file': unused,
  'packages:delete-version': unused,
  'packages:delete-package': unused,
  'packages:open-on-web': unused,
  'packages:copy-snippet': unused,
  'local-files:choose': unused,
  'local-files:hash': unused,
  'local-files:release': unused,
  'transfers:publish': unused,
  'transfers:download': unused,
  'transfers:list': unused,
  'transfers:cancel': unused,
  'transfers:retry': unused,
  'transfers:clear-settled': unused,
  'transfers:show-in-folder': unused,
  'settings:get': unused,
  'settings:change': unused,
  'settings:choose-download-folder': unused,
};
