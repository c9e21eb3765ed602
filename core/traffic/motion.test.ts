import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import { REGIMES } from '../scenario/scenario.js';
import { townRun } from '../testing/small-town.js';
import { steppedRun } from '../testing/stepped-run.js';
import type { World } from '../world.js';
import { choosePositions } from './motion.js';
import type { TrafficState } from './traffic-state.js';

/** Steps in which a front's choice differs from what it is with a highest speed of `topSpeed_mps`. */
function differences(topSpeed_mps: number): { readonly choices: number; readonly apart: number } {
  let choices = 0;
  let apart = 0;
  const besideTwin = (stage: Stage, { traffic, clock }: World): Stage => {
    if (stage.name !== 'choose positions') return stage;
    const twin: TrafficState = { ...traffic, topSpeed_mps };
    const work: Stage['work'] = (start, end, block) => {
      choosePositions(twin, start, end, clock.step);
      const chosen = Array.from({ length: end }, (_, mover) => traffic.movers.next_m[mover]!);
      stage.work(start, end, block);
      for (let mover = start; mover < end; mover++) {
        choices++;
        if (traffic.movers.next_m[mover] !== chosen[mover]) apart++;
      }
    };
    return { ...stage, work };
  };
  for (const regime of REGIMES) {
    const run = steppedRun(townRun(regime), { replace: besideTwin });
    run.until(run.world.clock.time_s + 1200);
  }
  return { choices, apart };
}

test('twin: fronts that do not look beyond a line out of reach choose what all choose who look', () => {
  const { choices, apart } = differences(Infinity);
  expect(apart).toBe(0);
  expect(choices).toBeGreaterThan(1000);
});

test('fronts that look too late are found by the twin', () => {
  expect(differences(-20).apart).toBeGreaterThan(0);
});
