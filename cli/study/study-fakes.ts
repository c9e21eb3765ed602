/** Stand-ins for the tests of this folder: a study file in a string, and runs without a simulation. */
import { LineCounter, parseDocument } from 'yaml';
import { draw, hashName, PURPOSE } from '../../core/base/random.js';
import { METRICS, type MetricValues } from '../../core/metrics/metric-catalogue.js';
import type { RunSpec } from './design.js';
import type { LocatedYaml } from './located.js';
import { readStudy } from './read-study.js';
import type { RunCell, RunOutcome } from './run-cell.js';
import { runStudy, type StudyOptions } from './run-study.js';
import type { Study } from './study.js';
import { makeStudyResult, type StudyResult } from './study-result.js';

export function yamlOf(text: string, file = 'studies/test.study.yaml'): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return {
    file,
    value: document.toJS(),
    where(path) {
      for (let depth = path.length; depth > 0; depth--) {
        const node = document.getIn(path.slice(0, depth), true);
        const range = (node as { range?: [number, number, number] } | undefined)?.range;
        if (range === undefined) continue;
        const { line, col } = lines.linePos(range[0]);
        return { line, column: col };
      }
      return { line: 1, column: 1 };
    },
  };
}

export const studyOf = (text: string): Study => readStudy(yamlOf(text), () => []);

/** Two layouts, two regimes, three seeds. */
export const SMALL_STUDY = `
name: small
layouts: { grid: { layout: small-block }, big: { layout: superblock } }
regimes: [today, private-automated]
seeds: [1, 2, 3]
`;

/** A summary that depends on seed, regime and generator, never on a layout's name. */
export function fakeSummary({ layout, regime, seed, scenario }: RunSpec): MetricValues {
  const fleet = scenario['fleet'] as { vehicleCount?: number } | undefined;
  const source = layout.kind === 'generated' ? layout.layout : layout.path;
  const values = METRICS.map(({ key }): [string, number] => {
    const shared = draw(seed, PURPOSE.arrivals, hashName(key));
    const own = draw(seed, PURPOSE.arrivals, hashName(`${key} ${source} ${regime}`));
    return [key, 1000 + 100 * shared + 10 * own];
  });
  return {
    ...Object.fromEntries(values),
    trips: 1000,
    trips_arrived: 1000,
    trips_unfinished: 0,
    trips_not_entered: 0,
    gridlock_rings: 0,
    wait_p50_s: regime === 'shared-automated' ? 200 : Number.NaN,
    fleet_size: fleet?.vehicleCount ?? 0,
  };
}

/** A run that ends at once; `change` alters its summary. */
export const fakeRun =
  (change: (spec: RunSpec) => Record<string, number> = () => ({})): RunCell =>
  async (spec) =>
    doneWith(spec, { ...fakeSummary(spec), ...change(spec) });

export const doneWith = (spec: RunSpec, summary: MetricValues): RunOutcome => ({
  isDone: true,
  key: `key-of-${spec.name}`,
  folder: `/store/${spec.name}`,
  summary,
  isReused: false,
  wall_s: 1,
});

export const runFake = (
  study: Study,
  runCell: RunCell,
  options: Partial<StudyOptions> = {},
): ReturnType<typeof runStudy> => runStudy(study, { runCell, jobs: 2, now_s: () => 0, ...options });

export async function resultOf(study: Study, runCell: RunCell = fakeRun()): Promise<StudyResult> {
  return makeStudyResult(study, await runFake(study, runCell), '/out');
}
