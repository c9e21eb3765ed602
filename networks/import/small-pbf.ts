/** The maps of `small-osm.ts` as PBF, for tests: written as other programs may write it. */
import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { placeText, type SmallMap } from './small-osm.js';

export interface PbfStyle {
  readonly isDense?: boolean;
  readonly isDeflated?: boolean;
  /** Nodes, ways and relations in blobs of their own. */
  readonly isSplit?: boolean;
  readonly features?: readonly string[];
}

export interface PbfRelation {
  readonly id: number;
  readonly members: readonly (readonly ['node' | 'way' | 'relation', number, string])[];
  readonly tags: Readonly<Record<string, string>>;
}

export function osmPbf(
  map: SmallMap,
  style: PbfStyle = {},
  relations: readonly PbfRelation[] = [],
): Uint8Array {
  const { isDense = true, isDeflated = true, isSplit = true } = style;
  const { features = ['OsmSchema-V0.6', 'DenseNodes'] } = style;
  const groups: ((block: Block) => void)[] = [
    (block) => (isDense ? writeDense(map, block) : writeNodes(map, block)),
    (block) => writeWays(map, block),
    (block) => writeRelations(relations, block),
  ];
  const blocks = isSplit ? groups.map((group) => [group]) : [groups];
  return Buffer.concat([
    blob('OSMHeader', headerOf(map, features), isDeflated),
    ...blocks.map((parts) => blob('OSMData', blockOf(parts), isDeflated)),
  ]);
}

export function blob(type: string, data: Uint8Array, isDeflated: boolean): Uint8Array {
  const body = new PbfWriter();
  if (isDeflated) {
    body.writeVarintField(2, data.length);
    body.writeBytesField(3, deflateSync(data));
  } else body.writeBytesField(1, data);
  const bytes = body.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, bytes.length);
  const head = header.finish();
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  return Buffer.concat([size, head, bytes]);
}

function headerOf({ bounds_m }: SmallMap, features: readonly string[]): Uint8Array {
  const header = new PbfWriter();
  if (bounds_m !== undefined) {
    const [west, south, east, north] = bounds_m;
    const [low, high] = [placeText(west, south), placeText(east, north)];
    const sides = [low.lon, high.lon, high.lat, low.lat];
    header.writeMessage(
      1,
      (_, box) => {
        for (const [at, side] of sides.entries()) box.writeSVarintField(at + 1, nanos(side));
      },
      null,
    );
  }
  for (const feature of features) header.writeStringField(4, feature);
  return header.finish();
}

class Block {
  readonly groups = new PbfWriter();
  readonly #strings = new Map([['', 0]]);

  text(value: string): number {
    const known = this.#strings.get(value);
    if (known !== undefined) return known;
    this.#strings.set(value, this.#strings.size);
    return this.#strings.size - 1;
  }

  writeTags(row: PbfWriter, tags: Readonly<Record<string, string>>): void {
    const entries = Object.entries(tags);
    row.writePackedVarint(
      2,
      entries.map(([key]) => this.text(key)),
    );
    row.writePackedVarint(
      3,
      entries.map(([, value]) => this.text(value)),
    );
  }

  bytes(): Uint8Array {
    const block = new PbfWriter();
    block.writeMessage(
      1,
      (_, table) => {
        for (const value of this.#strings.keys()) table.writeStringField(1, value);
      },
      null,
    );
    const groups = this.groups.finish();
    return Buffer.concat([block.finish(), groups]);
  }
}

function blockOf(groups: readonly ((block: Block) => void)[]): Uint8Array {
  const block = new Block();
  for (const group of groups) group(block);
  return block.bytes();
}

/** Degrees as whole units of 100 nanodegrees, or of one. */
const nanos = (degrees: string): number => Math.round(Number(degrees) * 1e9);
const units = (degrees: string): number => Math.round(Number(degrees) * 1e7);

const differences = (numbers: readonly number[]): number[] =>
  numbers.map((number, at) => number - (numbers[at - 1] ?? 0));

function writeDense({ nodes }: SmallMap, block: Block): void {
  const rows = Object.entries(nodes).map(([id, [x, y, tags = {}]]) => {
    return { id: Number(id), ...placeText(x, y), tags };
  });
  const texts = rows.flatMap(({ tags }) => [
    ...Object.entries(tags).flatMap(([key, value]) => [block.text(key), block.text(value)]),
    0,
  ]);
  const write = (dense: PbfWriter): void => {
    dense.writePackedSVarint(1, differences(rows.map(({ id }) => id)));
    dense.writePackedSVarint(8, differences(rows.map(({ lat }) => units(lat))));
    dense.writePackedSVarint(9, differences(rows.map(({ lon }) => units(lon))));
    dense.writePackedVarint(10, texts);
  };
  inGroup(block, 2, write);
}

const inGroup = (block: Block, field: number, write: (row: PbfWriter) => void): void => {
  block.groups.writeMessage(
    2,
    (_, group) => group.writeMessage(field, (__, row) => write(row), null),
    null,
  );
};

function writeNodes({ nodes }: SmallMap, block: Block): void {
  for (const [id, [x, y, tags = {}]] of Object.entries(nodes)) {
    const { lat, lon } = placeText(x, y);
    inGroup(block, 1, (row) => {
      row.writeSVarintField(1, Number(id));
      block.writeTags(row, tags);
      row.writeSVarintField(8, units(lat));
      row.writeSVarintField(9, units(lon));
    });
  }
}

function writeWays({ ways }: SmallMap, block: Block): void {
  for (const [id, [nodes, tags]] of Object.entries(ways)) {
    inGroup(block, 3, (row) => {
      row.writeVarintField(1, Number(id));
      const all = Object.entries({ highway: 'residential', ...tags });
      block.writeTags(row, Object.fromEntries(all.filter(([, value]) => value !== '')));
      row.writePackedSVarint(8, differences(nodes));
    });
  }
}

const TYPES = ['node', 'way', 'relation'];

function writeRelations(relations: readonly PbfRelation[], block: Block): void {
  for (const { id, members, tags } of relations) {
    inGroup(block, 4, (row) => {
      row.writeVarintField(1, id);
      block.writeTags(row, tags);
      row.writePackedVarint(
        8,
        members.map(([, , role]) => block.text(role)),
      );
      row.writePackedSVarint(9, differences(members.map(([, ref]) => ref)));
      row.writePackedVarint(
        10,
        members.map(([type]) => TYPES.indexOf(type)),
      );
    });
  }
}
