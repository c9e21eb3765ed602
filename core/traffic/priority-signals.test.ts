import { expect, test } from 'vitest';
import type { ReadEvent } from '../events/event-buffer.js';
import { type Scenario, SIGNAL_CONTROLS, type SignalControl } from '../scenario/scenario.js';
import { NO_BUSES, NO_CALLS, NO_PRIORITY, type SignalPriority } from '../scenario/services.js';
import { lawBrokenIn } from '../testing/checked-worlds.js';
import { createRoadScene, evenTrips, runScene, sceneScenario } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { servedWorld } from '../testing/served-worlds.js';
import { addressOn, streetMap } from '../testing/street-map.js';
import { lateness_s } from './priority-signals.js';

const cross = {
  ...streetMap('    n    ', '    |    ', 'w---x---e', '    |    ', '    s    ', {
    step_m: 60,
    controls: { x: 'signal' },
  }),
  addresses: [addressOn('xe', { name: 'door', position_m: 150 })],
};

interface Given {
  readonly control?: SignalControl;
  readonly priority?: Partial<SignalPriority>;
  readonly busCount?: number;
  readonly calls_perDay?: number;
  /** Each way from west and east; half as many again from north and south. */
  readonly carCount?: number;
}

/** Even traffic in four directions, and buses from west to east at all moments of the cycle. */
function crossRun({
  control = 'fixed',
  priority = {},
  busCount = 0,
  calls_perDay = 0,
  carCount = 160,
}: Given) {
  const scene = sceneScenario();
  const line = {
    ...NO_BUSES,
    name: 'M1',
    from: 'gate-w',
    to: 'gate-e',
    stops: ['wx @ 40', 'xe @ 150'],
    departures_s: Array.from({ length: busCount }, (_, at) => 200 + 97 * at),
    dwell_s: 10,
    boardings_perHour: 0,
  };
  const given: Partial<Scenario> = {
    dt_s: 1,
    signals: { ...scene.signals, control, priority: { ...NO_PRIORITY, ...priority } },
    buses: { ...NO_BUSES, lines: busCount === 0 ? [] : [line] },
    emergency: { ...NO_CALLS, calls_perDay, stations: ['gate-w'], turnout_s: 0, onScene_s: 5 },
  };
  const world = createRoadScene({
    network: cross,
    driver: scene.drivers.human,
    scenario: given,
    trips: [
      ...evenTrips({ from: 'w', to: 'e', headway_s: 9, count: carCount }),
      ...evenTrips({ from: 'e', to: 'w', headway_s: 9, count: carCount }),
      ...evenTrips({ from: 'n', to: 's', headway_s: 6, count: 1.5 * carCount }),
      ...evenTrips({ from: 's', to: 'n', headway_s: 6, count: 1.5 * carCount }),
    ],
  });
  const log: ReadEvent[] = [];
  const until = (time_s: number, afterStep: () => void = () => {}): void => {
    log.push(...runScene(world, time_s, afterStep));
  };
  return { world, log, until };
}

type CrossRun = ReturnType<typeof crossRun>;

const told = ({ log }: CrossRun, type: ReadEvent['type']): Record<string, number>[] =>
  log.filter((event) => event.type === type) as unknown as Record<string, number>[];

interface Watched {
  /** Lengths of greens by phase, of ambers and of all-reds. */
  readonly greens: readonly (readonly number[])[];
  readonly ambers: readonly number[];
  readonly allReds: readonly number[];
  /** How much longer greens were than they would have been. */
  readonly over_s: readonly number[];
}

/** Looks at the junction after every step until `until_s`, and at every law. */
function watch(run: CrossRun, until_s: number): Watched {
  const { world } = run;
  const { nodes, signalCalls } = world.traffic;
  const node = world.network.nodeNames.indexOf('x');
  const greens: number[][] = [[], [], [], []];
  const [ambers, allReds, over_s] = [[], [], []] as [number[], number[], number[]];
  let [kind, phase, since_s, planned_s] = [-1, -1, 0, 0];
  run.until(until_s, () => {
    if (world.clock.step % 10 === 0) expect(brokenLaw(world)).toBeNull();
    const now = nodes.interval[node]!;
    if (now === kind) {
      planned_s = signalCalls?.nodes.plannedEnd_s[node] ?? 0;
      return;
    }
    const lasted_s = nodes.intervalStart_s[node]! - since_s;
    if (since_s > 0 && kind === 0) {
      greens[phase]!.push(lasted_s);
      over_s.push(nodes.intervalStart_s[node]! - planned_s);
    }
    if (since_s > 0 && kind === 1) ambers.push(lasted_s);
    if (since_s > 0 && kind === 2) allReds.push(lasted_s);
    [kind, phase, since_s] = [now, nodes.phase[node]!, nodes.intervalStart_s[node]!];
    planned_s = signalCalls?.nodes.plannedEnd_s[node] ?? 0;
  });
  return { greens, ambers, allReds, over_s };
}

const BUSES: Given = { busCount: 12, priority: { greenExtension_s: 8, earlyGreen_s: 6 } };

test('signals that hear calls but get none are those that hear none', () => {
  const deaf = crossRun({});
  const hearing = crossRun({ priority: { greenExtension_s: 10, earlyGreen_s: 10 } });
  deaf.until(900);
  hearing.until(900);
  expect(hearing.world.traffic.signalCalls).not.toBeNull();
  expect(hearing.log).toEqual(deaf.log);
});

test('a green never goes on for longer than its bound, nor ends before its least time', () => {
  const { world } = crossRun(BUSES);
  const plan = world.traffic.signalBook[world.network.nodeNames.indexOf('x')]!;
  const { phases } = plan.periods[0]!;
  const run = crossRun(BUSES);
  const { greens, ambers, allReds, over_s } = watch(run, 1500);
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
  const run = crossRun({ ...BUSES, busCount: 4 });
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
    const mean_s = (given: Given): number => {
      const run = crossRun({ ...given, control });
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
      const run = crossRun({ control, calls_perDay: 1200, priority: { preemption } });
      const { ambers, allReds } = watch(run, 1500);
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
  const run = crossRun({ priority: { walkers_perHour: 3600 }, carCount: 2 });
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
    const run = crossRun({ control: 'actuated', priority: { walkers_perHour } });
    return watch(run, 1440)
      .greens.filter((list) => list.length > 0)
      .map((list) => Math.min(...list));
  };
  const least_s = crossRun({}).world.traffic.signalBook.flatMap((plan) =>
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
