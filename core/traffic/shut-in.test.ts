import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import { createRoadScene, gateTrip, runScene } from '../testing/road-scene.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

/** Two lanes from w to e, one from n to s that gives way, over a junction of a metre. */
const crossing = () =>
  streetMap('  n  ', '  |  ', 'w-x-e', '  |  ', '  s  ', {
    step_m: 75,
    freeSpeed_mps: 15,
    movement_m: 1,
    control: 'yield',
    links: { wx: { laneCount: 1, rank: 3 }, xe: { laneCount: 2, rank: 3 } },
  });

/**
 * The first car from w stops as soon as it is over the line, its rear not yet, and stays there; the
 * second stands behind it short of the line, though there is room for it in the other lane beyond.
 */
function shutIn(): { world: World; second: () => number; note: () => void } {
  const world = createRoadScene({
    network: crossing(),
    trips: [
      gateTrip({ from: 'w', to: 'e', departure_s: 1, name: 'a' }),
      gateTrip({ from: 'w', to: 'e', departure_s: 4, name: 'b' }),
      gateTrip({ from: 'n', to: 's', departure_s: 15, name: 'c' }),
    ],
  });
  const { movers, lanes, history } = world.traffic;
  const beyond = world.network.linkNames.indexOf('xe');
  return {
    world,
    second: () => world.vehicles.mover[1],
    note: () => {
      const first = world.vehicles.mover[0];
      if (first === NONE || movers.isHeld[first] === 1) return;
      const lane = movers.lane[first];
      if (world.network.lanes.link[lane] !== beyond) return;
      // 3 m beyond the line, with the junction's metre, for as long as anybody remembers.
      movers.position_m[first] = 2;
      const driven_m = movers.crossedAt_m[first]! + 3;
      movers.odometer_m[first] = driven_m;
      history.odometer_m.fill(driven_m, first * history.slots, (first + 1) * history.slots);
      movers.isHeld[first] = 1;
      lanes.heldCount[lane]!++;
    },
  };
}

test('one who stands short of the line, shut in, does not hold up those who cross', () => {
  const { world, second, note } = shutIn();
  const log = runScene(world, 60, note);
  const { movers } = world.traffic;
  const toLine_m = movers.laneEnd_m[second()]! - movers.position_m[second()]!;
  expect(movers.standing_s[second()]).toBeGreaterThan(30);
  expect(toLine_m).toBeGreaterThan(1);
  const arrived = log.filter(({ type }) => type === 'tripArrived');
  expect(arrived.map(({ trip }) => world.trips.nameHash[Number(trip)])).toEqual([
    world.trips.nameHash[2],
  ]);
});

test('it goes when the one before it has gone', () => {
  const { world, note } = shutIn();
  runScene(world, 60, note);
  const first = world.vehicles.mover[0];
  const { movers, lanes } = world.traffic;
  movers.isHeld[first] = 0;
  lanes.heldCount[movers.lane[first]]!--;
  const log = runScene(world, 90);
  expect(log.filter(({ type }) => type === 'tripArrived')).toHaveLength(2);
});
