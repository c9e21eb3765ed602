/** V-SIG. What a left turn gets through at a signal whose green gives way to oncoming traffic. */
import { HOUR_s } from '../../core/base/units.js';
import {
  createRoadScene,
  evenTrips,
  type FixedPhase,
  runScene,
} from '../../core/testing/road-scene.js';
import { streetMap } from '../../core/testing/street-map.js';
import { meanOfDays, randomTrips } from './random-arrivals.js';
import type { ValidationCase } from './validation-case.js';

const SPEED_mps = 15;
/** Least headway of either stream: tau + s/v = 1.5 s + 7.5 m / 15 m/s. */
const HEADWAY_s = 2;
const CYCLE_s = 60;
const GREEN_s = 25;
const MOVEMENT_m = 20;
/** Room for two cars of 7.5 m: the second has its rear beyond the line. */
const WAITS_AT_m = 10;
const SNEAKERS = 2;
/** Least time that the model leaves to the next oncoming car at its line; the last has cleared its way. */
const CRITICAL_s = 4.5 + MOVEMENT_m / SPEED_mps;
const STEP_s = 0.1;
const DAYS = 4;
const CYCLES = 40;
const WARM_UP_s = 4 * CYCLE_s;

const phase = { green_s: GREEN_s, amber_s: 3, allRed_s: 2 };
const LEFTS = ['wx>xn', 'ex>xs'];
const THRUS = ['wx>xe', 'ex>xw'];
const CROSS_PHASE = { ...phase, protectedTurns: ['nx>xs', 'sx>xn'] };
const GIVES_WAY = { ...phase, protectedTurns: THRUS, permittedTurns: LEFTS };
/** As if nobody came the other way. */
const TAKES_WAY = { ...phase, protectedTurns: [...THRUS, ...LEFTS] };

/** Left turners an hour, of a queue without an end, against `flow_vph` that come at random. */
function leftFlow_vph(flow_vph: number, green: FixedPhase = GIVES_WAY) {
  const drawn = streetMap('  n  ', '  |  ', 'w-x-e', '  |  ', '  s  ', {
    step_m: 100,
    freeSpeed_mps: SPEED_mps,
    movement_m: MOVEMENT_m,
    controls: { x: 'signal' },
  });
  const movements = drawn.movements.map((each) => ({ ...each, waitsAt_m: WAITS_AT_m }));
  const until_s = WARM_UP_s + CYCLES * CYCLE_s;
  const days = Array.from({ length: DAYS }, (_, seed) => {
    const count = Math.ceil(until_s / HEADWAY_s);
    const oncoming = randomTrips({ from: 'e', to: 'w', flow_vph, until_s, seed });
    const world = createRoadScene({
      network: { ...drawn, movements },
      trips: [...evenTrips({ from: 'w', to: 'n', headway_s: HEADWAY_s, count }), ...oncoming],
      scenario: { dt_s: STEP_s },
      signals: { x: { phases: [green, CROSS_PHASE] } },
    });
    // Trips are in the order of names: all that come from e before those from w.
    const gone = runScene(world, until_s).filter(
      (event) =>
        event.type === 'tripArrived' &&
        Number(event['trip']) >= oncoming.length &&
        event.time_s > WARM_UP_s,
    );
    return (gone.length * HOUR_s) / (CYCLES * CYCLE_s);
  });
  return meanOfDays(days);
}

/**
 * A cycle lets turn: by Tanner's gaps while the oncoming green is not saturated, that is after the
 * queue of its red has gone, g − q·r/(s − q); and who waits within the junction at its end. Assumes
 * that the oncoming queue goes in each cycle and that nobody turns before it has.
 */
function capacity_vph(flow_vph: number): number {
  const q = flow_vph / HOUR_s;
  const unsaturated_s = GREEN_s - (q * (CYCLE_s - GREEN_s)) / (1 / HEADWAY_s - q);
  const gaps = (1 - HEADWAY_s * q) * q * Math.exp(-q * (CRITICAL_s - HEADWAY_s));
  const perSecond = gaps / (1 - Math.exp(-q * HEADWAY_s));
  return ((perSecond * unsaturated_s + SNEAKERS) * HOUR_s) / CYCLE_s;
}

export const cases: readonly ValidationCase[] = [200, 400].map((flow_vph) => ({
  name: `V-SIG left turn on a green that gives way to ${flow_vph} veh/h: gaps and who waits within`,
  unit: 'veh/h',
  target: capacity_vph(flow_vph),
  tolerance: {
    difference: (0.5 * HOUR_s) / CYCLE_s,
    standardErrors: 3,
    because: 'the formula is in parts of vehicles, a green in whole ones: half a car a cycle',
  },
  run: () => leftFlow_vph(flow_vph),
  // Nobody waits for a gap.
  broken: () => leftFlow_vph(flow_vph, TAKES_WAY),
}));
