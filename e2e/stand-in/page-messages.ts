import { z } from 'zod';
import type { FromPage } from './page/preload-host.ts';

/** What comes through the page's binding. */
export const PageMessage: z.ZodType<FromPage> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started') }),
  z.strictObject({ kind: z.literal('invoke'), call: z.int(), channel: z.string(), values: z.string() }),
  z.strictObject({ kind: z.literal('send'), channel: z.string(), values: z.string() }),
  z.strictObject({ kind: z.literal('files-held'), event: z.int() }),
  z.strictObject({ kind: z.literal('window-asked'), address: z.string() }),
  z.strictObject({ kind: z.literal('accelerator'), index: z.int() }),
  z.strictObject({ kind: z.literal('preload-failed'), message: z.string() }),
]);

export const BindingCalled = z.object({ name: z.string(), payload: z.string() });

export const RequestPaused = z.object({
  requestId: z.string(),
  frameId: z.string(),
  resourceType: z.string(),
  redirectedRequestId: z.string().optional(),
  request: z.object({
    url: z.string(),
    method: z.string(),
    headers: z.record(z.string(), z.string()),
    postData: z.string().optional(),
  }),
});
export type RequestPaused = z.infer<typeof RequestPaused>;

/** Only pages ask by this event, not the browser: it tells their navigations from those of main. */
export const NavigationRequested = z.object({ frameId: z.string(), url: z.string() });
export const WindowOpen = z.object({ url: z.string() });
export const FrameNavigated = z.object({
  frame: z.object({ id: z.string(), url: z.string(), parentId: z.string().optional() }),
});
export const NavigatedWithin = z.object({ frameId: z.string(), url: z.string() });
export const Lifecycle = z.object({ frameId: z.string(), name: z.string() });
export const Nothing = z.unknown();

export const NavigateAnswer = z.object({ frameId: z.string(), errorText: z.string().optional() });
export const FrameTree = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) });
export const EvaluateAnswer = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z
    .object({ text: z.string(), exception: z.object({ description: z.string().optional() }).optional() })
    .optional(),
});
export const WindowForTarget = z.object({ windowId: z.int() });
export const Screenshot = z.object({ data: z.string() });
