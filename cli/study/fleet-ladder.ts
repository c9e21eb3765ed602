/**
 * Finds the smallest fleet on a ladder that serves every layout: one run a layout at each rung that
 * is tried, with the study's first seed.
 *
 * By bisection, which takes it that a larger fleet rejects no more rides. The answer does not rest on
 * that: the chosen rung has been run and is below the limit, and the rung under it has been run and
 * is not.
 */
import type { FleetSearch } from './study.js';

export interface LadderRung {
  readonly vehicleCount: number;
  /** Share of rides rejected, 0..1, by layout; null where the run failed or nobody asked for a ride. */
  readonly rejected: readonly { readonly layout: string; readonly share: number | null }[];
  readonly isBelowLimit: boolean;
}

export interface FleetLadder {
  readonly rejectedLimit: number;
  /** The rungs that were run, rising. */
  readonly rungs: readonly LadderRung[];
  readonly vehicleCount: number;
  /** False: even the largest rung rejects too many, and is taken all the same. */
  readonly meetsLimit: boolean;
}

/** `runRung` runs the shared fleet of one size on every layout. */
export async function climbLadder(
  search: FleetSearch,
  runRung: (vehicleCount: number) => Promise<LadderRung['rejected']>,
): Promise<FleetLadder> {
  const { ladder, rejectedLimit } = search;
  const rungs: LadderRung[] = [];
  let low = 0;
  let high = ladder.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const vehicleCount = ladder[middle]!;
    const rejected = await runRung(vehicleCount);
    const isBelowLimit = rejected.every(({ share }) => share !== null && share < rejectedLimit);
    rungs.push({ vehicleCount, rejected, isBelowLimit });
    if (isBelowLimit) high = middle;
    else low = middle + 1;
  }
  return {
    rejectedLimit,
    rungs: rungs.sort((a, b) => a.vehicleCount - b.vehicleCount),
    vehicleCount: ladder[Math.min(low, ladder.length - 1)]!,
    meetsLimit: low < ladder.length,
  };
}

/** The most rungs that bisection tries, for progress. */
export const mostRungsTried = (rungCount: number): number => Math.ceil(Math.log2(rungCount + 1));
