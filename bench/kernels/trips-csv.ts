/**
 * Trips from a large CSV file, in the columns of New York's taxi records: timestamps and degrees.
 * Every row is cut, its time and four coordinates read, both ends projected, and the nearest
 * address found for each.
 */
import { draw, hashName, mix, PURPOSE } from '../../core/base/random.js';
import type { AddressDraft } from '../../core/network/network-draft.js';
import { readCsvTrips } from '../../demand/import/trips-csv.js';

export interface TripsCsvBenchSize {
  readonly rowCount: number;
  readonly addressCount: number;
  readonly repeatCount: number;
}

const FULL: TripsCsvBenchSize = { rowCount: 200_000, addressCount: 10_000, repeatCount: 5 };
export const SMOKE: TripsCsvBenchSize = { rowCount: 2000, addressCount: 400, repeatCount: 2 };

export interface TripsCsvBenchResult {
  readonly rowCount: number;
  readonly tripCount: number;
  readonly leftOutCount: number;
  readonly read_s: { readonly min: number; readonly median: number };
  readonly rowsPerSecond: { readonly best: number; readonly median: number };
  /** Processor time of all threads, the collector's too: what a machine with other work shows. */
  readonly rowsPerCpuSecond: { readonly best: number; readonly median: number };
  readonly tripsHash: string;
}

export function benchTripsCsv(size: TripsCsvBenchSize = FULL): TripsCsvBenchResult {
  const text = tripsText(size);
  const network = { crs: CRS, addresses: addressesOf(size), gates: [] };
  const options = { columns: [], reach_m: 200, areOutsidersAtGates: false };
  const rounds = Array.from({ length: size.repeatCount }, () => {
    const start_ms = performance.now();
    const started = process.cpuUsage();
    const { trips, leftOutCount } = readCsvTrips(text, 'trips.csv', network, options);
    const read_s = (performance.now() - start_ms) / 1000;
    const { user, system } = process.cpuUsage(started);
    const cpu_s = (user + system) / 1e6;
    let hash = 0;
    for (const trip of trips) {
      hash = mix((hash ^ hashName(trip.origin + trip.destination)) + trip.departure_s);
    }
    return { read_s, cpu_s, tripCount: trips.length, leftOutCount, hash };
  });
  const { tripCount, leftOutCount, hash } = rounds[0]!;
  if (rounds.some((round) => round.hash !== hash)) throw new Error('Two rounds read differently.');
  const times_s = rounds.map(({ read_s }) => read_s).sort((a, b) => a - b);
  const cpu_s = rounds.map((round) => round.cpu_s).sort((a, b) => a - b);
  const [leastCpu_s, medianCpu_s] = [cpu_s[0]!, cpu_s[cpu_s.length >> 1]!];
  const [min, median] = [times_s[0]!, times_s[times_s.length >> 1]!];
  return {
    rowCount: size.rowCount,
    tripCount,
    leftOutCount,
    read_s: { min, median },
    rowsPerSecond: { best: size.rowCount / min, median: size.rowCount / median },
    rowsPerCpuSecond: { best: size.rowCount / leastCpu_s, median: size.rowCount / medianCpu_s },
    tripsHash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

export const CRS = '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs';
/** Addresses every 40 m, a square of them. */
export const PITCH_m = 40;

export function addressesOf({
  addressCount,
}: Pick<TripsCsvBenchSize, 'addressCount'>): AddressDraft[] {
  const side = Math.ceil(Math.sqrt(addressCount));
  return Array.from({ length: addressCount }, (_, at) => ({
    name: `a${at}`,
    x_m: 500_000 + PITCH_m * (at % side),
    y_m: PITCH_m * Math.floor(at / side),
    block: '',
    residentCount: 1,
    jobCount: 1,
    link: 'a',
    position_m: 0,
    walk_m: 5,
    isGuessed: false,
  }));
}

/** On the equator at the zone's middle a degree is 111 km both ways. */
export const M_PER_DEG = 111_000;

function tripsText({ rowCount, addressCount }: TripsCsvBenchSize): string {
  const side_m = Math.sqrt(addressCount) * PITCH_m;
  const lines = ['pickup_datetime,from_lon,from_lat,to_lon,to_lat,passenger_count,id'];
  for (let row = 0; row < rowCount; row++) {
    const at = (count: number): number => draw(1, PURPOSE.place, row, count);
    const degrees = (count: number): string => ((at(count) * side_m) / M_PER_DEG).toFixed(7);
    const east = (count: number): string => (15 + (at(count) * side_m) / M_PER_DEG).toFixed(7);
    const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
    const clock = `${two(at(4) * 24)}:${two(at(5) * 60)}:${two(at(6) * 60)}`;
    // One row in a hundred is dirty, as in real files.
    const place = row % 100 === 99 ? '0,0' : `${east(0)},${degrees(1)}`;
    lines.push(`2013-03-27 ${clock} UTC,${place},${east(2)},${degrees(3)},1,${row}`);
  }
  return `${lines.join('\n')}\n`;
}

function main(): void {
  const result = benchTripsCsv(process.argv.includes('--smoke') ? SMOKE : FULL);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

if (import.meta.url === `file://${process.argv[1]}`) main();
