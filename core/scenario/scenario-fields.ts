/**
 * What a scenario file may say: one row a field, with its kind, unit, range and a sentence. Reading
 * it, checking it and its documentation are made from this table. Defaults stand in `scenario.ts`.
 */
import { CURB_CONTROL_FIELDS } from './curb-control-fields.js';
import { LANE_FIELDS } from './lane-fields.js';
import { REBALANCING_FIELDS } from './rebalancing-fields.js';
import { PRICED_CLASSES, ROUTING_POLICIES, YES_OR_NO } from './routing-settings.js';
import {
  AV_LEVELS,
  CAR_FOLLOWINGS,
  CHARGER_USES,
  CURB_POLICIES,
  DISPATCHERS,
  IDLE_CHOICES,
  LANE_CHANGINGS,
  LOT_USER_CHOICES,
  MOVED_CARS,
  PLACE_CHOICES,
  REGIMES,
  SESSIONS,
  SIGNAL_CONTROLS,
  TRIP_SOLVERS,
  WHEN_FULL,
  WHEN_REFUSED,
} from './scenario.js';
import {
  choice,
  clock,
  driverFields,
  field,
  integer,
  number,
  type Range,
  type ScenarioField,
} from './scenario-field.js';
import { SERVICE_FIELDS } from './service-fields.js';

export type { FieldKind, ScenarioField } from './scenario-field.js';

/** Layouts that a generator makes from a file's `network.layout`. */
export const GENERATED_LAYOUTS = ['small-block', 'superblock'] as const;
export type GeneratedLayout = (typeof GENERATED_LAYOUTS)[number];

const DAY_s = 86_400;
/** Seeds and draws are 32-bit. */
const SEEDS: Range = [0, 2 ** 31 - 1];
const SHARE: Range = [0, 1];
const MONEY: Range = [0, 1000];
const COUNT: Range = [0, 1_000_000];

/** Of an operator beside the first. */
const operatorFields = (path: string): ScenarioField[] => [
  field('group', path, 'Another operator of shared vehicles, or null.'),
  number(`${path}.share`, '', SHARE, 'Travellers who ask it first.'),
  integer(`${path}.vehicleCount`, 'vehicles', COUNT, 'Size of its fleet.'),
  integer(`${path}.seatCount`, 'seats', [1, 60], 'Seats of its vehicles.'),
  choice(`${path}.dispatcher`, DISPATCHERS, 'Who of its vehicles gets which request.'),
];

const MOST_PRICES = 1000;

const LINK_PRICE_FIELDS: readonly ScenarioField[] = [
  field('names', 'links', 'Links, by name.'),
  choice('vehicleClass', PRICED_CLASSES, 'Vehicles that it is for, or all.'),
  clock('from_s', DAY_s, 'Clock time from which it holds.'),
  clock('to_s', DAY_s, 'Clock time until which it holds.'),
  number('toll', '', MONEY, 'Money for each time that a vehicle drives in.'),
  field('flag', 'isAvoided', 'Whether drivers keep off it where another way leads there.'),
];

const CHARGING_FIELDS: readonly ScenarioField[] = [
  number(
    'fleet.charging.battery_kWh',
    'kWh',
    [0, 1000],
    'Energy in a full battery of the fleet; 0 for vehicles that never need to charge.',
  ),
  number('fleet.charging.startShare', '', SHARE, 'Share of it in each battery at the start.'),
  number('fleet.charging.use_kWhPerKm', 'kWh/km', [0, 10], 'What driving takes.'),
  number('fleet.charging.use_kWhPerHour', 'kW', [0, 50], 'What all else takes, unless parked.'),
  number('fleet.charging.lowShare', '', SHARE, 'With less, an idle vehicle goes to a charger.'),
  number(
    'fleet.charging.readyShare',
    '',
    SHARE,
    'It gets rides again from here on, and gives its charger to one that waits.',
  ),
  number('fleet.charging.fullShare', '', SHARE, 'With so much, a vehicle is unplugged.'),
  number('fleet.charging.reserveShare', '', SHARE, 'No plan may take a battery below it.'),
  integer(
    'fleet.charging.remoteChargerCount',
    '',
    COUNT,
    'Chargers in each remote lot without its own.',
  ),
  integer(
    'fleet.charging.lotChargerCount',
    '',
    COUNT,
    'Chargers in each other lot without its own.',
  ),
  integer('fleet.charging.curbChargerCount', '', COUNT, 'Chargers in each zone for parking.'),
  choice('fleet.charging.curbUse', CHARGER_USES, 'In what use of a zone its chargers work.'),
  number('fleet.charging.lotPower_kW', 'kW', [0.1, 1000], 'Power of a charger in a lot.'),
  number('fleet.charging.curbPower_kW', 'kW', [0.1, 1000], 'Power of a charger at a curb.'),
];

/** Fields of `Scenario` itself. */
export const RUN_FIELDS: readonly ScenarioField[] = [
  field('name', 'name', 'What the run is called; also names its folder.'),
  integer('seed', '', SEEDS, 'Every draw of the run is a function of it.'),
  choice('regime', REGIMES, 'Who drives: own cars, driverless own cars, or a shared fleet.'),
  number('dt_s', 's', [0.1, 2], 'Length of a step.'),
  clock('start_s', DAY_s, 'Clock time the day starts.'),
  clock('end_s', 7 * DAY_s, 'Clock time the day ends; 28:00 is 04:00 of the next day.'),
  number('overtime_s', 's', [0, DAY_s], 'How long the run may go on until the network is empty.'),

  ...driverFields('drivers.human', 'human drivers'),
  ...driverFields('drivers.automated', 'automated drivers'),
  ...driverFields('drivers.van', 'van drivers'),
  ...driverFields('drivers.robot', 'delivery robots'),
  ...driverFields('drivers.bus', 'bus drivers'),
  ...driverFields('drivers.service', 'drivers of services on wheels'),
  ...driverFields('drivers.emergency', 'drivers of emergency vehicles'),

  choice('traffic.carFollowing', CAR_FOLLOWINGS, 'How a vehicle keeps its distance.'),
  choice('traffic.laneChanging', LANE_CHANGINGS, 'What vehicles change lanes for.'),
  number(
    'traffic.passingGap_s',
    's',
    [0, 60],
    'Oncoming gap in which a stopped vehicle is passed on a two-way street; 0 for never.',
  ),

  ...LANE_FIELDS,

  choice('routing.policy', ROUTING_POLICIES, 'Which times drivers choose their ways by.'),
  number('routing.refresh_s', 's', [60, DAY_s], 'How often routes see new link times.'),
  number('routing.smoothing', '', SHARE, 'Weight of the newest period in the smoothed link time.'),
  number('routing.noise', '', SHARE, "By what share each traveller's own link costs vary."),
  integer('routing.routeCapacity', 'links', [4, 100_000], 'Longest route kept at once.'),
  number(
    'routing.reroutedShare',
    '',
    SHARE,
    'Share of vehicles that look for a better way en route.',
  ),
  number('routing.reroute_s', 's', [60, DAY_s], 'How often such a vehicle looks for a better way.'),
  number('routing.relativeGap', '', SHARE, 'Gap of ways to the best at which the last day ends.'),
  integer('routing.mostIterations', 'days', [1, 1000], 'Most days that are run to get there.'),
  number('routing.interval_s', 's', [60, DAY_s], 'Intervals in which times of day are learned.'),
  number('routing.guidedShare', '', SHARE, 'Share of vehicles guided so that all lose least.'),
  choice('routing.measureGap', YES_OR_NO, 'Whether the gap is measured where nobody learns.'),
  number('routing.valueOfTime_perHour', '1/h', [0.01, 10_000], "What a traveller's hour is worth."),
  field('group', 'routing.cordon', 'A rectangle that costs a toll to drive into; null for none.'),
  ...(['west_m', 'south_m', 'east_m', 'north_m'] as const).map((side) =>
    number(`routing.cordon.${side}`, 'm', [-1e7, 1e7], `Its ${side.slice(0, -2)} side.`),
  ),
  choice('routing.cordon.vehicleClass', PRICED_CLASSES, 'Vehicles that pay, or all.'),
  clock('routing.cordon.from_s', DAY_s, 'Clock time from which they pay.'),
  clock('routing.cordon.to_s', DAY_s, 'Clock time until which they pay.'),
  number('routing.cordon.toll', '', MONEY, 'Money for each time that a vehicle drives in.'),
  field('list', 'routing.linkPrices', 'Links that cost a toll or are avoided, by class and time.', {
    max: MOST_PRICES,
    entry: LINK_PRICE_FIELDS,
    initial: { vehicleClass: 'all', from_s: 0, to_s: DAY_s, toll: 0, isAvoided: false },
  }),

  choice('signals.control', SIGNAL_CONTROLS, 'What decides how long signals are green.'),
  number(
    'signals.warrantY',
    '',
    [0, 2],
    "Signal where Webster's Y is above it, else all-way stop.",
  ),
  number('signals.minCycle_s', 's', [20, 300], 'Shortest signal cycle.'),
  number('signals.maxCycle_s', 's', [20, 300], 'Longest signal cycle.'),
  number('signals.amber_s', 's', [1, 10], 'Amber after each green.'),
  number('signals.allRed_s', 's', [0, 10], 'All red after each amber.'),
  number('signals.pedestrianStart_s', 's', [0, 30], 'Start of the pedestrian walk.'),
  field('clocks', 'signals.periodStarts_s', 'Clock times at which another plan begins.', {
    unit: 's',
    min: 0,
    max: DAY_s,
  }),
  integer('signals.rounds', '', [0, 20], 'Rounds of assignment and signals before the day starts.'),

  number('parking.walkLimit_m', 'm', [0, 5000], 'Farthest a driver walks from a stall.'),
  number('parking.searchLimit_s', 's', [0, 7200], 'Cruising for a curb stall before giving up.'),
  number(
    'parking.shortStay_s',
    's',
    [0, DAY_s],
    'Longest stay of an own driverless car at a curb.',
  ),
  number('parking.curbTargetOccupancy', '', [0.05, 1], 'Share of curb stalls meant to be taken.'),
  number('parking.lotTargetOccupancy', '', [0.05, 1], 'Share of lot stalls meant to be taken.'),
  number('parking.stall_m', 'm', [3, 15], 'Length of a curb stall.'),
  number('parking.retrieval_s', 's', [0, 3600], 'Way of a car out of a dense lot, none before it.'),
  number('parking.move_s', 's', [0, 600], 'Moving one car out of the way or back in a dense lot.'),
  choice(
    'parking.movedCars',
    MOVED_CARS,
    'Whether cars moved out of the way go back to their lane or on to another with room.',
  ),

  choice('curb.policy', CURB_POLICIES, 'Who decides what each curb zone is for.'),
  ...CURB_CONTROL_FIELDS,
  choice('curb.whenFull.human', WHEN_FULL, 'What a human driver does whose zone is full.'),
  choice('curb.whenFull.automated', WHEN_FULL, 'The same for an automated vehicle.'),
  integer('curb.tries', '', [0, 50], 'Other zones or rounds tried before stopping in the lane.'),
  number('curb.longestWait_s', 's', [0, 7200], 'Longest wait in the lane for a bay.'),
  number('curb.besideShare', '', SHARE, 'Share of humans who stop in the lane beside a free bay.'),
  number('curb.guidance.share', '', SHARE, 'Share of vehicles for which a bay is held ahead.'),
  number('curb.guidance.ahead_s', 's', [0, DAY_s], 'How long before they come it is held.'),
  number('curb.guidance.longestHold_s', 's', [0, DAY_s], 'How long a bay is held at most.'),
  number('curb.pullIn_s', 's', [0, 120], 'Standing in the lane before a bay is reached.'),
  number('curb.pullOut_s', 's', [0, 120], 'The same on coming out of it.'),
  choice('parking.idleChoice', IDLE_CHOICES, 'Where empty vehicles wait.'),
  number('parking.drive_perKm', '1/km', MONEY, 'Cost of driving, in any one currency.'),
  number('parking.time_perHour', '1/h', MONEY, "Cost of an empty vehicle's time on the road."),
  number('parking.curbFee_perHour', '1/h', MONEY, 'Fee for a stall or an idle stay at the curb.'),
  number('parking.lotFee_perHour', '1/h', MONEY, 'Fee of a lot in the district.'),
  number('parking.remoteFee_perHour', '1/h', MONEY, 'Fee of a remote lot.'),
  number('parking.homeFee_perHour', '1/h', MONEY, "Fee of the lot nearest the owner's home."),
  choice(
    'parking.lotUsers',
    LOT_USER_CHOICES,
    'Who may drive into lots: all, by turns, or by hour.',
  ),
  clock(
    'parking.residentHours.from_s',
    DAY_s,
    'Clock time from which shared lots are for residents.',
  ),
  clock('parking.residentHours.to_s', DAY_s, 'Clock time from which they are for all others.'),
  choice('parking.stallChoice', PLACE_CHOICES, 'Whether drivers take the nearest stall or weigh.'),
  number('parking.travellerTime_perHour', '1/h', MONEY, 'What an hour of walking or search costs.'),
  field('group', 'parking.peakHours', 'Hours in which fees are higher, or null.'),
  clock('parking.peakHours.from_s', DAY_s, 'Clock time at which they begin to be.'),
  clock('parking.peakHours.to_s', DAY_s, 'Clock time at which they are as usual again.'),
  number('parking.peakFactor', '', [0, 100], 'How many times as high fees are in these hours.'),
  number('parking.cruiseLimit_s', 's', [0, DAY_s], 'Longest stay for which it may drive on.'),
  number('parking.cruiseSpeed_mps', 'm/s', [1, 30], 'Speed at which driving on is reckoned.'),
  number('parking.expectedStay_s', 's', [0, DAY_s], 'Stay where the next trip is not known.'),
  field('group', 'curb.pudoHours', 'Hours in which parking metres become pick-up metres, or null.'),
  clock('curb.pudoHours.from_s', DAY_s, 'Clock time at which they begin to.'),
  clock('curb.pudoHours.to_s', DAY_s, 'Clock time at which they are parking metres again.'),
  choice('curb.bayChoice', PLACE_CHOICES, 'Whether who stops takes the nearest bay or weighs.'),
  number('curb.stopFee.pudo', '', MONEY, 'Fee of a stop where people are picked up or let out.'),
  number('curb.stopFee.loading', '', MONEY, 'Fee of a stop in a loading zone.'),
  number('curb.dwell_s', 's', [1, 3600], 'Standing time to let a traveller out or in.'),
  number('curb.deliveryDwell_s', 's', [1, 7200], 'Standing time of a delivery.'),
  number('curb.robots.share', '', SHARE, 'Share of delivery tours made by robots, not vans.'),
  number('curb.robots.dwell_s', 's', [1, 7200], 'Standing time of a delivery by a robot.'),
  number('curb.bay_m', 'm', [3, 30], 'Length of a pick-up bay.'),
  number('curb.walkLimit_m', 'm', [0, 5000], 'Farthest walk from another zone when one is full.'),
  number('curb.compliance.human', '', SHARE, 'Share of humans who do not stop in the lane.'),
  number('curb.compliance.automated', '', SHARE, 'The same share of automated drivers.'),

  integer('fleet.vehicleCount', 'vehicles', COUNT, 'Size of the shared fleet.'),
  integer('fleet.seatCount', 'seats', [1, 60], 'Seats of a fleet vehicle.'),
  choice('fleet.dispatcher', DISPATCHERS, 'Who gets which request.'),
  ...operatorFields('fleet.second'),
  ...operatorFields('fleet.third'),
  choice('fleet.whenRefused', WHEN_REFUSED, 'Whom travellers ask whose ride is refused.'),
  choice('fleet.tripSolver', TRIP_SOLVERS, 'Who chooses between trips for `shareability`.'),
  number('fleet.dispatchEvery_s', 's', [1, 3600], 'How often undecided requests are looked at.'),
  number(
    'fleet.waitWeight',
    '',
    [0, 100],
    'Vehicle seconds that pooling gives for one of waiting.',
  ),
  number('fleet.rideWeight', '', [0, 100], 'The same for one of riding, by `shareability`.'),
  ...REBALANCING_FIELDS,
  number('fleet.maxWait_s', 's', [30, 7200], 'Longest wait from submission to boarding.'),
  number('fleet.maxDetour', '', [1, 10], 'A ride takes at most this factor times the direct time.'),
  number('fleet.detourAllowance_s', 's', [0, 7200], 'What a ride may take beyond that.'),
  number('fleet.idleStay_s', 's', [0, DAY_s], 'Idle time at a curb before leaving for a lot.'),
  number('fleet.prebooking.share', '', SHARE, 'Travellers who ask for a ride ahead.'),
  number('fleet.prebooking.lead_s', 's', [0, DAY_s], 'How long before the departure they do.'),
  number('fleet.prebooking.window_s', 's', [0, 7200], 'A vehicle then comes within this time.'),
  integer('fleet.retries.count', '', [0, 20], 'How often travellers ask again once refused.'),
  number('fleet.retries.pause_s', 's', [5, DAY_s], 'How long they wait before that.'),
  number('fleet.boarding.perPerson_s', 's', [0, 600], 'Standing time for each further person.'),
  number('fleet.boarding.slowShare', '', SHARE, 'Travellers who need more time to get in and out.'),
  number('fleet.boarding.slow_s', 's', [0, 1800], 'What they need more, each time.'),
  field('group', 'fleet.shifts', 'When fleet vehicles are on duty, or null for always.'),
  field('clocks', 'fleet.shifts.starts_s', 'Starts of the shifts, which vehicles share in turn.', {
    unit: 's',
    min: 0,
    max: DAY_s,
  }),
  number('fleet.shifts.length_s', 's', [600, DAY_s - 600], 'Length of a shift.'),
  field(
    'texts',
    'fleet.depots',
    'Lots where vehicles begin the day, in turn; empty for remote ones.',
    {
      mayBeEmpty: true,
    },
  ),
  ...CHARGING_FIELDS,

  number('walking.speed_mps', 'm/s', [0.3, 3], 'Walking speed.'),
  choice('output.sessions', SESSIONS, 'Whether each stay and stop at the curb is kept as a row.'),
  number('output.period_s', 's', [60, 3600], 'Length of a measuring period.'),
  ...SERVICE_FIELDS,
];

/** Where the streets come from, and changes to a generated district. */
export const NETWORK_FIELDS: readonly ScenarioField[] = [
  choice('network.layout', GENERATED_LAYOUTS, 'A generated district with this layout.'),
  field('path', 'network.folder', 'A network folder, instead of a layout.'),
  field('name', 'network.name', 'What the district is called.'),
  integer('network.seed', '', SEEDS, 'Draws of the generator; the same district for one seed.'),
  number('network.side_m', 'm', [200, 20_000], 'Side of the square district.'),
  number('network.spacing_m', 'm', [40, 2000], 'Distance between parallel streets.'),
  integer('network.lanesPerDirection', 'lanes', [1, 6], 'Lanes of a street in each direction.'),
  number(
    'network.rightOfWay_m',
    'm',
    [6, 120],
    'Width of a street, building line to building line.',
  ),
  number('network.leftPocket_m', 'm', [0, 300], 'Length of a left-turn pocket; 0 for none.'),
  number('network.speed_kmh', 'km/h', [5, 130], 'Speed limit of every street.'),
  integer('network.curbStallCount', 'stalls', COUNT, 'Stalls along the curbs.'),
  integer('network.pudoBayCount', 'bays', COUNT, 'Bays for picking up and dropping off.'),
  integer('network.loadingBayCount', 'bays', COUNT, 'Bays for loading.'),
  integer('network.chargingBayCount', 'stalls', COUNT, 'Kerbside stalls for charging alone; 0.'),
  number('network.longestZone_m', 'm', [6, 2000], 'Longest curb zone; a zone changes as a whole.'),
  integer('network.lotStallCount', 'stalls', COUNT, 'Stalls in lots inside the district.'),
  number('network.surfaceShare', '', SHARE, 'Share of these on surface lots, the rest on levels.'),
  integer('network.remoteLotCount', 'lots', [0, 1000], 'Remote lots, for empty vehicles only.'),
  integer('network.remoteStallCount', 'stalls', COUNT, 'Stalls in remote lots together.'),
  integer(
    'network.remoteLotDepth',
    'cars',
    [1, 50],
    'Cars one behind another in remote lots; 1 lets each leave at once.',
  ),
  integer('network.residentCount', 'persons', [0, 10_000_000], 'People who live in the district.'),
  integer('network.jobCount', 'jobs', [0, 10_000_000], 'Jobs in the district.'),
  integer('network.addressCount', 'addresses', [1, 1_000_000], 'Addresses in the district.'),
  number('network.jobCentreShare', '', SHARE, 'Share of the jobs that crowd around the centre.'),
  number(
    'network.jobScale_m',
    'm',
    [1, 100_000],
    'Distance over which their density falls to 1/e.',
  ),
  number('network.gateStretch_m', 'm', [40, 20_000], 'Stretch of the rim that is one gate.'),
];

/** Where the trips come from. */
export const DEMAND_FIELDS: readonly ScenarioField[] = [
  number('demand.factor', '', [0, 100], 'Generated trips, as a multiple of the usual number.'),
  integer('demand.seed', '', SEEDS, "Draws of the generator; the run's seed unless given."),
  integer('demand.rideCount', 'rides', COUNT, "Rides of one way each, instead of persons' days."),
  number(
    'demand.rideDeterrence_perKm',
    '1/km',
    [0, 100],
    'How fast places lose pull for rides with distance.',
  ),
  number('demand.rideReturnShare', '', SHARE, 'Travellers who ride back later in the day.'),
  field('path', 'demand.trips', 'A file of trips, instead of generated ones.'),
  field('path', 'demand.history', 'A file of the trips of another day, for `historical`.'),
  field('path', 'demand.idleCars', 'A file of the cars that stand all day, beside the trips.'),
];

/** What stands for the five values of automated drivers before they are changed one by one. */
export const AUTOMATED_LEVEL_FIELD: ScenarioField = choice(
  'drivers.automated.level',
  AV_LEVELS,
  'How closely automated drivers follow, as one word.',
);

/** An input beside network and demand: a scenario holds no path. */
const TIMES_FIELD = field(
  'path',
  'routing.timesFrom',
  "Folder of an earlier run: drivers begin with its day's link times, not with empty streets.",
);

export const SCENARIO_FIELDS: readonly ScenarioField[] = [
  ...RUN_FIELDS,
  AUTOMATED_LEVEL_FIELD,
  ...NETWORK_FIELDS,
  ...DEMAND_FIELDS,
  TIMES_FIELD,
];
