/** A case for two simulators: the files both read, and what each gives back. */

export interface PeerCase {
  readonly name: string;
  /** SUMO network. */
  readonly net: string;
  /** Route files, types first. */
  readonly routes: readonly string[];
  /** Additional files: types and signal programs. */
  readonly additional: readonly string[];
  /** Simulated from 0 to this time. */
  readonly end_s: number;
}

/** What one run cost. */
export interface PeerCost {
  /** Of the whole process, loading included. */
  readonly wall_s: number;
  readonly cpu_s: number;
  /** Of the steps alone. */
  readonly stepping_s: number;
  /** Vehicles on the road, summed over steps. */
  readonly updateCount: number;
  /** The same by simulated time, whatever the step. */
  readonly vehicle_s: number;
  /** Of the steps from `WARM_FROM_s` on. */
  readonly warm: { readonly stepping_s: number; readonly updateCount: number };
  readonly peak_MB: number;
}

/**
 * By now roads have filled up and our functions are compiled, which is a third of such a short run; it
 * is a hundredth of a day.
 */
export const WARM_FROM_s = 300;

/** What came out; the same for every repeat. */
export interface PeerOutcome {
  readonly tripCount: number;
  readonly arrivedCount: number;
  /** Of arrived trips, from the planned departure on. */
  readonly tripMean_s: number;
  /** Way over time of all vehicles on the road, arrived or not. */
  readonly speed_mps: number;
  readonly vkt_km: number;
  /** Vehicles that came onto each edge. */
  readonly entered: ReadonlyMap<string, number>;
  /** Time of all vehicles on each edge; ways through junctions are in those of ours, not of SUMO's. */
  readonly spent_s: ReadonlyMap<string, number>;
}
