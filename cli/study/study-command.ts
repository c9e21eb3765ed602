/** From a study file to its table and files; what `blockwise study` does. */
import { basename, dirname, relative } from 'node:path';
import { Problems } from '../../core/base/errors.js';
import { readScenario } from '../../core/scenario/read-scenario.js';
import { type CommandContext, folderNameOf } from '../commands/context.js';
import { plainText } from '../progress.js';
import { writeReport } from '../report/write-report.js';
import { syncFolder, writeWhole } from '../run-folder/atomic-file.js';
import { lockFolder } from '../run-folder/lock.js';
import { tidyStore } from '../run-folder/run-once.js';
import { pathInside } from '../text-file.js';
import { readYamlFile, type YamlFile } from '../yaml-file.js';
import { runsOf } from './design.js';
import { readStudy, type ScenarioProblems } from './read-study.js';
import { defaultJobs, withRunPool } from './run-pool.js';
import { noRoom, progressLine, runStudy, type StudyRuns } from './run-study.js';
import type { Study } from './study.js';
import { writeStudyFiles } from './study-files.js';
import { makeStudyResult } from './study-result.js';
import { studyTable } from './study-table.js';

export interface StudyRequest {
  readonly file: string;
  /** Null: `runs/<name>`. */
  readonly out: string | null;
  readonly store: string;
  /** Null: one a core. */
  readonly jobs: number | null;
  readonly fresh: boolean;
  /** All runs at once must keep to it; none without it. */
  readonly maxMemory_MB?: number;
}

/** Returns how many runs failed; throws where none of them had room. */
export async function studyCommand(
  request: StudyRequest,
  context: Pick<CommandContext, 'stdout' | 'stderr' | 'signal'>,
): Promise<number> {
  const study = await readStudyFile(request.file);
  const out = request.out ?? `runs/${folderNameOf(study.name)}`;
  const lock = await lockFolder(out);
  try {
    await tidyStore(request.store);
    const runs = await runAll(study, request, context);
    const capped = noRoom(runs);
    if (capped !== null) throw capped;
    const result = makeStudyResult(study, runs, out);
    await writeStudyFiles(out, result, (path, text) =>
      writeWhole(dirname(path), basename(path), text),
    );
    await syncFolder(out);
    context.stdout.write(plainText(studyTable(result)));
    const page = await writeReport(out);
    context.stdout.write(`\nResults: ${out}\nReport:  ${page}\n`);
    return runs.failures.length;
  } finally {
    await lock.release();
  }
}

/** Throws UserError with every problem of the file, and of the folders that it names. */
export async function readStudyFile(file: string): Promise<Study> {
  const yaml = await readYamlFile(file);
  const study = readStudy(yaml, scenarioProblems);
  await checkLayouts(study, yaml);
  return study;
}

const scenarioProblems: ScenarioProblems = (scenario) => {
  const problems = new Problems('scenario');
  const { timesFrom } = readScenario(scenario, () => ({ line: 0, column: 0 }), problems);
  if (timesFrom !== null) {
    // Cells differ in streets and regimes: one day's times would favour those that are like it.
    const place = { line: 0, column: 0, field: 'routing.timesFrom' };
    problems.add('SCN-007', place, "is for single runs: a study's runs begin on empty streets");
  }
  return problems.list;
};

/**
 * The generator's numbers are judged as those of a scenario's `network`, at their own place; a
 * folder must not be left by a link on disk.
 */
async function checkLayouts(study: Study, { file, where }: YamlFile): Promise<void> {
  const problems = new Problems(file);
  for (const { name, source } of study.layouts) {
    if (source.kind === 'folder') {
      await pathInside(dirname(file), relative(dirname(file), source.path), file);
      continue;
    }
    const value = { network: { ...source.settings, layout: source.layout } };
    readScenario(value, ([, ...path], part) => where(['layouts', name, ...path], part), problems);
  }
  problems.throwIfAny();
}

function runAll(
  study: Study,
  { store, fresh, jobs: asked, maxMemory_MB }: StudyRequest,
  { stderr, signal }: Pick<CommandContext, 'stderr' | 'signal'>,
): Promise<StudyRuns> {
  const jobs = asked ?? defaultJobs(runsOf(study, null).length);
  const cap = maxMemory_MB === undefined ? {} : { maxMemory_MB };
  return withRunPool({ store, fresh, jobs, signal, ...cap }, (runCell, boundFleet) =>
    runStudy(study, {
      runCell,
      boundFleet,
      jobs,
      signal,
      now_s: () => performance.now() / 1000,
      onProgress: (progress) => stderr.write(`${plainText(progressLine(progress))}\n`),
    }),
  );
}
