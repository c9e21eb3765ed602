/** The ground of a network cut into squares, and which waiting places of the fleet lie in each. */

export interface BlockGrid {
  readonly blockCount: number;
  /** By waiting place: the square that it lies in. */
  readonly blockOfPlace: Int32Array;
  /** By square: its waiting places, rising. */
  readonly placesOf: readonly (readonly number[])[];
  /** By square: those that share a side with it and have a waiting place, rising. */
  readonly neighbours: readonly (readonly number[])[];
  /** By square: its middle. */
  readonly x_m: Float64Array;
  readonly y_m: Float64Array;
}

export interface Ground {
  readonly west_m: number;
  readonly south_m: number;
  readonly east_m: number;
  readonly north_m: number;
}

/**
 * Cuts the ground into the fewest squares of `side_m` that cover it, the same overhang on all sides.
 * Only squares with a waiting place get a row, west to east, then south to north.
 */
export function blockGrid(
  places: { readonly x_m: ArrayLike<number>; readonly y_m: ArrayLike<number> },
  ground: Ground,
  side_m: number,
): BlockGrid {
  const across = axisOf(ground.west_m, ground.east_m, side_m);
  const along = axisOf(ground.south_m, ground.north_m, side_m);
  const squares = Array.from(places.x_m, (x_m, place) => {
    const column = slotOf(across, x_m, side_m);
    return slotOf(along, places.y_m[place]!, side_m) * across.count + column;
  });
  const used = [...new Set(squares)].sort((a, b) => a - b);
  const rowOf = new Map(used.map((square, row) => [square, row]));
  const placesOf: number[][] = used.map(() => []);
  for (const [place, square] of squares.entries()) placesOf[rowOf.get(square)!]!.push(place);
  return {
    blockCount: used.length,
    blockOfPlace: Int32Array.from(squares, (square) => rowOf.get(square)!),
    placesOf,
    neighbours: used.map((square) =>
      besides(square, across.count)
        .map((other) => rowOf.get(other))
        .filter((row) => row !== undefined),
    ),
    x_m: Float64Array.from(used, (at) => across.start_m + ((at % across.count) + 0.5) * side_m),
    y_m: Float64Array.from(
      used,
      (at) => along.start_m + (Math.floor(at / across.count) + 0.5) * side_m,
    ),
  };
}

/** Between the middles of two squares, straight. */
export function distanceBetween_m({ x_m, y_m }: BlockGrid, from: number, to: number): number {
  const east_m = x_m[to]! - x_m[from]!;
  const north_m = y_m[to]! - y_m[from]!;
  return Math.sqrt(east_m * east_m + north_m * north_m);
}

interface Axis {
  readonly start_m: number;
  readonly count: number;
}

function axisOf(from_m: number, to_m: number, side_m: number): Axis {
  const count = Math.max(1, Math.ceil((to_m - from_m) / side_m));
  return { start_m: (from_m + to_m - count * side_m) / 2, count };
}

/** What lies beyond the ground belongs to the square at its rim. */
const slotOf = ({ start_m, count }: Axis, at_m: number, side_m: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor((at_m - start_m) / side_m)));

/** South, west, east, north; a row's ends have no neighbour beyond. */
function besides(square: number, columnCount: number): number[] {
  const column = square % columnCount;
  return [
    square - columnCount,
    ...(column > 0 ? [square - 1] : []),
    ...(column < columnCount - 1 ? [square + 1] : []),
    square + columnCount,
  ];
}
