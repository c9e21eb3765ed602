/**
 * A study: layouts × regimes × seeds, and the pairs to compare. `read-study.ts` makes one from a
 * file, `design.ts` expands it to runs.
 */
import type { Regime } from '../../core/scenario/scenario.js';

/** Part of a scenario as the user wrote it; `read-scenario.ts` fills in the defaults. */
export type Overrides = { readonly [field: string]: unknown };

/** Where a layout's network comes from. */
export type LayoutSource =
  /** Made by a generator, with its settings. */
  | { readonly kind: 'generated'; readonly layout: string; readonly settings: Overrides }
  /** Read from a network folder. */
  | { readonly kind: 'folder'; readonly path: string };

export interface StudyLayout {
  readonly name: string;
  readonly source: LayoutSource;
}

/** The fleet is the smallest rung at which every layout keeps both limits. */
export interface FleetSearch {
  /** Fleet sizes in vehicles, rising. */
  readonly ladder: readonly number[];
  /** Share of rides, 0..1: fewer must be rejected. */
  readonly rejectedLimit: number;
  /** Of the 95th percentile of waits, s; null for none. */
  readonly waitLimit_s: number | null;
}

export type Pair<Name extends string> = readonly [from: Name, to: Name];

export interface Study {
  readonly name: string;
  readonly layouts: readonly StudyLayout[];
  readonly regimes: readonly Regime[];
  readonly seeds: readonly number[];
  readonly demand: {
    /** Multiplies the number of trips. */
    readonly factor: number;
    /** Rides of one way each, instead of persons' days; what a scenario says of them. */
    readonly rideCount?: number;
    readonly rideDeterrence_perKm?: number;
    readonly rideReturnShare?: number;
  };
  /** For all cells. */
  readonly scenario: Overrides;
  /** By layout, by regime or by `layout/regime`; later ones of that order win. */
  readonly cells: ReadonlyMap<string, Overrides>;
  /** Null: the fleet size is a setting of the scenario. */
  readonly fleet: FleetSearch | null;
  /** Differences are `to` less `from`. */
  readonly compare: {
    readonly layouts: readonly Pair<string>[];
    readonly regimes: readonly Pair<Regime>[];
  };
  readonly map: {
    /** Hour of the day that the report's maps show. */
    readonly hour: number;
  };
}
