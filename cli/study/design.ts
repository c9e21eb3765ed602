/**
 * Expands a study to its runs, in a fixed order: layout, then regime, then seed, as in the file.
 *
 * Common random numbers: the seed of a replicate is the seed of every cell's run, and no draw depends
 * on the layout or the regime, so that the same seed means the same trips in all cells.
 */
import type { Regime } from '../../core/scenario/scenario.js';
import type { LayoutSource, Overrides, Study, StudyLayout } from './study.js';

/** One run, small enough to send to a worker: the worker makes the network and the trips itself. */
export interface RunSpec {
  /** `layout/regime/seed`; also the scenario's name. */
  readonly name: string;
  readonly layoutName: string;
  readonly regime: Regime;
  readonly seed: number;
  readonly layout: LayoutSource;
  readonly demand: Study['demand'];
  /** Everything that is not a default, `name`, `seed` and `regime` included. */
  readonly scenario: Overrides;
}

/** All runs of the study; `vehicleCount` is the fleet found on the ladder, null without one. */
export function runsOf(study: Study, vehicleCount: number | null): RunSpec[] {
  return study.layouts.flatMap((layout) =>
    study.regimes.flatMap((regime) =>
      study.seeds.map((seed) => runOf(study, { layout, regime, seed, vehicleCount })),
    ),
  );
}

export function runOf(
  study: Study,
  cell: { layout: StudyLayout; regime: Regime; seed: number; vehicleCount: number | null },
): RunSpec {
  const { layout, regime, seed, vehicleCount } = cell;
  const name = `${layout.name}/${regime}/${seed}`;
  const isFleetRun = regime === 'shared-automated' && vehicleCount !== null;
  return {
    name,
    layoutName: layout.name,
    regime,
    seed,
    layout: layout.source,
    demand: study.demand,
    scenario: [
      ...settingsOf(study, layout.name, regime),
      isFleetRun ? { fleet: { vehicleCount } } : {},
      { name, seed, regime },
    ].reduce(merge, {}),
  };
}

/** The layers of a cell's settings, the more particular ones last. */
export function settingsOf(study: Study, layout: string, regime: Regime): Overrides[] {
  const particular = cellKeysOf(layout, regime).map((key) => study.cells.get(key) ?? {});
  return [study.scenario, ...particular];
}

/** Keys of a study's `cells` that speak of one cell, the more particular ones last. */
export const cellKeysOf = (layout: string, regime: Regime): string[] => [
  layout,
  regime,
  `${layout}/${regime}`,
];

/** `over` on top of `base`; mappings are merged, everything else is replaced. */
export function merge(base: Overrides, over: Overrides): Overrides {
  const merged = new Map(Object.entries(base));
  for (const [field, value] of Object.entries(over)) {
    const below = merged.get(field);
    merged.set(field, isMapping(below) && isMapping(value) ? merge(below, value) : value);
  }
  return Object.fromEntries(merged);
}

export const isMapping = (value: unknown): value is Overrides =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
