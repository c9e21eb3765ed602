/**
 * The fleet's tables: who asked for a ride, where each fleet vehicle can next be steered, and the
 * ordered stops that it has promised. Rows are written by core/fleet and read by the kernel.
 */
import type { LinkId, TripId } from '../base/ids.js';
import { f64, i32, rowOf, u8 } from './table.js';

declare const fleetTable: unique symbol;
type RowOf<Name extends string> = number & { readonly [fleetTable]: Name };

export type RequestId = RowOf<'request'>;
/** A vehicle's row in the fleet, 0 … vehicleCount − 1; the kernel knows which car that is. */
export type FleetVehicleId = RowOf<'fleetVehicle'>;
export type StopId = RowOf<'stop'>;

/** Codes of `request.state`, in the order in which a request can pass through them. */
export const REQUEST_STATE = {
  submitted: 0,
  assigned: 1,
  onboard: 2,
  done: 3,
  rejected: 4,
} as const;
/** Codes of `fleetVehicle.state`: busy while it has a stop to serve. */
export const FLEET_VEHICLE_STATE = { idle: 0, busy: 1 } as const;
/** Codes of `stop.kind`. */
export const STOP_KIND = { pickup: 0, dropoff: 1 } as const;

/** One row per request of the run, in the order of submission; never reused. */
export const requestSchema = {
  trip: rowOf<TripId>('whose ride it is'),
  operator: u8('who has been asked; only vehicles of the same operator come'),
  partySize: i32('persons, each takes a seat'),
  originLink: rowOf<LinkId>('where they get in'),
  originPosition_m: f64('from the start of the link'),
  destinationLink: rowOf<LinkId>('where they get out'),
  destinationPosition_m: f64('from the start of the link'),
  submitted_s: f64('clock time of the request'),
  direct_s: f64('driving time of the direct way, known at submission'),
  earliest_s: f64('nobody gets in before: when it was submitted, or for when it is prebooked'),
  latestPickup_s: f64('a vehicle stands at the origin by then: earliest_s + the wait promised'),
  longestRide_s: f64('from that stand to the stand at the destination, at most'),
  state: u8('code of REQUEST_STATE'),
  vehicle: rowOf<FleetVehicleId>('that serves it, NONE until assigned'),
  pickedUp_s: f64('a vehicle came to a stand at the origin, NaN until then', Number.NaN),
  droppedOff_s: f64('it came to a stand at the destination, NaN until then', Number.NaN),
  nextPending: rowOf<RequestId>('next undecided request by submitted_s, then row'),
  rejection: u8('code in REJECTION_REASONS once it is rejected'),
  toldVehicle: rowOf<FleetVehicleId>('that its traveller has been told of last'),
  triedAt: i32('number of the last dispatch that found no place for it, or -1', -1),
};

export const fleetVehicleSchema = {
  operator: u8('whose vehicle it is; operators have blocks of rows'),
  link: rowOf<LinkId>('where it can next be steered, NONE until first noted'),
  position_m: f64('the same place, from the start of the link'),
  available_s: f64('when it is there, free to drive on'),
  state: u8('code of FLEET_VEHICLE_STATE'),
  onboardCount: i32('persons aboard'),
  firstStop: rowOf<StopId>('head of its stop plan, NONE while idle'),
  stopCount: i32('length of its stop plan'),
  changedAt: i32('number of the last dispatch when its plan last changed or got shorter'),
  waitsIn: i32('zone that rebalancing has sent it to since it was last busy, or -1', -1),
  dutyEnd_s: f64('clock time by which its plan must end; before now while off duty', Infinity),
  range_s: f64('longest plan from there that its battery allows; 0 while it must charge', Infinity),
};

/** Codes of `battery.stage`: what a fleet vehicle does about its battery. */
export const CHARGE_STAGE = { none: 0, bound: 1, queueing: 2, charging: 3 } as const;

/** One row per fleet vehicle, where the scenario gives it a battery. */
export const batterySchema = {
  charge_kWh: f64('in the battery when it was last looked at'),
  used_kWh: f64('taken out of it in the run'),
  charged_kWh: f64('put into it in the run'),
  looked_s: f64('clock time of that look'),
  looked_m: f64('odometer at that look'),
  stage: u8('code of CHARGE_STAGE'),
  isSpared: u8('1 while it must charge and nobody may be given to it'),
  charger: i32('row of the place where it charges, or is bound for, or -1', -1),
  since_s: f64('when it came into that stage'),
  plugged_kWh: f64('charged_kWh when it was plugged in'),
  due_s: f64('when its charging is looked at next; a calendar entry for another time is void', -1),
  isFlat: u8('1 once it has stood on the road with an empty battery'),
};

/** A place with chargers: a lot or a curb zone. */
export const chargerSchema = {
  place: u8('code in PARKING_PLACES'),
  row: i32('row of the zone or lot'),
  count: i32('vehicles that charge at once'),
  power_kW: f64('of each'),
  boundCount: i32('vehicles on their way to it'),
  queueingCount: i32('vehicles that stand in it and wait'),
  chargingCount: i32('vehicles that charge'),
};

/** A pool: every row is in exactly one vehicle's plan or on the free list, linked by `next`. */
export const stopSchema = {
  request: rowOf<RequestId>('served here, NONE while the row is free'),
  kind: u8('code of STOP_KIND'),
  link: rowOf<LinkId>('where it is served'),
  position_m: f64('from the start of the link'),
  arrival_s: f64('as planned when the plan last changed'),
  next: rowOf<StopId>('next stop of the plan, or next free row'),
};

/**
 * A single row: the heads of the fleet's lists, so that a snapshot of the tables holds them too.
 */
export const fleetLedgerSchema = {
  requestCount: i32('requests submitted so far'),
  dispatchCount: i32('dispatches so far'),
  firstPending: rowOf<RequestId>('oldest undecided request'),
  lastPending: rowOf<RequestId>('newest undecided request'),
  firstFreeStop: rowOf<StopId>('head of the free list of stops'),
  freeStopCount: i32('length of that list'),
  firstToReplace: rowOf<RequestId>('first request that rebalancing has not looked at'),
};
