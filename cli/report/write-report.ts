/**
 * Writes `report.html` into the folder of a finished run or study.
 *
 * CLI-008 not a finished run or study, CLI-009 damaged, CLI-011 written by another version.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cellOf, columnsBehind } from '../../core/metrics/column-table.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import { writeWhole } from '../run-folder/atomic-file.js';
import { type RunFolder, readRunFolder } from '../run-folder/read-run-folder.js';
import { storedNetwork } from '../run-folder/stored-network.js';
import { readStudyFile, STUDY_FILE } from '../study/study-files.js';
import type { StudyCell, StudyResult } from '../study/study-result.js';
import { runReport } from './run-report.js';
import { type StudyReportRun, studyReport } from './study-report.js';

const PAGE = 'report.html';

/** `known`: what the folder holds, where it has just been written. Returns the page's path. */
export async function writeReport(dir: string, known?: RunFolder): Promise<string> {
  const isStudy = known === undefined && existsSync(join(dir, STUDY_FILE));
  const html = isStudy
    ? await pageOfStudy(dir)
    : await pageOfRun(dir, known ?? (await readRunFolder(dir)));
  await writeWhole(dir, PAGE, html);
  return join(dir, PAGE);
}

async function pageOfRun(dir: string, folder: RunFolder): Promise<string> {
  const { key, result, scenario, inputs } = folder;
  return runReport({
    scenarioName: scenario.name,
    network: await networkOf(dir, folder),
    run: result,
    mapHour: busiestHour(result),
    pudoHours: scenario.curb.pudoHours,
    notes: inputs.notes,
    seed: scenario.seed,
    key,
  });
}

async function pageOfStudy(dir: string): Promise<string> {
  const result = await readStudyFile(dir);
  const runs: StudyReportRun[] = [];
  const notes = new Set<string>();
  for (const cell of result.cells) {
    const first = await firstRun(dir, result, cell);
    if (first === null) continue;
    runs.push(first.run);
    for (const note of first.notes) notes.add(`${cell.layout}: ${note}`);
  }
  return studyReport({ result, runs, mapHour: result.mapHour, notes: [...notes] });
}

/** The finished run of a cell's first seed. */
async function firstRun(
  dir: string,
  { seeds }: StudyResult,
  { layout, regime, runs }: StudyCell,
): Promise<{ run: StudyReportRun; notes: readonly string[] } | null> {
  const first = runs.find(({ seed }) => seed === seeds[0]) ?? runs[0];
  if (first === undefined) return null;
  const folder = join(dir, first.folder);
  const read = await readRunFolder(folder);
  const network = await networkOf(folder, read);
  const { pudoHours } = read.scenario.curb;
  const run = { layout, regime, seed: first.seed, network, run: read.result, pudoHours };
  return { run, notes: read.inputs.notes };
}

/** A run in a store shares its network with others; any other run has its own. */
const networkOf = async (dir: string, { network, inputs }: RunFolder) =>
  network ?? (await storedNetwork(dirname(dir), inputs.digests.network));

/** The hour of the day with most vehicle-hours on the road; the first of equal ones. */
function busiestHour(result: RunResult): number {
  const spent_s = new Map<number, number>();
  const add = (time_s: number, vehicle_s: number): void => {
    const hour = (Math.ceil(time_s / 3600) - 1) % 24;
    spent_s.set(hour, (spent_s.get(hour) ?? 0) + vehicle_s);
  };
  const table = columnsBehind(result, 'links');
  if (table === null) for (const { time_s, vehicle_s } of result.links) add(time_s, vehicle_s);
  for (let row = 0; row < (table?.rowCount ?? 0); row++) {
    add(cellOf(table!.columns['time_s']!, row), cellOf(table!.columns['vehicle_s']!, row));
  }
  let busiest = 0;
  for (const [hour, sum_s] of spent_s) {
    if (sum_s > (spent_s.get(busiest) ?? -1)) busiest = hour;
  }
  return busiest;
}
