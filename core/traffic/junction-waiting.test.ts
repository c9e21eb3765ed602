import { expect, test } from 'vitest';
import type { NetworkDraft } from '../network/network-draft.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { createRoadScene, evenTrips, runScene } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { streetMap } from '../testing/street-map.js';

const CYCLE_s = 60;

/** A cross at 15 m/s with a lane and a way of 20 m for each movement. */
const cross = (waitsAt_m: number): NetworkDraft => {
  const network = streetMap(
    '   n   ',
    '   |   ',
    '   |   ',
    'w--x--e',
    '   |   ',
    '   |   ',
    '   s   ',
    {
      freeSpeed_mps: 15,
      movement_m: 20,
      controls: { x: 'signal' },
    },
  );
  const movements = network.movements.map((each) => ({ ...each, waitsAt_m }));
  return { ...network, movements };
};

const SIGNALS = {
  x: {
    phases: [
      {
        green_s: 25,
        amber_s: 3,
        allRed_s: 2,
        protectedTurns: ['wx>xe', 'ex>xw'],
        permittedTurns: ['wx>xn', 'ex>xs'],
      },
      { green_s: 25, amber_s: 3, allRed_s: 2, protectedTurns: ['nx>xs', 'sx>xn'] },
    ],
  },
};

/** Left turners from the west that get through in ten cycles against a stream without gaps. */
function throughAgainstStream(waitsAt_m: number): number {
  const world = createRoadScene({
    network: cross(waitsAt_m),
    driver: DEFAULT_SCENARIO.drivers.human,
    trips: [
      ...evenTrips({ from: 'e', to: 'w', headway_s: 2, count: 320 }),
      ...evenTrips({ from: 'w', to: 'n', headway_s: 4, count: 160 }),
      ...evenTrips({ from: 'n', to: 's', headway_s: 9, count: 70 }),
    ],
    signals: SIGNALS,
  });
  const { linkNames } = world.network;
  const out = linkNames.indexOf('xn');
  const lost = new Set<string>();
  const before = 2 * CYCLE_s;
  let count = 0;
  runScene(world, before + 10 * CYCLE_s, (time_s) => {
    const broken = brokenLaw(world);
    if (broken !== null) lost.add(broken);
    if (time_s === before) count = -world.traffic.links.entryCount[out]!;
  });
  expect([...lost]).toEqual([]);
  return count + world.traffic.links.entryCount[out]!;
}

/**
 * Theory: against a stream without gaps only those who wait within the junction get through, when the
 * oncoming traffic has been stopped (the Highway Capacity Manual's sneakers): as many a cycle as have
 * room there, one for each started 8 m.
 */
test.each([
  [4, 1],
  [10, 2],
  [19, 3],
])('against a stream without gaps a waiting place of %d m lets %d a cycle turn left', (m, each) => {
  expect(throughAgainstStream(m)).toBe(10 * each);
});

test('with nowhere to wait within nobody turns left against it (broken twin)', () => {
  expect(throughAgainstStream(0)).toBe(0);
});

test('left turners who wait opposite each other all get through, and cross traffic after them', () => {
  const world = createRoadScene({
    network: cross(10),
    driver: DEFAULT_SCENARIO.drivers.human,
    trips: [
      ...evenTrips({ from: 'e', to: 's', headway_s: 8, count: 40 }),
      ...evenTrips({ from: 'w', to: 'n', headway_s: 8, count: 40 }),
      ...evenTrips({ from: 'e', to: 'w', headway_s: 6, count: 50 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 6, count: 50 }),
      ...evenTrips({ from: 'n', to: 's', headway_s: 7, count: 40 }),
      ...evenTrips({ from: 's', to: 'n', headway_s: 7, count: 40 }),
    ],
    signals: SIGNALS,
  });
  let waitedCount = 0;
  const log = runScene(world, 1500, () => {
    for (let turn = 0; turn < world.network.turnCount; turn++) {
      waitedCount += world.traffic.turns.waitingCount[turn]!;
    }
    expect(brokenLaw(world)).toBeNull();
  });
  expect(waitedCount).toBeGreaterThan(100);
  expect(log.filter(({ type }) => type === 'tripArrived')).toHaveLength(260);
});
