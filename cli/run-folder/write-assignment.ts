/**
 * Writes what `blockwise assign` found: `link-volumes.csv` and the figures in `assignment.json`.
 * Equal inputs write equal bytes.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatCsv } from '../../core/base/csv.js';
import type { AssignmentFigures } from '../../core/routing/assignment/assignment-figures.js';
import type { Assignment } from '../../core/routing/assignment/equilibrium.js';
import {
  type CostFunctions,
  costAt,
  costFunctions,
} from '../../core/routing/assignment/link-costs.js';
import { fileError } from '../text-file.js';
import { makeFolder, syncFolder, writeWhole } from './atomic-file.js';

const LINKS = 'link-volumes.csv';
const FIGURES = 'assignment.json';

/** A table of links without figures beside it is somebody else's. */
export async function refuseForeign(dir: string): Promise<void> {
  if (!existsSync(join(dir, LINKS)) || existsSync(join(dir, FIGURES))) return;
  throw fileError('CLI-010', dir, `holds ${LINKS}, not from an assignment; name another folder`);
}

/** `felt`: costs as travellers feel them. The figures come last: they stand for a whole folder. */
export async function writeAssignment(
  dir: string,
  assignment: Assignment,
  felt: CostFunctions,
  figures: AssignmentFigures,
): Promise<void> {
  await makeFolder(dir);
  await writeWhole(dir, LINKS, linkTable(assignment, felt));
  await writeWhole(dir, FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
  await syncFolder(dir);
}

/** Nodes by the numbers of the network file; coordinates where the network has them. */
function linkTable({ network, state }: Assignment, felt: CostFunctions): string {
  const { linkCount, linkFrom, linkTo, capacity, x, y } = network;
  const times = costFunctions(network, { length: 0, toll: 0 });
  const hasPlaces = x.some((value) => !Number.isNaN(value));
  const columns = ['from', 'to', 'volume', 'time', 'cost', 'saturation'];
  const places = hasPlaces ? ['from_x', 'from_y', 'to_x', 'to_y'] : [];
  const rows: number[][] = [];
  for (let link = 0; link < linkCount; link++) {
    const from = linkFrom[link]!;
    const to = linkTo[link]!;
    const volume = state.volume[link]!;
    const saturation = capacity[link]! > 0 ? volume / capacity[link]! : Number.NaN;
    const row = [from + 1, to + 1, volume, costAt(times, link, volume), costAt(felt, link, volume)];
    rows.push([...row, saturation, ...(hasPlaces ? [x[from]!, y[from]!, x[to]!, y[to]!] : [])]);
  }
  return formatCsv([...columns, ...places], rows);
}
