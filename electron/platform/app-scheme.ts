import { protocol } from 'electron';

/** Before ready, once: pages of the app's scheme have an origin, relative addresses and storage like any other. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** After ready: answers the page's requests. */
export function serveAppScheme(answer: (request: Request) => Promise<Response>): void {
  protocol.handle('app', answer);
}
