/** Dense nodes of a PBF block: ids, places and tags in columns, each as differences. */

import type { PbfReader } from 'pbf';
import type { UserError } from '../../core/base/errors.js';
import type { OsmThings } from './osm-things.js';
import { readingFields } from './pbf-blobs.js';
import { type BlockFrame, isPlace } from './pbf-frame.js';
import { PackedCursor } from './pbf-packed.js';
import { versionOf } from './pbf-rows.js';

const NO_PLACE = { line: 0, column: 0 };
const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** What the nodes of a block have in common. */
export interface DenseBlock {
  readonly bytes: Uint8Array;
  readonly frame: BlockFrame;
  readonly things: OsmThings;
  readonly damaged: (what: string) => UserError;
}

/** Of the message that `reader` is at, which ends at `stop`. Gives the number of nodes. */
export function readDenseNodes(reader: PbfReader, stop: number, block: DenseBlock): number {
  const { frame, things, damaged } = block;
  const { granularity, latOffset, lonOffset } = frame;
  const { ids, lats, lons, texts, versions, visibles } = columnsOf(reader, stop, block);
  let [count, id, lat, lon] = [0, 0, 0, 0];
  for (; !ids.isAtEnd; count++) {
    if (lats.isAtEnd || lons.isAtEnd) throw damaged('nodes with too few places');
    id += ids.nextSigned();
    lat += lats.nextSigned();
    lon += lons.nextSigned();
    const tags = texts.isAtEnd ? NO_TAGS : tagsAt(texts, block);
    const version = versions.isAtEnd ? 0 : versionOf(versions.next());
    const isVisible = visibles.isAtEnd || visibles.next() !== 0;
    const lat_deg = (latOffset + granularity * lat) / 1e9;
    const lon_deg = (lonOffset + granularity * lon) / 1e9;
    if (!isPlace(id, lat_deg, lon_deg)) throw damaged('a node without a place');
    if (!isVisible) things.addDeleted();
    else if (things.wantsNode(id) || tags.size > 0) {
      things.addNode({ id, lon_deg, lat_deg, version, tags }, NO_PLACE);
    }
  }
  if (!(lats.isAtEnd && lons.isAtEnd)) throw damaged('places without nodes');
  return count;
}

interface Columns {
  readonly ids: PackedCursor;
  readonly lats: PackedCursor;
  readonly lons: PackedCursor;
  /** Key, value, key, value, …, 0 for each node. */
  readonly texts: PackedCursor;
  readonly versions: PackedCursor;
  readonly visibles: PackedCursor;
}

function columnsOf(reader: PbfReader, stop: number, { bytes, damaged }: DenseBlock): Columns {
  const cursor = (): PackedCursor => new PackedCursor(bytes, damaged);
  const [ids, lats, lons, texts] = [cursor(), cursor(), cursor(), cursor()];
  const [versions, visibles] = [cursor(), cursor()];
  readingFields(reader, stop, damaged, (field) => {
    if (field === 1) ids.begin(reader);
    else if (field === 5) {
      const end = reader.readVarint() + reader.pos;
      readingFields(reader, end, damaged, (inner) => {
        if (inner === 1) versions.begin(reader);
        else if (inner === 6) visibles.begin(reader);
      });
    } else if (field === 8) lats.begin(reader);
    else if (field === 9) lons.begin(reader);
    else if (field === 10) texts.begin(reader);
  });
  return { ids, lats, lons, texts, versions, visibles };
}

/** The tags of one node. */
function tagsAt(texts: PackedCursor, block: DenseBlock): ReadonlyMap<string, string> {
  const { frame, damaged } = block;
  let tags: Map<string, string> | null = null;
  while (!texts.isAtEnd) {
    const key = texts.next();
    if (key === 0) break;
    const value = texts.isAtEnd ? 0 : texts.next();
    const [keyText, valueText] = [frame.texts.text(key), frame.texts.text(value)];
    if (value === 0 || keyText === undefined || valueText === undefined) {
      throw damaged('a text that is not there');
    }
    tags ??= new Map();
    tags.set(keyText, valueText);
  }
  return tags ?? NO_TAGS;
}
