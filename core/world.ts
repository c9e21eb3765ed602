/**
 * The world of one run: all tables and settings. Built once from scenario, network and demand; the
 * stages of core/kernel change it step by step.
 */
import type { EventBuffer } from './events/event-buffer.js';
import type { Fleet, TravelTime } from './fleet/fleet.js';
import type { Calendar } from './kernel/calendar.js';
import type { ChargingOfRun } from './kernel/fleet/fleet-batteries.js';
import type { RebalancingOfRun } from './kernel/fleet/fleet-rebalancing.js';
import type { GivenRoutes } from './kernel/journeys/given-routes.js';
import type { Places } from './kernel/places.js';
import type { Learning } from './kernel/routes/day-to-day.js';
import type { Router } from './kernel/routes/router.js';
import type { ServicesOfRun } from './kernel/services/services.js';
import type { CurbSpan } from './network/curb-use.js';
import type { NetworkFacts } from './network/facts.js';
import type { RoadNetwork } from './network/road-network.js';
import type { DenseLots } from './parking/dense-lot.js';
import type { Scenario } from './scenario/scenario.js';
import type {
  CurbWatchTable,
  LotTable,
  ServiceWatchTable,
  TripTable,
  VehicleTable,
  ZoneTable,
} from './state/tables.js';
import type { TrafficState } from './traffic/traffic-state.js';

export interface World {
  readonly scenario: Scenario;
  readonly network: RoadNetwork;
  readonly facts: NetworkFacts;
  readonly places: Places;
  readonly traffic: TrafficState;
  readonly vehicles: VehicleTable;
  readonly vehicleCount: number;
  readonly trips: TripTable;
  readonly tripCount: number;
  readonly givenRoutes: GivenRoutes;
  readonly zones: ZoneTable;
  readonly lots: LotTable;
  /** Which car stands where in the lanes of dense lots. */
  readonly dense: DenseLots;
  /** By link: what was observed at its curb. */
  readonly curbWatches: CurbWatchTable;
  /** Null unless a controller moves metres of buses or of charging. */
  readonly serviceWatches: ServiceWatchTable | null;
  /** By zone, a bit for each use: what a controller may make it. */
  readonly fits: Uint8Array;
  /** By zone: its uses over the day, the regime applied. */
  readonly timetables: readonly (readonly CurbSpan[])[];
  readonly calendar: Calendar;
  readonly router: Router;
  /** What is handed from day to day where a day is run again and again; else null. */
  readonly learning: Learning | null;
  /** Null unless the regime has a fleet. */
  readonly fleet: FleetOfRun | null;
  /** Null without scheduled vehicles. */
  readonly services: ServicesOfRun | null;
  readonly events: EventBuffer;
  readonly clock: Clock;
}

/** The fleet's plans, and which rows of the vehicle table are its vehicles: a block at the end. */
export interface FleetOfRun {
  readonly plans: Fleet;
  readonly firstVehicle: number;
  /** Assigns what can be assigned now; returns how many requests were decided. */
  readonly dispatch: (time_s: number) => number;
  /** By row in the fleet: the lot where it began the day, and stands off duty. */
  readonly depotOf: Int32Array;
  /** By link: 1 where people can get in and out, because vehicles come there and back. */
  readonly isServed: Uint8Array;
  /** Are rides asked for ahead of the departure? */
  readonly hasBookings: boolean;
  /** What the fleet plans on. */
  readonly travelTime: TravelTime;
  /** Null for a fleet that waits where its last rider got out; set once the vehicles are placed. */
  rebalancing: RebalancingOfRun | null;
  /** Null for a fleet that never needs to charge; set together with that. */
  charging: ChargingOfRun | null;
}

export interface Clock {
  /** Steps done. */
  step: number;
  /** Clock time at the end of the step under way, s after midnight. */
  time_s: number;
  /** Clock time at which the use of some curb zone changes next. */
  nextUse_s: number;
  /** Clock time at which some lane opens or closes to a class next; Infinity where none ever does. */
  nextLaneUse_s: number;
  /** Persons of all trips that are aboard a vehicle. */
  aboardCount: number;
}
