import { expect, test } from 'vitest';
import type { NodeId } from '../base/ids.js';
import { junctionOf } from '../kernel/controls/junction-shapes.js';
import { SIGNAL_CONTROLS, type SignalControl } from '../scenario/scenario.js';
import { randomWorld, WORLD_START_s } from '../testing/random-world.js';
import { evenTrips, sceneScenario } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { type SteppedRun, steppedRun } from '../testing/stepped-run.js';
import { streetMap } from '../testing/street-map.js';
import { minimumGreens_s, shapePhases } from './signal-timing.js';
import { ASPECTS } from './signals.js';

const cross = streetMap('    n    ', '    |    ', 'w---x---e', '    |    ', '    s    ', {
  step_m: 60,
  controls: { x: 'signal' },
  leftPocket_m: 60,
});

/** Planned for as much along as across; then nearly all of it comes along. */
function unevenRun(control: SignalControl): SteppedRun {
  const planned = sceneScenario();
  const run = steppedRun({
    network: cross,
    scenario: { ...planned, signals: { ...planned.signals, control } },
    trips: [
      ...evenTrips({ from: 'w', to: 'e', headway_s: 6, count: 380 }),
      ...evenTrips({ from: 'e', to: 'w', headway_s: 6, count: 380 }),
      ...evenTrips({ from: 'n', to: 's', headway_s: 60, count: 38 }),
      // They make the plan for the same period of the day, but come later.
      ...evenTrips({ from: 's', to: 'n', headway_s: 6, count: 380, from_s: 6000 }),
    ],
    idleCars: [],
  });
  return run;
}

function outcome(control: SignalControl) {
  const run = unevenRun(control);
  run.until(5000);
  let waited_s = 0;
  let arrivedCount = 0;
  for (const event of run.log) {
    if (event.type !== 'tripArrived') continue;
    waited_s += Number(event['total_s']);
    arrivedCount++;
  }
  return { arrivedCount, mean_s: waited_s / arrivedCount };
}

test('signals that follow the traffic delay uneven traffic less than a plan for even traffic', () => {
  const fixed = outcome('fixed');
  expect(fixed.arrivedCount).toBe(798);
  for (const control of ['actuated', 'max-pressure'] as const) {
    const { arrivedCount, mean_s } = outcome(control);
    expect(arrivedCount).toBe(798);
    expect(mean_s, control).toBeLessThan(fixed.mean_s - 1);
  }
});

test.each(SIGNAL_CONTROLS)('ambers, all-reds and least greens are kept with %s', (control) => {
  const run = unevenRun(control);
  const { world } = run;
  const { nodes, turns } = world.traffic;
  const node = world.network.nodeNames.indexOf('x') as NodeId;
  const { tau_s, length_m, standstillGap_m } = world.scenario.drivers.human;
  const junction = junctionOf(world.network, node, {
    tau_s,
    spacing_m: length_m + standstillGap_m,
  });
  const least_s = minimumGreens_s(shapePhases(junction), world.scenario.signals);
  const lasted = [[], [], []] as number[][];
  let [kind, phase, since_s] = [-1, -1, 0];
  run.until(1800, () => {
    const now = nodes.interval[node]!;
    if (now !== kind) {
      if (kind >= 0 && since_s > 60) {
        const length_s = world.clock.time_s - since_s;
        lasted[kind]!.push(kind === 0 ? length_s - least_s[phase]! : length_s);
      }
      [kind, phase, since_s] = [now, nodes.phase[node]!, world.clock.time_s];
    }
    expect(brokenLaw(world)).toBe(null);
    return false;
  });
  expect(lasted[0]!.length).toBeGreaterThan(10);
  expect(Math.min(...lasted[0]!)).toBeGreaterThanOrEqual(0);
  expect(new Set(lasted[1])).toEqual(new Set([3]));
  expect(Math.min(...lasted[2]!)).toBeGreaterThanOrEqual(2);
  expect(turns.signal[0]).toBeLessThan(ASPECTS.length);
});

test('with nobody about an actuated signal rests in green; a call changes it', () => {
  const scenario = sceneScenario();
  const run = steppedRun({
    network: cross,
    scenario: { ...scenario, signals: { ...scenario.signals, control: 'actuated' } },
    trips: evenTrips({ from: 'n', to: 's', headway_s: 1, count: 1, from_s: 500 }),
    idleCars: [],
  });
  const { nodes } = run.world.traffic;
  const node = run.world.network.nodeNames.indexOf('x');
  const phasesUntil = (time_s: number): Set<number> => {
    const seen = new Set<number>();
    run.until(time_s, () => {
      if (run.world.clock.time_s > 1) seen.add(nodes.phase[node]!);
      return false;
    });
    return seen;
  };
  expect(phasesUntil(499)).toEqual(new Set([0]));
  expect(phasesUntil(700).size).toBe(2);
  expect(run.log.filter(({ type }) => type === 'tripArrived')).toHaveLength(1);
});

test.each(['actuated', 'max-pressure'] as const)(
  'random worlds keep every law with %s',
  (control) => {
    for (let seed = 1000; seed < 1020; seed++) {
      const inputs = randomWorld(seed, 10);
      const { scenario } = inputs;
      let run: ReturnType<typeof steppedRun>;
      try {
        run = steppedRun({
          ...inputs,
          scenario: { ...scenario, signals: { ...scenario.signals, control } },
        });
      } catch {
        continue;
      }
      while (run.world.clock.time_s < WORLD_START_s + 600) {
        run.step();
        expect(brokenLaw(run.world)).toBe(null);
      }
    }
  },
);
