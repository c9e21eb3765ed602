/** Dense nodes of a PBF block: ids, places and tags in columns, each as differences. */

import type { OsmThings } from './osm-things.js';
import { readingFields } from './pbf-blobs.js';
import { type BlockFrame, degreesOf, isPlace } from './pbf-frame.js';
import type { PackedReader } from './pbf-packed.js';

const NO_PLACE = { line: 0, column: 0 };
const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** Gives the number of nodes read. */
export function readDenseNodes(
  packed: PackedReader,
  { stop, frame, things }: { stop: number; frame: BlockFrame; things: OsmThings },
): number {
  const columns = columnsOf(packed, stop);
  const { ids, lats, lons, texts, versions, visibles } = columns;
  if (lats.length !== ids.length || lons.length !== ids.length) {
    throw packed.damaged('nodes with too few places');
  }
  let textAt = 0;
  for (const [row, id] of ids.entries()) {
    let tags = NO_TAGS;
    if (textAt < texts.length) {
      const end = texts.indexOf(0, textAt);
      const found = end < 0 ? texts.length : end;
      if (found > textAt) tags = tagsOf(texts, { from: textAt, to: found, packed, frame });
      textAt = found + 1;
    }
    const [lat_deg, lon_deg] = degreesOf(lats[row]!, lons[row]!, frame);
    if (!isPlace(id, lat_deg, lon_deg)) throw packed.damaged('a node without a place');
    if (visibles[row] === 0) {
      things.addDeleted();
      continue;
    }
    const version = versions[row] ?? 0;
    things.addNode({ id, lon_deg, lat_deg, version, tags }, NO_PLACE);
  }
  return ids.length;
}

interface Columns {
  ids: readonly number[];
  lats: readonly number[];
  lons: readonly number[];
  /** Key, value, key, value, …, 0 for each node. */
  texts: readonly number[];
  versions: readonly number[];
  visibles: readonly number[];
}

function columnsOf(packed: PackedReader, stop: number): Columns {
  const { reader, damaged } = packed;
  const columns: Columns = { ids: [], lats: [], lons: [], texts: [], versions: [], visibles: [] };
  readingFields(reader, stop, damaged, (field) => {
    if (field === 1) columns.ids = packed.deltas();
    else if (field === 5) {
      const end = reader.readVarint() + reader.pos;
      readingFields(reader, end, damaged, (inner) => {
        if (inner === 1) columns.versions = packed.numbers();
        else if (inner === 6) columns.visibles = packed.numbers();
      });
    } else if (field === 8) columns.lats = packed.deltas();
    else if (field === 9) columns.lons = packed.deltas();
    else if (field === 10) columns.texts = packed.numbers();
  });
  return columns;
}

function tagsOf(
  texts: readonly number[],
  range: { from: number; to: number; packed: PackedReader; frame: BlockFrame },
): ReadonlyMap<string, string> {
  const { from, to, packed, frame } = range;
  const tags = new Map<string, string>();
  for (let at = from; at < to; at += 2) {
    const [key, value] = [frame.strings[texts[at]!], frame.strings[texts[at + 1] ?? -1]];
    if (key === undefined || value === undefined || at + 1 >= to) {
      throw packed.damaged('a text that is not there');
    }
    tags.set(key, value);
  }
  return tags;
}
