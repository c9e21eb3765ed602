/** V-MFD. What a street can carry through signals, and Edie's identities for a whole network. */

import type { ReadEvent } from '../../core/events/event-buffer.js';
import { publishLinks } from '../../core/kernel/measure.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import {
  createRoadScene,
  evenTrips,
  INSTANT_DRIVER,
  runScene,
} from '../../core/testing/road-scene.js';
import {
  CYCLE_s,
  SATURATION_s,
  signalisedApproach,
} from '../../core/testing/signalised-approach.js';
import { streetMap } from '../../core/testing/street-map.js';
import { ON_ROAD } from '../../core/traffic/traffic-state.js';
import { exactly, type ValidationCase } from './validation-case.js';

const CYCLES = 10;
const WARM_UP_s = 5 * CYCLE_s;

/** Flow of one lane out of a queue that never ends. */
function laneFlow_vph(green_s: number, driver = INSTANT_DRIVER): number {
  const queue = { from: 'a', to: 'c', headway_s: SATURATION_s, from_s: 0, count: 500 };
  const trips = evenTrips(queue);
  const world = createRoadScene(signalisedApproach({ trips, green_s, driver }));
  runScene(world, WARM_UP_s);
  const log = runScene(world, WARM_UP_s + CYCLES * CYCLE_s);
  const outCount = log.filter(({ type }) => type === 'tripArrived').length;
  return (3600 * outCount) / (CYCLES * CYCLE_s);
}

const greens: ValidationCase[] = [15, 30, 31].map((green_s) => {
  const target = (3600 * Math.ceil(green_s / SATURATION_s)) / CYCLE_s;
  return {
    name: `V-MFD lane at a signal, ${green_s} s of 60 s green, queue without end: ceil(g/h)/C`,
    unit: 'veh/h',
    target,
    tolerance: exactly(target),
    run: () => laneFlow_vph(green_s),
    broken: () => laneFlow_vph(green_s + 3),
  };
});

const { human } = DEFAULT_SCENARIO.drivers;
const startUp: ValidationCase = {
  name: 'V-MFD the same with 30 s, cars that speed up by 2 m/s²: at most ceil(g/h)/C',
  unit: 'veh/h',
  target: 900,
  tolerance: { difference: 0, isBound: true, because: 'a bound: starting takes time' },
  run: () => laneFlow_vph(30, human),
  broken: () => laneFlow_vph(36, human),
};

/** Length below which a street cannot hold what one green of 30 s lets in: G / (1/v + 1/w). */
const HOLDS_GREEN_m = 30 / (1 / 15 + 1 / 5);

/**
 * Flow along two signals, `length_m` apart, the second half a cycle after the first. Streets cross at
 * both: where nobody did, cars would stand on the way across as well.
 */
function corridorFlow_vph(length_m: number): number {
  const phase = { green_s: 30, amber_s: 0, allRed_s: 30 };
  const [ends, streets] = ['     n m', '     v v'];
  const world = createRoadScene({
    network: streetMap(ends, streets, 'a>>>>b>c>>>>d', streets, '     s r', {
      step_m: 187.5,
      freeSpeed_mps: 15,
      controls: { b: 'signal', c: 'signal' },
      links: { bc: { length_m } },
    }),
    trips: evenTrips({ from: 'a', to: 'd', headway_s: 2, count: 500 }),
    signals: {
      b: { phases: [{ ...phase, protectedTurns: ['ab>bc'] }] },
      c: { offset_s: 30, phases: [{ ...phase, protectedTurns: ['bc>cd'] }] },
    },
  });
  runScene(world, WARM_UP_s);
  const log = runScene(world, WARM_UP_s + CYCLES * CYCLE_s);
  const outCount = log.filter(({ type }) => type === 'tripArrived').length;
  return (3600 * outCount) / (CYCLES * CYCLE_s);
}

/** Half a cycle apart, a green's cars must all stand between the signals: l / s of them. */
const corridors: ValidationCase[] = [0.25, 0.5, 0.75, 1].map((share) => {
  const length_m = share * HOLDS_GREEN_m;
  const target = (3600 * Math.floor(length_m / 7.5)) / CYCLE_s;
  return {
    name: `V-MFD signals ${length_m} m apart, half a cycle apart: flow, l/s cars a cycle`,
    unit: 'veh/h',
    target,
    tolerance: exactly(target),
    run: () => corridorFlow_vph(length_m),
    broken: () => corridorFlow_vph(share < 1 ? 2 * length_m : 0.5 * length_m),
  };
});

interface EdieSums {
  /** Vehicles on the road, summed over the time. */
  readonly accumulation_s: number;
  readonly link_s: number;
  readonly link_m: number;
  readonly leg_m: number;
  readonly leg_s: number;
}

/** Half an hour of crossing streams at stop signs; the books may have lost the first `lost` vehicles. */
function crossingStreams(lost: number): EdieSums {
  const world = createRoadScene({
    driver: human,
    network: streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   '),
    trips: [
      ...evenTrips({ from: 'n', to: 's', headway_s: 11, count: 60 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 13, count: 60 }),
      ...evenTrips({ from: 's', to: 'w', headway_s: 17, count: 60 }),
      ...evenTrips({ from: 'e', to: 's', headway_s: 19, count: 60 }),
    ],
  });
  let accumulation_s = 0;
  const log = runScene(world, 1800, () => {
    accumulation_s += Math.max(0, world.traffic.counters[ON_ROAD]! - lost) * world.scenario.dt_s;
  });
  publishLinks(world, 1800);
  log.push(...runScene(world, 1800));
  const isKept = (event: ReadEvent): boolean => !(Number(event['vehicle']) < lost);
  const sum = (type: string, field: string): number =>
    log
      .filter((event) => event.type === type && isKept(event))
      .reduce((total, event) => total + Number(event[field]), 0);
  return {
    accumulation_s,
    link_s: sum('linkMeasured', 'vehicle_s'),
    link_m: sum('linkMeasured', 'vehicle_m'),
    leg_s: sum('legEnded', 'drive_s'),
    leg_m: sum('legEnded', 'odometer_m') - sum('legStarted', 'odometer_m'),
  };
}

const meanSpeed_mps = ({ leg_m, leg_s }: EdieSums): number => leg_m / leg_s;

const sound = crossingStreams(0);
const edie: ValidationCase[] = [
  {
    name: 'V-MFD Edie: vehicles on the road over the time, against the links’ vehicle-hours',
    unit: 'veh·s',
    target: sound.link_s,
    tolerance: exactly(sound.link_s, 'an identity'),
    run: () => crossingStreams(0).accumulation_s,
    broken: () => crossingStreams(1).accumulation_s,
  },
  {
    name: 'V-MFD Edie: mean speed of all cars’ legs, against the links’ VKT/VHT',
    unit: 'm/s',
    target: sound.link_m / sound.link_s,
    tolerance: exactly(sound.link_m / sound.link_s, 'an identity'),
    run: () => meanSpeed_mps(crossingStreams(0)),
    broken: () => meanSpeed_mps(crossingStreams(1)),
  },
];

export const cases: readonly ValidationCase[] = [...greens, startUp, ...corridors, ...edie];
