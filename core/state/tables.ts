/**
 * All memory of a run that changes, one table per kind of thing. Read this file first.
 * Roads never change and stand in core/network/road-network.ts; fleet plans in fleet-tables.ts.
 */
import type {
  AccessId,
  LaneId,
  LinkId,
  MoverId,
  None,
  TripId,
  TurnId,
  VehicleId,
} from '../base/ids.js';
import { type ColumnSpec, createTable, f64, i32, rowOf, type Table, u8 } from './table.js';

/**
 * A reference to a mover, or NONE. Movers are numbered anew now and then, by the lane they are on:
 * whoever holds a mover's row must be a column of this kind, so that it is found.
 */
const moverRow = (meaning: string): ColumnSpec<MoverId | None> => ({
  ...rowOf<MoverId>(meaning),
  refersTo: 'mover',
});

/** A vehicle for the whole run, on the road or not. */
export const vehicleSchema = {
  vehicleClass: u8('code in VEHICLE_CLASSES'),
  driver: u8('row in the driver table'),
  activity: u8('code in ACTIVITIES of core/kernel/activities.ts: what it is doing'),
  mover: moverRow('its row from the start of a leg until it leaves the road'),
  place: u8('code in PARKING_PLACES while parked'),
  changedCount: i32('persons who have got in or out at the stop under way'),
  home: i32('address where it stands at the start, or -1', -1),
  lastAddress: i32('address that it has served last, or -1', -1),
  cruiseCount: i32('streets drawn for it to drive along'),
  fee_perHour: f64('price of the stay under way'),
  parkedAt_s: f64('when that began'),
  leftZone: i32('zone that it has just left, or -1', -1),
  nextWaiting: rowOf<VehicleId>('next of those that wait in the lane for the same bay'),
  heldSince_s: f64('when it came to stand in the lane for a bay, or to pull in or out'),
  heldZone: i32('zone in which a bay is held for it, or -1', -1),
  heldFrom_s: f64('since when'),
  bookAt_s: f64('clock time at which a bay is looked for ahead, or -1', -1),
  stack: i32('lane of the dense lot it stands in, or NONE', -1),
  retrieved_s: f64('when it stands at the entrance of its dense lot, or -1 while it is stored', -1),
  asked_s: f64('when its retrieval was asked for'),
  moveCount: i32('moves of other cars that its retrieval takes'),
  placeRow: i32('zone, lot or gate while parked; zone while in a bay', -1),
  trip: rowOf<TripId>('trip under way or waited for'),
  nextTrip: rowOf<TripId>('next trip of its chain'),
  passengerCount: u8('persons aboard'),
  nameHash: i32('what draws about it are keyed by'),
  hasLeg: u8('1 while a leg is open'),
  purpose: u8('code in LEG_PURPOSES of the leg under way'),
  legStart_s: f64('when the leg began'),
  legEntered_s: f64('when it got onto the road, or -1 while it waits', -1),
  stoppedAt_s: f64('when the stop under way began'),
  wake_s: f64('clock time its calendar entry is for; an entry for another time is void', -1),
  searchStart_s: f64('when it began to look for a stall, or -1', -1),
  searchCount: i32('links tried in this search, or bays tried for this stop'),
  odometer_m: f64('way driven in the run, up to the last time it left the road'),
  target: rowOf<LinkId>('link where the leg ends'),
  target_m: f64('position on it'),
  targetKind: u8('code in TARGETS of core/kernel/journeys/legs.ts: what is there'),
  targetRow: i32('zone, lot, gate or address it drives to', -1),
};
export type VehicleTable = Table<typeof vehicleSchema>;

/** A trip of the demand, in the order of names. */
export const tripSchema = {
  kind: u8('code in TRIP_KINDS'),
  departure_s: f64('planned'),
  partySize: u8('persons'),
  nameHash: i32('what draws about it are keyed by'),
  vehicle: rowOf<VehicleId>('private vehicle that makes it, or NONE'),
  next: rowOf<TripId>('next trip of the same vehicle'),
  fromGate: i32('gate it comes in by, or -1', -1),
  fromAddress: i32('address it starts at, or -1', -1),
  toGate: i32('gate it leaves by, or -1', -1),
  toAddress: i32('address it ends at, or -1', -1),
  status: u8('code in TRIP_STATUSES of core/kernel/journeys/trips.ts'),
  started_s: f64('when the traveller left the door', -1),
  wait_s: f64('waiting for the vehicle or to get onto the road'),
  walk_m: f64('walked at both ends'),
  boarded_s: f64('when the traveller got aboard, or -1', -1),
  inVehicle_s: f64('from boarding to alighting'),
  free_s: f64('driving time of the direct way on empty streets'),
  pickupKind: u8('code in TARGETS: where the fleet picks it up'),
  pickupRow: i32('row of that', -1),
  dropoffKind: u8('code in TARGETS: where the fleet drops it off'),
  dropoffRow: i32('row of that', -1),
  booked_s: f64('when its ride is asked for ahead of the departure, or -1', -1),
  operator: u8('operator that its traveller asks first'),
  askedCount: u8('how often its ride has been asked for'),
};
export type TripTable = Table<typeof tripSchema>;

/** A vehicle while it is on the road; rows are reused. Only core/traffic stores its number. */
export const moverSchema = {
  vehicle: rowOf<VehicleId>('whose row this is'),
  lane: rowOf<LaneId>('lane or connector it is on'),
  laneEnd_m: f64(
    'length_m of that lane: each step needs it, and a city has more lanes than movers',
  ),
  limit_mps: f64('limit of that lane'),
  hasLaneBeside: u8('1 where the link of that lane has another one, pockets apart'),
  ahead: moverRow('next downstream on the same lane'),
  behind: moverRow('next upstream on the same lane'),
  driver: u8('row in the driver table'),
  laneClass: i32("bit of its class in the lanes' openTo", -1),
  position_m: f64('front bumper along the link, or along the connector'),
  next_m: f64('the same at the end of the step; may lie beyond the lane'),
  speed_mps: f64('way of the last step over its length'),
  odometer_m: f64('way driven in the run'),
  stop_m: f64('where it must stop on this link, or Infinity', Infinity),
  isHeld: u8('1 while it stands in the lane on purpose (double-parked)'),
  isMisplaced: u8(
    '1 while its lane does not lead to its next turn, or its stop, and it must move over',
  ),
  isPocketBound: u8(
    '1 while it must still move over into the left pocket; stop_m is where that begins',
  ),
  yieldTo: moverRow('mover of its link that it falls back behind, or lets in before it'),
  yieldStep: i32('step for which it does', -1),
  nextChangeStep: i32('first step in which it may change lanes for speed again'),
  turn: rowOf<TurnId>('next turn, or NONE when the route ends on this link'),
  leavesByGate: u8('1 when its route leads out at the end of its last link, from any lane'),
  waitingNext: moverRow('next in the queue of its access, before it is on a lane'),
  waitingSince_s: f64('when it joined that queue'),
  outLane: rowOf<LaneId>('lane it will enter after its connector'),
  crossedFrom: rowOf<LaneId>('lane whose stop line it has crossed last, or NONE'),
  crossedAt_m: f64('odometer when it did'),
  grantStep: i32('step for which the junction lets it go', -1),
  grantedConnector: rowOf<LaneId>('connector it may enter then'),
  lackedRoom_s: f64('time that it stood at the line for want of room in a lane that leads on'),
  waitsWithin: u8('1 while it may go no farther than the waiting place in the junction'),
  routeAt: i32('next entry of its route'),
  routeCount: i32('entries of its route held'),
  linkEntered_s: f64('when it came onto the link it is on'),
  linkStart_m: f64('position on the link at which it came onto it'),
  measured_s: f64('up to when its time on the link has been measured'),
  measured_m: f64('odometer up to which its way on the link has been measured'),
  free_s: f64('driving time of the leg so far at free speed'),
  standing_s: f64('time it has stood without a break'),
  hasRested: u8('1 when it has stood for as long as its odometer history reaches back'),
  isBlocked: u8('1 while only the one ahead keeps it: it cannot move before that one has'),
};
export type MoverTable = Table<typeof moverSchema>;

/** What changes on a lane; rows as in the road network's lanes, connectors included. */
export const laneStateSchema = {
  front: moverRow('mover nearest the lane end'),
  rear: moverRow('mover nearest the lane start'),
  count: i32('movers on it'),
  occupied_m: f64('length + standstill gap of the movers on it and of those on their way into it'),
  reserved: i32('movers in connectors that will enter it'),
  waitedFor: i32('those of them that wait in the junction and have not got their turn yet'),
  source: rowOf<LaneId>('connector the others come from'),
  lastOut: moverRow('mover that crossed its stop line last'),
  arrived_s: f64('when its front mover reached the stop line, or -1', -1),
  grantStep: i32('last step in which its junction let a mover in', -1),
  openTo: i32('bits of the classes that may come onto it now, of LANE_CLASSES', -1),
  openSince_s: f64('since when it is open to those', -Infinity),
  sharedFrom_m: f64(
    'position from which on other classes may turn by it; Infinity: none',
    Infinity,
  ),
  heldCount: i32(
    'movers standing on it away from the stop line (double-parked, waiting for a pocket)',
  ),
};
export type LaneStateTable = Table<typeof laneStateSchema>;

/** What changes at a turn; rows as in the road network's turns. */
export const turnStateSchema = {
  signal: u8('code in ASPECTS of core/traffic/signals.ts'),
  greenEnd_s: f64('when its last green at a signal ended'),
  count: i32('movers in its connectors'),
  waitingCount: i32('those of them that wait there for a gap, short of the ways that they cross'),
  grantStep: i32('last step in which a mover was let through', -1),
  waitStep: i32('last step in which a mover was let in to wait', -1),
  claimStep: i32('last step in which an earlier arrival waited for it', -1),
  letInStep: i32('last step for which others let in one of it, as they let nobody else', -1),
  passed_s: f64('time from link to link of the movers that took it since the last refresh'),
  passedCount: i32('their number'),
};
export type TurnStateTable = Table<typeof turnStateSchema>;

/** What changes at a junction; rows as in the road network's nodes. */
export const nodeStateSchema = {
  period: i32('signal period in force', -1),
  phase: i32('phase that has or had green last', -1),
  interval: u8('code in INTERVALS of core/traffic/signals.ts'),
  intervalStart_s: f64('when it began'),
  intervalEnd_s: f64('when it ends'),
  busyStep: i32('last step at whose end it was put on the list of busy junctions', -1),
  withinCount: i32('movers in its connectors'),
  claimStep: i32(
    'last step for which a way through it is claimed: by an emergency vehicle, or one let in',
    -1,
  ),
};
export type NodeStateTable = Table<typeof nodeStateSchema>;

/** What is measured on a link in the period under way, and who passes on it; rows as in the road network's links. */
export const linkStateSchema = {
  vehicle_s: f64('time of all movers on it and in the junction behind it'),
  vehicle_m: f64('way of the same'),
  free_s: f64('the same way at free speed'),
  entryCount: i32('movers that came onto it'),
  exitCount: i32('movers that left it'),
  startCount: i32('movers on it when the period began'),
  longestQueueCount: i32('most movers standing in one lane'),
  waitingCount: i32('vehicles waiting to get onto it'),
  passer: moverRow('mover of it that is passing a stopped one on the other side'),
  passedFrom_m: f64('rear of the passer when it began'),
  passedTo_m: f64('where its front is back in the lane'),
};
export type LinkStateTable = Table<typeof linkStateSchema>;

/** Where vehicles come onto a link: gates, lots' entrances, curb zones, in this order. */
export const accessSchema = {
  link: rowOf<LinkId>('link it opens on'),
  position_m: f64('position on it'),
  isMoving: u8('1 where vehicles come at speed (a gate), 0 where they start from rest'),
  front: moverRow('first in the queue'),
  rear: moverRow('last in the queue'),
  count: i32('movers waiting'),
  activeAt: i32('its place in the list of accesses with a queue, or -1', -1),
};
export type AccessTable = Table<typeof accessSchema>;

/** Driving style, one row per vehicle class (core/scenario: DriverClass). */
export const driverSchema = {
  tau_s: f64('reaction time'),
  lagSteps: i32('whole steps back at which the leader is read'),
  lagRest: f64('rest of that, in steps, 0..1'),
  length_m: f64('bumper to bumper'),
  standstillGap_m: f64('to the rear bumper ahead when both stand'),
  acceleration_mps2: f64('highest'),
  comfortableBraking_mps2: f64('decides whether amber can be obeyed'),
  isAutomated: u8('1 when it can reserve its way through a junction'),
  isUrgent: u8('1 when others make way for it: an emergency vehicle on its way to a call'),
  bay_m: f64('metres of curb that it takes at a stop'),
};
export type DriverTable = Table<typeof driverSchema>;

/** Metres and bays of curb; rows are CurbDrafts in the order of names. */
export const zoneSchema = {
  link: rowOf<LinkId>('link it lies along'),
  start_m: f64('from'),
  end_m: f64('to'),
  use: u8('code in CURB_USES now'),
  nextChange_s: f64('when its use may change'),
  bayRoom_m: f64('metres for stops: its own, or Infinity where room is unlimited'),
  fee_perHour: f64('price of parking by its timetable now, or -1 for the general one', -1),
  closesFor: u8('1 + the use it is being emptied for, or 0'),
  closedAt_s: f64('when it was closed for that'),
  usedSince_s: f64('since when it has its use', -Infinity),
  firstWaiting: rowOf<VehicleId>('first of those that wait in the lane for a bay'),
  lastWaiting: rowOf<VehicleId>('last of them'),
  x_m: f64('its middle, to the east'),
  y_m: f64('its middle, to the north'),
  taken_m: f64('metres in use by vehicles'),
  parkedCount: i32('parked vehicles'),
  stoppedCount: i32('vehicles in its bays'),
  heldCount: i32('bays held for guided vehicles on their way; their metres are taken'),
  access: rowOf<AccessId>('where its vehicles come back onto the road'),
};
/** What was observed at the curb of a link since its uses were last decided. */
export const curbWatchSchema = {
  parking_m: f64('metres for parking taken, summed over the looks'),
  pudo_m: f64('metres for picking up and dropping off taken, summed likewise'),
  loading_m: f64('metres for loading taken, summed likewise'),
  lookCount: i32('looks'),
  parkingMissed: i32('drivers who found no stall on the link'),
  pudoMissed: i32('vehicles that found no bay for people'),
  loadingMissed: i32('vehicles that found no bay for goods'),
};
export type CurbWatchTable = Table<typeof curbWatchSchema>;

/** The same of buses and of charging; there only where a controller may move their metres. */
export const serviceWatchSchema = {
  bus_m: f64('metres for buses taken, summed over the looks'),
  charging_m: f64('metres for charging taken, summed likewise'),
  busMissed: i32('buses that had no room at their stop'),
  chargingMissed: i32('vehicles that found no charger free'),
};
export type ServiceWatchTable = Table<typeof serviceWatchSchema>;

export type ZoneTable = Table<typeof zoneSchema>;

/** Off-street stalls; rows are LotDrafts in the order of names. */
export const lotSchema = {
  stallCount: i32('stalls'),
  chargerCount: i32('stalls with a charger, or -1 where the scenario says how many', -1),
  depth: u8('cars one behind another in its lanes; 1 where every car can leave at once', 1),
  isTwoEnded: u8('1 when its lanes are open at both ends'),
  users: u8('code in LOT_USERS: who may drive in'),
  takenCount: i32('vehicles in it'),
  expectedCount: i32('vehicles on their way to a stall held for them'),
  firstAccess: i32('its entrances among the accesses; they end where those of the next row begin'),
  isRemote: u8('1 when nobody walks to it'),
  isInside: u8('1 when its land belongs to the district'),
  x_m: f64('to the east'),
  y_m: f64('to the north'),
};
export type LotTable = Table<typeof lotSchema>;

export const createVehicles = (count: number): VehicleTable => createTable(vehicleSchema, count);
export const createTrips = (count: number): TripTable => createTable(tripSchema, count);
export const createMovers = (count: number): MoverTable => createTable(moverSchema, count);
export const createLaneStates = (count: number): LaneStateTable =>
  createTable(laneStateSchema, count);
export const createTurnStates = (count: number): TurnStateTable =>
  createTable(turnStateSchema, count);
export const createNodeStates = (count: number): NodeStateTable =>
  createTable(nodeStateSchema, count);
export const createLinkStates = (count: number): LinkStateTable =>
  createTable(linkStateSchema, count);
export const createAccesses = (count: number): AccessTable => createTable(accessSchema, count);
export const createDrivers = (count: number): DriverTable => createTable(driverSchema, count);
export const createZones = (count: number): ZoneTable => createTable(zoneSchema, count);
export const createCurbWatches = (count: number): CurbWatchTable =>
  createTable(curbWatchSchema, count);
export const createServiceWatches = (count: number): ServiceWatchTable =>
  createTable(serviceWatchSchema, count);
export const createLots = (count: number): LotTable => createTable(lotSchema, count);
