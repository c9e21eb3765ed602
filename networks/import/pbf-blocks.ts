/** Blocks of a PBF file: their frames, and the rows of those kinds that are asked for. */
import { PbfReader } from 'pbf';
import { refused } from '../../core/base/counted-text.js';
import { shown, type UserError } from '../../core/base/errors.js';
import type { OsmMember } from './osm-data.js';
import type { OsmThings } from './osm-things.js';
import { type Blob, damagedAt, readingFields, unpacked } from './pbf-blobs.js';
import { readDenseNodes } from './pbf-dense-nodes.js';
import { type BlockFrame, degreesOf, isPlace } from './pbf-frame.js';
import { type PackedReader, packedReader } from './pbf-packed.js';
import { common, emptyRow, type Row } from './pbf-rows.js';
import { BlockTexts } from './pbf-texts.js';

export interface PbfLimits {
  /** Nodes, ways and relations together. */
  readonly things: number;
  /** Of all blobs, unpacked. */
  readonly bytes: number;
}

const NO_PLACE = { line: 0, column: 0 };
const FEATURES: ReadonlySet<string> = new Set(['OsmSchema-V0.6', 'DenseNodes']);

/** Fields of a group of rows. */
const KIND = { node: 1, dense: 2, way: 3, relation: 4 } as const;

export type Kinds = 'nodes' | 'ways and relations' | 'all';

export class BlockReader {
  readonly things: OsmThings;
  readonly #file: string;
  readonly #limits: PbfLimits;
  readonly #texts = new BlockTexts();
  /** Texts of what is kept, so that each is there once and not in every block. */
  readonly #known = new Map<string, string>();
  /** Where blobs begin in which nodes were seen. */
  readonly #withNodes = new Set<number>();
  #kinds: Kinds = 'all';
  #thingCount = 0;
  #byteCount = 0;
  #damaged: (what: string) => UserError = () => damagedAt('', 0, '');

  constructor(file: string, things: OsmThings, limits: PbfLimits) {
    this.#file = file;
    this.things = things;
    this.#limits = limits;
  }

  /** From the file's beginning; things that were read before are not counted again. */
  begin(kinds: Kinds): void {
    this.#kinds = kinds;
    this.#byteCount = 0;
  }

  readHeader(blob: Blob): void {
    const reader = new PbfReader(this.#unpacked(blob));
    this.#fields(reader, reader.length, (field) => {
      if (field === 1) this.#readBounds(reader, this.#end(reader));
      else if (field === 4) {
        const feature = reader.readString();
        if (FEATURES.has(feature)) return;
        const message = `needs a reader that knows ${shown(feature)}`;
        throw refused(this.#file, 'OSM-017', message);
      }
    });
  }

  readBlock(blob: Blob): void {
    if (this.#kinds === 'nodes' && !this.#withNodes.has(blob.offset)) return;
    const bytes = this.#unpacked(blob);
    const reader = new PbfReader(bytes);
    const groups: [start: number, end: number][] = [];
    let [granularity, latOffset, lonOffset] = [100, 0, 0];
    this.#texts.begin(bytes);
    this.#fields(reader, reader.length, (field) => {
      if (field === 1) this.#findTexts(reader);
      else if (field === 2) {
        const end = this.#end(reader);
        groups.push([reader.pos, end]);
        reader.pos = end;
      } else if (field === 17) granularity = reader.readVarint(true);
      else if (field === 19) latOffset = reader.readVarint(true);
      else if (field === 20) lonOffset = reader.readVarint(true);
    });
    const frame = { texts: this.#texts, granularity, latOffset, lonOffset };
    // A block's frame may follow its rows.
    for (const [start, end] of groups) {
      const hasNodes = this.#readGroup(bytes, { start, end, frame });
      if (hasNodes) this.#withNodes.add(blob.offset);
    }
  }

  #unpacked(blob: Blob): Uint8Array {
    this.#damaged = (what) => damagedAt(this.#file, blob.offset, what);
    const bytes = unpacked(blob, this.#file);
    this.#byteCount += bytes.length;
    if (this.#byteCount <= this.#limits.bytes) return bytes;
    const limit = `${Math.round(this.#limits.bytes / (1 << 20))} MB`;
    throw refused(this.#file, 'OSM-002', `is larger than ${limit} unpacked: cut out a district`);
  }

  #count(rows: number): void {
    this.#thingCount += rows;
    if (this.#thingCount <= this.#limits.things) return;
    const limit = `more than ${this.#limits.things} nodes, ways and relations`;
    throw refused(this.#file, 'OSM-002', `has ${limit}: cut out a district`);
  }

  #fields(reader: PbfReader, end: number, read: (field: number) => void): void {
    readingFields(reader, end, this.#damaged, read);
  }

  /** Where the message that begins here ends. */
  #end(reader: PbfReader): number {
    const length = reader.readVarint();
    const end = reader.pos + length;
    if (!(end <= reader.length)) throw this.#damaged('a message longer than its blob');
    return end;
  }

  #readBounds(reader: PbfReader, end: number): void {
    const sides = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
    this.#fields(reader, end, (field) => {
      if (field >= 1 && field <= 4) sides[field - 1] = reader.readSVarint() / 1e9;
    });
    const [west_deg, east_deg, north_deg, south_deg] = sides as [number, number, number, number];
    const isArea = west_deg < east_deg && south_deg < north_deg;
    if (!isArea) throw this.#damaged('bounds without an area');
    this.things.addBounds({ west_deg, south_deg, east_deg, north_deg });
  }

  #findTexts(reader: PbfReader): void {
    this.#fields(reader, this.#end(reader), (field) => {
      if (field !== 1) return;
      const end = this.#end(reader);
      this.#texts.add(reader.pos, end);
      reader.pos = end;
    });
  }

  /** Gives whether there are nodes among its rows. */
  #readGroup(
    bytes: Uint8Array,
    { start, end, frame }: { start: number; end: number; frame: BlockFrame },
  ): boolean {
    const reader = new PbfReader(bytes);
    const packed = packedReader(reader, this.#damaged);
    let hasNodes = false;
    reader.pos = start;
    this.#fields(reader, end, (field) => {
      if (field < KIND.node || field > KIND.relation) return;
      const isNode = field === KIND.node || field === KIND.dense;
      hasNodes ||= isNode;
      const stop = this.#end(reader);
      if (this.#kinds === (isNode ? 'ways and relations' : 'nodes')) {
        reader.pos = stop;
        return;
      }
      if (field === KIND.dense) {
        const block = { bytes, frame, things: this.things, damaged: this.#damaged };
        this.#count(readDenseNodes(reader, stop, block));
        return;
      }
      this.#count(1);
      if (field === KIND.node) this.#readNode(packed, stop, frame);
      else if (field === KIND.way) this.#readWay(packed, stop, frame);
      else this.#readRelation(packed, stop, frame);
    });
    return hasNodes;
  }

  #readNode(packed: PackedReader, stop: number, frame: BlockFrame): void {
    const { reader } = packed;
    const row = emptyRow();
    let [lat, lon] = [Number.NaN, Number.NaN];
    this.#fields(reader, stop, (field) => {
      if (field === 1) row.id = reader.readSVarint();
      else if (field === 8) lat = reader.readSVarint();
      else if (field === 9) lon = reader.readSVarint();
      else this.#readCommon(field, packed, row);
    });
    const [lat_deg, lon_deg] = degreesOf(lat, lon, frame);
    const tags = this.#tagsOf(row, frame);
    if (!isPlace(row.id, lat_deg, lon_deg)) throw this.#damaged('a node without a place');
    if (row.isDeleted) this.things.addDeleted();
    else if (this.things.wantsNode(row.id) || tags.size > 0) {
      this.things.addNode({ ...common(row), lon_deg, lat_deg, tags }, NO_PLACE);
    }
  }

  #readWay(packed: PackedReader, stop: number, frame: BlockFrame): void {
    const { reader } = packed;
    const row = emptyRow();
    let nodes: readonly number[] = [];
    this.#fields(reader, stop, (field) => {
      if (field === 1) row.id = reader.readVarint(true);
      else if (field === 8) nodes = packed.deltas().slice();
      else this.#readCommon(field, packed, row);
    });
    const tags = this.#tagsOf(row, frame);
    if (!Number.isSafeInteger(row.id)) throw this.#damaged('a way without an id');
    if (row.isDeleted) this.things.addDeleted();
    else this.things.addWay({ ...common(row), nodes, tags }, NO_PLACE);
  }

  #readRelation(packed: PackedReader, stop: number, frame: BlockFrame): void {
    const { reader } = packed;
    const row = emptyRow();
    let roles: readonly number[] = [];
    let refs: readonly number[] = [];
    let types: readonly number[] = [];
    this.#fields(reader, stop, (field) => {
      if (field === 1) row.id = reader.readVarint(true);
      else if (field === 8) roles = packed.numbers();
      else if (field === 9) refs = packed.deltas();
      else if (field === 10) types = packed.numbers();
      else this.#readCommon(field, packed, row);
    });
    const tags = this.#tagsOf(row, frame);
    const isWhole = roles.length === refs.length && refs.length === types.length;
    if (!Number.isSafeInteger(row.id) || !isWhole) throw this.#damaged('a broken relation');
    if (row.isDeleted) {
      this.things.addDeleted();
      return;
    }
    const members = refs.flatMap((ref, at): OsmMember[] => {
      const type = MEMBER_TYPES[types[at]!];
      const role = this.#same(frame.texts.text(roles[at]!) ?? '');
      return type === undefined ? [] : [{ type, ref, role }];
    });
    this.things.addRelation({ ...common(row), members, tags }, NO_PLACE);
  }

  /** Keys, values and the version stand in fields of one number everywhere. */
  #readCommon(field: number, packed: PackedReader, row: Row): void {
    if (field === 2) row.keys = packed.numbers();
    else if (field === 3) row.values = packed.numbers();
    else if (field === 4) {
      const { reader } = packed;
      this.#fields(reader, this.#end(reader), (inner) => {
        if (inner === 1) row.version = reader.readVarint(true);
        else if (inner === 6) row.isDeleted = reader.readVarint() === 0;
      });
    }
  }

  #tagsOf({ keys, values }: Row, { texts }: BlockFrame): ReadonlyMap<string, string> {
    if (keys.length !== values.length) throw this.#damaged('keys without values');
    const tags = new Map<string, string>();
    for (const [at, key] of keys.entries()) {
      const [k, v] = [texts.text(key), texts.text(values[at]!)];
      if (k === undefined || v === undefined) throw this.#damaged('a text that is not there');
      tags.set(this.#same(k), this.#same(v));
    }
    return tags;
  }

  #same(text: string): string {
    const known = this.#known.get(text);
    if (known === undefined) this.#known.set(text, text);
    return known ?? text;
  }
}

const MEMBER_TYPES = ['node', 'way', 'relation'] as const;
