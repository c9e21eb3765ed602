/**
 * Trips from a large Parquet file, in groups of 100,000 rows packed by Snappy, in the columns of New
 * York's taxi records.
 *
 *     node dist/bench/kernels/trips-parquet.js [--smoke]
 */
import { pathToFileURL } from 'node:url';
import { draw, hashName, mix, PURPOSE } from '../../core/base/random.js';
import { readParquetTrips } from '../../demand/import/trips-parquet.js';
import { parquetOf, sourceOf } from '../../demand/testing/parquet-file.js';
import { addressesOf, CRS, M_PER_DEG, PITCH_m } from './trips-csv.js';

export interface TripsParquetReport {
  readonly rowCount: number;
  readonly tripCount: number;
  readonly min_ms: number;
  readonly median_ms: number;
  /** Processor time of all threads, the collector's too: what a machine with other work shows. */
  readonly rowsPerCpuSecond: number;
  readonly hash: string;
  readonly lines: readonly string[];
}

const FULL = { rowCount: 1_000_000, addressCount: 10_000, repeatCount: 5 };
const SMOKE = { rowCount: 2000, addressCount: 400, repeatCount: 2 };
const GROUP_ROWS = 100_000;

export function tripsParquetBench({ isSmoke = false } = {}): TripsParquetReport {
  const { rowCount, addressCount, repeatCount } = isSmoke ? SMOKE : FULL;
  const source = sourceOf(fileOf(rowCount, addressCount), 'trips.parquet');
  const network = { crs: CRS, addresses: addressesOf({ addressCount }), gates: [] };
  const options = { columns: [], reach_m: 200, areOutsidersAtGates: false };
  const rounds = Array.from({ length: repeatCount }, () => {
    const [started_ms, started] = [performance.now(), process.cpuUsage()];
    const { trips } = readParquetTrips(source, network, options);
    const { user, system } = process.cpuUsage(started);
    const time_ms = performance.now() - started_ms;
    let hash = 0;
    for (const { origin, destination, departure_s } of trips) {
      hash = mix((hash ^ hashName(origin + destination)) + departure_s);
    }
    return { time_ms, cpu_s: (user + system) / 1e6, tripCount: trips.length, hash };
  });
  const [{ tripCount, hash: first }] = rounds as [(typeof rounds)[number]];
  if (rounds.some(({ hash }) => hash !== first)) throw new Error('Two rounds read differently.');
  const times_ms = rounds.map(({ time_ms }) => time_ms).sort((a, b) => a - b);
  const [min_ms, median_ms] = [times_ms[0]!, times_ms[times_ms.length >> 1]!];
  const rowsPerCpuSecond = rowCount / Math.min(...rounds.map(({ cpu_s }) => cpu_s));
  const hash = (first >>> 0).toString(16).padStart(8, '0');
  const lines = [
    `read ${tripCount} trips of ${rowCount} rows, ${(source.size_bytes / 1e6).toFixed(1)} MB`,
    `min ${min_ms.toFixed(0)} ms, median ${median_ms.toFixed(0)} ms, ` +
      `${Math.round(rowsPerCpuSecond)} rows a second of a processor`,
    `hash ${hash}`,
  ];
  return { rowCount, tripCount, min_ms, median_ms, rowsPerCpuSecond, hash, lines };
}

function fileOf(rowCount: number, addressCount: number): Buffer {
  const side_deg = (Math.sqrt(addressCount) * PITCH_m) / M_PER_DEG;
  const column = <Value>(
    name: string,
    type: 'DOUBLE' | 'INT32' | 'STRING',
    at: (row: number) => Value,
  ) => ({
    name,
    type,
    data: Array.from({ length: rowCount }, (_, row) => at(row)),
  });
  const degrees = (name: string, first: number, count: number) =>
    column(name, 'DOUBLE', (row) => first + draw(1, PURPOSE.place, row, count) * side_deg);
  const columns = [
    column('departure', 'INT32', (row) => Math.floor(draw(1, PURPOSE.place, row, 4) * 86_400)),
    degrees('from_lon', 15, 0),
    degrees('from_lat', 0, 1),
    degrees('to_lon', 15, 2),
    degrees('to_lat', 0, 3),
    column('passenger_count', 'INT32', () => 1),
    column('id', 'STRING', (row) => `t${row}`),
  ];
  return parquetOf(columns, { rowGroupSize: GROUP_ROWS });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(tripsParquetBench({ isSmoke: process.argv.includes('--smoke') }).lines.join('\n'));
}
