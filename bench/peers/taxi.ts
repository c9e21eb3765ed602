/**
 * Taxis: SUMO's device with its dispatcher `greedy` and its fastest router, `astar`, and ours with
 * nearest-idle, run in turn on the two grids: 200 taxis, 1,000 requests an hour, nobody else.
 *
 *     npm run bench -- peers/taxi [--grids DIR] [--rounds N] [--only small,super]
 *
 * `--grids DIR` takes or makes the grids there, else in a temporary folder. Without SUMO ours is run
 * alone where the grids are at hand.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { OurTaxiRun } from './our-taxi-side.js';
import { median } from './peer-table.js';
import { GRIDS, type GridName, gridNet } from './sumo-grids.js';
import { sumoVersion } from './sumo-side.js';
import { sumoTaxiOutcome, timeSumoTaxis } from './sumo-taxi-side.js';
import { type TaxiCase, type TaxiOutcome, taxiCase, writeTaxiRoutes } from './taxi-case.js';

const OUR_STEPS_s = [0.5, 1] as const;
const FLEET = { taxiCount: 200, requestsPerHour: 1000 };
/** SUMO takes minutes for an hour of the small blocks. */
const END_s: Readonly<Record<GridName, number>> = { small: 300, super: 3600 };

/** What one run cost, loading included, and what came out. */
export interface TaxiSide {
  readonly name: string;
  readonly wall_s: readonly number[];
  readonly cpu_s: readonly number[];
  readonly outcome: TaxiOutcome;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      grids: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: GRIDS.join(',') },
    },
  });
  const version = sumoVersion();
  const dir = mkdtempSync(join(tmpdir(), 'blockwise-taxis-'));
  const grids = values.grids ?? dir;
  try {
    console.log(
      version === null
        ? 'SUMO is not installed: ours is run alone.'
        : `SUMO ${version} with steps of 1 s; Blockwise, one thread, with steps of dt`,
    );
    console.log(`Node ${process.version}, ${values.rounds} rounds in turn, medians`);
    for (const name of GRIDS.filter((each) => values.only.split(',').includes(each))) {
      if (version === null && !existsSync(join(grids, `${name}.net.xml`))) {
        console.log(`\n${name}: its network is not here`);
        continue;
      }
      const asked = await taxiCase(name, gridNet(name, grids), { ...FLEET, end_s: END_s[name] });
      const sides = await compare(asked, dir, Number(values.rounds), version !== null);
      for (const line of taxiTable(asked, sides)) console.log(line);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function compare(
  asked: TaxiCase,
  dir: string,
  roundCount: number,
  hasSumo: boolean,
): Promise<TaxiSide[]> {
  const routes = writeTaxiRoutes(asked, dir);
  const file = join(dir, `${asked.name}.json`);
  writeFileSync(file, JSON.stringify(asked));
  const sumo: { wall_s: number; cpu_s: number }[] = [];
  const ours = OUR_STEPS_s.map((): { wall_s: number; cpu_s: number }[] => []);
  const outcomes: TaxiOutcome[] = [];
  for (let round = 0; round < roundCount; round++) {
    if (hasSumo) sumo.push(timeSumoTaxis(asked, routes));
    for (const [at, dt_s] of OUR_STEPS_s.entries()) {
      const { run, wall_s } = timeOurs(file, dt_s);
      ours[at]!.push({ wall_s, cpu_s: run.cpu_s });
      outcomes[at] = run.outcome;
    }
  }
  const side = (name: string, costs: typeof sumo, outcome: TaxiOutcome): TaxiSide => ({
    name,
    wall_s: costs.map(({ wall_s }) => wall_s),
    cpu_s: costs.map(({ cpu_s }) => cpu_s),
    outcome,
  });
  return [
    ...(hasSumo ? [side('SUMO', sumo, await sumoTaxiOutcome(asked, routes, dir))] : []),
    ...OUR_STEPS_s.map((dt_s, at) => side(`dt ${dt_s} s`, ours[at]!, outcomes[at]!)),
  ];
}

const OUR_SIDE = fileURLToPath(new URL('./our-taxi-side.js', import.meta.url));

function timeOurs(file: string, dt_s: number): { run: OurTaxiRun; wall_s: number } {
  const began_ms = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [OUR_SIDE, file, String(dt_s)], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const wall_s = (performance.now() - began_ms) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { run: JSON.parse(stdout) as OurTaxiRun, wall_s };
}

/** Medians, and the ratio of SUMO's to ours round by round. */
export function taxiTable(
  { name, end_s, taxis, requests }: TaxiCase,
  sides: readonly TaxiSide[],
): string[] {
  const sumo = sides.find((side) => side.name === 'SUMO');
  const rows = sides.map((side) => {
    const { requestCount, pickedUpCount, servedCount, meanWait_s, meanRide_s } = side.outcome;
    const ratio = (what: 'wall_s' | 'cpu_s'): string =>
      sumo === undefined || side === sumo
        ? ''
        : median(side[what].map((time_s, round) => sumo[what][round]! / time_s)).toFixed(1);
    return [
      side.name,
      median(side.wall_s).toFixed(2),
      ratio('wall_s'),
      median(side.cpu_s).toFixed(2),
      ratio('cpu_s'),
      `${pickedUpCount} of ${requestCount}`,
      String(servedCount),
      meanWait_s.toFixed(0),
      meanRide_s.toFixed(0),
    ];
  });
  const head = ['', 'wall s', 'times', 'CPU s', 'times', 'picked up', 'served', 'wait s', 'ride s'];
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]!.length)));
  return [
    '',
    `${name}: ${taxis.length} taxis, ${requests.length} requests in ${end_s} s`,
    ...all.map((row) => row.map((cell, at) => cell.padStart(widths[at]!)).join('  ')),
  ];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main();
}
