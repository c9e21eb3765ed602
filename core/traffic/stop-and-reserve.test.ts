import { describe, expect, test } from 'vitest';
import { draw, PURPOSE } from '../base/random.js';
import type { Control } from '../network/network-draft.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import {
  createRoadScene,
  evenTrips,
  gateTrip,
  runScene,
  tripTimes_s,
  turnRow,
} from '../testing/road-scene.js';
import { type StreetMapOptions, streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

const SPEED_mps = 15;

/** Arms of 150 m at 15 m/s. */
const cross = (options: StreetMapOptions = {}) =>
  streetMap('   n   ', '   |   ', '   |   ', 'w--x--e', '   |   ', '   |   ', '   s   ', {
    freeSpeed_mps: SPEED_mps,
    ...options,
  });

const MAIN = { wx: { rank: 3 }, ex: { rank: 3 } };

/** Cars that have stood at the stop line of a street. */
function stoppedOn(world: World, link: string, until_s: number): number {
  const { lanes, movers } = world.traffic;
  const { links, lanes: roads } = world.network;
  const lane = links.firstLane[world.network.linkNames.indexOf(link)]!;
  const stood = new Set<number>();
  runScene(world, until_s, () => {
    const front = lanes.front[lane]!;
    if (front < 0 || movers.standing_s[front] === 0) return;
    if (roads.length_m[lane]! - movers.position_m[front]! < 0.01) stood.add(movers.vehicle[front]);
  });
  return stood.size;
}

/** Few enough that a side street with no sign to stop would mostly roll on. */
const quiet = (control: Control, links: StreetMapOptions['links'] = MAIN): World =>
  createRoadScene({
    network: cross({ controls: { x: control }, links }),
    trips: [
      ...evenTrips({ from: 's', to: 'n', headway_s: 17, count: 20 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 31, count: 10 }),
    ],
  });

describe('a two-way stop', () => {
  test('stops every car of the side street and none of the main street', () => {
    expect(stoppedOn(quiet('stop'), 'sx', 600)).toBe(20);
    expect(stoppedOn(quiet('stop'), 'wx', 600)).toBe(0);
    // At a yield sign the same cars roll on where nobody comes.
    expect(stoppedOn(quiet('yield'), 'sx', 600)).toBeLessThan(10);
  });

  test('stops everyone where no street ranks above another', () => {
    expect(stoppedOn(quiet('stop', {}), 'sx', 600)).toBe(20);
    expect(stoppedOn(quiet('stop', {}), 'wx', 600)).toBe(10);
  });

  test('lets nobody cross a dense main street before it ends', () => {
    const world = createRoadScene({
      network: cross({ controls: { x: 'stop' }, links: MAIN }),
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 20, from_s: 2 }),
        gateTrip({ from: 's', to: 'n', departure_s: 4 }),
      ],
    });
    const [side_s, ...main_s] = tripTimes_s(world, runScene(world, 200));
    // 310 m in 20.7 s, and the last of the main street leaves its gate at 40 s.
    expect(Math.max(...main_s)).toBeLessThanOrEqual(310 / SPEED_mps + 0.5);
    expect(side_s).toBeGreaterThan(40 - 4 + 20);
  });
});

const ARMS = ['n', 'e', 's', 'w'];

/** Pairs of turns whose ways cross and on which there are cars at the same time. */
function crossingPairs({ traffic, network }: World): number {
  const { firstConflict } = network.turns;
  let pairs = 0;
  for (let turn = 0; turn < network.turnCount; turn++) {
    if (traffic.turns.count[turn] === 0) continue;
    for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
      if (traffic.turns.count[network.conflicts[at]!]! > 0) pairs++;
    }
  }
  return pairs;
}

/** Cars of four arms at random, every way across, automated or not. */
function randomDay(
  control: Control,
  { seed, flow_vph, isAutomated }: { seed: number; flow_vph: number; isAutomated: boolean },
): { total_s: number; arrivedCount: number; crossingCount: number } {
  const count = 120;
  const world = createRoadScene({
    network: cross({ control, leftPocket_m: 40 }),
    driver: DEFAULT_SCENARIO.drivers.human,
    scenario: { regime: isAutomated ? 'private-automated' : 'today' },
    trips: Array.from({ length: count }, (_, car) => {
      const [from, turn, when] = [0, 1, 2].map((what) =>
        draw(seed, PURPOSE.testOrder, car, what),
      ) as [number, number, number];
      const at = Math.floor(4 * from);
      const to = ARMS[(at + 1 + Math.floor(3 * turn)) % 4]!;
      const name = `car ${String(car).padStart(3, '0')}`;
      const departure_s = (car + when) * (3600 / flow_vph);
      return gateTrip({ from: ARMS[at]!, to, departure_s, name });
    }),
  });
  let crossingCount = 0;
  const log = runScene(world, 2400, () => {
    crossingCount += crossingPairs(world);
  });
  const times_s = [...tripTimes_s(world, log)];
  const arrived = times_s.filter((time_s) => !Number.isNaN(time_s));
  const total_s = arrived.reduce((sum, time_s) => sum + time_s, 0);
  return { total_s, arrivedCount: arrived.length, crossingCount };
}

const DAYS = [300, 900, 1500].flatMap((flow_vph) =>
  Array.from({ length: 6 }, (_, seed) => ({ seed, flow_vph, isAutomated: true })),
);

describe('a junction by reservation', () => {
  test.each(DAYS)('costs no more time than an all-way stop: $flow_vph veh/h, day $seed', (day) => {
    const reserved = randomDay('reservation', day);
    const stopping = randomDay('allWayStop', day);
    expect([reserved.arrivedCount, stopping.arrivedCount]).toEqual([120, 120]);
    expect(reserved.total_s).toBeLessThanOrEqual(stopping.total_s);
    // Were they alike in everything, the line above would say nothing.
    expect(reserved.total_s).toBeLessThan(stopping.total_s - 120);
  });

  test('is an all-way stop for people', () => {
    const day = { seed: 1, flow_vph: 900, isAutomated: false };
    expect(randomDay('reservation', day).total_s).toBe(randomDay('allWayStop', day).total_s);
  });

  test('is passed in the order of arrival: a stream does not shut out who came before', () => {
    const world = createRoadScene({
      network: cross({ control: 'reservation' }),
      scenario: { regime: 'private-automated' },
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 60 }),
        gateTrip({ from: 's', to: 'n', departure_s: 20 }),
      ],
    });
    const [side_s] = tripTimes_s(world, runScene(world, 200));
    // One car of the stream may be in the way, and then it goes.
    expect(side_s).toBeLessThan(310 / SPEED_mps + 4);
    const yielding = createRoadScene({
      network: cross({ control: 'yield', links: MAIN }),
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s: 2, count: 60 }),
        gateTrip({ from: 's', to: 'n', departure_s: 20 }),
      ],
    });
    expect(tripTimes_s(yielding, runScene(yielding, 200))[0]).toBeGreaterThan(100);
  });

  test('never lets two cross at once', () => {
    const day = { seed: 3, flow_vph: 3000, isAutomated: true };
    expect(randomDay('reservation', day).crossingCount).toBe(0);
    expect(crossingPairs(inTheMiddle())).toBe(2);
  });
});

/** Two cars put on ways that cross, as no control lets them: the count must see them. */
function inTheMiddle(): World {
  const world = createRoadScene({ network: cross({ control: 'reservation' }), trips: [] });
  for (const name of ['wx>xe', 'nx>xs']) world.traffic.turns.count[turnRow(world, name)] = 1;
  return world;
}

/** Four entries onto a ring that goes round against the clock. */
const ring = (rankOnRing: number) =>
  streetMap(
    ' A   B ',
    ' |   | ',
    ' a-<-b ',
    ' v   ^ ',
    ' |   | ',
    ' d->-c ',
    ' |   | ',
    ' D   C ',
    {
      step_m: 15,
      freeSpeed_mps: SPEED_mps,
      gates: 'ABCD',
      control: 'yield',
      links: Object.fromEntries(
        ['ad', 'dc', 'cb', 'ba'].map((name) => [name, { rank: rankOnRing }]),
      ),
    },
  );

/** Longest trip of those who go three quarters round, past an entry where a queue waits. */
function roundTrip_s(rankOnRing: number, queueCount: number): number {
  const world = createRoadScene({
    network: ring(rankOnRing),
    trips: [
      ...evenTrips({ from: 'A', to: 'B', headway_s: 6, count: 20 }),
      ...evenTrips({ from: 'C', to: 'B', headway_s: 2, count: queueCount }),
    ],
  });
  const times_s = tripTimes_s(world, runScene(world, 900));
  return Math.max(...times_s.subarray(0, 20));
}

test('who is on a roundabout goes first, and who enters gives way', () => {
  expect(roundTrip_s(3, 40)).toBe(roundTrip_s(3, 0));
  // On a ring that ranks no higher than its entries they force their way in.
  expect(roundTrip_s(1, 40)).toBeGreaterThan(roundTrip_s(1, 0));
});
