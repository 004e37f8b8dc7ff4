import type { Session as ElectronSession } from 'electron';
import { GuardedEmitter } from './missing-api.ts';
import type { Protocol } from './protocol.ts';

type Implemented = Pick<
  ElectronSession,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setCertificateVerifyProc'
  | 'resolveProxy'
  | 'setProxy'
  | 'forceReloadProxyConfig'
  | 'setSpellCheckerLanguages'
  | 'setSpellCheckerEnabled'
  | 'isSpellCheckerEnabled'
  | 'clearCache'
  | 'clearStorageData'
  | 'setUserAgent'
  | 'setDownloadPath'
>;

type PermissionRequestHandler = Parameters<ElectronSession['setPermissionRequestHandler']>[0];
type PermissionCheckHandler = Parameters<ElectronSession['setPermissionCheckHandler']>[0];

/**
 * Electron's `session`. Chromium asks its own user for permissions, and without windows it refuses them all; the
 * app's handlers are kept for tests to call.
 */
export class Session extends GuardedEmitter implements Implemented {
  readonly protocol: Protocol;
  permissionRequestHandler: PermissionRequestHandler = null;
  permissionCheckHandler: PermissionCheckHandler = null;
  #proxy = 'DIRECT';
  #hasSpellChecker = true;

  constructor(protocol: Protocol) {
    super('session', ['will-download', 'preconnect', 'extension-loaded']);
    this.protocol = protocol;
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.permissionRequestHandler = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.permissionCheckHandler = handler;
  }

  setDevicePermissionHandler(_handler: unknown): void {
    // The page has no way to devices.
  }

  setCertificateVerifyProc(_verify: unknown): void {
    // The page loads nothing but the app's own files.
  }

  /** What the system's settings say: the answer a test has set by `setProxy`, else no proxy. */
  async resolveProxy(_address: string): Promise<string> {
    return this.#proxy;
  }

  async setProxy({ mode, proxyRules }: Electron.ProxyConfig): Promise<void> {
    this.#proxy = mode === 'direct' || proxyRules === undefined ? 'DIRECT' : `PROXY ${proxyRules}`;
  }

  async forceReloadProxyConfig(): Promise<void> {
    // There is nothing to read again.
  }

  setSpellCheckerLanguages(_languages: string[]): void {
    // Chromium without windows has no spell checker.
  }

  setSpellCheckerEnabled(hasSpellChecker: boolean): void {
    this.#hasSpellChecker = hasSpellChecker;
  }

  isSpellCheckerEnabled(): boolean {
    return this.#hasSpellChecker;
  }

  async clearCache(): Promise<void> {
    // The profile is empty at each start.
  }

  async clearStorageData(): Promise<void> {
    // The profile is empty at each start.
  }

  setUserAgent(_userAgent: string): void {
    // The page asks nobody but the app.
  }

  setDownloadPath(_path: string): void {
    // The page downloads nothing.
  }
}
