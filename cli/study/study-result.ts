/** What a study gives back: a value per cell and metric, and the differences. The report draws it. */
import { relative, sep } from 'node:path';
import { METRICS, type MetricValues } from '../../core/metrics/metric-catalogue.js';
import type { Regime } from '../../core/scenario/scenario.js';
import type { FleetLadder } from './fleet-ladder.js';
import { boundOf } from './headline.js';
import type { RunOutcome } from './run-cell.js';
import type { StudyRuns } from './run-study.js';
import { type Contrast, contrast, type Estimate, estimate, type Term } from './statistics.js';
import type { LayoutSource, Pair, Study } from './study.js';

export interface StudyResult {
  readonly name: string;
  readonly layouts: readonly string[];
  readonly regimes: readonly Regime[];
  readonly seeds: readonly number[];
  /** Hour of the day that maps show. */
  readonly mapHour: number;
  readonly fleetLadder: FleetLadder | null;
  /** Layout by layout, regime by regime. */
  readonly cells: readonly StudyCell[];
  readonly differences: readonly StudyDifference[];
  /** Pairs of layouts that are the same in all but name: their runs must be equal to the bit. */
  readonly twins: readonly StudyTwins[];
  readonly failures: StudyRuns['failures'];
}

export interface StudyCell {
  readonly layout: string;
  readonly regime: Regime;
  /** By key of `METRICS`. */
  readonly values: Readonly<Record<string, Estimate>>;
  readonly flags: CellFlags;
  /** Finished runs. */
  readonly runs: readonly StudyRun[];
}

export interface StudyRun {
  readonly seed: number;
  readonly key: string;
  /** Relative to the folder of study.json, with forward slashes. */
  readonly folder: string;
}

export interface CellFlags {
  /** Seeds with rings of blocked links. */
  readonly gridlock: readonly number[];
  /** Seeds with more than 1 % of the trips unfinished. */
  readonly unfinished: readonly number[];
  /** Seeds whose run failed. */
  readonly failed: readonly number[];
  /** Trips arrived, % of those asked for, all finished runs; null without runs. */
  readonly servedShare: number | null;
  /** True with gridlock or unfinished trips: means of arrivals are then only bounds (`boundOf`). */
  readonly isBounded: boolean;
}

/**
 * `between-layouts`: second layout less first, in one regime. `between-regimes`: second regime less
 * first, on one layout. `difference-of-differences`: how much more the change of regime does on the
 * second layout than on the first.
 */
export interface StudyDifference {
  readonly kind: 'between-layouts' | 'between-regimes' | 'difference-of-differences';
  readonly layouts: readonly string[];
  readonly regimes: readonly Regime[];
  readonly values: Readonly<Record<string, Difference>>;
}

export interface Difference extends Contrast {
  /** One of its sides is only a bound. */
  readonly isBounded: boolean;
}

export interface StudyTwins {
  readonly layouts: Pair<string>;
  /** Every metric of every regime and seed is the same number. */
  readonly isExactlyEqual: boolean;
  readonly comparedCount: number;
  readonly unequalCount: number;
}

/** `outFolder`: where study.json will stand. */
export function makeStudyResult(study: Study, done: StudyRuns, outFolder: string): StudyResult {
  const layouts = study.layouts.map(({ name }) => name);
  const cells = layouts.flatMap((layout) =>
    study.regimes.map((regime) => makeCell(done, { layout, regime, outFolder })),
  );
  return {
    name: study.name,
    layouts,
    regimes: study.regimes,
    seeds: study.seeds,
    mapHour: study.map.hour,
    fleetLadder: done.ladder,
    cells,
    differences: differencesOf(study, cells),
    twins: twinsOf(study, done),
    failures: done.failures,
  };
}

/** Above it a mean over arrivals says too little about those who did not arrive. */
const UNFINISHED_LIMIT = 0.01;

function makeCell(
  done: StudyRuns,
  at: { layout: string; regime: Regime; outFolder: string },
): StudyCell {
  const { layout, regime, outFolder } = at;
  const runs = done.runs.filter(({ spec }) => spec.layoutName === layout && spec.regime === regime);
  const finished = runs.flatMap(({ spec: { seed }, outcome }) =>
    outcome.isDone ? [{ seed, ...outcome }] : [],
  );
  const seedsWhere = (holds: (summary: MetricValues) => boolean): number[] =>
    finished.filter(({ summary }) => holds(summary)).map(({ seed }) => seed);
  const total = (key: string): number =>
    finished.reduce((sum, { summary }) => sum + (figureOf(summary, key) ?? 0), 0);
  const gridlock = seedsWhere((summary) => (figureOf(summary, 'gridlock_rings') ?? 0) > 0);
  const unfinished = seedsWhere(
    ({ trips, trips_unfinished }) => trips_unfinished! > UNFINISHED_LIMIT * trips!,
  );
  return {
    layout,
    regime,
    values: byMetric((key) => estimate(runs.map(({ outcome }) => outcomeValue(outcome, key)))),
    flags: {
      gridlock,
      unfinished,
      failed: runs.filter(({ outcome }) => !outcome.isDone).map(({ spec }) => spec.seed),
      servedShare: total('trips') === 0 ? null : (100 * total('trips_arrived')) / total('trips'),
      isBounded: gridlock.length + unfinished.length > 0,
    },
    runs: finished.map(({ seed, key, folder }) => ({
      seed,
      key,
      folder: relative(outFolder, folder).split(sep).join('/'),
    })),
  };
}

function byMetric<Value>(valueOfMetric: (key: string) => Value): Record<string, Value> {
  return Object.fromEntries(METRICS.map(({ key }) => [key, valueOfMetric(key)]));
}

const outcomeValue = (outcome: RunOutcome, key: string): number | null =>
  outcome.isDone ? figureOf(outcome.summary, key) : null;

/** Null where the run has no such figure: nobody waits for a fleet where there is none. */
function figureOf(summary: MetricValues, key: string): number | null {
  const value = summary[key];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/**
 * All pairs of interest. In a difference of differences each layout pair stands together, so that
 * equal layouts cancel to zero without rounding.
 */
function differencesOf(study: Study, cells: readonly StudyCell[]): StudyDifference[] {
  const cellOf = (layout: string, regime: Regime): StudyCell =>
    cells.find((cell) => cell.layout === layout && cell.regime === regime)!;
  const betweenLayouts = study.compare.layouts.flatMap((layouts) =>
    study.regimes.map((regime) => {
      const [from, to] = layouts.map((layout) => cellOf(layout, regime));
      const terms = [plus(to!), minus(from!)];
      return difference({ kind: 'between-layouts', layouts, regimes: [regime], terms });
    }),
  );
  const betweenRegimes = study.compare.regimes.flatMap((regimes) =>
    study.layouts.map(({ name: layout }) => {
      const [from, to] = regimes.map((regime) => cellOf(layout, regime));
      const terms = [plus(to!), minus(from!)];
      return difference({ kind: 'between-regimes', layouts: [layout], regimes, terms });
    }),
  );
  const ofDifferences = study.compare.layouts.flatMap((layouts) =>
    study.compare.regimes.map((regimes) => {
      const [before, after] = regimes;
      const [from, to] = layouts;
      const terms = [
        plus(cellOf(to, after)),
        minus(cellOf(from, after)),
        minus(cellOf(to, before)),
        plus(cellOf(from, before)),
      ];
      return difference({ kind: 'difference-of-differences', layouts, regimes, terms });
    }),
  );
  return [...betweenLayouts, ...betweenRegimes, ...ofDifferences];
}

interface SignedCell {
  readonly sign: Term['sign'];
  readonly cell: StudyCell;
}

const plus = (cell: StudyCell): SignedCell => ({ sign: 1, cell });
const minus = (cell: StudyCell): SignedCell => ({ sign: -1, cell });

function difference(
  about: Pick<StudyDifference, 'kind' | 'layouts' | 'regimes'> & { terms: readonly SignedCell[] },
): StudyDifference {
  const { kind, layouts, regimes, terms } = about;
  const hasBoundedSide = terms.some(({ cell }) => cell.flags.isBounded);
  const values = byMetric((key) => ({
    ...contrast(terms.map(({ sign, cell }) => ({ sign, perSeed: cell.values[key]!.perSeed }))),
    isBounded: hasBoundedSide && boundOf(key) !== 'exact',
  }));
  return { kind, layouts, regimes, values };
}

/** Compares the whole summaries, figures that are not defined included, not only those of tables. */
function twinsOf(study: Study, done: StudyRuns): StudyTwins[] {
  const pairs = study.compare.layouts.filter(([from, to]) => areTwins(study, done, { from, to }));
  return pairs.map((layouts) => {
    const [ones, others] = layouts.map((name) =>
      done.runs.filter(({ spec }) => spec.layoutName === name),
    );
    let comparedCount = 0;
    let unequalCount = 0;
    ones!.forEach(({ outcome: one }, run) => {
      const other = others![run]!.outcome;
      const a = one.isDone ? one.summary : null;
      const b = other.isDone ? other.summary : null;
      for (const key of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])) {
        comparedCount++;
        if (a === null || b === null || !Object.is(a[key], b[key])) unequalCount++;
      }
    });
    const isExactlyEqual = comparedCount > 0 && unequalCount === 0;
    return { layouts, isExactlyEqual, comparedCount, unequalCount };
  });
}

function areTwins(study: Study, done: StudyRuns, pair: { from: string; to: string }): boolean {
  const sourceOf = (name: string): LayoutSource =>
    study.layouts.find((layout) => layout.name === name)!.source;
  const scenariosOf = (name: string): unknown[] =>
    done.runs
      .filter(({ spec }) => spec.layoutName === name)
      .map(({ spec }) => ({ ...spec.scenario, name: '' }));
  const inputsOf = (name: string): string =>
    JSON.stringify([sourceOf(name), scenariosOf(name)], sortedFields);
  return inputsOf(pair.from) === inputsOf(pair.to);
}

/** For JSON.stringify: the order in which fields were written makes no difference. */
function sortedFields(_field: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
