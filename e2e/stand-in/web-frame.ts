import { refuseMissing } from './missing-api.ts';

/** What a page's main frame asks its page. */
export interface FramePage {
  address(): string;
  origin(): string;
  isDestroyed(): boolean;
  send(channel: string, ...values: unknown[]): void;
}

/** Electron's `WebFrameMain` of a page's main frame: the same object for as long as the page is there. */
export function webFrame(page: FramePage): object {
  return refuseMissing('WebFrameMain', {
    get url(): string {
      return page.address();
    },
    get origin(): string {
      return page.origin();
    },
    parent: null,
    name: '',
    processId: 1,
    routingId: 1,
    frames: [],
    isDestroyed: () => page.isDestroyed(),
    send: (channel: string, ...values: unknown[]) => page.send(channel, ...values),
  });
}
