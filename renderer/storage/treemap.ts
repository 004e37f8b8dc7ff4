/** A rectangle in fractions of the whole: 0 to 1 from the upper left. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is still to be filled, in units in which the areas are given. */
interface Room {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Rectangles as large as the values, in their order, as square as can be (Bruls, Huizing and van Wijk, "Squarified
 * Treemaps", 2000). `aspect` is width by height of the whole. Values of nought or less have no area.
 */
export function treemap(values: readonly number[], aspect: number): readonly Tile[] {
  const sum = values.reduce((total, value) => total + Math.max(0, value), 0);
  const whole = { width: aspect, height: 1 };
  const areas = values.map((value) => (sum === 0 ? 0 : (Math.max(0, value) / sum) * aspect));
  const room: Room = { left: 0, top: 0, ...whole };
  const tiles: Tile[] = [];
  let row: number[] = [];
  for (const area of areas) {
    const side = Math.min(room.width, room.height);
    if (row.length > 0 && worst([...row, area], side) > worst(row, side)) {
      tiles.push(...placeRow(row, room));
      row = [];
    }
    row.push(area);
  }
  tiles.push(...placeRow(row, room));
  return tiles.map(({ left, top, width, height }) => ({
    left: left / aspect,
    top,
    width: width / aspect,
    height,
  }));
}

/** The most oblong of a row's rectangles along a side: 1 is a square. */
function worst(row: readonly number[], side: number): number {
  const sum = row.reduce((total, area) => total + area, 0);
  const least = Math.min(...row);
  if (least === 0 || side === 0) return Number.POSITIVE_INFINITY;
  const most = Math.max(...row);
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least));
}

/** Lays a row along the shorter side and takes its room away. */
function placeRow(row: readonly number[], room: Room): readonly Tile[] {
  const sum = row.reduce((total, area) => total + area, 0);
  const isUpright = room.width >= room.height;
  const side = isUpright ? room.height : room.width;
  const thickness = side === 0 ? 0 : sum / side;
  let along = 0;
  const tiles = row.map((area): Tile => {
    const length = thickness === 0 ? 0 : area / thickness;
    const tile = isUpright
      ? { left: room.left, top: room.top + along, width: thickness, height: length }
      : { left: room.left + along, top: room.top, width: length, height: thickness };
    along += length;
    return tile;
  });
  if (isUpright) {
    room.left += thickness;
    room.width -= thickness;
  } else {
    room.top += thickness;
    room.height -= thickness;
  }
  return tiles;
}
