/**
 * React Aria empties its live regions by `innerHTML = ''`, which the page's content security policy refuses like any other
 * HTML written from a script. The empty text, and nothing else, is let through. Import it before anything is drawn.
 */
export interface TrustedTypesFactory {
  createPolicy(name: 'default', rules: { createHTML(html: string): string | null }): unknown;
}

declare global {
  interface Window {
    /** Missing from TypeScript's own description of the DOM. */
    readonly trustedTypes?: TrustedTypesFactory;
  }
}

window.trustedTypes?.createPolicy('default', { createHTML: (html) => (html === '' ? '' : null) });
