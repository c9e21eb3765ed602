/** The blocks of a grid, their faces on the streets, and the way from a point to the nearest. */
import type { BlockDraft, Point } from '../../core/network/network-draft.js';
import {
  type Grid,
  isJunction,
  linkName,
  nodeName,
  ordinal,
  stripAt,
  stripOf,
  toMicron,
} from './grid.js';

export interface GridBlock extends BlockDraft {
  readonly column: number;
  readonly row: number;
  /** Clockwise from the north, as the traffic goes round a block; none on the rim. */
  readonly faces: readonly Face[];
}

/** One side of a block and the link that has the block on its right. They have the same length. */
export interface Face {
  readonly link: string;
  readonly length_m: number;
  /** Corner where the link begins. */
  readonly start: Point;
  /** Unit vector of travel; the block lies to the right of it. */
  readonly heading: Point;
  /** True where the link ends at a junction, not on the rim. */
  readonly endsAtJunction: boolean;
}

/** Rows from south to north, each from west to east. */
export function gridBlocks(grid: Grid): GridBlock[] {
  const strips = Array.from({ length: grid.streetCount + 1 }, (_, strip) => strip);
  return strips.flatMap((row) => strips.map((column) => blockAt(grid, column, row)));
}

/** The block among `gridBlocks(grid)` whose land the point lies on. */
export function blockOf(grid: Grid, blocks: readonly GridBlock[], [x_m, y_m]: Point): GridBlock {
  return blocks[stripAt(grid, y_m) * (grid.streetCount + 1) + stripAt(grid, x_m)]!;
}

/** Nearest face of the block and the place on it; ties go to the first, clockwise from north. */
export function frontage(
  block: GridBlock,
  point: Point,
): { readonly face: Face; readonly position_m: number; readonly distance_m: number } {
  const candidates = block.faces.map((face) => {
    const [x, y] = [point[0] - face.start[0], point[1] - face.start[1]];
    const [east, north] = face.heading;
    return {
      face,
      position_m: toMicron(x * east + y * north),
      distance_m: toMicron(x * north - y * east),
    };
  });
  return candidates.reduce((best, next) => (next.distance_m < best.distance_m ? next : best));
}

function blockAt(grid: Grid, column: number, row: number): GridBlock {
  const [west, east] = stripOf(grid, column);
  const [south, north] = stripOf(grid, row);
  const [width_m, height_m] = [toMicron(east - west), toMicron(north - south)];
  const [left, right, below, above] = [column - 1, column, row - 1, row];
  const face = (
    from: Point,
    to: Point,
    shape: { start: Point; heading: Point; length_m: number },
  ): Face => ({
    ...shape,
    link: linkName(nodeName(grid, ...from), nodeName(grid, ...to)),
    endsAtJunction: isJunction(grid, to[0]) && isJunction(grid, to[1]),
  });
  const sides = [
    isJunction(grid, above) &&
      face([left, above], [right, above], {
        start: [west, north],
        heading: [1, 0],
        length_m: width_m,
      }),
    isJunction(grid, right) &&
      face([right, above], [right, below], {
        start: [east, north],
        heading: [0, -1],
        length_m: height_m,
      }),
    isJunction(grid, below) &&
      face([right, below], [left, below], {
        start: [east, south],
        heading: [-1, 0],
        length_m: width_m,
      }),
    isJunction(grid, left) &&
      face([left, below], [left, above], {
        start: [west, south],
        heading: [0, 1],
        length_m: height_m,
      }),
  ];
  return {
    name: `block-${ordinal(grid, column)}-${ordinal(grid, row)}`,
    column,
    row,
    polygon: [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
    area_m2: toMicron(width_m * height_m),
    faces: sides.filter((side) => side !== false),
  };
}
