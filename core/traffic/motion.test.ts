import { expect, test } from 'vitest';
import type { Stage } from '../kernel/stages.js';
import { REGIMES } from '../scenario/scenario.js';
import { townRun } from '../testing/small-town.js';
import { steppedRun } from '../testing/stepped-run.js';
import type { World } from '../world.js';
import { positionChooser } from './motion.js';
import type { TrafficState } from './traffic-state.js';

interface Compared {
  readonly choices: number;
  /** Movers whose choice differs from the twin's. */
  readonly apart: number;
  /** Choices of movers that were passed over, as in a queue at rest. */
  readonly passedOver: number;
}

/** Every choice of a town's rush hour beside that of a twin. */
function compareChoices(twinOf: (traffic: TrafficState) => TrafficState): Compared {
  let [choices, apart, passedOver] = [0, 0, 0];
  const besideTwin = (stage: Stage, { traffic, clock }: World): Stage => {
    if (stage.name !== 'choose positions') return stage;
    const columns = traffic.movers as unknown as Record<string, Float64Array>;
    const { next_m, isBlocked, hasRested } = columns;
    const work: Stage['work'] = (start, end, block) => {
      const before = isBlocked!.slice();
      const rested = hasRested!.slice();
      positionChooser(twinOf(traffic))(start, end, clock.step);
      const chosen = next_m!.slice(0, end);
      isBlocked!.set(before);
      hasRested!.set(rested);
      stage.work(start, end, block);
      for (let mover = start; mover < end; mover++) {
        choices++;
        if (next_m![mover] !== chosen[mover]) apart++;
        if (before[mover] === 1 && isBlocked![mover] === 1) passedOver++;
      }
    };
    return { ...stage, work };
  };
  for (const regime of REGIMES) {
    const run = steppedRun(townRun(regime), { replace: besideTwin });
    run.until(run.world.clock.time_s + 1200);
  }
  return { choices, apart, passedOver };
}

const withTopSpeed =
  (topSpeed_mps: number) =>
  (traffic: TrafficState): TrafficState => ({ ...traffic, topSpeed_mps });

/** Nobody is passed over. */
function awake(traffic: TrafficState): TrafficState {
  (traffic.movers.isBlocked as unknown as Uint8Array).fill(0);
  return traffic;
}

test('twin: fronts that do not look beyond a line out of reach choose what all choose who look', () => {
  const { choices, apart } = compareChoices(withTopSpeed(Infinity));
  expect(apart).toBe(0);
  expect(choices).toBeGreaterThan(1000);
});

test('fronts that look too late are found by the twin', () => {
  expect(compareChoices(withTopSpeed(-20)).apart).toBeGreaterThan(0);
});

test('twin: in a queue at rest who is passed over would have chosen to stand', () => {
  const { apart, passedOver } = compareChoices(awake);
  expect(apart).toBe(0);
  expect(passedOver).toBeGreaterThan(10);
});

test('movers that are passed over while the one ahead drives are found by the twin', () => {
  const asleep = (traffic: TrafficState): TrafficState => {
    (traffic.movers.hasRested as unknown as Uint8Array).fill(1);
    (traffic.movers.isBlocked as unknown as Uint8Array).fill(1);
    return traffic;
  };
  expect(compareChoices(asleep).apart).toBeGreaterThan(0);
});
