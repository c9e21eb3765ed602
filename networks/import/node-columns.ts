/** Nodes of a file in columns: most of a map's nodes belong to no street and need no object each. */
import type { Problems } from '../../core/base/errors.js';
import { NodeTable } from './node-table.js';
import { type OsmNode, SIGNS, type Sign } from './osm-data.js';

/** Where a row stands; zeros where the file has no lines. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const FIRST_CAPACITY = 1 << 12;

export class NodeColumns {
  #count = 0;
  #id = new Float64Array(FIRST_CAPACITY);
  #lon_deg = new Float64Array(FIRST_CAPACITY);
  #lat_deg = new Float64Array(FIRST_CAPACITY);
  #version = new Int32Array(FIRST_CAPACITY);
  /** 0 for none, else 1 + the place in SIGNS. */
  #sign = new Uint8Array(FIRST_CAPACITY);
  #line = new Int32Array(FIRST_CAPACITY);
  #column = new Int32Array(FIRST_CAPACITY);
  /** Ids rise from row to row, as in most files; then none is there twice. */
  #isRising = true;

  get count(): number {
    return this.#count;
  }

  add({ id, lon_deg, lat_deg, version, sign }: OsmNode, { line, column }: Place): void {
    const row = this.#count++;
    if (row === this.#id.length) this.#grow();
    if (row > 0 && id <= this.#id[row - 1]!) this.#isRising = false;
    this.#id[row] = id;
    this.#lon_deg[row] = lon_deg;
    this.#lat_deg[row] = lat_deg;
    this.#version[row] = version;
    this.#sign[row] = sign === null ? 0 : 1 + SIGNS.indexOf(sign);
    this.#line[row] = line;
    this.#column[row] = column;
  }

  /**
   * The nodes of `wanted`, whose ids rise. Of rows with one id the newest counts; two that differ in
   * one version are an error. Gives the number of rows that repeat an id too.
   */
  pick(wanted: Float64Array, problems: Problems): { nodes: NodeTable; repeatedCount: number } {
    const nodes = new NodeTable(wanted);
    const order = this.#isRising ? null : this.#rowsById();
    let repeatedCount = 0;
    let next = 0;
    for (let at = 0; at < this.#count; at++) {
      const row = order === null ? at : order[at]!;
      const after = order === null || at + 1 === this.#count ? -1 : order[at + 1]!;
      const id = this.#id[row]!;
      if (after >= 0 && this.#id[after] === id) {
        repeatedCount++;
        this.#compare(row, after, problems);
        continue;
      }
      while (next < wanted.length && wanted[next]! < id) next++;
      if (wanted[next] === id) nodes.put(next, this.#node(row));
    }
    return { nodes, repeatedCount };
  }

  /** By id, then version, then place in the file. */
  #rowsById(): Uint32Array {
    const [id, version] = [this.#id, this.#version];
    const rows = Uint32Array.from({ length: this.#count }, (_, row) => row);
    return rows.sort((a, b) => id[a]! - id[b]! || version[a]! - version[b]! || a - b);
  }

  #compare(row: number, next: number, problems: Problems): void {
    if (this.#version[row] !== this.#version[next]) return;
    const isSame =
      this.#lon_deg[row] === this.#lon_deg[next] &&
      this.#lat_deg[row] === this.#lat_deg[next] &&
      this.#sign[row] === this.#sign[next];
    if (isSame) return;
    const place = { line: this.#line[next]!, column: this.#column[next]!, field: 'node.id' };
    problems.add('OSM-009', place, `${this.#id[row]} is there twice, different`);
  }

  #node(row: number): OsmNode {
    const sign: Sign | null = SIGNS[this.#sign[row]! - 1] ?? null;
    return {
      id: this.#id[row]!,
      lon_deg: this.#lon_deg[row]!,
      lat_deg: this.#lat_deg[row]!,
      version: this.#version[row]!,
      sign,
    };
  }

  #grow(): void {
    const grown = <Column extends Float64Array | Int32Array | Uint8Array>(
      column: Column,
    ): Column => {
      const larger = new (column.constructor as new (length: number) => Column)(2 * column.length);
      larger.set(column);
      return larger;
    };
    this.#id = grown(this.#id);
    this.#lon_deg = grown(this.#lon_deg);
    this.#lat_deg = grown(this.#lat_deg);
    this.#version = grown(this.#version);
    this.#sign = grown(this.#sign);
    this.#line = grown(this.#line);
    this.#column = grown(this.#column);
  }
}
