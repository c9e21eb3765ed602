/** V-PRIO. What gets across a street with right of way, and turns at an all-way stop. */
import { HOUR_s } from '../../core/base/units.js';
import type { Control, NetworkDraft } from '../../core/network/network-draft.js';
import { createRoadScene, evenTrips, runScene } from '../../core/testing/road-scene.js';
import { streetMap } from '../../core/testing/street-map.js';
import { meanOfDays, randomTrips } from './random-arrivals.js';
import { counted, once, type ValidationCase } from './validation-case.js';

const SPEED_mps = 15;
/** Least headway of the major stream and of the minor queue: tau + s/v = 1.5 s + 7.5 m / 15 m/s. */
const HEADWAY_s = 2;
/** What the major car needs to clear the crossing. */
const CLEARING_s = 0.5;
/** Least time that the model leaves to the next major car at the line. */
const LAG_s = 4.5;
/** Who crosses goes when the last major car has cleared the junction. */
const CRITICAL_s = CLEARING_s + LAG_s;
/** Who merges follows the last major car as it would anyone: at the least headway. */
const MERGING_CRITICAL_s = HEADWAY_s + LAG_s;
/** Short, so that a gap is seen when it begins. */
const STEP_s = 0.1;
const DAYS = 4;
const DAY_s = 2400;
const WARM_UP_s = 600;

/** Minor cars an hour, of a queue without an end, across `flow_vph` of the major street. */
function minorFlow_vph(flow_vph: number, clearing_s = CLEARING_s, control: Control = 'yield') {
  const network = streetMap('  n  ', '  v  ', 'w>x>e', '  v  ', '  s  ', {
    step_m: 75,
    freeSpeed_mps: SPEED_mps,
    movement_m: clearing_s * SPEED_mps,
    controls: { x: control },
    links: { nx: { rank: 1 }, wx: { rank: 3 } },
  });
  return meanFlow_vph(network, { minor: ['n', 's'], major: ['w', 'e'], flow_vph });
}

interface Streams {
  /** Gates of the queue without an end; the names of its trips come first. */
  readonly minor: readonly [from: string, to: string];
  readonly major: readonly [from: string, to: string];
  readonly flow_vph: number;
}

/** Cars an hour of the minor queue that get through while `flow_vph` come at random in the major. */
function meanFlow_vph(network: NetworkDraft, { minor, major, flow_vph }: Streams) {
  const until_s = WARM_UP_s + DAY_s;
  const days = Array.from({ length: DAYS }, (_, seed) => {
    const count = Math.ceil(until_s / HEADWAY_s);
    const queue = { from: minor[0], to: minor[1], headway_s: HEADWAY_s, count };
    const stream = { from: major[0], to: major[1], flow_vph, until_s, seed };
    const world = createRoadScene({
      network,
      trips: [...evenTrips(queue), ...randomTrips(stream)],
      scenario: { dt_s: STEP_s },
    });
    // Trips are in the order of names: all of the queue come before those of the stream.
    const gone = runScene(world, until_s).filter(
      (event) =>
        event.type === 'tripArrived' && Number(event['trip']) < count && event.time_s > WARM_UP_s,
    );
    return (gone.length * HOUR_s) / DAY_s;
  });
  return meanOfDays(days);
}

/** Tanner (1962), for a major stream of one lane with least headway Δ: bunched at random. */
function tanner_vph(
  flow_vph: number,
  { critical_s = CRITICAL_s, followUp_s = HEADWAY_s }: Partial<Record<GapTimes, number>> = {},
): number {
  const q = flow_vph / HOUR_s;
  const gaps = (1 - HEADWAY_s * q) * q * Math.exp(-q * (critical_s - HEADWAY_s));
  return (HOUR_s * gaps) / (1 - Math.exp(-q * followUp_s));
}

type GapTimes = 'critical_s' | 'followUp_s';

/** Harders: the same for a stream without a least headway. */
function harders_vph(flow_vph: number): number {
  const q = flow_vph / HOUR_s;
  return (HOUR_s * q * Math.exp(-q * CRITICAL_s)) / (1 - Math.exp(-q * HEADWAY_s));
}

const FLOWS_vph = [200, 400, 800];
const measured = new Map(
  FLOWS_vph.map((flow_vph) => [
    flow_vph,
    {
      unit: 'veh/h',
      run: once(() => minorFlow_vph(flow_vph)),
      // A junction that takes 4 s to clear.
      broken: once(() => minorFlow_vph(flow_vph, 4)),
    },
  ]),
);

function capacity(flow_vph: number, whose: string, target: number): ValidationCase {
  return {
    ...measured.get(flow_vph)!,
    name: `V-PRIO minor street across ${flow_vph} veh/h: ${whose}`,
    target,
    tolerance: {
      difference: 0.05 * target,
      standardErrors: 3,
      because: 'the theory of gaps is in whole vehicles and at random: within 5 %',
    },
  };
}

const capacities = [
  ...FLOWS_vph.map((flow_vph) => capacity(flow_vph, 'Tanner', tanner_vph(flow_vph))),
  ...[200].map((flow_vph) => capacity(flow_vph, 'Harders', harders_vph(flow_vph))),
];

/** At a stop sign the next of a queue stands at the line for a step before it may go. */
const STOPPED_HEADWAY_s = HEADWAY_s + STEP_s;

const stopSigns = [400].map(
  (flow_vph): ValidationCase => ({
    name: `V-PRIO two-way stop across ${flow_vph} veh/h: Tanner`,
    unit: 'veh/h',
    target: tanner_vph(flow_vph, { followUp_s: STOPPED_HEADWAY_s }),
    tolerance: {
      difference: 0.05 * tanner_vph(flow_vph, { followUp_s: STOPPED_HEADWAY_s }),
      standardErrors: 3,
      because: 'the theory of gaps is in whole vehicles and at random: within 5 %',
    },
    run: () => minorFlow_vph(flow_vph, CLEARING_s, 'stop'),
    // Nobody minds the main street: who comes first goes first.
    broken: () => minorFlow_vph(flow_vph, CLEARING_s, 'allWayStop'),
  }),
);

/**
 * Cars an hour that enter a roundabout from the south, of a queue without an end, while `flow_vph`
 * come by on the ring, from its entry in the west to the same exit in the east.
 */
function entryFlow_vph(flow_vph: number, ringRank = 3) {
  const network = streetMap('  d<c>e', '  v ^  ', 'w>a>b  ', '    ^  ', '    n  ', {
    step_m: 75,
    freeSpeed_mps: SPEED_mps,
    movement_m: CLEARING_s * SPEED_mps,
    controls: { a: 'yield', b: 'yield', c: 'none' },
    links: Object.fromEntries(
      ['ab', 'bc', 'cd', 'da'].map((link) => [link, { rank: ringRank }] as const),
    ),
  });
  return meanFlow_vph(network, { minor: ['n', 'e'], major: ['w', 'e'], flow_vph });
}

const entries = FLOWS_vph.map(
  (flow_vph): ValidationCase => ({
    name: `V-PRIO entry of a roundabout, ${flow_vph} veh/h on its ring: Tanner`,
    unit: 'veh/h',
    target: tanner_vph(flow_vph, { critical_s: MERGING_CRITICAL_s }),
    tolerance: {
      difference: 0.05 * tanner_vph(flow_vph, { critical_s: MERGING_CRITICAL_s }),
      standardErrors: 3,
      because: 'the theory of gaps is in whole vehicles and at random: within 5 %',
    },
    run: () => entryFlow_vph(flow_vph),
    // Who enters goes first, and who is on the ring gives way.
    broken: () => entryFlow_vph(flow_vph, 0),
  }),
);

/** How often an approach goes twice while cars wait at the other, of two queues that cross. */
function outOfTurn(control: Control): number {
  const world = createRoadScene({
    network: streetMap('  n  ', '  v  ', 'w>x>e', '  v  ', '  s  ', { control, step_m: 75 }),
    trips: [
      ...evenTrips({ from: 'n', to: 's', headway_s: 2, count: 60 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 60 }),
    ],
  });
  const { lanes, movers } = world.traffic;
  const { links, lanes: roads } = world.network;
  const lineOf = (name: string): number => links.firstLane[world.network.linkNames.indexOf(name)]!;
  const approaches = [lineOf('nx'), lineOf('wx')];
  const gone = approaches.map(() => -1);
  let last = -1;
  let count = 0;
  runScene(world, 130, () => {
    for (const [at, lane] of approaches.entries()) {
      const mover = lanes.lastOut[lane]!;
      if (mover === gone[at]) continue;
      gone[at] = mover;
      const other = lanes.front[approaches[1 - at]!]!;
      const waits = other >= 0 && roads.length_m[lane]! - movers.position_m[other]! < 1;
      if (last === at && waits) count++;
      last = at;
    }
  });
  return count;
}

const turns: ValidationCase = {
  name: 'V-PRIO all-way stop, two queues: times an approach goes twice running',
  unit: '',
  target: 0,
  tolerance: counted,
  run: () => outOfTurn('allWayStop'),
  broken: () => outOfTurn('yield'),
};

export const cases: readonly ValidationCase[] = [...capacities, ...stopSigns, ...entries, turns];
