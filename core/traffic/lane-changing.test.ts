import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import { evenTrips, gateTrip, sceneScenario } from '../testing/road-scene.js';
import { steppedRun } from '../testing/stepped-run.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';
import { placeOnLink } from './hand-over.js';

/**
 * Three lanes out of a signal at b, whose platoons part at c to n, d and s. That is beyond the outlook
 * of drivers before b, who do not choose their lanes for it there.
 */
const parting = streetMap('   e   n  ', '   v   |  ', 'a>>b>>>c>d', '   v   |  ', '   f   s  ', {
  step_m: 170,
  // Wide: whoever crosses keeps the lane ahead of it from the others for some time.
  movement_m: 40,
  laneCount: 3,
  controls: { b: 'signal', c: 'none' },
});

/** How many of 480 arrive, and how often one had to take another turn than its own. */
function partPlatoons(replace: (stage: Stage, world: World) => Stage) {
  const outOf = (to: string, from_s: number) =>
    evenTrips({ from: 'a', to, headway_s: 6, count: 120, from_s });
  const run = steppedRun(
    {
      network: parting,
      scenario: sceneScenario(),
      trips: [
        ...outOf('n', 1),
        ...outOf('d', 3),
        ...outOf('s', 5),
        ...evenTrips({ from: 'e', to: 'f', headway_s: 6, count: 120 }),
      ],
      idleCars: [],
    },
    { replace },
  );
  run.until(1500);
  const countOf = (type: string): number => run.log.filter((one) => one.type === type).length;
  return { arrivedCount: countOf('tripArrived'), reroutedCount: countOf('rerouted') };
}

test('out of a signal side by side, cars make room for each other and all get to their lanes', () => {
  expect(partPlatoons((stage) => stage)).toEqual({ arrivedCount: 480, reroutedCount: 0 });
});

test('without making room or changing places they stand side by side at the next line (broken twin)', () => {
  const { arrivedCount } = partPlatoons((stage, { traffic }) => {
    if (stage.name !== 'change lanes') return stage;
    const work: Stage['work'] = (start, end, block) => {
      // Only who stands changes places at the line.
      const { standing_s, yieldStep, lane } = traffic.movers;
      for (let mover = 0; mover < lane.length; mover++) standing_s[mover] = 0;
      stage.work(start, end, block);
      for (let mover = 0; mover < lane.length; mover++) yieldStep[mover] = -1;
    };
    return { ...stage, work };
  });
  // From the wrong lane no other way leads to their gate: they stand at the line of c.
  expect(arrivedCount).toBeLessThan(240);
});

test('two that are level and want each other’s lanes change places', () => {
  const run = steppedRun({
    network: streetMap('   n  ', '   |  ', 'a>>c>d', '   |  ', '   s  ', {
      step_m: 80,
      laneCount: 2,
      controls: { c: 'none' },
    }),
    scenario: sceneScenario(),
    trips: [
      gateTrip({ from: 'a', to: 'n', departure_s: 10, name: '1' }),
      gateTrip({ from: 'a', to: 's', departure_s: 10, name: '2' }),
    ],
    idleCars: [],
  });
  run.until(11.5);
  const { movers } = run.world.traffic;
  const [one, other] = [0, 1].map((vehicle) => run.world.vehicles.mover[vehicle]!) as [
    number,
    number,
  ];
  const [lane, beside] = [movers.lane[one]!, movers.lane[other]!];
  expect(Math.abs(lane - beside)).toBe(1);
  expect(movers.position_m[one]).toBe(movers.position_m[other]);
  // Each gets the turn of the other.
  const turn = movers.turn[one]!;
  movers.turn[one] = movers.turn[other]!;
  movers.turn[other] = turn;
  movers.isMisplaced[one] = 1;
  movers.isMisplaced[other] = 1;
  run.until(20);
  expect([movers.lane[one], movers.lane[other]]).toEqual([beside, lane]);
  expect(movers.isMisplaced[one]! + movers.isMisplaced[other]!).toBe(0);
});

test('who comes to the lane beside a pocket behind its beginning joins the queue in it', () => {
  const network = streetMap('     n  ', '     |  ', 'a>>>>c>d', '     |  ', '     s  ', {
    step_m: 60,
    leftPocket_m: 150,
    controls: { c: 'signal' },
  });
  const run = steppedRun({
    network,
    scenario: sceneScenario(),
    trips: evenTrips({ from: 'a', to: 'n', headway_s: 4, count: 6, from_s: 10 }),
    idleCars: [],
  });
  const { movers } = run.world.traffic;
  const isPast = (): boolean => {
    const mover = run.world.vehicles.mover[5]!;
    return mover >= 0 && movers.position_m[mover]! > 60;
  };
  run.until(100, isPast);
  const mover = run.world.vehicles.mover[5]!;
  // As one that has entered from the curb beside the pocket: nothing stops it where that begins.
  movers.position_m[mover] = 200;
  movers.next_m[mover] = 200;
  placeOnLink(run.world.traffic, mover as never);
  expect([movers.isHeld[mover], movers.isPocketBound[mover], movers.isMisplaced[mover]]).toEqual([
    0, 0, 1,
  ]);
  run.until(300);
  expect(run.log.filter(({ type }) => type === 'rerouted')).toEqual([]);
  expect(run.log.filter(({ type }) => type === 'tripArrived')).toHaveLength(6);
});
