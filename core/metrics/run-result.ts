/** What a run gives back: a summary and tables. `cli/run-folder/` writes them, `cli/report/` draws them. */
import type { FullCurbAnswer, VehicleClass } from '../events/catalogue.js';
import type { LotKind, LotUsers } from '../network/facts.js';
import type { MetricValues } from './metric-catalogue.js';

/** Where vehicles are; the day curve stacks them. `parkedOutside` is outside the district. */
export const VEHICLE_STATES = [
  'parkedCurb',
  'parkedLot',
  'parkedOutside',
  'stopped',
  'doubleParked',
  'waitingToEnter',
  'occupied',
  'pickup',
  'cruising',
  'toParking',
  'rebalancing',
] as const;
export type VehicleState = (typeof VEHICLE_STATES)[number];

/** One row a period: vehicles in each state at its end. */
export type StateRow = { readonly time_s: number } & Readonly<Record<VehicleState, number>>;

/**
 * One row a period and operator of a run with a fleet. Rides and metres are of what ended in the period; means
 * are NaN where nothing did.
 */
export interface FleetRow {
  readonly time_s: number;
  /** first, second or third. */
  readonly operator: string;
  readonly requestCount: number;
  readonly rejectedCount: number;
  /** Of these: none came in time, more persons than seats, no way there. */
  readonly rejectedNoVehicleCount: number;
  readonly rejectedPartyCount: number;
  readonly rejectedNoWayCount: number;
  readonly rejectedFullCurbCount: number;
  /** Of the rides asked for, and rides asked for again after a refusal. */
  readonly prebookedCount: number;
  readonly repeatedCount: number;
  /** Rides that another vehicle came for than was promised last. */
  readonly tradedCount: number;
  /** Refusals after which the traveller asks again, or another operator. */
  readonly refusedCount: number;
  readonly pickedUpCount: number;
  readonly droppedOffCount: number;
  readonly wait_s: number;
  /** Time of rides over that of their direct ways. */
  readonly detour: number;
  /** Persons per occupied kilometre. */
  readonly occupancy: number;
  /** Empty to a traveller, per traveller picked up. */
  readonly pickupWay_m: number;
  readonly occupied_m: number;
  readonly pickup_m: number;
  readonly rebalancing_m: number;
  readonly toParking_m: number;
  /** Vehicles at the end of the period, by what they drive for; the rest stand. */
  readonly occupiedCount: number;
  readonly toPickupCount: number;
  readonly rebalancingCount: number;
  readonly toParkingCount: number;
  readonly standingCount: number;
  /** Vehicles on duty, at the end of the period. */
  readonly onDutyCount: number;
}

/** One row per period and place with chargers. */
export interface ChargerRow {
  readonly time_s: number;
  readonly kind: 'lot' | 'curb';
  readonly place: string;
  readonly chargerCount: number;
  /** Vehicles at the end of the period. */
  readonly chargingCount: number;
  readonly queueingCount: number;
  /** Vehicles plugged in during the period, and how long these had queued on average. */
  readonly startedCount: number;
  /** Of charging that ended in the period. */
  readonly charged_kWh: number;
  readonly wait_s: number;
  /** Time queued in the period by all vehicles together. */
  readonly queueing_s: number;
  /** Share of the chargers' time in use. */
  readonly occupancy: number;
}

/** All batteries of the fleet, one row per period. */
export interface BatteryRow {
  readonly time_s: number;
  /** At the end of the period; the emptiest battery too. */
  readonly stock_kWh: number;
  readonly used_kWh: number;
  readonly charged_kWh: number;
  readonly lowest_kWh: number;
  /** Vehicles that get no rides because they must charge, at the end. */
  readonly sparedCount: number;
}

/**
 * The land ledger: one row an hour, at its end. The district's parts sum to its area, to the square
 * centimetre. Exported land is outside the district and stands beside it.
 */
export interface LandRow {
  readonly time_s: number;
  readonly movingLanes_m2: number;
  readonly sidewalks_m2: number;
  readonly curbParkingTaken_m2: number;
  readonly curbParkingFree_m2: number;
  /** Bus stops included. */
  readonly curbPudo_m2: number;
  readonly curbLoading_m2: number;
  readonly curbCharging_m2: number;
  /** Curb lane without a use at this hour. */
  readonly curbUnused_m2: number;
  readonly lotsTaken_m2: number;
  readonly lotsFree_m2: number;
  readonly blocks_m2: number;
  readonly exportedTaken_m2: number;
  readonly exportedFree_m2: number;
}

/** One row per link and period that saw a vehicle. */
export interface LinkRow {
  readonly time_s: number;
  readonly link: string;
  readonly vehicle_s: number;
  readonly vehicle_m: number;
  readonly entryCount: number;
  readonly exitCount: number;
  readonly longestQueueCount: number;
  /** Free-flow speed over mean speed; 1 where nothing slows the traffic. */
  readonly tti: number;
}

/** One row per zone and period. */
export interface CurbRow {
  readonly time_s: number;
  readonly zone: string;
  readonly use: string;
  readonly stopCount: number;
  readonly refusedCount: number;
  readonly parkedCount: number;
  readonly stopped_s: number;
  /** Cars that parked in it in the period, and the time that all parked cars stood. */
  readonly parkings: number;
  readonly parked_s: number;
  /** Persons who got in or out at stops that ended in the period. */
  readonly personCount: number;
  /** Share of its metres in use, on average over the period. */
  readonly occupancy: number;
  /** Persons an hour on each 6 m of it. */
  readonly persons_perHour6m: number;
  /** Fees of stops that began and stays that ended in the period. */
  readonly revenue: number;
}

/** What vehicles of a class did over the day that found their zone full. */
export interface FullCurbRow {
  readonly vehicleClass: VehicleClass;
  readonly answer: FullCurbAnswer;
  readonly count: number;
}

/** A stay or stop at the curb that has ended, where they are kept. */
export interface SessionRow {
  readonly zone: string;
  readonly vehicle: number;
  readonly vehicleClass: VehicleClass;
  readonly isStop: boolean;
  readonly from_s: number;
  /** When it left; when the run ended, where it had not left by then. */
  readonly to_s: number;
  readonly hasEnded: boolean;
}

/** One row per lot and hour. */
export interface LotRow {
  readonly time_s: number;
  readonly lot: string;
  readonly kind: LotKind;
  readonly isInside: boolean;
  /** Who may drive in. */
  readonly users: LotUsers;
  readonly stallCount: number;
  readonly takenCount: number;
  readonly refusedCount: number;
  /** Cars one behind another; 1 in a conventional lot. */
  readonly depth: number;
  /** Cars brought to the entrance of a dense lot, and moves of other cars for them. */
  readonly retrievedCount: number;
  readonly moveCount: number;
  /** Fees of stays that ended in the hour. */
  readonly revenue: number;
}

/** A piece of land that vehicles did not need, and in which hours of the day. */
export interface FreedLandRow {
  readonly kind: 'curb' | 'lot';
  /** Link along whose right side the strip lies, or the lot. */
  readonly name: string;
  /** Block beside it, or empty. */
  readonly block: string;
  /** The strip along its link; 0 for a lot. */
  readonly start_m: number;
  readonly end_m: number;
  /** It holds all zones of its street side. */
  readonly isCornerToCorner: boolean;
  readonly zoneCount: number;
  /** Metres of its zones, driveways between them not counted. */
  readonly length_m: number;
  readonly area_m2: number;
  /** Time of day from which it is free, and for how many hours; 24 for always. */
  readonly from_s: number;
  readonly hourCount: number;
}

/** Parking on and beside a block: one row an hour, at its end. */
export interface BlockRow {
  readonly time_s: number;
  /** Empty for curbs and lots that stand at no block. */
  readonly block: string;
  readonly curbTaken_m2: number;
  /** Curb for parking without a car. */
  readonly curbFree_m2: number;
  /** Curb for anything else. */
  readonly curbOther_m2: number;
  readonly lotsTaken_m2: number;
  readonly lotsFree_m2: number;
}

/** One row per trip, in the order of names. Empty cells are NaN. */
export interface TripRow {
  readonly trip: string;
  readonly kind: string;
  readonly status: 'arrived' | 'rejected' | 'unfinished';
  readonly departure_s: number;
  readonly total_s: number;
  readonly wait_s: number;
  /** When a vehicle came for the traveller. */
  readonly pickedUp_s: number;
  readonly inVehicle_s: number;
  readonly walk_s: number;
  readonly free_s: number;
}

/** One row per period, link and class that paid a toll there. */
export interface TollRow {
  readonly time_s: number;
  readonly link: string;
  readonly vehicleClass: string;
  readonly paymentCount: number;
  /** Money, in the currency of the scenario's tolls. */
  readonly revenue: number;
}

/** One row a day where the gap of ways is measured, or the day is run again and again. */
export interface IterationRow {
  readonly iteration: number;
  /** What ways cost above the best ones on the day's times, over what they cost. */
  readonly relativeGap: number;
  readonly routedCount: number;
  /** Trips that take another way on the next day. */
  readonly changedCount: number;
  /** Of the ways, as their drivers feel it. */
  readonly cost_h: number;
  readonly vht_h: number;
}

export interface GridlockRow {
  readonly time_s: number;
  readonly ring: number;
  readonly link: string;
  readonly vehicle: number;
}

/** One row per bus line (and direction) and period; means are NaN where there is nothing to average. */
export interface BusRow {
  readonly time_s: number;
  readonly line: string;
  /** Stops served, and those of them in the moving lane. */
  readonly stopCount: number;
  readonly laneStopCount: number;
  /** Buses that came to the end of the line. */
  readonly runCount: number;
  /** Way and time from stop to stop, standing included, and the speed of these. */
  readonly way_m: number;
  readonly run_s: number;
  readonly speed_kmh: number;
  readonly dwell_s: number;
  /** Times between departures from one stop: their number, mean, and standard deviation over mean. */
  readonly headwayCount: number;
  readonly headway_s: number;
  readonly headwayVariation: number;
  /** What whoever comes at random waits on average. */
  readonly wait_s: number;
  readonly boardedCount: number;
  readonly alightedCount: number;
  readonly leftBehindCount: number;
}

/** One row per visit of a service on wheels, in the order of names. */
export interface VisitRow {
  readonly visit: string;
  readonly kind: string;
  readonly place: string;
  /** `missed`: it was not there when the run ended, or was never to be. */
  readonly status: 'closed' | 'open' | 'refused' | 'missed';
  readonly arrives_s: number;
  readonly opened_s: number;
  readonly late_s: number;
  readonly stood_s: number;
  /** Metres of curb times hours. */
  readonly taken_mh: number;
}

/** One row per call for an emergency vehicle. */
export interface CallRow {
  readonly call: string;
  readonly address: string;
  readonly station: string;
  readonly status: 'reached' | 'unreached';
  readonly made_s: number;
  /** From the call to the scene, and the part of it on the road. */
  readonly response_s: number;
  readonly drive_s: number;
  readonly way_m: number;
  /** Vehicles in standing queues that it passed on the other side of streets with one lane. */
  readonly passedCount: number;
}

/** One row per signal that people cross at, and period. */
export interface CrossingRow {
  readonly time_s: number;
  readonly junction: string;
  readonly walkerCount: number;
  /** On average, from coming to the kerb to the begin of the walk. */
  readonly wait_s: number;
}

export interface RunResult {
  readonly summary: MetricValues;
  readonly states: readonly StateRow[];
  readonly fleet: readonly FleetRow[];
  readonly chargers: readonly ChargerRow[];
  readonly batteries: readonly BatteryRow[];
  readonly land: readonly LandRow[];
  readonly links: readonly LinkRow[];
  readonly curbs: readonly CurbRow[];
  readonly fullCurbs: readonly FullCurbRow[];
  readonly sessions: readonly SessionRow[];
  readonly lots: readonly LotRow[];
  readonly blocks: readonly BlockRow[];
  readonly freedLand: readonly FreedLandRow[];
  readonly trips: readonly TripRow[];
  readonly gridlock: readonly GridlockRow[];
  /** Only in runs with scheduled vehicles. */
  readonly buses?: readonly BusRow[];
  readonly visits?: readonly VisitRow[];
  readonly calls?: readonly CallRow[];
  readonly tolls: readonly TollRow[];
  /** Only where people on foot call at signals. */
  readonly crossings?: readonly CrossingRow[];
  readonly iterations: readonly IterationRow[];
}
