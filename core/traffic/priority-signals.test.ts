import { expect, test } from 'vitest';
import { SIGNAL_CONTROLS } from '../scenario/scenario.js';
import { NO_PRIORITY, type SignalPriority } from '../scenario/services.js';
import {
  type CalledCrossing,
  calledCrossing,
  told,
  watchCrossing,
} from '../testing/called-crossing.js';
import { lawBrokenIn } from '../testing/checked-worlds.js';
import { sceneScenario } from '../testing/road-scene.js';
import { servedWorld } from '../testing/served-worlds.js';
import { lateness_s } from './priority-signals.js';

const BUSES: CalledCrossing = { busCount: 12, priority: { greenExtension_s: 8, earlyGreen_s: 6 } };

test('signals that hear calls but get none are those that hear none', () => {
  const deaf = calledCrossing({});
  const hearing = calledCrossing({ priority: { greenExtension_s: 10, earlyGreen_s: 10 } });
  deaf.until(900);
  hearing.until(900);
  expect(hearing.world.traffic.signalCalls).not.toBeNull();
  expect(hearing.log).toEqual(deaf.log);
});

test('a green never goes on for longer than its bound, nor ends before its least time', () => {
  const { world } = calledCrossing(BUSES);
  const plan = world.traffic.signalBook[world.network.nodeNames.indexOf('x')]!;
  const { phases } = plan.periods[0]!;
  const run = calledCrossing(BUSES);
  const { broken, greens, ambers, allReds, over_s } = watchCrossing(run, 1500);
  expect(broken).toBeNull();
  expect(Math.max(...over_s)).toBeLessThanOrEqual(8 + 1e-9);
  expect(Math.max(...over_s)).toBeGreaterThan(1);
  expect(Math.min(...over_s)).toBeGreaterThanOrEqual(-6 - 1e-9);
  expect(Math.min(...over_s)).toBeLessThan(-1);
  for (const [phase, { minGreen_s }] of phases.entries()) {
    expect(Math.min(...greens[phase]!)).toBeGreaterThanOrEqual(minGreen_s! - 1e-9);
  }
  expect(new Set(ambers)).toEqual(new Set([3]));
  expect(new Set(allReds)).toEqual(new Set([2]));
});

test('a plan that has been bent comes back to its clock', () => {
  const run = calledCrossing({ ...BUSES, busCount: 4 });
  const { world } = run;
  const { nodes, signalBook } = world.traffic;
  const node = world.network.nodeNames.indexOf('x');
  const period = signalBook[node]!.periods[0]!;
  const late_s: number[] = [];
  let was = -1;
  run.until(1800, () => {
    const now = nodes.interval[node]!;
    if (now === 0 && was !== 0) {
      late_s.push(lateness_s(period, nodes.phase[node]!, nodes.intervalStart_s[node]!));
    }
    was = now;
  });
  expect(late_s.some((each) => Math.abs(each) > 0.5)).toBe(true);
  expect(late_s.slice(-10).every((each) => Math.abs(each) < 1e-6)).toBe(true);
});

test.each(SIGNAL_CONTROLS)(
  'buses take no longer with priority on the same arrivals, %s',
  (control) => {
    const mean_s = (given: CalledCrossing): number => {
      const run = calledCrossing({ ...given, control });
      run.until(1800);
      const ended = told(run, 'busRunEnded');
      expect(ended.length).toBe(12);
      return ended.reduce((sum, { run_s }) => sum + run_s!, 0) / ended.length;
    };
    const without_s = mean_s({ busCount: 12 });
    expect(mean_s(BUSES)).toBeLessThanOrEqual(without_s);
    if (control === 'fixed') expect(mean_s(BUSES)).toBeLessThan(without_s - 1);
  },
);

test.each(SIGNAL_CONTROLS)(
  'emergency vehicles get through faster with preemption, %s',
  (control) => {
    const mean_s = (preemption: SignalPriority['preemption']): number => {
      const run = calledCrossing({ control, calls_perDay: 1200, priority: { preemption } });
      const { broken, ambers, allReds } = watchCrossing(run, 1500);
      expect(broken).toBeNull();
      expect(new Set(ambers)).toEqual(new Set([3]));
      expect(Math.min(...allReds)).toBeGreaterThanOrEqual(2);
      const reached = told(run, 'callReached');
      expect(reached.length).toBeGreaterThan(10);
      return reached.reduce((sum, { drive_s }) => sum + drive_s!, 0) / reached.length;
    };
    expect(mean_s('emergency')).toBeLessThan(mean_s('none'));
  },
);

test('at a fixed plan people wait r² / 2C on average', () => {
  const run = calledCrossing({ priority: { walkers_perHour: 3600 }, carCount: 2 });
  run.until(6000);
  const crossed = told(run, 'walkersCrossed');
  const count = crossed.reduce((sum, { walkerCount }) => sum + walkerCount!, 0);
  const wait_s = crossed.reduce((sum, event) => sum + event['wait_s']!, 0) / count;
  const node = run.world.network.nodeNames.indexOf('x');
  const { cycle_s } = run.world.traffic.signalBook[node]!.periods[0]!;
  const red_s = cycle_s - run.world.scenario.signals.pedestrianStart_s;
  const expected_s = (red_s * red_s) / (2 * cycle_s);
  expect(count).toBeGreaterThan(5000);
  // Three standard errors of a mean of waits that are even from 0 to r, and the second of the look.
  const tolerance_s = (3 * red_s) / Math.sqrt(12 * count) + 0.5;
  expect(Math.abs(wait_s - expected_s)).toBeLessThan(tolerance_s);
});

test('actuated greens are as long as people need only where somebody has pressed', () => {
  const shortest_s = (walkers_perHour: number): number[] => {
    const run = calledCrossing({ control: 'actuated', priority: { walkers_perHour } });
    return watchCrossing(run, 1440)
      .greens.filter((list) => list.length > 0)
      .map((list) => Math.min(...list));
  };
  const least_s = calledCrossing({}).world.traffic.signalBook.flatMap((plan) =>
    plan === undefined ? [] : plan.periods[0]!.phases.map(({ minGreen_s }) => minGreen_s!),
  );
  const [busy, quiet] = [shortest_s(3600), shortest_s(1)];
  for (const [phase, green_s] of busy.entries()) {
    expect(green_s).toBeGreaterThanOrEqual(least_s[phase]!);
    expect(quiet[phase]!).toBeLessThan(least_s[phase]!);
    expect(quiet[phase]!).toBeGreaterThanOrEqual(7);
  }
});

test('random worlds keep every law with all who call', { timeout: 60_000 }, () => {
  const priority = { ...NO_PRIORITY, greenExtension_s: 10, earlyGreen_s: 10, walkers_perHour: 300 };
  let worldCount = 0;
  for (let seed = 500; worldCount < 3; seed++) {
    const control = SIGNAL_CONTROLS[worldCount % 3]!;
    const { signals } = sceneScenario();
    const run = servedWorld(seed, {
      signals: { ...signals, control, minCycle_s: 30, maxCycle_s: 60, rounds: 1, priority },
    });
    if (run === null) continue;
    worldCount++;
    expect(lawBrokenIn({ seed, run })).toBeNull();
  }
});
