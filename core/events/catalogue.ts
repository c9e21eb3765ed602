/**
 * Everything that can happen in a run, in the past tense: the contract between the simulator and the
 * outside. Metrics, logs and reports are made from these records alone.
 *
 * A record is fixed-width: type, time_s, then the fields named here, in this order. Fields are plain
 * numbers: rows (trip, vehicle, link, zone, lot; -1 = none), codes (the lists below), or quantities
 * in the unit of their name. `event-buffer.ts` writes and reads them.
 */

/**
 * Codes of `vehicleClass`. BUS: on a line; SERVICE: a shop, office or clinic on wheels; EMERGENCY: on
 * its way to a call, or back.
 */
export const VEHICLE_CLASSES = [
  'HDV',
  'PAV',
  'SAV',
  'VAN',
  'BUS',
  'SERVICE',
  'EMERGENCY',
  'ROBOT',
] as const;
export type VehicleClass = (typeof VEHICLE_CLASSES)[number];

/**
 * Codes of `purpose`, why a vehicle drives. Their kilometres add up to all kilometres.
 * occupied: with its traveller(s), vans on a delivery and through traffic included; pickup: empty to a
 * traveller; cruising: looking for a stall or a free bay, with people or without; toParking: empty to
 * a lot or to its home; rebalancing: empty to where requests are expected.
 */
export const LEG_PURPOSES = ['occupied', 'pickup', 'cruising', 'toParking', 'rebalancing'] as const;
export type LegPurpose = (typeof LEG_PURPOSES)[number];

/** Codes of `place`: where a vehicle stands. `outside` = beyond a gate, nobody's land here. */
export const PARKING_PLACES = ['curb', 'lot', 'outside'] as const;
export type ParkingPlace = (typeof PARKING_PLACES)[number];

/** Codes of `reason`: why a vehicle stood in the lane at a curb. */
export const HELD_FOR = ['bay', 'pullIn', 'pullOut'] as const;

/**
 * Codes of `reason`: no vehicle could come in time (or within its range), the party is larger than
 * any vehicle, no way leads from origin to destination, or the curb was full where it waited.
 */
export const REJECTION_REASONS = ['noVehicle', 'tooManyPersons', 'noWay', 'fullCurb'] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];
/** Codes of `answer`: what a vehicle did that found its zone full. */
export const FULL_CURB_ANSWERS = [
  'next-zone',
  'circulate',
  'wait-in-lane',
  'stop-in-lane',
  'go-to-lot',
  'refuse',
] as const;
export type FullCurbAnswer = (typeof FULL_CURB_ANSWERS)[number];

export const EVENT_FIELDS = {
  /** The vehicle begins a leg with a purpose; it may first have to wait for room on its link. */
  legStarted: ['vehicle', 'vehicleClass', 'purpose', 'trip', 'odometer_m'],
  /** It got onto the road after `wait_s` at a gate, a lot's entrance or a curb. */
  roadEntered: ['vehicle', 'link', 'wait_s', 'odometer_m'],
  /**
   * The leg is over. `drive_s` on the road, `free_s` what the same way takes without other traffic
   * and control, `entryWait_s` before it got onto the road.
   */
  legEnded: [
    'vehicle',
    'vehicleClass',
    'purpose',
    'trip',
    'odometer_m',
    'drive_s',
    'free_s',
    'entryWait_s',
  ],

  /** It stands in a stall; row of a zone (curb), a lot, or a gate (outside). Also the stock at the start. */
  parked: ['vehicle', 'vehicleClass', 'place', 'row', 'odometer_m'],
  unparked: ['vehicle', 'vehicleClass', 'place', 'row', 'odometer_m'],
  /**
   * It stands at the entrance of its dense lot, `retrieval_s` after it was asked for, other cars
   * having been moved `moveCount` times for it.
   */
  retrieved: ['vehicle', 'vehicleClass', 'lot', 'moveCount', 'retrieval_s'],
  /**
   * It pays: for a stay when that is over (`place` and row as above; the price is that of the hour in
   * which it began), or for a stop in a zone, `isStop` 1, when it begins. Nothing is told of no fee.
   */
  feeCharged: ['vehicle', 'vehicleClass', 'place', 'row', 'isStop', 'fee'],
  /** No stall was free on arrival. */
  parkingRefused: ['vehicle', 'place', 'row'],

  /** It stands in a bay (`zone`) or, double-parked, in the lane (`zone` = -1) to let people in or out or to deliver. */
  stopped: ['vehicle', 'vehicleClass', 'zone', 'link', 'odometer_m'],
  /** It moves off again after `stood_s`; a double-parked vehicle blocked its lane for that time. `personCount` persons got in or out. */
  stopEnded: ['vehicle', 'vehicleClass', 'zone', 'link', 'stood_s', 'personCount'],
  /**
   * It stood in the lane for `held_s` and nobody got past: waiting for a bay, pulling in or out
   * (codes of HELD_FOR).
   */
  laneHeld: ['vehicle', 'vehicleClass', 'link', 'reason', 'held_s'],
  /** The zone is for something else from now on; code in CURB_USES. */
  useChanged: ['zone', 'use'],
  /** No bay was free in the zone; what it did then (codes of FULL_CURB_ANSWERS). */
  bayRefused: ['vehicle', 'vehicleClass', 'zone', 'answer'],
  /** The zone being full, it gave up what it came for: the trip is not made. */
  stopGivenUp: ['trip', 'vehicle', 'vehicleClass', 'zone'],
  /** It stands in a stall of a lot, parked there, to let people in or out or to deliver. */
  stoppedInLot: ['vehicle', 'vehicleClass', 'lot'],
  /** A bay of the zone is held for it, which is on its way. */
  bayHeld: ['vehicle', 'vehicleClass', 'zone'],
  /** The bay is its own now (`isTaken` 1), or it is held no longer: too late, or bound elsewhere (0). */
  bayHoldEnded: ['vehicle', 'vehicleClass', 'zone', 'held_s', 'isTaken'],

  /** A traveller leaves the door of the origin. */
  tripStarted: ['trip', 'kind', 'partySize'],
  /**
   * The first time that the trip's ride is asked for. Nobody gets in before `earliest_s`, which lies
   * ahead for a prebooked ride; a vehicle that is promised is to come by `latest_s`.
   */
  requestSubmitted: ['trip', 'operator', 'partySize', 'earliest_s', 'latest_s'],
  /** After a refusal it is asked for once more, of the same operator or another. */
  requestRepeated: ['trip', 'operator', 'earliest_s', 'latest_s'],
  /** The ride is promised, by this vehicle as things stand; once for each time it was asked for. */
  requestAssigned: ['trip', 'vehicle'],
  /** Vehicles have traded rides: another one comes, the promise stands. `from` was to come. */
  requestTraded: ['trip', 'vehicle', 'from'],
  /** Not this time; the traveller will ask again at `again_s`. Codes of REJECTION_REASONS. */
  requestRefused: ['trip', 'operator', 'reason', 'again_s'],
  /** The ride is refused for good; the trip is not made. */
  requestRejected: ['trip', 'operator', 'reason'],
  pickedUp: ['trip', 'vehicle', 'wait_s', 'odometer_m', 'onBoardCount'],
  droppedOff: ['trip', 'vehicle', 'ride_s', 'direct_s', 'odometer_m', 'onBoardCount'],
  /**
   * The traveller is at the door of the destination. total_s = wait_s (for a vehicle, or to get onto
   * the road) + inVehicle_s + walk_s. `free_s`: driving time of the direct way on empty streets.
   */
  tripArrived: [
    'trip',
    'kind',
    'total_s',
    'wait_s',
    'inVehicle_s',
    'walk_s',
    'walk_m',
    'free_s',
    'partySize',
  ],
  /** Published at the end for each trip still under way, with the time it has spent so far. */
  tripUnfinished: ['trip', 'kind', 'spent_s', 'hasEntered'],

  /** A fleet vehicle is on duty, or no longer; all are at the start of the day unless told at once. */
  shiftBegan: ['vehicle'],
  shiftEnded: ['vehicle'],
  /** From the start on: a lot or zone with chargers, where the fleet has batteries. */
  chargersOpened: ['place', 'row', 'chargerCount', 'power_kW'],
  /** Parked where the chargers are; it waits, for no time if one is free. */
  chargerQueued: ['vehicle', 'place', 'row', 'charge_kWh'],
  /** Plugged in, `waited_s` after it queued, or without (`hasQueued` 0). */
  chargingStarted: ['vehicle', 'place', 'row', 'charge_kWh', 'hasQueued', 'waited_s'],
  chargingEnded: ['vehicle', 'place', 'row', 'charge_kWh', 'charged_kWh', 'stood_s'],
  /** Its battery is empty; it stands on the road until the run ends. */
  ranFlat: ['vehicle', 'link', 'odometer_m'],
  /**
   * All batteries at the end of a period: what is in them, what was used and charged in the run so
   * far, the emptiest one, and vehicles that nobody is given to because they must charge.
   */
  batteriesMeasured: ['stock_kWh', 'used_kWh', 'charged_kWh', 'lowest_kWh', 'sparedCount'],

  /**
   * One row per link and period, published at its end: time and way of all vehicles on the link and
   * in the junction behind it, vehicles in and out, and the longest queue (standing vehicles in one lane).
   */
  linkMeasured: [
    'link',
    'period_s',
    'vehicle_s',
    'vehicle_m',
    'entryCount',
    'exitCount',
    'longestQueueCount',
    'free_s',
  ],
  /** Vehicles waiting to get onto the network, at the end of a period. */
  entryQueueMeasured: ['link', 'waitingCount'],

  /** A ring of links each blocked by the next; one record per link of the ring. `vehicle` closed it. */
  gridlocked: ['ring', 'link', 'vehicle'],
  gridlockCleared: ['ring'],
  /** It goes past one that has stopped in the lane, on the other side, after standing for `waited_s`. */
  passedStopped: ['vehicle', 'link', 'stoppedVehicle', 'waited_s', 'odometer_m'],
  /**
   * A bus leaves a stop of its line (rows of the run's lines, and of their stops). `headway_s` since the
   * bus before it left, or -1; `run_s` and `way_m` since its last stop, standing included.
   */
  busServed: [
    'vehicle',
    'line',
    'stop',
    'boardedCount',
    'alightedCount',
    'leftBehindCount',
    'dwell_s',
    'headway_s',
    'run_s',
    'way_m',
    'isInLane',
  ],
  busRunEnded: ['vehicle', 'line', 'run_s', 'way_m'],
  /** A service on wheels is open at its place, `late_s` after it was to be. */
  visitOpened: ['vehicle', 'visit', 'late_s'],
  /** It had `metres_m` of curb, or a stall of that length, for `stood_s`. */
  visitClosed: ['vehicle', 'visit', 'stood_s', 'metres_m'],
  /** It found no room at its place and turned back. */
  visitRefused: ['vehicle', 'visit'],
  /** An emergency vehicle is at the scene `response_s` after the call, `drive_s` of it on the road. */
  callReached: ['vehicle', 'call', 'response_s', 'drive_s', 'way_m'],
  /** An emergency vehicle goes past a standing queue on the other side of a street with one lane. */
  queuePassed: ['vehicle', 'call', 'link', 'passedCount', 'waited_s', 'odometer_m'],
  /** People on foot begin to cross at a signal; `wait_s` is what they have waited together. */
  walkersCrossed: ['node', 'walkerCount', 'wait_s'],
  /** From now on the lane (leftmost 0) is open to these classes: bits by LANE_CLASSES, -1 for all. */
  laneOpened: ['link', 'lane', 'openTo'],
  /** The lane that it is on has been closed to its class; it leaves it as soon as it can. */
  caughtInLane: ['vehicle', 'vehicleClass', 'link', 'lane'],
  /** It could not take the movement it wanted and goes another way. */
  rerouted: ['vehicle', 'link'],
  /** It has found a better way from this link on, by the times known now. */
  wayChanged: ['vehicle', 'link'],
  /** It has come onto a link that costs its class something at this hour. */
  tollPaid: ['vehicle', 'vehicleClass', 'link', 'toll'],
  /** From now on the turn from a link onto another is open to these classes, as in `laneOpened`. */
  turnOpened: ['link', 'onto', 'openTo'],
} as const;

export type EventType = keyof typeof EVENT_FIELDS;
export type EventRecord<Type extends EventType> = Readonly<
  Record<(typeof EVENT_FIELDS)[Type][number], number>
>;

export const EVENT_TYPES = Object.keys(EVENT_FIELDS) as EventType[];

/** What a record takes: type, time_s and the longest field list. */
export const EVENT_WIDTH =
  2 + Math.max(...Object.values(EVENT_FIELDS).map((fields) => fields.length));
