/**
 * Chromium cannot be taught a scheme of the app's, so `app://bundle/index.html` is loaded as
 * `https://bundle.app.invalid/index.html`: an origin of its own, secure, and never found on a network (RFC 6761).
 * Main sees the first, the page's own scripts see the second.
 */
const suffix = '.invalid';

export class AppAddresses {
  readonly #schemes = new Set<string>();

  /** From now on addresses of this scheme, without `:`, are the app's own. */
  add(scheme: string): void {
    this.#schemes.add(scheme);
  }

  /** What Chromium is to load. */
  toChromium(address: string): string {
    if (!URL.canParse(address)) return address;
    const { protocol, host, pathname, search, hash } = new URL(address);
    const scheme = protocol.slice(0, -1);
    return this.#schemes.has(scheme)
      ? `https://${host}.${scheme}${suffix}${pathname}${search}${hash}`
      : address;
  }

  /** What main calls it. */
  fromChromium(address: string): string {
    const scheme = this.schemeOf(address);
    if (scheme === null) return address;
    const { hostname, pathname, search, hash } = new URL(address);
    const host = hostname.slice(0, -`.${scheme}${suffix}`.length);
    return `${scheme}://${host}${pathname}${search}${hash}`;
  }

  /** The origin of an address of Chromium's, in main's words; `null` in words for those without one. */
  originOf(address: string): string {
    if (!URL.canParse(address)) return 'null';
    const scheme = this.schemeOf(address);
    if (scheme === null) return new URL(address).origin;
    return `${scheme}://${new URL(this.fromChromium(address)).host}`;
  }

  /** The app's scheme that an address of Chromium's stands for. */
  schemeOf(address: string): string | null {
    if (!URL.canParse(address)) return null;
    const { protocol, hostname } = new URL(address);
    if (protocol !== 'https:' || !hostname.endsWith(suffix)) return null;
    const scheme = hostname.slice(0, -suffix.length).split('.').at(-1) ?? '';
    return this.#schemes.has(scheme) ? scheme : null;
  }
}
