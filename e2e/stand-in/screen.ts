import type { Display, Point, Rectangle } from 'electron';
import { GuardedEmitter } from './missing-api.ts';

/** The one screen of the pretended desktop, with a panel at the top. */
export const desktop = {
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 32, width: 1920, height: 1048 },
} as const;

type ScreenDisplay = Pick<
  Display,
  'id' | 'label' | 'bounds' | 'workArea' | 'size' | 'workAreaSize' | 'scaleFactor' | 'rotation' | 'internal'
>;

function display(): ScreenDisplay {
  const { bounds, workArea } = desktop;
  return {
    id: 1,
    label: 'Stand-in',
    bounds: { ...bounds },
    workArea: { ...workArea },
    size: { width: bounds.width, height: bounds.height },
    workAreaSize: { width: workArea.width, height: workArea.height },
    scaleFactor: 1,
    rotation: 0,
    internal: false,
  };
}

/** Electron's `screen`. */
export class Screen extends GuardedEmitter {
  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed']);
  }

  getPrimaryDisplay(): ScreenDisplay {
    return display();
  }

  getAllDisplays(): ScreenDisplay[] {
    return [display()];
  }

  getDisplayMatching(_bounds: Rectangle): ScreenDisplay {
    return display();
  }

  getDisplayNearestPoint(_point: Point): ScreenDisplay {
    return display();
  }

  getCursorScreenPoint(): Point {
    return { x: 0, y: 0 };
  }
}
