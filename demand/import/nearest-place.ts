/** The place nearest to a point, over squares of the plane in typed arrays, and the slow twin. */

export interface PlacePoint {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
}

/** Places in a square, on average: fewer make more squares to look at, more make them fuller. */
const PLACES_PER_SQUARE = 2;

/**
 * An R-tree of boxes made for each look a list and took a fifth of an import's time; squares make
 * nothing. Ties go to the first name.
 */
export class NearestPlace {
  readonly #names: readonly string[];
  readonly #x_m: Float64Array;
  readonly #y_m: Float64Array;
  readonly #west_m: number;
  readonly #south_m: number;
  readonly #side_m: number;
  readonly #columnCount: number;
  readonly #rowCount: number;
  /** Places of a square stand from its first to before that of the next one, in order of names. */
  readonly #first: Int32Array;
  readonly #placeAt: Int32Array;

  constructor(places: readonly PlacePoint[]) {
    const sorted = places
      .filter(({ x_m, y_m }) => Number.isFinite(x_m) && Number.isFinite(y_m))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    this.#names = sorted.map(({ name }) => name);
    this.#x_m = Float64Array.from(sorted, ({ x_m }) => x_m);
    this.#y_m = Float64Array.from(sorted, ({ y_m }) => y_m);
    const [west_m, east_m] = rangeOf(this.#x_m);
    const [south_m, north_m] = rangeOf(this.#y_m);
    [this.#west_m, this.#south_m] = [west_m, south_m];
    const squareCount = Math.max(1, sorted.length / PLACES_PER_SQUARE);
    const [width_m, height_m] = [east_m - west_m, north_m - south_m];
    // Along a single street the squares follow its length.
    const longest_m = Math.max(width_m, height_m) / squareCount;
    this.#side_m = Math.max(1, longest_m, Math.sqrt((width_m * height_m) / squareCount));
    this.#columnCount = 1 + Math.floor(width_m / this.#side_m);
    this.#rowCount = 1 + Math.floor(height_m / this.#side_m);
    this.#first = new Int32Array(this.#columnCount * this.#rowCount + 1);
    this.#placeAt = new Int32Array(sorted.length);
    this.#fill();
  }

  /** Name of the nearest within reach; empty where there is none. */
  at(x_m: number, y_m: number, reach_m: number): string {
    const [side_m, columnCount, rowCount] = [this.#side_m, this.#columnCount, this.#rowCount];
    const column = Math.floor((x_m - this.#west_m) / side_m);
    const row = Math.floor((y_m - this.#south_m) / side_m);
    if (!Number.isFinite(column + row)) return '';
    const nearestRing = Math.max(0, -column, column - columnCount + 1, -row, row - rowCount + 1);
    const lastRing = Math.max(column, columnCount - 1 - column, row, rowCount - 1 - row);
    this.#best = -1;
    this.#least_m2 = reach_m * reach_m;
    for (let ring = nearestRing; ring <= lastRing; ring++) {
      // What lies in a ring is farther than the rings within it are wide.
      const least_m = (ring - 1) * side_m;
      if (least_m > 0 && least_m * least_m > this.#least_m2) break;
      const [from, to] = [Math.max(0, column - ring), Math.min(columnCount - 1, column + ring)];
      const [low, high] = [Math.max(0, row - ring), Math.min(rowCount - 1, row + ring)];
      for (let each = low; each <= high; each++) {
        const isEdge = each === row - ring || each === row + ring;
        if (isEdge) this.#lookAt(each * columnCount + from, each * columnCount + to, x_m, y_m);
        else {
          const start = each * columnCount;
          if (column - ring >= 0) this.#lookAt(start + from, start + from, x_m, y_m);
          if (ring > 0 && column + ring < columnCount)
            this.#lookAt(start + to, start + to, x_m, y_m);
        }
      }
    }
    return this.#best < 0 ? '' : this.#names[this.#best]!;
  }

  #best = -1;
  #least_m2 = 0;

  /** At the places of a run of squares. */
  #lookAt(firstSquare: number, lastSquare: number, x_m: number, y_m: number): void {
    const end = this.#first[lastSquare + 1]!;
    for (let at = this.#first[firstSquare]!; at < end; at++) {
      const place = this.#placeAt[at]!;
      const dx_m = this.#x_m[place]! - x_m;
      const dy_m = this.#y_m[place]! - y_m;
      const away_m2 = dx_m * dx_m + dy_m * dy_m;
      const isNearer =
        away_m2 < this.#least_m2 || (away_m2 === this.#least_m2 && this.#isFirst(place));
      if (!isNearer) continue;
      this.#best = place;
      this.#least_m2 = away_m2;
    }
  }

  #isFirst(place: number): boolean {
    return this.#best < 0 || place < this.#best;
  }

  #fill(): void {
    const squares = Int32Array.from(this.#x_m, (x_m, place) => {
      const column = Math.floor((x_m - this.#west_m) / this.#side_m);
      const row = Math.floor((this.#y_m[place]! - this.#south_m) / this.#side_m);
      return row * this.#columnCount + column;
    });
    for (const square of squares) this.#first[square + 1]!++;
    for (let square = 1; square < this.#first.length; square++) {
      this.#first[square]! += this.#first[square - 1]!;
    }
    const next = this.#first.slice();
    for (const [place, square] of squares.entries()) this.#placeAt[next[square]!++] = place;
  }
}

function rangeOf(values: Float64Array): [least: number, greatest: number] {
  if (values.length === 0) return [0, 0];
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

/** The plain way, over every place; ties go to the first name. */
export function nearestByScan(
  places: readonly PlacePoint[],
  x_m: number,
  y_m: number,
  reach_m = Number.POSITIVE_INFINITY,
): string {
  let best = '';
  let least_m2 = reach_m * reach_m;
  for (const { name, x_m: there_x_m, y_m: there_y_m } of places) {
    const [dx, dy] = [there_x_m - x_m, there_y_m - y_m];
    const away_m2 = dx * dx + dy * dy;
    if (away_m2 > least_m2 || (away_m2 === least_m2 && best !== '' && name > best)) continue;
    best = name;
    least_m2 = away_m2;
  }
  return best;
}
