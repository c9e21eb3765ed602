/**
 * Every figure of a run's summary: key, unit, what it means. The key is the name everywhere: in
 * summary.json, in the study's tables and in the report.
 */
export interface Metric {
  readonly key: string;
  readonly unit: string;
  readonly label: string;
  readonly group: 'parking land' | 'congestion' | 'travel' | 'fleet' | 'service' | 'conservation';
  /** Digits after the point in tables. */
  readonly decimals: number;
}

const metric = (
  group: Metric['group'],
  key: string,
  unit: string,
  decimals: number,
  label: string,
): Metric => ({ key, unit, label, group, decimals });

export const METRICS: readonly Metric[] = [
  // Land inside the district. Used = stalls taken at the fullest hour; required = over target occupancy.
  metric('parking land', 'land_used_curb_m2', 'm²', 0, 'curb land used by parked cars at its peak'),
  metric('parking land', 'land_used_lot_m2', 'm²', 0, 'lot land used at its peak'),
  metric('parking land', 'land_used_m2', 'm²', 0, 'parking land used at the peak of the sum'),
  metric('parking land', 'land_used_share', '%', 2, 'the same, share of the district'),
  metric('parking land', 'land_required_m2', 'm²', 0, 'parking land required at target occupancy'),
  metric('parking land', 'land_required_share', '%', 2, 'the same, share of the district'),
  metric('parking land', 'land_supply_m2', 'm²', 0, 'parking land supplied, curb and lots'),
  metric('parking land', 'land_freed_m2', 'm²', 0, 'parking land freed: supplied less required'),
  metric(
    'parking land',
    'land_freed_curb_m2',
    'm²',
    0,
    'curb in which nothing stood all day, in strips',
  ),
  metric('parking land', 'land_freed_lots_m2', 'm²', 0, 'lots that could be closed'),
  metric(
    'parking land',
    'land_exported_used_m2',
    'm²',
    0,
    'parking land used outside the district',
  ),
  metric('parking land', 'land_exported_required_m2', 'm²', 0, 'parking land required outside'),
  metric(
    'parking land',
    'stalls_used_peak',
    'stalls',
    0,
    'stalls taken at the peak, inside and outside',
  ),
  metric('parking land', 'curb_used_peak_m2', 'm²', 0, 'curb land in use for any stop at its peak'),

  metric('congestion', 'vkt_km', 'km', 0, 'vehicle-kilometres'),
  metric('congestion', 'vkt_occupied_km', 'km', 0, '… with travellers or goods'),
  metric('congestion', 'vkt_pickup_km', 'km', 0, '… empty to a traveller'),
  metric(
    'congestion',
    'vkt_cruising_km',
    'km',
    0,
    '… cruising: looking for a place, or driving on without one',
  ),
  metric('congestion', 'vkt_to_parking_km', 'km', 0, '… empty to a lot or home'),
  metric('congestion', 'vkt_rebalancing_km', 'km', 0, '… empty to expected requests'),
  metric('congestion', 'vht_h', 'h', 0, 'vehicle-hours on the road'),
  metric('congestion', 'speed_kmh', 'km/h', 1, 'mean speed, VKT / VHT'),
  metric('congestion', 'speed_peak_kmh', 'km/h', 1, 'mean speed in the slowest hour'),
  metric('congestion', 'tti', '', 3, 'travel-time index: driving time over free-flow time'),
  metric(
    'congestion',
    'delay_per_trip_s',
    's',
    1,
    'delay per trip, waits and unfinished trips included',
  ),
  metric(
    'congestion',
    'entry_wait_h',
    'h',
    1,
    'waiting to get onto the network, unfinished included',
  ),
  metric('congestion', 'longest_queue_veh', 'veh', 0, 'longest queue in one lane'),
  metric('congestion', 'lane_blocked_h', 'h', 2, 'lane-hours blocked by stopped vehicles'),
  metric('congestion', 'gridlock_rings', '', 0, 'rings of blocked links found'),
  metric('congestion', 'caught_in_lane_veh', 'veh', 0, 'on a lane when it closed to their class'),

  metric('congestion', 'ways_changed', '', 0, 'better ways found and taken en route'),
  metric('congestion', 'route_gap', '%', 2, 'cost of ways above the best, on experienced times'),
  metric('congestion', 'route_days', 'days', 0, 'times that the day was run for drivers to learn'),
  metric('congestion', 'toll_revenue', 'money', 0, 'tolls paid, in the currency of the scenario'),
  metric('congestion', 'tolls_paid', '', 0, 'times that a toll was paid'),

  metric('travel', 'trips', 'trips', 0, 'trips asked for'),
  metric('travel', 'trips_arrived', 'trips', 0, 'trips arrived'),
  metric('travel', 'trips_unfinished', 'trips', 0, 'trips under way when the run ended'),
  metric('travel', 'trips_not_entered', 'trips', 0, '… of these, never got onto the network'),
  metric('travel', 'total_mean_s', 's', 1, 'door to door, mean'),
  metric('travel', 'in_vehicle_mean_s', 's', 1, 'in the vehicle, mean'),
  metric('travel', 'walk_mean_s', 's', 1, 'walking, mean'),
  metric('travel', 'walk_mean_m', 'm', 1, 'walking, mean'),

  metric('service', 'wait_p50_s', 's', 0, 'waiting for a vehicle, median'),
  metric('service', 'wait_p95_s', 's', 0, 'waiting for a vehicle, 95th percentile'),
  metric('service', 'requests', '', 0, 'rides asked for'),
  metric('service', 'rejected_share', '%', 2, 'rides rejected'),
  metric('service', 'rejected_no_vehicle', '', 0, '… no vehicle could come in time'),
  metric('service', 'rejected_party', '', 0, '… more persons than a vehicle has seats'),
  metric('service', 'rejected_no_way', '', 0, '… no way leads there'),
  metric('service', 'rejected_full_curb', '', 0, '… the curb was full where they waited'),
  metric('service', 'requests_prebooked', '', 0, 'rides asked for ahead of the departure'),
  metric('service', 'requests_repeated', '', 0, 'rides asked for again after a refusal'),
  metric('service', 'bay_refusals', '', 0, 'stops that found no free bay'),
  metric('service', 'stops_in_lots', '', 0, 'stops in a lot because the curb was full'),
  metric('service', 'stops_given_up', '', 0, 'stops given up because the curb was full'),
  metric('service', 'bays_held', '', 0, 'bays held ahead for guided vehicles'),
  metric('service', 'bays_held_vain', '', 0, '… of these, given up before the vehicle came'),
  metric('service', 'bay_held_h', 'h', 1, 'bay-hours held ahead'),
  metric('service', 'double_parked', '', 0, 'stops in the moving lane'),
  metric(
    'service',
    'curb_persons_perHour6m',
    'persons/h/6 m',
    2,
    'persons in and out an hour on 6 m of curb for stops',
  ),
  metric('service', 'curb_changes', '', 0, 'changes of use of curb zones'),
  metric('service', 'revenue_curb_parking', '', 0, 'fees of stays at the curb'),
  metric('service', 'revenue_curb_stops', '', 0, 'fees of stops at the curb'),
  metric('service', 'revenue_lots', '', 0, 'fees of stays in lots'),
  metric('service', 'parking_refusals', '', 0, 'arrivals at a full lot or zone'),
  metric('service', 'retrievals', '', 0, 'cars brought out of dense lots'),
  metric('service', 'retrieval_mean_s', 's', 1, 'bringing a car out of a dense lot, mean'),

  metric('fleet', 'fleet_size', 'veh', 0, 'fleet vehicles'),
  metric('fleet', 'fleet_on_duty_h', 'h', 0, 'hours on duty of all fleet vehicles together'),
  metric('fleet', 'trips_per_vehicle', '', 1, 'rides per fleet vehicle'),
  metric('fleet', 'occupancy_mean', 'persons', 2, 'persons per occupied fleet kilometre'),
  metric('fleet', 'pickup_way_mean_m', 'm', 0, 'empty way to a traveller, per traveller'),
  metric('fleet', 'detour_mean', '', 2, 'time of rides over that of their direct ways'),
  metric('fleet', 'late_pickup_share', '%', 2, 'pick-ups later than promised'),
  metric('fleet', 'late_ride_share', '%', 2, 'rides longer than promised'),
  metric('fleet', 'energy_used_kWh', 'kWh', 0, 'energy taken out of batteries'),
  metric('fleet', 'energy_charged_kWh', 'kWh', 0, 'energy put into batteries'),
  metric('fleet', 'charger_occupancy', '%', 1, 'share of the chargers’ time in use'),
  metric(
    'fleet',
    'charging_wait_mean_s',
    's',
    0,
    'queueing for a charger, mean of those plugged in',
  ),
  metric('fleet', 'battery_lowest_kWh', 'kWh', 1, 'emptiest battery at the end of any period'),
  metric('fleet', 'ran_flat', 'veh', 0, 'vehicles that ran flat on the road'),
  metric('fleet', 'empty_share', '%', 1, 'empty share of vehicle-kilometres, all vehicles'),
];

export type MetricValues = Readonly<Record<string, number>>;
