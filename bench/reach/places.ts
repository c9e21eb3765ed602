/**
 * Real places from import to report, each with the commands that a planner would type, in one table:
 * what was read, repaired and guessed, and of a day on it how many trips were served, how many could
 * not enter, and where the streets locked.
 *
 *     BLOCKWISE_DATA=… npm run bench -- reach/places [--only shanghai,mielec] [--out DIR] [--smoke]
 *
 * `--out DIR` keeps networks, trips and results with their report.html. Without the data, and with
 * `--smoke`, a small map stands for the places.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { readNetworkFolder } from '../../networks/gmns/network-folder.js';
import { osmXml } from '../../networks/import/small-osm.js';
import { type Place, REAL_PLACES } from './place-list.js';

export interface PlaceRow {
  readonly name: string;
  readonly linkCount: number;
  readonly lane_km: number;
  readonly signalCount: number;
  readonly stallCount: number;
  readonly repairCount: number;
  readonly guessCount: number;
  readonly import_s: number;
  /** What `network check` finds wrong, or odd. */
  readonly problemCount: number;
  readonly tripCount: number;
  readonly servedCount: number;
  readonly notEnteredCount: number;
  readonly ringCount: number;
  /** Clock time and links of the first ring. */
  readonly where: string;
  readonly run_s: number;
  readonly hash: string;
}

export async function placesBench(given: {
  readonly data: string | null;
  readonly out: string;
  readonly only?: readonly string[];
}): Promise<{ rows: readonly PlaceRow[]; lines: readonly string[] }> {
  const { data, out, only = [] } = given;
  const all = data === null ? [drawnPlace(out)] : REAL_PLACES;
  const places = all.filter(({ name }) => only.length === 0 || only.includes(name));
  const rows: PlaceRow[] = [];
  for (const place of places) rows.push(await playPlace(place, data ?? out, join(out, place.name)));
  return { rows, lines: [...(data === null ? [NO_DATA] : []), ...tableOf(rows)] };
}

const NO_DATA = 'No data: a map of nine streets, drawn here, stands for the places.';

async function playPlace(place: Place, data: string, dir: string): Promise<PlaceRow> {
  mkdirSync(dir, { recursive: true });
  const paths = { data, network: join(dir, 'network'), dir };
  const imported = blockwise(['network', 'import', ...place.import(paths), '--out', paths.network]);
  const checked = blockwise(['network', 'check', paths.network, '--json']);
  const trips = join(dir, 'trips.csv');
  const demand = ['--network', paths.network, '--out', trips];
  const result = join(dir, 'result');
  const ran = ((): Told => {
    writeFileSync(join(dir, 'scenario.yaml'), place.scenario(paths));
    if (place.fleet !== undefined) blockwise(place.fleet(paths));
    if (place.trips !== undefined) blockwise([...place.trips(paths), ...demand]);
    const given = place.trips === undefined ? [] : ['--trips', trips];
    const scenario = join(dir, place.fleet === undefined ? 'scenario.yaml' : 'fleet.yaml');
    const run = ['run', scenario, '--network', paths.network, ...given, '--out', result];
    return blockwise([...run, '--fresh']);
  })();
  const { network, notes } = await readNetworkFolder(paths.network);
  const countOf = (kind: string): number => notes.filter((note) => note.kind === kind).length;
  return {
    name: place.name,
    ...streetsOf(network),
    repairCount: countOf('repair'),
    guessCount: countOf('guess'),
    import_s: imported.wall_s,
    problemCount: (JSON.parse(checked.out) as { problems: readonly unknown[] }).problems.length,
    ...outcomeOf(result),
    run_s: ran.wall_s,
  };
}

interface Told {
  readonly out: string;
  readonly wall_s: number;
}

const MAIN = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/') ? '../../cli/main.js' : '../../dist/cli/main.js',
    import.meta.url,
  ),
);

/** Runs a command to its end; what it says when it fails is the error. */
function blockwise(argv: readonly string[]): Told {
  const began_s = performance.now() / 1000;
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...argv], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  // 1: trips that were not finished are no failure of the command.
  if (status !== 0 && status !== 1) throw new Error(`blockwise ${argv.join(' ')}\n${stderr}`);
  return { out: stdout, wall_s: performance.now() / 1000 - began_s };
}

/** Links of the district; ways beyond its gates are not counted. */
function streetsOf({ links, nodes, curbs, lots }: NetworkDraft) {
  const inside = links.filter(({ isInside }) => isInside);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const parking = curbs.filter(({ timetable }) => timetable.some(({ use }) => use === 'parking'));
  const curbStalls = parking.map(({ start_m, end_m }) => Math.floor((end_m - start_m) / 6 + 1e-6));
  const lotStalls = lots.filter(({ isRemote }) => !isRemote).map(({ stallCount }) => stallCount);
  return {
    linkCount: inside.length,
    lane_km: sum(inside.map(({ length_m, laneCount }) => length_m * laneCount)) / 1000,
    signalCount: nodes.filter(({ control }) => control === 'signal').length,
    stallCount: sum(curbStalls) + sum(lotStalls),
  };
}

function outcomeOf(result: string) {
  const text = readFileSync(join(result, 'summary.json'), 'utf8');
  const summary = JSON.parse(text) as Readonly<Record<string, number>>;
  const rings = readFileSync(join(result, 'gridlock.csv'), 'utf8').trim().split('\n').slice(1);
  const cells = rings.map((line) => line.split(','));
  const first = cells.filter(([, ring]) => ring === cells[0]?.[1]);
  const links = first.map(([, , link]) => link);
  const shown = links.length > 3 ? `${links.slice(0, 3).join(' ')} …` : links.join(' ');
  return {
    tripCount: summary['trips']!,
    servedCount: summary['trips_arrived']!,
    notEnteredCount: summary['trips_not_entered']!,
    ringCount: summary['gridlock_rings']!,
    where: first.length === 0 ? '' : `${clockOf(Number(first[0]![0]))} ${shown}`,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 8),
  };
}

function clockOf(time_s: number): string {
  const minute = Math.floor(time_s / 60);
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}

const HEADS = [
  ...['place', 'links', 'lane-km', 'signals', 'stalls', 'repairs', 'guesses', 'import s'],
  ...['problems', 'trips', 'served', 'not entered', 'rings', 'run s', 'hash', 'first ring'],
];

function tableOf(rows: readonly PlaceRow[]): string[] {
  const body = rows.map((row) => [
    row.name,
    String(row.linkCount),
    row.lane_km.toFixed(0),
    ...[row.signalCount, row.stallCount, row.repairCount, row.guessCount].map(String),
    row.import_s.toFixed(1),
    ...[row.problemCount, row.tripCount, row.servedCount, row.notEnteredCount].map(String),
    String(row.ringCount),
    row.run_s.toFixed(1),
    row.hash,
    row.where,
  ]);
  const all = [HEADS, ...body];
  const widths = HEADS.map((_, at) => Math.max(...all.map((row) => row[at]!.length)));
  const isText = (at: number): boolean => at === 0 || at >= HEADS.length - 2;
  return all.map((row) =>
    row
      .map((cell, at) => (isText(at) ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** A cross with a signal in a ring of streets, which two streets leave at the rim. */
function drawnPlace(out: string): Place {
  const ring = [1, 2, 3, 6, 9, 8, 7, 4, 1];
  const text = osmXml({
    nodes: {
      ...{ 1: [0, 0], 2: [200, 0], 3: [400, 0], 4: [0, 200], 6: [400, 200], 7: [0, 400] },
      ...{ 8: [200, 400], 9: [400, 400], 10: [-300, 200], 11: [700, 200] },
      5: [200, 200, { highway: 'traffic_signals' }],
    },
    ways: {
      1: [ring],
      2: [[10, 4, 5, 6, 11], { highway: 'secondary', lanes: '4' }],
      3: [[2, 5, 8], { highway: 'tertiary' }],
    },
    bounds_m: [-290, -50, 690, 450],
  });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'drawn.osm'), text);
  return {
    name: 'drawn',
    import: ({ data }) => [join(data, 'drawn.osm')],
    trips: ({ network }) => ['demand', 'make', '--factor', '0.05', '--network', network],
    scenario: () => 'name: drawn\nregime: today\n',
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      out: { type: 'string' },
    },
  });
  const folder = process.env['BLOCKWISE_DATA'] ?? '';
  const data = values.smoke || folder === '' ? null : folder;
  const out = values.out ?? mkdtempSync(join(tmpdir(), 'blockwise-places-'));
  const only = values.only.split(',').filter((name) => name !== '');
  try {
    for (const line of (await placesBench({ data, out, only })).lines) console.log(line);
  } finally {
    if (values.out === undefined) rmSync(out, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main();
}
