/**
 * SUMO and Blockwise side by side: the same networks, trips, routes and signal plans, run in turn
 * (A B C A B C …), so that whatever else the machine does hits all alike. Prints medians.
 *
 *     npm run bench -- peers/sumo [--grids DIR] [--minutes N] [--pairs N] [--only small,super,bologna]
 *
 * `--grids DIR` takes or makes the grids there, else in a temporary folder. Bologna is run where
 * BLOCKWISE_DATA names the folder of data. Without SUMO there is nothing to compare with.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bolognaCase } from './bologna-case.js';
import { timeApart } from './link-flows.js';
import type { OurRun } from './our-side.js';
import type { PeerCase, PeerCost, PeerOutcome } from './peer-case.js';
import { comparison, type Side } from './peer-table.js';
import { GRID_END_s, GRIDS, gridCase } from './sumo-grids.js';
import { sumoOutcome, sumoVersion, timeSumo } from './sumo-side.js';

const OUR_STEPS_s = [0.5, 1] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      grids: { type: 'string' },
      minutes: { type: 'string', default: String(GRID_END_s / 60) },
      pairs: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
    },
  });
  const version = sumoVersion();
  if (version === null) {
    console.log('SUMO is not installed: nothing to compare with.');
    return;
  }
  const dir = mkdtempSync(join(tmpdir(), 'blockwise-peers-'));
  try {
    const wanted = values.only === '' ? [...GRIDS, 'bologna'] : values.only.split(',');
    console.log(`SUMO ${version} with steps of 1 s; Blockwise, one thread, with steps of dt`);
    console.log(`Node ${process.version}, ${values.pairs} pairs of runs in turn, medians`);
    const end_s = 60 * Number(values.minutes);
    for (const name of wanted) {
      const peerCase = await caseNamed(name, { dir, grids: values.grids ?? dir, end_s });
      if (peerCase === null) console.log(`\n${name}: its data is not here`);
      else await compare(peerCase, dir, Number(values.pairs));
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function caseNamed(
  name: string,
  { dir, grids, end_s }: { dir: string; grids: string; end_s: number },
): Promise<PeerCase | null> {
  const grid = GRIDS.find((each) => each === name);
  if (grid !== undefined) return withTripsFromStart(await gridCase(grid, grids, end_s), dir);
  return name === 'bologna' ? bolognaCase() : null;
}

/** Trips that begin somewhere along an edge begin at its start, for both. */
function withTripsFromStart(peerCase: PeerCase, dir: string): PeerCase {
  const routes = peerCase.routes.map((file, at) => {
    const text = readFileSync(file, 'utf8');
    if (!text.includes('departPos="random"')) return file;
    const moved = join(dir, `${peerCase.name}-${at}.rou.xml`);
    writeFileSync(moved, text.replaceAll('departPos="random"', 'departPos="base"'));
    return moved;
  });
  return { ...peerCase, routes };
}

async function compare(peerCase: PeerCase, dir: string, pairCount: number): Promise<void> {
  const file = join(dir, `${peerCase.name}.json`);
  writeFileSync(file, JSON.stringify(peerCase));
  const sumoCosts: PeerCost[] = [];
  const ourCosts: PeerCost[][] = OUR_STEPS_s.map(() => []);
  const ourRuns: OurRun[] = [];
  for (let pair = 0; pair < pairCount; pair++) {
    sumoCosts.push(timeSumo(peerCase));
    for (const [at, dt_s] of OUR_STEPS_s.entries()) {
      const { run, wall_s } = timeOurs(file, dt_s);
      ourCosts[at]!.push({ ...run.cost, wall_s });
      ourRuns[at] = run;
    }
  }
  const outcome = await sumoOutcome(peerCase, dir);
  const sides: Side[] = [
    { name: 'SUMO', costs: sumoCosts, outcome },
    ...OUR_STEPS_s.map((dt_s, at) => ({
      name: `dt ${dt_s} s`,
      costs: ourCosts[at]!,
      outcome: outcomeOf(ourRuns[at]!),
    })),
  ];
  for (const line of comparison(peerCase.name, sides, peerCase.end_s / 3600)) console.log(line);
  console.log(`hours of vehicles on links, SUMO and ${sides[1]!.name}, where they differ most:`);
  for (const { link, ours_h, theirs_h } of timeApart(sides[1]!.outcome, outcome)) {
    console.log(`  ${link.padEnd(24)} ${theirs_h.toFixed(1)} ${ours_h.toFixed(1)}`);
  }
  for (const [at, { gridlockRingCount }] of ourRuns.entries()) {
    if (gridlockRingCount > 0) {
      console.log(`dt ${OUR_STEPS_s[at]} s: ${gridlockRingCount} rings of gridlock`);
    }
  }
  for (const note of ourRuns[0]!.notes) console.log(`  ${note}`);
}

const outcomeOf = ({ outcome }: OurRun): PeerOutcome => ({
  ...outcome,
  entered: new Map(outcome.entered),
  spent_s: new Map(outcome.spent_s),
});

const OUR_SIDE = fileURLToPath(new URL('./our-side.js', import.meta.url));

function timeOurs(file: string, dt_s: number): { run: OurRun; wall_s: number } {
  const began_ms = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [OUR_SIDE, file, String(dt_s)], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const wall_s = (performance.now() - began_ms) / 1000;
  if (status !== 0) throw new Error(stderr);
  return { run: JSON.parse(stdout) as OurRun, wall_s };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main();
}
