/**
 * Bologna out and back: SUMO on its own files, SUMO on what `network export --to sumo` writes of the
 * network that `network import --keep-pieces` reads from them, and Blockwise. So anyone can see what
 * the export keeps, and check us elsewhere.
 *
 *     npm run bench -- peers/exported [--out DIR]
 *
 * Needs SUMO and netconvert, and BLOCKWISE_DATA. `--out DIR` keeps the exported files.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { exportSumo, SumoPlan } from '../../networks/export/sumo.js';
import { bolognaCase } from './bologna-case.js';
import { timeApart } from './link-flows.js';
import { type OurInputs, ourInputs, runOurs } from './our-side.js';
import type { PeerCase, PeerCost, PeerOutcome } from './peer-case.js';
import { comparison, type Side } from './peer-table.js';
import { runText, sumoOutcome, sumoVersion, timeSumo } from './sumo-side.js';

const STEP_s = 0.5;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const peerCase = bolognaCase();
  const version = sumoVersion();
  if (version === null || peerCase === null) {
    console.log('SUMO or the data of Bologna is not here: nothing to compare with.');
    return;
  }
  const dir = values.out ?? mkdtempSync(join(tmpdir(), 'blockwise-peers-'));
  try {
    console.log(
      `SUMO ${version} with steps of 1 s; Blockwise, one thread, with steps of ${STEP_s} s`,
    );
    for (const line of await exportedComparison(peerCase, dir)) console.log(line);
  } finally {
    if (values.out === undefined) rmSync(dir, { recursive: true, force: true });
  }
}

/** Lines of a table; edges of the export are told under the names of their links. */
export async function exportedComparison(peerCase: PeerCase, dir: string): Promise<string[]> {
  const inputs = await ourInputs(peerCase, STEP_s, { keepsPieces: true });
  const exported = exportedCase(inputs, peerCase, dir);
  const linkOf = linksOfEdges(inputs);
  const outcome = await sumoOutcome(exported, dir);
  const named = { ...outcome, ...byLink(outcome, linkOf) };
  const original: Side = {
    name: 'SUMO',
    costs: [timeSumo(peerCase)],
    outcome: await sumoOutcome(peerCase, dir),
  };
  const sides = [
    original,
    { name: 'SUMO, exported', costs: [timeSumo(exported)], outcome: named },
    await ourSide(peerCase),
  ];
  const apart = timeApart(named, original.outcome);
  return [
    ...comparison(`${peerCase.name}, exported`, sides, peerCase.end_s / 3600),
    'hours of vehicles on links, SUMO and SUMO on the export, where they differ most:',
    ...apart.map(
      ({ link, ours_h, theirs_h }) =>
        `  ${link.padEnd(24)} ${theirs_h.toFixed(1)} ${ours_h.toFixed(1)}`,
    ),
  ];
}

/** Writes the export and makes SUMO's network of it. */
function exportedCase(
  { network, trips, scenario }: OurInputs,
  { name, end_s }: PeerCase,
  dir: string,
): PeerCase {
  const { files } = exportSumo(network, { trips, driving: scenario });
  for (const [file, content] of files) writeFileSync(join(dir, file), content);
  runText(['netconvert', '-c', join(dir, 'network.netccfg')]);
  const [net, routes] = [join(dir, 'network.net.xml'), join(dir, 'network.rou.xml')];
  return { name, net, routes: [routes], additional: [], end_s };
}

/** The first edge of each link stands for it. */
function linksOfEdges({ network }: OurInputs): ReadonlyMap<string, string> {
  const plan = new SumoPlan(network);
  return new Map(network.links.map(({ name }) => [plan.edgesOf(name)[0]!, name]));
}

function byLink(
  { entered, spent_s }: PeerOutcome,
  linkOf: ReadonlyMap<string, string>,
): Pick<PeerOutcome, 'entered' | 'spent_s'> {
  const renamed = (values: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
    new Map(
      [...values].flatMap(([edge, value]): [string, number][] => {
        const link = linkOf.get(edge);
        return link === undefined ? [] : [[link, value]];
      }),
    );
  return { entered: renamed(entered), spent_s: renamed(spent_s) };
}

async function ourSide(peerCase: PeerCase): Promise<Side> {
  const began_ms = performance.now();
  const { cost, outcome } = await runOurs(peerCase, STEP_s);
  const costs: PeerCost[] = [{ ...cost, wall_s: (performance.now() - began_ms) / 1000 }];
  const flows = { entered: new Map(outcome.entered), spent_s: new Map(outcome.spent_s) };
  return { name: 'Blockwise', costs, outcome: { ...outcome, ...flows } };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main();
}
