import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import { gateTrip, sceneScenario } from '../testing/road-scene.js';
import { steppedRun } from '../testing/stepped-run.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

/** Two cars come side by side to the line at c; there each gets the turn of the other's lane. */
function meetAtLine(replace: (stage: Stage, world: World) => Stage) {
  const run = steppedRun(
    {
      network: streetMap('   n  ', '   |  ', 'a>>c>d', '   |  ', '   s  ', {
        step_m: 80,
        laneCount: 2,
        controls: { c: 'allWayStop' },
      }),
      scenario: sceneScenario(),
      trips: [
        gateTrip({ from: 'a', to: 'n', departure_s: 10, name: '1' }),
        gateTrip({ from: 'a', to: 's', departure_s: 10, name: '2' }),
      ],
      idleCars: [],
    },
    { replace },
  );
  const { traffic, vehicles } = run.world;
  const { movers } = traffic;
  const both = (): number[] => [0, 1].map((vehicle) => vehicles.mover[vehicle]!);
  const areAtLine = (): boolean =>
    both().every((mover) => mover >= 0 && movers.position_m[mover] === 240);
  run.until(60, areAtLine);
  expect(areAtLine()).toBe(true);
  const [one, other] = both() as [number, number];
  const lanes = [movers.lane[one]!, movers.lane[other]!];
  const turn = movers.turn[one]!;
  movers.turn[one] = movers.turn[other]!;
  movers.turn[other] = turn;
  movers.isMisplaced[one] = 1;
  movers.isMisplaced[other] = 1;
  return { run, lanes, lanesNow: () => [movers.lane[one]!, movers.lane[other]!] };
}

test('two who stand at the line in each other’s lanes change places', () => {
  const { run, lanes, lanesNow } = meetAtLine((stage) => stage);
  // The conservation of room and order in lanes is checked after the step.
  run.step();
  expect(lanesNow()).toEqual([...lanes].reverse());
  const { isMisplaced } = run.world.traffic.movers;
  expect([0, 1].map((vehicle) => isMisplaced[run.world.vehicles.mover[vehicle]])).toEqual([0, 0]);
});

test('who does not count as standing keeps its lane (broken twin)', () => {
  const { run, lanes, lanesNow } = meetAtLine((stage, { traffic }) => {
    if (stage.name !== 'change lanes') return stage;
    const work: Stage['work'] = (start, end, block) => {
      const { standing_s } = traffic.movers;
      for (let mover = 0; mover < standing_s.length; mover++) standing_s[mover] = 0;
      stage.work(start, end, block);
    };
    return { ...stage, work };
  });
  run.step();
  expect(lanesNow()).toEqual(lanes);
});
