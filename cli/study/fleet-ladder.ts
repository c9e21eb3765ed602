/**
 * Finds the smallest fleet on a ladder that serves every layout: one run a layout at each rung that
 * is tried, with the study's first seed.
 *
 * By bisection, which takes it that a larger fleet rejects no more rides and lets nobody wait longer.
 * The answer does not rest on that: the chosen rung has been run and keeps the limits, and the rung
 * under it has been run and does not.
 */
import type { FleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import type { FleetSearch } from './study.js';

export interface LadderRung {
  readonly vehicleCount: number;
  /** By layout; null where the run failed or nobody asked for a ride. */
  readonly rejected: readonly {
    readonly layout: string;
    /** Of rides rejected, 0..1. */
    readonly share: number | null;
    readonly waitP95_s: number | null;
  }[];
  readonly isBelowLimit: boolean;
}

/** How many vehicles the rides of the chosen fleet need at least, one by one. */
export interface LayoutBound {
  readonly layout: string;
  /** Null where the run failed. */
  readonly bound: FleetBound | null;
}

export interface FleetLadder {
  readonly rejectedLimit: number;
  readonly waitLimit_s: number | null;
  /** The rungs that were run, rising. */
  readonly rungs: readonly LadderRung[];
  readonly vehicleCount: number;
  /** False: even the largest rung rejects too many, and is taken all the same. */
  readonly meetsLimit: boolean;
  readonly bounds: readonly LayoutBound[];
}

/** `runRung` runs the shared fleet of one size on every layout; `boundRung` bounds it from below. */
export async function climbLadder(
  search: FleetSearch,
  runRung: (vehicleCount: number) => Promise<LadderRung['rejected']>,
  boundRung: (vehicleCount: number) => Promise<readonly LayoutBound[]>,
): Promise<FleetLadder> {
  const { ladder, rejectedLimit, waitLimit_s } = search;
  const rungs: LadderRung[] = [];
  let low = 0;
  let high = ladder.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const vehicleCount = ladder[middle]!;
    const rejected = await runRung(vehicleCount);
    const isBelowLimit = rejected.every(
      ({ share, waitP95_s }) =>
        share !== null &&
        share < rejectedLimit &&
        (waitLimit_s === null || (waitP95_s !== null && waitP95_s <= waitLimit_s)),
    );
    rungs.push({ vehicleCount, rejected, isBelowLimit });
    if (isBelowLimit) high = middle;
    else low = middle + 1;
  }
  const vehicleCount = ladder[Math.min(low, ladder.length - 1)]!;
  return {
    rejectedLimit,
    waitLimit_s,
    rungs: rungs.sort((a, b) => a.vehicleCount - b.vehicleCount),
    vehicleCount,
    meetsLimit: low < ladder.length,
    bounds: await boundRung(vehicleCount),
  };
}

/** The most rungs that bisection tries, for progress. */
export const mostRungsTried = (rungCount: number): number => Math.ceil(Math.log2(rungCount + 1));

/** `under 2 % rejected and 95 % waiting 600 s at most`. */
export const limitText = ({ rejectedLimit, waitLimit_s }: FleetLadder): string =>
  `under ${Number((100 * rejectedLimit).toFixed(2))} % rejected` +
  (waitLimit_s === null ? '' : ` and 95 % waiting ${waitLimit_s} s at most`);

/** The bound beside the answer; empty where no run of the fleet came to its end. */
export function ladderBoundLines({ bounds }: FleetLadder): readonly string[] {
  const counts = bounds.flatMap(({ layout, bound }) =>
    bound === null ? [] : [`${layout} ${bound.vehicleCount}`],
  );
  if (counts.length === 0) return [];
  return [
    `from below, by minimum path cover: ${counts.join(', ')}: so many could make the rides of the busiest`,
    'time one by one, each when it was made, on empty streets; a fleet that pools may be smaller',
  ];
}
