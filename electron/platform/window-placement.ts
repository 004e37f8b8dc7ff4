import { z } from 'zod';

/** Pixels of the desktop. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was closed. */
export const WindowPlacement = z.object({
  bounds: z
    .object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() })
    .nullable()
    .default(null),
  isMaximized: z.boolean().default(false),
});
export type WindowPlacement = z.infer<typeof WindowPlacement>;

export const smallestSize = { width: 760, height: 480 } as const;
const firstSize = { width: 1180, height: 760 } as const;

/** As much of the window's head as can still be grabbed. */
const grip = { width: 120, height: 32 } as const;

function overlap(fromOne: number, lengthOne: number, fromOther: number, lengthOther: number): number {
  return Math.min(fromOne + lengthOne, fromOther + lengthOther) - Math.max(fromOne, fromOther);
}

/**
 * Where to open the window: as it was, if a screen that is there now shows enough of its head to be moved by;
 * else in its size alone, which puts it in the middle.
 */
export function placeWindow(
  { bounds }: WindowPlacement,
  screens: readonly Rectangle[],
): Rectangle | { readonly width: number; readonly height: number } {
  if (bounds === null) return firstSize;
  const size = {
    width: Math.max(bounds.width, smallestSize.width),
    height: Math.max(bounds.height, smallestSize.height),
  };
  const isReachable = screens.some(
    (screen) =>
      overlap(bounds.x, size.width, screen.x, screen.width) >= grip.width &&
      overlap(bounds.y, grip.height, screen.y, screen.height) >= grip.height,
  );
  return isReachable ? { x: bounds.x, y: bounds.y, ...size } : size;
}
