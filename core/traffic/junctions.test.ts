import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { draw, PURPOSE } from '../base/random.js';
import { RELATIONS } from '../network/road-network.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import {
  createRoadScene,
  evenTrips,
  gateTrip,
  runScene,
  tripTimes_s,
  turnRow,
} from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { type StreetMapOptions, streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';
import { relationOf } from './junction-gaps.js';

/** Arms of 150 m at 15 m/s: 10 s to the stop line. */
const cross = (options: StreetMapOptions = {}) =>
  streetMap('   n   ', '   |   ', '   |   ', 'w--x--e', '   |   ', '   |   ', '   s   ', {
    freeSpeed_mps: 15,
    ...options,
  });

/** When each trip's car was let through its first junction, by trip row. */
function watchEntries(world: World): { readonly entered_s: number[]; note(time_s: number): void } {
  const entered_s: number[] = [];
  const { movers } = world.traffic;
  return {
    entered_s,
    note: (time_s) => {
      for (let vehicle = 0; vehicle < world.vehicleCount; vehicle++) {
        const mover = world.vehicles.mover[vehicle];
        if (mover === NONE || movers.lane[mover] < world.network.linkLaneCount) continue;
        // For one that waits within the junction, the last time that it did.
        if (movers.waitsWithin[mover] === 1) entered_s[vehicle] = time_s;
        entered_s[vehicle] ??= time_s;
      }
    },
  };
}

function orderOfEntry(entered_s: readonly number[]): number[] {
  return entered_s.map((_, trip) => trip).sort((a, b) => entered_s[a]! - entered_s[b]!);
}

/**
 * Pairs of turns whose ways cross and on which there are cars at the same time; but for those that pass
 * in front of one who waits short of the crossing.
 */
function crossingPairs({ traffic, network }: World): number {
  const { count, waitingCount } = traffic.turns;
  const { firstConflict } = network.turns;
  let pairs = 0;
  for (let turn = 0; turn < network.turnCount; turn++) {
    if (count[turn]! - waitingCount[turn]! === 0) continue;
    for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
      const other = network.conflicts[at]!;
      const passes = (relationOf(traffic, turn, other) & RELATIONS.letsPass) !== 0;
      const isInWay = passes ? count[other]! - waitingCount[other]! : count[other]!;
      if (isInWay > 0) pairs++;
    }
  }
  return pairs;
}

test('an all-way stop serves in turn of arrival, and everyone stops', () => {
  const arrivals = [
    ['w', 'e', 2],
    ['n', 's', 3],
    ['e', 'w', 2.5],
    ['s', 'n', 3.5],
  ] as const;
  const world = createRoadScene({
    network: cross(),
    trips: arrivals.map(([from, to, departure_s], at) =>
      gateTrip({ from, to, departure_s, name: `${at}` }),
    ),
  });
  const { entered_s, note } = watchEntries(world);
  runScene(world, 60, note);
  expect(orderOfEntry(entered_s)).toEqual([0, 2, 1, 3]);
  // The line is reached 10 s after departure; one step is stood before it is crossed.
  expect(entered_s[0]).toBe(2 + 10 + 2 * 0.5);
});

test('two crossing streams at an all-way stop take turns', () => {
  const world = createRoadScene({
    network: cross(),
    trips: [
      ...evenTrips({ from: 'n', to: 's', headway_s: 2, count: 12 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 12 }),
    ],
  });
  const { entered_s, note } = watchEntries(world);
  runScene(world, 300, note);
  const streams = orderOfEntry(entered_s).map((trip) => (trip < 12 ? 'n' : 'w'));
  expect(streams).toHaveLength(24);
  for (const [at, stream] of streams.slice(2, -2).entries()) {
    expect(stream).not.toBe(streams[at + 1]);
  }
});

test.each(['allWayStop', 'yield', 'signal'] as const)(
  'ways that cross are never driven at the same time, control %s',
  (control) => {
    const arms = ['n', 'e', 's', 'w'];
    const world = createRoadScene({
      network: cross({ control, leftPocket_m: 40 }),
      driver: DEFAULT_SCENARIO.drivers.human,
      trips: Array.from({ length: 150 }, (_, car) => {
        const [from, turn] = [0, 1].map((what) => draw(5, PURPOSE.testOrder, car, what));
        const at = Math.floor(4 * from!);
        const to = arms[(at + 1 + Math.floor(3 * turn!)) % 4]!;
        return gateTrip({ from: arms[at]!, to, departure_s: 3 * car, name: `car ${car}` });
      }),
    });
    let crossing = 0;
    const log = runScene(world, 1500, () => {
      crossing += crossingPairs(world);
    });
    expect(crossing).toBe(0);
    expect(log.filter(({ type }) => type === 'tripArrived')).toHaveLength(150);
  },
);

const EAST_WEST = {
  green_s: 300,
  amber_s: 3,
  allRed_s: 2,
  protectedTurns: ['wx>xe', 'ex>xw'],
  permittedTurns: ['wx>xn', 'ex>xs'],
};

/** When a left turner enters that meets 20 oncoming cars, `headway_s` apart; and when the last does. */
function leftAgainst(headway_s: number): { readonly left_s: number; readonly last_s: number } {
  const world = createRoadScene({
    network: cross({ controls: { x: 'signal' } }),
    trips: [
      ...evenTrips({ from: 'e', to: 'w', headway_s, count: 20, from_s: 2 }),
      gateTrip({ from: 'w', to: 'n', departure_s: 4 }),
    ],
    signals: { x: { phases: [EAST_WEST] } },
  });
  const { entered_s, note } = watchEntries(world);
  const times_s = tripTimes_s(world, runScene(world, 290, note));
  // Those with right of way are never held up: 300 m and a junction of 10 m.
  expect(Math.max(...times_s.slice(0, 20))).toBeLessThanOrEqual(310 / 15 + 0.5);
  return { left_s: entered_s[20]!, last_s: entered_s[19]! };
}

test('a permitted left waits for a gap in the oncoming stream', () => {
  const dense = leftAgainst(2);
  expect(dense.left_s).toBeGreaterThan(dense.last_s);
  const sparse = leftAgainst(10);
  expect(sparse.left_s).toBeLessThan(sparse.last_s);
});

/** Theory: 50 km/h and 2.5 m/s² need 38.6 m to stop. */
test('in amber only those enter who could not have stopped when it began', () => {
  const { human } = DEFAULT_SCENARIO.drivers;
  const onAmber = (departure_s: number): { entered_s: number; distance_m: number } => {
    const world = createRoadScene({
      network: streetMap('a>>>>b>>c', { step_m: 75, controls: { b: 'signal' } }),
      driver: human,
      trips: [gateTrip({ from: 'a', to: 'c', departure_s })],
      signals: {
        b: { phases: [{ green_s: 30, amber_s: 3, allRed_s: 27, protectedTurns: ['ab>bc'] }] },
      },
    });
    const { entered_s, note } = watchEntries(world);
    runScene(world, 100, note);
    return { entered_s: entered_s[0]!, distance_m: 375 - (30 - departure_s) * (50 / 3.6) };
  };
  for (let departure_s = 0; departure_s < 12; departure_s += 0.5) {
    const { entered_s, distance_m } = onAmber(departure_s);
    if (distance_m < 0) expect(entered_s).toBeLessThanOrEqual(30.5);
    else if (distance_m < (50 / 3.6) ** 2 / 5) expect(entered_s).toBeLessThanOrEqual(33.5);
    else expect(entered_s).toBe(60.5);
  }
});

test('nobody blocks the box: who finds no room beyond stays out, and others cross', () => {
  const network = streetMap('  n   ', '  |   ', 'w-x>e>f', '  |   ', '  s   ', {
    step_m: 50,
    freeSpeed_mps: 15,
    controls: { e: 'signal' },
  });
  const world = createRoadScene({
    network,
    trips: [
      ...evenTrips({ from: 'w', to: 'f', headway_s: 2, count: 20 }),
      ...evenTrips({ from: 'n', to: 's', headway_s: 5, count: 20, from_s: 60 }),
    ],
    signals: {
      e: {
        offset_s: 300,
        phases: [{ green_s: 3600, amber_s: 0, allRed_s: 0, protectedTurns: ['xe>ef'] }],
      },
    },
  });
  const { movers, lanes } = world.traffic;
  const exit = world.network.links.firstLane[world.network.linkNames.indexOf('xe')]!;
  let standingInside = 0;
  const log = runScene(world, 290, () => {
    for (let mover = 0; mover < world.vehicleCount; mover++) {
      const isInside = movers.lane[mover] >= world.network.linkLaneCount;
      if (isInside && movers.standing_s[mover]! > 0) standingInside++;
    }
  });
  expect(standingInside).toBe(0);
  // 100 m are full with 13 cars of 7.5 m.
  expect(lanes.count[exit]).toBe(13);
  expect(log.filter(({ type }) => type === 'tripArrived')).toHaveLength(20);
  const rest = runScene(world, 500).filter(({ type }) => type === 'tripArrived');
  expect(rest).toHaveLength(20);
});

test('where nobody crosses a way, one stands on it while the street beyond is full', () => {
  const world = createRoadScene({
    network: streetMap('w-x>e>f', {
      step_m: 50,
      freeSpeed_mps: 15,
      controls: { e: 'signal' },
    }),
    trips: evenTrips({ from: 'w', to: 'f', headway_s: 2, count: 20 }),
    signals: {
      e: {
        offset_s: 300,
        phases: [{ green_s: 3600, amber_s: 0, allRed_s: 0, protectedTurns: ['xe>ef'] }],
      },
    },
  });
  const { lanes } = world.traffic;
  const { turns, links, linkNames } = world.network;
  runScene(world, 290);
  // The last of 14 cars of 7.5 m has its tail on the way; across a side street 13 are let in.
  expect(lanes.count[links.firstLane[linkNames.indexOf('xe')]!]).toBe(14);
  expect(turns.standsOn_m[turnRow(world, 'wx>xe')]).toBe(10);
  expect(brokenLaw(world)).toBeNull();
});

/** Straight-on cars that get through while the lefts have red, behind `leftCount` of them. */
function thruBehindLefts(leftCount: number): number {
  const world = createRoadScene({
    network: cross({ controls: { x: 'signal' }, leftPocket_m: 30 }),
    trips: [
      ...evenTrips({ from: 'w', to: 'n', headway_s: 2, count: leftCount }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 8, from_s: 20 }),
    ],
    signals: { x: { phases: [{ ...EAST_WEST, permittedTurns: [] }] } },
  });
  return runScene(world, 200).filter(({ type }) => type === 'tripArrived').length;
}

test('a pocket of 30 m holds four left turners; the fifth blocks the lane beside it', () => {
  expect(thruBehindLefts(4)).toBe(8);
  expect(thruBehindLefts(5)).toBe(0);
});

test('who has waited beside a full pocket gets in once its lefts have had their green', () => {
  const phase = { green_s: 40, amber_s: 3, allRed_s: 2 };
  const world = createRoadScene({
    network: cross({ controls: { x: 'signal' }, leftPocket_m: 30 }),
    trips: [
      ...evenTrips({ from: 'w', to: 'n', headway_s: 2, count: 7 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 8, from_s: 20 }),
    ],
    signals: {
      x: {
        phases: [
          { ...phase, protectedTurns: ['wx>xe'] },
          { ...phase, protectedTurns: ['wx>xn'] },
        ],
      },
    },
  });
  const log = runScene(world, 300);
  expect(log.filter(({ type }) => type === 'tripArrived')).toHaveLength(15);
});

test('at a yield sign the side street waits for a gap and the main street never waits', () => {
  const main = { rank: 3 };
  const entryBehind_s = (headway_s: number): number => {
    const world = createRoadScene({
      network: cross({ controls: { x: 'yield' }, links: { wx: main, ex: main } }),
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s, count: 20, from_s: 2 }),
        gateTrip({ from: 's', to: 'n', departure_s: 4 }),
      ],
    });
    const { entered_s, note } = watchEntries(world);
    // Rows are in the order of names: the car from s is the first.
    const [, ...main_s] = tripTimes_s(world, runScene(world, 400, note));
    expect(Math.max(...main_s)).toBeLessThanOrEqual(310 / 15 + 0.5);
    return entered_s[0]!;
  };
  // The last of the dense stream departs at 40 s and is at the junction 10 s later.
  expect(entryBehind_s(2)).toBeGreaterThan(50);
  expect(entryBehind_s(10)).toBeLessThan(30);
});

test('a queue turns left as fast as Newell lets it at the speed of the turn', () => {
  const TURN_mps = 7;
  const world = createRoadScene({
    network: cross({ controls: { x: 'signal' }, movementSpeed_mps: { left: TURN_mps } }),
    driver: DEFAULT_SCENARIO.drivers.human,
    trips: evenTrips({ from: 'w', to: 'n', headway_s: 1, count: 16 }),
    signals: {
      x: {
        phases: [
          { green_s: 60, amber_s: 0, allRed_s: 0, protectedTurns: ['nx>xs'] },
          { green_s: 60, amber_s: 0, allRed_s: 0, protectedTurns: ['wx>xn'] },
        ],
      },
    },
  });
  const { entered_s, note } = watchEntries(world);
  runScene(world, 119, note);
  const { tau_s, length_m, standstillGap_m } = DEFAULT_SCENARIO.drivers.human;
  const headway_s = (entered_s[14]! - entered_s[4]!) / 10;
  // Entries are seen in whole steps: ten headways are off by at most one step.
  expect(Math.abs(headway_s - (tau_s + (length_m + standstillGap_m) / TURN_mps))).toBeLessThan(
    0.05,
  );
});
