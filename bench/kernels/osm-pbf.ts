/**
 * Reading a town of OpenStreetMap PBF: nodes a second, and the memory it takes.
 *
 *     node dist/bench/kernels/osm-pbf.js [--smoke]
 *
 * The file is made here, as other programs write theirs: dense nodes, deflated, in blobs of 8,000.
 * Memory is the growth of the peak of resident memory in a process that reads it once and does
 * nothing else, above what it held before, its rubbish collected.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { Bench } from 'tinybench';
import type { OsmData } from '../../networks/import/osm-data.js';
import { readOsmPbf } from '../../networks/import/osm-pbf.js';

export interface PbfBenchReport {
  readonly name: string;
  readonly nodeCount: number;
  readonly min_ms: number;
  readonly median_ms: number;
  readonly nodesPerSecond: number;
  /** Growth of the peak of resident memory in a process of its own. */
  readonly memory_bytes: number;
  /** What the same map takes as XML, about. */
  readonly expansion_bytes: number;
  /** SHA-256 of the streets' places, first 12 digits: the same on every machine. */
  readonly hash: string;
  readonly lines: readonly string[];
}

const TOWN = { nodeCount: 1_000_000, time_ms: 5000 };
const SMOKE = { nodeCount: 20_000, time_ms: 20 };
const BLOB_ROWS = 8000;
/** As in most extracts a tenth of the nodes are streets', the rest buildings'. */
const WAY_NODES = 10;
const NODES_PER_WAY = 100;
/** A node as a line of XML, with version and time. */
const XML_LINE_bytes = 130;

export async function osmPbfBench({ isSmoke = false } = {}): Promise<PbfBenchReport> {
  const { nodeCount, time_ms } = isSmoke ? SMOKE : TOWN;
  const file = townFile(nodeCount);
  const memory_bytes = growthOf(file);
  const read = (): Promise<OsmData> =>
    readOsmPbf({ file: 'town.osm.pbf', open: () => inChunks(file) });
  const hash = hashOf(await read());
  const bench = new Bench({ time: time_ms, warmup: false, iterations: isSmoke ? 2 : 5 });
  bench.add('read', async () => void (await read()));
  const [task] = await bench.run();
  const { latency } = task!.result as { latency: { min: number; p50: number } };
  const [min_ms, median_ms] = [latency.min, latency.p50];
  const expansion_bytes = nodeCount * XML_LINE_bytes;
  const nodesPerSecond = (nodeCount / median_ms) * 1000;
  const MEGABYTE = 1 << 20;
  const lines = [
    `read ${nodeCount} nodes of PBF, ${(file.length / MEGABYTE).toFixed(1)} MB`,
    `min ${min_ms.toFixed(0)} ms, median ${median_ms.toFixed(0)} ms, ` +
      `${Math.round(nodesPerSecond)} nodes a second`,
    `memory ${(memory_bytes / MEGABYTE).toFixed(1)} MB, as XML some ` +
      `${(expansion_bytes / MEGABYTE).toFixed(0)} MB: ` +
      `${((100 * memory_bytes) / expansion_bytes).toFixed(0)} %`,
    `hash ${hash}`,
  ];
  const name = 'osm-pbf';
  const times = { min_ms, median_ms, nodesPerSecond };
  return { name, nodeCount, ...times, memory_bytes, expansion_bytes, hash, lines };
}

const BUILT = new URL('../../dist/bench/kernels/osm-pbf.js', import.meta.url);
const MEASURE = '--measure';

/** By another process, so that nothing that this one has done counts. */
function growthOf(file: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'blockwise-pbf-'));
  const path = join(folder, 'town.osm.pbf');
  writeFileSync(path, file);
  const program = fileURLToPath(existsSync(BUILT) ? BUILT : import.meta.url);
  const flags = ['--expose-gc', program, MEASURE, path];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const growth_bytes = Number(stdout.trim() || Number.NaN);
  if (!(growth_bytes > 0)) throw new Error(`cannot be measured: ${stderr}`);
  return growth_bytes;
}

/** The peak of the whole life of the process is what the system knows: before it is less. */
async function measuredGrowth(path: string): Promise<number> {
  (globalThis as { gc?: () => void }).gc!();
  const before_bytes = process.memoryUsage.rss();
  const data = await readOsmPbf({ file: path, open: () => createReadStream(path) });
  if (data.ways.length === 0) throw new Error('nothing was read');
  return process.resourceUsage().maxRSS * 1024 - before_bytes;
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const CHUNK_bytes = 1 << 16;
  for (let at = 0; at < bytes.length; at += CHUNK_bytes) {
    yield bytes.subarray(at, at + CHUNK_bytes);
  }
}

function hashOf({ nodes, ways }: OsmData): string {
  const places = [...nodes.values()].flatMap(({ id, lon_deg, lat_deg }) => [id, lon_deg, lat_deg]);
  const refs = ways.flatMap(({ id, nodes: list }) => [id, ...list]);
  return createHash('sha256')
    .update(Float64Array.from(places))
    .update(Float64Array.from(refs))
    .digest('hex')
    .slice(0, 12);
}

function townFile(nodeCount: number): Uint8Array {
  const header = new PbfWriter();
  header.writeStringField(4, 'OsmSchema-V0.6');
  header.writeStringField(4, 'DenseNodes');
  const parts = [blob('OSMHeader', header.finish())];
  for (let first = 0; first < nodeCount; first += BLOB_ROWS) {
    parts.push(blob('OSMData', nodesFrom(first, Math.min(BLOB_ROWS, nodeCount - first))));
  }
  const wayCount = nodeCount / NODES_PER_WAY;
  for (let first = 0; first < wayCount; first += BLOB_ROWS) {
    parts.push(blob('OSMData', waysFrom(first, Math.min(BLOB_ROWS, wayCount - first))));
  }
  return Buffer.concat(parts);
}

function blob(type: string, data: Uint8Array): Uint8Array {
  const body = new PbfWriter();
  body.writeVarintField(2, data.length);
  body.writeBytesField(3, deflateSync(data));
  const bytes = body.finish();
  const header = new PbfWriter();
  header.writeStringField(1, type);
  header.writeVarintField(3, bytes.length);
  const head = header.finish();
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  return Buffer.concat([size, head, bytes]);
}

function block(texts: readonly string[], write: (group: PbfWriter) => void): Uint8Array {
  const writer = new PbfWriter();
  writer.writeMessage(
    1,
    (_, table) => {
      for (const text of texts) table.writeStringField(1, text);
    },
    null,
  );
  writer.writeMessage(2, (_, group) => write(group), null);
  return writer.finish();
}

/** A walk over the town; some are crossings with signals. */
function nodesFrom(first: number, count: number): Uint8Array {
  const [ids, lats, lons, texts]: number[][] = [[], [], [], []];
  for (let row = 0; row < count; row++) {
    const id = first + row + 1;
    ids!.push(row === 0 ? id : 1);
    const walk = (id * 7919) % 2003;
    lats!.push(row === 0 ? 480_000_000 + walk : walk - 1001);
    lons!.push(row === 0 ? 110_000_000 + walk : 1001 - ((walk * 31) % 2003));
    if (id % 500 === 0) texts!.push(1, 2);
    texts!.push(0);
  }
  return block(['', 'highway', 'traffic_signals'], (group) =>
    group.writeMessage(
      2,
      (_, dense) => {
        dense.writePackedSVarint(1, ids!);
        dense.writePackedSVarint(8, lats!);
        dense.writePackedSVarint(9, lons!);
        dense.writePackedVarint(10, texts!);
      },
      null,
    ),
  );
}

function waysFrom(first: number, count: number): Uint8Array {
  return block(['', 'highway', 'residential'], (group) => {
    for (let row = first; row < first + count; row++) {
      const refs = Array.from({ length: WAY_NODES }, (_, at) =>
        at === 0 ? row * NODES_PER_WAY + 1 : 1,
      );
      group.writeMessage(
        3,
        (_, way) => {
          way.writeVarintField(1, row + 1);
          way.writePackedVarint(2, [1]);
          way.writePackedVarint(3, [2]);
          way.writePackedSVarint(8, refs);
        },
        null,
      );
    }
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , flag, path] = process.argv;
  if (flag === MEASURE) console.log(await measuredGrowth(path!));
  else {
    const { lines } = await osmPbfBench({ isSmoke: process.argv.includes('--smoke') });
    console.log(lines.join('\n'));
  }
}
