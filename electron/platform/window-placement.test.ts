import { describe, expect, it } from 'vitest';
import { placeWindow, WindowPlacement } from './window-placement.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const bounds = { x: -1200, y: 40, width: 1000, height: 700 };

describe('placeWindow', () => {
  it('opens where it was', () => {
    expect(placeWindow({ bounds, isMaximized: false }, [screen, left])).toEqual(bounds);
  });

  it('keeps only the size when that screen is gone, or the head would be out of reach', () => {
    expect(placeWindow({ bounds, isMaximized: false }, [screen])).toEqual({ width: 1000, height: 700 });
    expect(placeWindow({ bounds: { ...bounds, x: 10, y: -300 }, isMaximized: false }, [screen])).toEqual({
      width: 1000,
      height: 700,
    });
  });

  it('has a size of its own at first, and never one too small to use', () => {
    expect(placeWindow(WindowPlacement.parse({}), [screen])).toEqual({ width: 1180, height: 760 });
    expect(
      placeWindow({ bounds: { x: 0, y: 0, width: 10, height: 10 }, isMaximized: false }, [screen]),
    ).toEqual({
      x: 0,
      y: 0,
      width: 760,
      height: 480,
    });
  });
});
