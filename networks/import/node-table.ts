/** The nodes of ways, in columns by rising id: a town's are too many for an object each. */
import { type OsmNode, type OsmNodes, SIGNS } from './osm-data.js';

/** What is known of a row: nothing, a node without a sign, or two more than its sign in SIGNS. */
const [UNSEEN, NO_SIGN, FIRST_SIGN] = [0, 1, 2];

export class NodeTable implements OsmNodes {
  readonly id: Float64Array;
  readonly lon_deg: Float64Array;
  readonly lat_deg: Float64Array;
  readonly version: Int32Array;
  readonly seen: Uint8Array;

  /** `id`: of the rows, which rise; none has a node yet. */
  constructor(id: Float64Array) {
    this.id = id;
    this.lon_deg = new Float64Array(id.length);
    this.lat_deg = new Float64Array(id.length);
    this.version = new Int32Array(id.length);
    this.seen = new Uint8Array(id.length);
  }

  get size(): number {
    let count = 0;
    for (const each of this.seen) if (each !== UNSEEN) count++;
    return count;
  }

  put(row: number, { lon_deg, lat_deg, version, sign }: OsmNode): void {
    this.lon_deg[row] = lon_deg;
    this.lat_deg[row] = lat_deg;
    this.version[row] = version;
    this.seen[row] = sign === null ? NO_SIGN : FIRST_SIGN + SIGNS.indexOf(sign);
  }

  get(id: number): OsmNode | undefined {
    const row = this.rowOf(id);
    return row < 0 ? undefined : this.#node(row);
  }

  *values(): Generator<OsmNode> {
    for (let row = 0; row < this.id.length; row++) {
      const node = this.#node(row);
      if (node !== undefined) yield node;
    }
  }

  /** The row of an id, or -1. */
  rowOf(id: number): number {
    const row = this.firstFrom(id);
    return this.id[row] === id ? row : -1;
  }

  /** The first row whose id is `id` or above; the number of rows where there is none. */
  firstFrom(id: number): number {
    let [low, high] = [0, this.id.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.id[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #node(row: number): OsmNode | undefined {
    const seen = this.seen[row]!;
    if (seen === UNSEEN) return undefined;
    return {
      id: this.id[row]!,
      lon_deg: this.lon_deg[row]!,
      lat_deg: this.lat_deg[row]!,
      version: this.version[row]!,
      sign: SIGNS[seen - FIRST_SIGN] ?? null,
    };
  }
}

/** Ids without those that are there again, rising. */
export function distinct(ids: Float64Array): Float64Array {
  ids.sort();
  let count = 0;
  for (let at = 0; at < ids.length; at++) {
    if (at === 0 || ids[at] !== ids[at - 1]) ids[count++] = ids[at]!;
  }
  return ids.slice(0, count);
}
