/** A signal that hears calls, with even traffic, buses and emergency vehicles, and what it showed. */
import type { ReadEvent } from '../events/event-buffer.js';
import type { Scenario, SignalControl } from '../scenario/scenario.js';
import { NO_BUSES, NO_CALLS, NO_PRIORITY, type SignalPriority } from '../scenario/services.js';
import type { PhasePlan } from '../traffic/signal-plan.js';
import type { World } from '../world.js';
import { createRoadScene, evenTrips, runScene, sceneScenario } from './road-scene.js';
import { brokenLaw } from './room-laws.js';
import { addressOn, streetMap } from './street-map.js';

const cross = {
  ...streetMap('    n    ', '    |    ', 'w---x---e', '    |    ', '    s    ', {
    step_m: 60,
    controls: { x: 'signal' },
  }),
  addresses: [addressOn('xe', { name: 'door', position_m: 150 })],
};

export interface CalledCrossing {
  readonly control?: SignalControl;
  readonly priority?: Partial<SignalPriority>;
  readonly busCount?: number;
  readonly calls_perDay?: number;
  /** Each way from west and east; half as many again from north and south. */
  readonly carCount?: number;
  /** Changes each phase of the plan, as a fault would. */
  readonly spoil?: (phase: PhasePlan, phases: readonly PhasePlan[]) => PhasePlan;
}

/** Even traffic in four directions, and buses from west to east at all moments of the cycle. */
export function calledCrossing({
  control = 'fixed',
  priority = {},
  busCount = 0,
  calls_perDay = 0,
  carCount = 160,
  spoil,
}: CalledCrossing): CrossingRun {
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
  const sound = createRoadScene({
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
  const world = spoil === undefined ? sound : spoiled(sound, spoil);
  const log: ReadEvent[] = [];
  const until = (time_s: number, afterStep: () => void = () => {}): void => {
    log.push(...runScene(world, time_s, afterStep));
  };
  return { world, log, until };
}

export interface CrossingRun {
  readonly world: World;
  /** All that has happened so far. */
  readonly log: readonly ReadEvent[];
  readonly until: (time_s: number, afterStep?: () => void) => void;
}

function spoiled(world: World, spoil: NonNullable<CalledCrossing['spoil']>): World {
  const signalBook = world.traffic.signalBook.map((plan) => {
    if (plan === undefined) return plan;
    const periods = plan.periods.map((period) => ({
      ...period,
      phases: period.phases.map((phase) => spoil(phase, period.phases)),
    }));
    return { ...plan, periods };
  });
  return { ...world, traffic: { ...world.traffic, signalBook } };
}

export const told = ({ log }: CrossingRun, type: ReadEvent['type']): Record<string, number>[] =>
  log.filter((event) => event.type === type) as unknown as Record<string, number>[];

export interface Watched {
  /** The first law that was broken, or null. */
  readonly broken: string | null;
  /** Lengths of greens by phase, of ambers and of all-reds. */
  readonly greens: readonly (readonly number[])[];
  readonly ambers: readonly number[];
  readonly allReds: readonly number[];
  /** How much longer greens were than they would have been. */
  readonly over_s: readonly number[];
}

/** Looks at the junction after every step until `until_s`, and at the laws after some. */
export function watchCrossing(run: CrossingRun, until_s: number): Watched {
  const { world } = run;
  const { nodes, signalCalls } = world.traffic;
  const node = world.network.nodeNames.indexOf('x');
  const greens: number[][] = [[], [], [], []];
  const [ambers, allReds, over_s] = [[], [], []] as [number[], number[], number[]];
  let broken: string | null = null;
  let [kind, phase, since_s, planned_s] = [-1, -1, 0, 0];
  run.until(until_s, () => {
    if (world.clock.step % LAWS_STEPS === 0) broken ??= brokenLaw(world);
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
  return { broken, greens, ambers, allReds, over_s };
}

/** Looking at all laws takes longer than a step. */
const LAWS_STEPS = 10;
