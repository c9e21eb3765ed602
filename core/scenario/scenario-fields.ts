/**
 * What a scenario file may say: one row a field, with its kind, unit, range and a sentence. Reading
 * it, checking it and its documentation are made from this table. Defaults stand in `scenario.ts`.
 */
import {
  AV_LEVELS,
  CURB_POLICIES,
  DISPATCHERS,
  IDLE_CHOICES,
  LANE_CHANGINGS,
  MOVED_CARS,
  REBALANCINGS,
  REGIMES,
  SIGNAL_CONTROLS,
  SPARE_METRES,
  TRIP_SOLVERS,
  WHEN_FULL,
} from './scenario.js';

/** Layouts that a generator makes from a file's `network.layout`. */
export const GENERATED_LAYOUTS = ['small-block', 'superblock'] as const;
export type GeneratedLayout = (typeof GENERATED_LAYOUTS)[number];

/**
 * `clock` is a time of day in seconds after midnight or as "HH:MM"; it may pass 24:00. `clocks` is
 * a rising list of them. `path` is a path inside the file's folder. `group` has fields below it and
 * is listed only where null may stand for it.
 */
export type FieldKind =
  | 'name'
  | 'number'
  | 'integer'
  | 'choice'
  | 'clock'
  | 'clocks'
  | 'path'
  | 'group';

export interface ScenarioField {
  /** Keys from the top of the file, joined by dots. */
  readonly path: string;
  readonly kind: FieldKind;
  /** Empty for texts and pure numbers. */
  readonly unit: string;
  /** Included; of numbers, clocks and the entries of lists. */
  readonly min: number;
  readonly max: number;
  /** The texts a `choice` may be. */
  readonly choices: readonly string[];
  readonly sentence: string;
}

const field = (
  kind: FieldKind,
  path: string,
  sentence: string,
  more: Partial<ScenarioField> = {},
): ScenarioField => ({
  unit: '',
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  choices: [],
  ...more,
  kind,
  path,
  sentence,
});

type Range = readonly [min: number, max: number];

const number = (path: string, unit: string, [min, max]: Range, sentence: string) =>
  field('number', path, sentence, { unit, min, max });
const integer = (path: string, unit: string, [min, max]: Range, sentence: string) =>
  field('integer', path, sentence, { unit, min, max });
const choice = (path: string, choices: readonly string[], sentence: string) =>
  field('choice', path, sentence, { choices });
const clock = (path: string, max: number, sentence: string) =>
  field('clock', path, sentence, { unit: 's', min: 0, max });

const DAY_s = 86_400;
/** Seeds and draws are 32-bit. */
const SEEDS: Range = [0, 2 ** 31 - 1];
const SHARE: Range = [0, 1];
const MONEY: Range = [0, 1000];
const COUNT: Range = [0, 1_000_000];

const driverFields = (path: string, who: string): ScenarioField[] => [
  number(`${path}.tau_s`, 's', [0.1, 5], `Reaction time of ${who} (Newell's tau).`),
  number(`${path}.length_m`, 'm', [1, 25], `Length of the vehicle of ${who}, bumper to bumper.`),
  number(`${path}.standstillGap_m`, 'm', [0.1, 10], `Gap to the leader when ${who} stand.`),
  number(`${path}.acceleration_mps2`, 'm/s²', [0.1, 10], `Highest acceleration of ${who}.`),
  number(
    `${path}.comfortableBraking_mps2`,
    'm/s²',
    [0.5, 10],
    `Braking of ${who}; decides whether amber can still be obeyed.`,
  ),
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

  choice('traffic.laneChanging', LANE_CHANGINGS, 'What vehicles change lanes for.'),
  number(
    'traffic.passingGap_s',
    's',
    [0, 60],
    'Oncoming gap in which a stopped vehicle is passed on a two-way street; 0 for never.',
  ),

  number('routing.refresh_s', 's', [60, DAY_s], 'How often routes see new link times.'),
  number('routing.smoothing', '', SHARE, 'Weight of the newest period in the smoothed link time.'),
  number('routing.noise', '', SHARE, "By what share each traveller's own link costs vary."),
  integer('routing.routeCapacity', 'links', [4, 100_000], 'Longest route kept at once.'),

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
  number('curb.control.period_s', 's', [60, 7200], 'How often dynamic curbs are decided anew.'),
  number('curb.control.notice_s', 's', [0, 7200], 'Least time between notice and change of use.'),
  number('curb.control.keep_s', 's', [0, DAY_s], 'Least time for which a zone keeps its use.'),
  number('curb.control.fullShare', '', SHARE, 'A use with more of its metres taken wants more.'),
  number('curb.control.spareShare', '', SHARE, 'A use with less of its metres taken gives some.'),
  number('curb.control.leastShare.parking', '', SHARE, 'Least share of the metres for parking.'),
  number('curb.control.leastShare.pudo', '', SHARE, 'The same for picking up and dropping off.'),
  number('curb.control.leastShare.loading', '', SHARE, 'The same for loading.'),
  choice(
    'curb.control.spareMetres',
    SPARE_METRES,
    'Whether metres that no use wants become free land.',
  ),
  choice('curb.whenFull.human', WHEN_FULL, 'What a human driver does whose zone is full.'),
  choice('curb.whenFull.automated', WHEN_FULL, 'The same for an automated vehicle.'),
  integer('curb.tries', '', [0, 50], 'Other zones or rounds tried before stopping in the lane.'),
  number('curb.longestWait_s', 's', [0, 7200], 'Longest wait in the lane for a bay.'),
  number('curb.besideShare', '', SHARE, 'Share of humans who stop in the lane beside a free bay.'),
  number('curb.pullIn_s', 's', [0, 120], 'Standing in the lane before a bay is reached.'),
  number('curb.pullOut_s', 's', [0, 120], 'The same on coming out of it.'),
  choice('parking.idleChoice', IDLE_CHOICES, 'Where empty vehicles wait.'),
  number('parking.drive_perKm', '1/km', MONEY, 'Cost of driving, in any one currency.'),
  number('parking.time_perHour', '1/h', MONEY, "Cost of an empty vehicle's time on the road."),
  number('parking.curbFee_perHour', '1/h', MONEY, 'Fee for a stall or an idle stay at the curb.'),
  number('parking.lotFee_perHour', '1/h', MONEY, 'Fee of a lot in the district.'),
  number('parking.remoteFee_perHour', '1/h', MONEY, 'Fee of a remote lot.'),
  number('parking.homeFee_perHour', '1/h', MONEY, "Fee of the lot nearest the owner's home."),
  number('parking.cruiseLimit_s', 's', [0, DAY_s], 'Longest stay for which it may drive on.'),
  number('parking.cruiseSpeed_mps', 'm/s', [1, 30], 'Speed at which driving on is reckoned.'),
  number('parking.expectedStay_s', 's', [0, DAY_s], 'Stay where the next trip is not known.'),
  field('group', 'curb.pudoHours', 'Hours in which parking metres become pick-up metres, or null.'),
  clock('curb.pudoHours.from_s', DAY_s, 'Clock time at which they begin to.'),
  clock('curb.pudoHours.to_s', DAY_s, 'Clock time at which they are parking metres again.'),
  number('curb.dwell_s', 's', [1, 3600], 'Standing time to let a traveller out or in.'),
  number('curb.deliveryDwell_s', 's', [1, 7200], 'Standing time of a delivery.'),
  number('curb.bay_m', 'm', [3, 30], 'Length of a pick-up bay.'),
  number('curb.walkLimit_m', 'm', [0, 5000], 'Farthest walk from another zone when one is full.'),
  number('curb.compliance.human', '', SHARE, 'Share of humans who do not stop in the lane.'),
  number('curb.compliance.automated', '', SHARE, 'The same share of automated drivers.'),

  integer('fleet.vehicleCount', 'vehicles', COUNT, 'Size of the shared fleet.'),
  integer('fleet.seatCount', 'seats', [1, 60], 'Seats of a fleet vehicle.'),
  choice('fleet.dispatcher', DISPATCHERS, 'Who gets which request.'),
  choice('fleet.tripSolver', TRIP_SOLVERS, 'Who chooses between trips for `shareability`.'),
  number('fleet.dispatchEvery_s', 's', [1, 3600], 'How often undecided requests are looked at.'),
  choice('fleet.rebalancing', REBALANCINGS, 'Where idle vehicles wait for requests to come.'),
  number('fleet.rebalanceEvery_s', 's', [5, DAY_s], 'How often they are sent there.'),
  number('fleet.forecast_s', 's', [60, DAY_s], 'Time ahead whose requests are expected.'),
  number('fleet.maxWait_s', 's', [30, 7200], 'Longest wait from submission to boarding.'),
  number('fleet.maxDetour', '', [1, 10], 'A ride takes at most this factor times the direct time.'),
  number('fleet.detourAllowance_s', 's', [0, 7200], 'What a ride may take beyond that.'),
  number('fleet.idleStay_s', 's', [0, DAY_s], 'Idle time at a curb before leaving for a lot.'),

  number('walking.speed_mps', 'm/s', [0.3, 3], 'Walking speed.'),
  number('output.period_s', 's', [60, 3600], 'Length of a measuring period.'),
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
  field('path', 'demand.trips', 'A file of trips, instead of generated ones.'),
  field('path', 'demand.idleCars', 'A file of the cars that stand all day, beside the trips.'),
];

/** What stands for the five values of automated drivers before they are changed one by one. */
export const AUTOMATED_LEVEL_FIELD: ScenarioField = choice(
  'drivers.automated.level',
  AV_LEVELS,
  'How closely automated drivers follow, as one word.',
);

export const SCENARIO_FIELDS: readonly ScenarioField[] = [
  ...RUN_FIELDS,
  AUTOMATED_LEVEL_FIELD,
  ...NETWORK_FIELDS,
  ...DEMAND_FIELDS,
];
