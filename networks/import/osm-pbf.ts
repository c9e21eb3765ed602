/**
 * Reads OpenStreetMap PBF as a stream of blobs and keeps what streets need, as `osm-xml.ts` does of
 * XML. Damage is reported with the byte at which the blob begins that holds it.
 *
 * Files have their nodes first, and only ways tell which are needed. So a file is read twice: for
 * its ways, then for their nodes. Nodes whose ids do not rise may be there twice; files with such
 * are read once more, at once, and all of their nodes are kept until the end.
 */
import { refused } from '../../core/base/counted-text.js';
import { Problems } from '../../core/base/errors.js';
import type { OsmData } from './osm-data.js';
import { OsmThings } from './osm-things.js';
import { blobsOf, damagedAt } from './pbf-blobs.js';
import { BlockReader, type PbfLimits } from './pbf-blocks.js';

/** As many things as of XML; unpacked they take a tenth of its bytes. */
export const PBF_LIMITS: PbfLimits = { things: 3_000_000, bytes: 256 << 20 };

export interface PbfSource {
  readonly file: string;
  /** The bytes from the beginning, each time anew. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

export async function readOsmPbf(
  source: PbfSource,
  limits: PbfLimits = PBF_LIMITS,
): Promise<OsmData> {
  return (await readInTwo(source, limits)) ?? readAtOnce(source, limits);
}

/** Null where ids of nodes do not rise. */
async function readInTwo(source: PbfSource, limits: PbfLimits): Promise<OsmData | null> {
  const { file } = source;
  const problems = new Problems(file);
  const things = new OsmThings(problems);
  const reader = new BlockReader(file, things, limits);
  reader.begin('ways and relations');
  const bytes = await readBlobs(source, reader);
  things.keepNodesOfWays();
  reader.begin('nodes');
  if ((await readBlobs(source, reader)) !== bytes) {
    throw refused(file, 'OSM-015', 'was changed while it was read');
  }
  if (!things.areNodesRising) return null;
  const data = things.data();
  problems.throwIfAny();
  return data;
}

async function readAtOnce(source: PbfSource, limits: PbfLimits): Promise<OsmData> {
  const problems = new Problems(source.file);
  const reader = new BlockReader(source.file, new OsmThings(problems), limits);
  await readBlobs(source, reader);
  const data = reader.things.data();
  problems.throwIfAny();
  return data;
}

/** Gives how many bytes the file has. */
async function readBlobs({ file, open }: PbfSource, reader: BlockReader): Promise<number> {
  let [hasHeader, byteCount] = [false, 0];
  for await (const blob of blobsOf(file, open())) {
    byteCount = blob.end_byte;
    if (blob.type === 'OSMHeader') {
      reader.readHeader(blob);
      hasHeader = true;
    } else if (blob.type === 'OSMData') {
      if (!hasHeader) throw damagedAt(file, blob.offset, 'data before the header of the file');
      reader.readBlock(blob);
    }
  }
  if (!hasHeader) throw damagedAt(file, 0, 'there is no header');
  return byteCount;
}
