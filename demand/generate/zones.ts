/**
 * Squares of land that gather addresses, so that a gravity model has hundreds of rows, not
 * thousands. They hang on the addresses' coordinates only.
 */
interface Located {
  readonly x_m: number;
  readonly y_m: number;
}

/** A finer division changes no mean distance by more than a few metres. */
const ZONE_COUNT_AIMED = 600;
const SMALLEST_SIDE_m = 60;

export class Zones {
  readonly side_m: number;
  /** Zone of each address, by the address's row. */
  readonly zoneOf: readonly number[];
  /** Rows of the addresses of each zone. Every zone has at least one. */
  readonly members: readonly (readonly number[])[];
  /** Mean place of the addresses of each zone. */
  readonly centres: readonly Located[];

  constructor(addresses: readonly Located[]) {
    const west_m = addresses.reduce((least, { x_m }) => Math.min(least, x_m), Infinity);
    const east_m = addresses.reduce((most, { x_m }) => Math.max(most, x_m), -Infinity);
    const south_m = addresses.reduce((least, { y_m }) => Math.min(least, y_m), Infinity);
    const north_m = addresses.reduce((most, { y_m }) => Math.max(most, y_m), -Infinity);
    const width_m = Math.max(east_m - west_m, SMALLEST_SIDE_m);
    const height_m = Math.max(north_m - south_m, SMALLEST_SIDE_m);
    this.side_m = Math.max(SMALLEST_SIDE_m, Math.sqrt((width_m * height_m) / ZONE_COUNT_AIMED));
    const columnCount = Math.floor(width_m / this.side_m) + 1;

    const members = new Map<number, number[]>();
    for (const [row, { x_m, y_m }] of addresses.entries()) {
      const east = Math.floor((x_m - west_m) / this.side_m);
      const north = Math.floor((y_m - south_m) / this.side_m);
      const square = north * columnCount + east;
      const list = members.get(square);
      if (list === undefined) members.set(square, [row]);
      else list.push(row);
    }
    this.members = [...members].sort(([a], [b]) => a - b).map(([, rows]) => rows);
    const zoneOf = new Array<number>(addresses.length).fill(-1);
    for (const [zone, rows] of this.members.entries()) for (const row of rows) zoneOf[row] = zone;
    this.zoneOf = zoneOf;
    this.centres = this.members.map((rows) => meanPlace(rows.map((row) => addresses[row]!)));
  }

  get count(): number {
    return this.members.length;
  }

  /** Rectilinear distance between centres; within a zone the mean one of a square, 2/3 of its side. */
  distance_m(from: number, to: number): number {
    if (from === to) return (2 / 3) * this.side_m;
    const a = this.centres[from]!;
    const b = this.centres[to]!;
    return Math.abs(a.x_m - b.x_m) + Math.abs(a.y_m - b.y_m);
  }
}

function meanPlace(places: readonly Located[]): Located {
  let x_m = 0;
  let y_m = 0;
  for (const place of places) {
    x_m += place.x_m;
    y_m += place.y_m;
  }
  return { x_m: x_m / places.length, y_m: y_m / places.length };
}
