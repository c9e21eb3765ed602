/**
 * Reads OpenStreetMap PBF as a stream of blobs and keeps what streets need, as `osm-xml.ts` does of
 * XML. Damage is reported with the byte at which the blob begins that holds it.
 */
import { PbfReader } from 'pbf';
import { refused } from '../../core/base/counted-text.js';
import { Problems, shown, type UserError } from '../../core/base/errors.js';
import type { OsmData, OsmMember } from './osm-data.js';
import { OsmThings } from './osm-things.js';
import { type Blob, blobsOf, damagedAt, readingFields } from './pbf-blobs.js';
import { readDenseNodes } from './pbf-dense-nodes.js';
import { type BlockFrame, degreesOf, isPlace } from './pbf-frame.js';
import { type PackedReader, packedReader } from './pbf-packed.js';

export interface PbfLimits {
  /** Nodes, ways and relations together. */
  readonly things: number;
  /** Of all blobs, unpacked. */
  readonly bytes: number;
}

/** As many things as of XML; unpacked they take a tenth of its bytes. */
export const PBF_LIMITS: PbfLimits = { things: 3_000_000, bytes: 256 << 20 };

const NO_PLACE = { line: 0, column: 0 };
const FEATURES: ReadonlySet<string> = new Set(['OsmSchema-V0.6', 'DenseNodes']);

export async function readOsmPbf(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  limits: PbfLimits = PBF_LIMITS,
): Promise<OsmData> {
  const problems = new Problems(file);
  const reader = new BlockReader(file, new OsmThings(problems), limits);
  let hasHeader = false;
  for await (const blob of blobsOf(file, chunks)) {
    if (blob.type === 'OSMHeader') {
      reader.readHeader(blob);
      hasHeader = true;
    } else if (blob.type === 'OSMData') {
      if (!hasHeader) throw damagedAt(file, blob.offset, 'data before the header of the file');
      reader.readBlock(blob);
    }
  }
  if (!hasHeader) throw damagedAt(file, 0, 'there is no header');
  const data = reader.things.data();
  problems.throwIfAny();
  return data;
}

class BlockReader {
  readonly things: OsmThings;
  readonly #file: string;
  readonly #limits: PbfLimits;
  #thingCount = 0;
  #byteCount = 0;
  #damaged: (what: string) => UserError = () => damagedAt('', 0, '');

  constructor(file: string, things: OsmThings, limits: PbfLimits) {
    this.#file = file;
    this.things = things;
    this.#limits = limits;
  }

  readHeader(blob: Blob): void {
    this.#begin(blob);
    const reader = new PbfReader(blob.bytes);
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
    this.#begin(blob);
    const reader = new PbfReader(blob.bytes);
    const groups: [start: number, end: number][] = [];
    let strings: readonly string[] = [];
    let [granularity, latOffset, lonOffset] = [100, 0, 0];
    this.#fields(reader, reader.length, (field) => {
      if (field === 1) strings = this.#strings(reader);
      else if (field === 2) {
        const end = this.#end(reader);
        groups.push([reader.pos, end]);
        reader.pos = end;
      } else if (field === 17) granularity = reader.readVarint(true);
      else if (field === 19) latOffset = reader.readVarint(true);
      else if (field === 20) lonOffset = reader.readVarint(true);
    });
    const frame = { strings, granularity, latOffset, lonOffset };
    // A block's frame may follow its rows.
    for (const [start, end] of groups) this.#readGroup(blob.bytes, { start, end, frame });
  }

  #begin({ bytes, offset }: Blob): void {
    this.#damaged = (what) => damagedAt(this.#file, offset, what);
    this.#byteCount += bytes.length;
    if (this.#byteCount > this.#limits.bytes) {
      const limit = `${Math.round(this.#limits.bytes / (1 << 20))} MB`;
      throw refused(this.#file, 'OSM-002', `is larger than ${limit} unpacked: cut out a district`);
    }
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

  #strings(reader: PbfReader): readonly string[] {
    const strings: string[] = [];
    this.#fields(reader, this.#end(reader), (field) => {
      if (field === 1) strings.push(reader.readString());
    });
    return strings;
  }

  #readGroup(
    bytes: Uint8Array,
    { start, end, frame }: { start: number; end: number; frame: BlockFrame },
  ): void {
    const reader = new PbfReader(bytes);
    const packed = packedReader(reader, this.#damaged);
    reader.pos = start;
    this.#fields(reader, end, (field) => {
      if (field < 1 || field > 4) return;
      const stop = this.#end(reader);
      if (field === 2) {
        this.#count(readDenseNodes(packed, { stop, frame, things: this.things }));
        return;
      }
      this.#count(1);
      if (field === 1) this.#readNode(packed, stop, frame);
      else if (field === 3) this.#readWay(packed, stop, frame);
      else this.#readRelation(packed, stop, frame);
    });
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
    else this.things.addNode({ ...common(row), lon_deg, lat_deg, tags }, NO_PLACE);
  }

  #readWay(packed: PackedReader, stop: number, frame: BlockFrame): void {
    const { reader } = packed;
    const row = emptyRow();
    let nodes: readonly number[] = [];
    this.#fields(reader, stop, (field) => {
      if (field === 1) row.id = reader.readVarint(true);
      else if (field === 8) nodes = packed.deltas();
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
      const role = frame.strings[roles[at]!] ?? '';
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

  #tagsOf({ keys, values }: Row, { strings }: BlockFrame): ReadonlyMap<string, string> {
    if (keys.length !== values.length) throw this.#damaged('keys without values');
    const tags = new Map<string, string>();
    for (const [at, key] of keys.entries()) {
      const [k, v] = [strings[key], strings[values[at]!]];
      if (k === undefined || v === undefined) throw this.#damaged('a text that is not there');
      tags.set(k, v);
    }
    return tags;
  }
}

const MEMBER_TYPES = ['node', 'way', 'relation'] as const;

interface Row {
  id: number;
  version: number;
  isDeleted: boolean;
  keys: readonly number[];
  values: readonly number[];
}

const emptyRow = (): Row => ({
  id: Number.NaN,
  version: 0,
  isDeleted: false,
  keys: [],
  values: [],
});

const common = ({ id, version }: Row): { id: number; version: number } => ({
  id,
  version: Number.isInteger(version) && Math.abs(version) < 2 ** 31 ? version : 0,
});
