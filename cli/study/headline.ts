/** Which figures a study's table shows, and what a figure is worth when a run did not end well. */
import { METRICS, type Metric } from '../../core/metrics/metric-catalogue.js';

/**
 * What a planner decides on: land, kilometres by purpose, delay and service, and beside every mean the
 * trips that are missing from it. Left out are figures that follow from these (shares of a sum, seconds
 * and metres of the same walk) and counts of single events; all of them are in the CSV files.
 */
const HEADLINE_KEYS: readonly string[] = [
  // How much land parking takes where, how much it would need, and what it gives back.
  'land_used_curb_m2',
  'land_used_lot_m2',
  'land_used_m2',
  'land_used_share',
  'land_required_m2',
  'land_freed_m2',
  // Land moved beyond the rim must not look like land saved.
  'land_exported_required_m2',
  // How much driving, for what: the empty purposes are what automation adds.
  'vkt_km',
  'vkt_occupied_km',
  'vkt_pickup_km',
  'vkt_cruising_km',
  'vkt_to_parking_km',
  'vkt_rebalancing_km',
  // What it does to the streets.
  'vht_h',
  'tti',
  'delay_per_trip_s',
  'longest_queue_veh',
  'lane_blocked_h',
  // Who is missing from the means.
  'trips_unfinished',
  'trips_not_entered',
  // What a traveller notices.
  'in_vehicle_mean_s',
  'walk_mean_s',
  'wait_p50_s',
  'wait_p95_s',
  'rejected_share',
  // What it takes.
  'fleet_size',
  'trips_per_vehicle',
  'empty_share',
];

export const HEADLINE: readonly Metric[] = HEADLINE_KEYS.map((headline) => {
  const metric = METRICS.find(({ key }) => key === headline);
  if (metric === undefined) throw new Error(`the headline ${headline} is not a metric`);
  return metric;
});

/**
 * What a figure says when trips are unfinished. `lower`: the whole day would give at least as much;
 * `upper`: at most as much; `biased`: a mean of those that got through, on neither side for certain;
 * `exact`: it counts what happened, or does not depend on traffic.
 */
export type Bound = 'lower' | 'upper' | 'biased' | 'exact';

const EXACT = new Set([
  'trips',
  'trips_arrived',
  'trips_unfinished',
  'trips_not_entered',
  'gridlock_rings',
  'land_supply_m2',
  'fleet_size',
  'requests',
  'rejected_share',
]);
/** Vehicles that stand on the road for ever are not in stalls, and drag the mean speed down no more. */
const UPPER = new Set(['speed_kmh', 'speed_peak_kmh', 'land_freed_m2']);
const BIASED = new Set(['walk_mean_s', 'walk_mean_m', 'occupancy_mean', 'empty_share']);

export function boundOf(key: string): Bound {
  if (EXACT.has(key)) return 'exact';
  if (UPPER.has(key)) return 'upper';
  return BIASED.has(key) ? 'biased' : 'lower';
}
