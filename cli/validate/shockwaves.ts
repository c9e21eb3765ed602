/** V-KW. Queues grow, move and clear as kinematic waves: to the vehicle and to the step. */
import { NONE } from '../../core/base/ids.js';
import {
  createRoadScene,
  evenTrips,
  INSTANT_DRIVER,
  runScene,
  tripTimes_s,
} from '../../core/testing/road-scene.js';
import { streetMap } from '../../core/testing/street-map.js';
import { hold } from '../../core/traffic/hand-over.js';
import type { World } from '../../core/world.js';
import { exactly, once, type ValidationCase } from './validation-case.js';

const ONE_VEHICLE = 'the fluid knows no vehicles: one more or less';

// A bottleneck: one car every 2.5 s, one every 3 s gets on, for 600 s.
const ARRIVAL_s = 2.5;
const SERVICE_s = 3;
const CARS = 240;
/** Speed at which tau + s/v is the service time: 1.5 s + 7.5 m / 5 m/s. */
const SLOW_mps = 5;

interface BottleneckRun {
  /** Over all cars. */
  readonly delay_s: number;
  readonly longestQueue: number;
  /** From the first car at the bottleneck to the last one in it. */
  readonly clearing_s: number;
}

/** A street of 15 m/s, and behind it one of `slow_mps`. */
function bottleneck(slow_mps: number): BottleneckRun {
  const world = createRoadScene({
    network: streetMap('a------b------c', {
      step_m: 225,
      freeSpeed_mps: 15,
      links: { bc: { freeSpeed_mps: slow_mps, length_m: 300 } },
    }),
    trips: evenTrips({ from: 'a', to: 'c', headway_s: ARRIVAL_s, count: CARS }),
  });
  const times_s = tripTimes_s(world, runScene(world, 1800));
  const first_s = 1575 / 15;
  const rest_s = 310 / SLOW_mps;
  const arrived_s = Array.from(times_s, (_, car) => (car + 1) * ARRIVAL_s + first_s);
  const served_s = Array.from(times_s, (time_s, car) => (car + 1) * ARRIVAL_s + time_s - rest_s);
  const queues = served_s.map(
    (at_s, car) => arrived_s.filter((other_s) => other_s <= at_s).length - car,
  );
  return {
    delay_s: served_s.reduce((sum, at_s, car) => sum + at_s - arrived_s[car]!, 0),
    longestQueue: Math.max(...queues),
    clearing_s: served_s.at(-1)! - arrived_s[0]!,
  };
}

const served = bottleneckCases([
  {
    what: 'delay of all, car by car',
    unit: 's',
    target: ((CARS * (CARS - 1)) / 2) * (SERVICE_s - ARRIVAL_s),
    tolerance: exactly(1e4),
    of: ({ delay_s }) => delay_s,
  },
  {
    what: 'delay of all, λ(λ−μ)T²/2μ',
    unit: 's',
    target: (CARS * CARS * (SERVICE_s - ARRIVAL_s)) / 2,
    tolerance: {
      difference: (CARS * (SERVICE_s - ARRIVAL_s)) / 2 + 1e-6,
      because: 'half a vehicle: the fluid begins before the first car',
    },
    of: ({ delay_s }) => delay_s,
  },
  {
    what: 'longest queue, (λ−μ)T',
    unit: 'veh',
    target: CARS * (1 - ARRIVAL_s / SERVICE_s),
    tolerance: { difference: 1, because: ONE_VEHICLE },
    of: ({ longestQueue }) => longestQueue,
  },
  {
    what: 'time until it is gone, λT/μ',
    unit: 's',
    target: CARS * SERVICE_s,
    tolerance: { difference: SERVICE_s, because: ONE_VEHICLE },
    of: ({ clearing_s }) => clearing_s,
  },
]);

function bottleneckCases(
  measures: readonly (Pick<ValidationCase, 'unit' | 'target' | 'tolerance'> & {
    readonly what: string;
    of(run: BottleneckRun): number;
  })[],
): ValidationCase[] {
  const asSaid = once(() => bottleneck(SLOW_mps));
  const slower = once(() => bottleneck(0.9 * SLOW_mps));
  return measures.map(({ what, of, ...rest }) => ({
    ...rest,
    name: `V-KW bottleneck, 1,440 against 1,200 veh/h: ${what}`,
    run: () => of(asSaid()),
    broken: () => of(slower()),
  }));
}

/** 250 cars, one every 2 s, on 1,000 m at 20 m/s; `headway_s` below 1.875 s is more than fits. */
function freeStreet(headway_s: number): Float64Array {
  const world = createRoadScene({
    network: streetMap('a----b', { step_m: 200, freeSpeed_mps: 20 }),
    trips: evenTrips({ from: 'a', to: 'b', headway_s, count: 250 }),
  });
  return tripTimes_s(world, runScene(world, 1000)).filter((time_s) => time_s > 0);
}

const free: ValidationCase[] = [
  {
    name: 'V-KW 0.5 veh/s on 1,000 m at 20 m/s: trips made in 500 s and 50 s more',
    unit: 'trips',
    target: 250,
    tolerance: { difference: 0, because: 'a count' },
    run: () => tripsDone(2),
    broken: () => tripsDone(2.5),
  },
  {
    name: 'V-KW 0.5 veh/s on 1,000 m at 20 m/s: time of the slowest trip',
    unit: 's',
    target: 50,
    tolerance: exactly(50),
    run: () => Math.max(...freeStreet(2)),
    broken: () => Math.max(...freeStreet(1.5)),
  },
];

function tripsDone(headway_s: number): number {
  const world = createRoadScene({
    network: streetMap('a----b', { step_m: 200, freeSpeed_mps: 20 }),
    trips: evenTrips({ from: 'a', to: 'b', headway_s, count: 250 }),
  });
  return tripTimes_s(world, runScene(world, 550)).filter((time_s) => time_s > 0).length;
}

/** Speeds of the tail of a queue at a red light and of its head when it turns green. */
function queueEnds(gap_m: number): { readonly tail_mps: number; readonly head_mps: number } {
  const network = streetMap('a------b---c', {
    step_m: 225,
    freeSpeed_mps: 15,
    controls: { b: 'signal' },
  });
  const world = createRoadScene({
    network,
    driver: { ...INSTANT_DRIVER, standstillGap_m: gap_m },
    trips: evenTrips({ from: 'a', to: 'c', headway_s: ARRIVAL_s, count: 100 }),
    signals: {
      b: {
        offset_s: 300,
        phases: [{ green_s: 3600, amber_s: 0, allRed_s: 0, protectedTurns: ['ab>bc'] }],
      },
    },
  });
  const stopped: Mark[] = [];
  const started: Mark[] = [];
  runScene(world, 400, (time_s) => noteStops(world, time_s, stopped, started));
  return { tail_mps: slope(stopped, 60), head_mps: slope(started, 60) };
}

interface Mark {
  readonly time_s: number;
  readonly position_m: number;
}

/** By vehicle row, which is the order of departure: where and when it stood and left. */
function noteStops(world: World, time_s: number, stopped: Mark[], started: Mark[]): void {
  const { movers } = world.traffic;
  for (let vehicle = 0; vehicle < world.vehicleCount; vehicle++) {
    const mover = world.vehicles.mover[vehicle];
    if (mover === NONE || movers.lane[mover] === NONE) continue;
    const isStanding = movers.standing_s[mover]! > 0;
    const mark = { time_s, position_m: movers.position_m[mover]! };
    if (isStanding) stopped[vehicle] ??= mark;
    else if (stopped[vehicle] !== undefined && started[vehicle] === undefined) {
      started[vehicle] = { time_s, position_m: stopped[vehicle].position_m };
    }
  }
}

/** Along the first `count` cars of the queue. */
const slope = (marks: readonly Mark[], count: number): number =>
  (marks[count - 1]!.position_m - marks[0]!.position_m) /
  (marks[count - 1]!.time_s - marks[0]!.time_s);

const FLOW_perS = 1 / ARRIVAL_s;
const TAIL_mps = (0 - FLOW_perS) / (1 / 7.5 - FLOW_perS / 15);

const sound = once(() => queueEnds(3));
const wider = once(() => queueEnds(4));

const waves: ValidationCase[] = [
  {
    name: 'V-KW stop: speed of the queue’s tail, (q₂−q₁)/(k₂−k₁)',
    unit: 'm/s',
    target: TAIL_mps,
    tolerance: exactly(TAIL_mps),
    run: () => sound().tail_mps,
    broken: () => wider().tail_mps,
  },
  {
    name: 'V-KW release: speed of the queue’s head, −s/tau',
    unit: 'm/s',
    target: -7.5 / 1.5,
    tolerance: exactly(5),
    run: () => sound().head_mps,
    broken: () => wider().head_mps,
  },
];

const WATCH_s = 600;

/** Flow out of a street of `laneCount` lanes, all filled; in one a car may have stopped for good. */
function laneDischarge_vph(laneCount: number, isBlocked: boolean): number {
  const world = createRoadScene({
    network: streetMap('a>>>b>>>c', { step_m: 200, freeSpeed_mps: 15, laneCount }),
    trips: evenTrips({ from: 'a', to: 'c', headway_s: 2 / laneCount, count: 600 * laneCount }),
    scenario: { dt_s: 0.5 },
  });
  runScene(world, 30);
  if (isBlocked) hold(world.traffic, world.vehicles.mover[0] as never);
  runScene(world, 200);
  const log = runScene(world, 200 + WATCH_s);
  return (3600 * log.filter(({ type }) => type === 'tripArrived').length) / WATCH_s;
}

const blocked: ValidationCase[] = [1, 2, 3].map((laneCount) => ({
  name: `V-KW 1 of ${laneCount} lanes blocked, one-way: discharge at most (n−1) q_m`,
  unit: 'veh/h',
  target: (laneCount - 1) * 1800,
  tolerance: {
    difference: ((laneCount - 1) * 3600) / WATCH_s,
    isBound: true,
    because: 'one vehicle more a free lane in the time watched',
  },
  run: () => laneDischarge_vph(laneCount, true),
  broken: () => laneDischarge_vph(laneCount, false),
}));

const whole: ValidationCase[] = [1, 2, 3].map((laneCount) => ({
  name: `V-KW 0 of ${laneCount} lanes blocked, one-way: discharge n q_m`,
  unit: 'veh/h',
  target: laneCount * 1800,
  tolerance: {
    difference: (laneCount * 3600) / WATCH_s,
    because: 'one vehicle a lane in the time watched',
  },
  run: () => laneDischarge_vph(laneCount, false),
  broken: () => laneDischarge_vph(laneCount, true),
}));

/** Flow past a car that has stopped for good in a two-way street, against one oncoming car a headway. */
function passingFlow_vph(oncoming_s: number, passingGap_s: number): number {
  const world = createRoadScene({
    network: streetMap('a------b', { step_m: 125, freeSpeed_mps: 15 }),
    trips: [
      // The first one of them stops half way, when the others have come to it.
      ...evenTrips({ from: 'a', to: 'b', headway_s: 5, count: 200, from_s: 61 }),
      ...evenTrips({
        from: 'b',
        to: 'a',
        headway_s: oncoming_s,
        count: Math.ceil(900 / oncoming_s),
      }),
    ],
    scenario: { traffic: { carFollowing: 'newell', laneChanging: 'for-speed', passingGap_s } },
  });
  runScene(world, 90);
  hold(world.traffic, world.vehicles.mover[0] as never);
  runScene(world, 200);
  const log = runScene(world, 200 + WATCH_s);
  return (3600 * log.filter(({ type }) => type === 'passedStopped').length) / WATCH_s;
}

const ONE_MORE = {
  difference: 3600 / WATCH_s,
  because: 'one vehicle in the time watched',
};

const passings: ValidationCase[] = [
  {
    name: 'V-KW stopped vehicle, two-way, an oncoming one every 6 s: nobody passes',
    unit: 'veh/h',
    target: 0,
    tolerance: { difference: 0, because: 'a count' },
    run: () => passingFlow_vph(6, 7),
    broken: () => passingFlow_vph(6, 4),
  },
  {
    name: 'V-KW stopped vehicle, two-way, an oncoming one every 10 s: one passes in each gap',
    unit: 'veh/h',
    target: 360,
    tolerance: ONE_MORE,
    run: () => passingFlow_vph(10, 7),
    broken: () => passingFlow_vph(10, 0),
  },
];

export const cases: readonly ValidationCase[] = [
  ...free,
  ...served,
  ...waves,
  ...blocked,
  ...whole,
  ...passings,
];
