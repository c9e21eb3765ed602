import { expect, test } from 'vitest';
import type { NodeId } from '../base/ids.js';
import { DAY_s } from '../base/units.js';
import { buildRoadNetwork } from '../network/build-network.js';
import { createRoadScene, turnRow } from '../testing/road-scene.js';
import { streetMap } from '../testing/street-map.js';
import type { NodePlan, PeriodPlan } from './signal-plan.js';
import { ASPECTS, INTERVALS, nextPhaseStart, periodAt, switchSignals } from './signals.js';

const [GREEN, AMBER, ALL_RED] = INTERVALS.map((_, code) => code);

const period = (from_s: number, offset_s: number, greens_s: readonly number[]): PeriodPlan => ({
  from_s,
  offset_s,
  cycle_s: greens_s.reduce((sum, green_s) => sum + green_s + 5, 0),
  phases: greens_s.map((green_s) => ({
    green_s,
    amber_s: 3,
    allRed_s: 2,
    protectedTurns: [],
    permittedTurns: [],
  })),
});

/** One signal with these periods, and what it shows: interval, phase and times, from 0 s to `until_s`. */
function shownBy(periods: readonly PeriodPlan[], until_s: number) {
  const network = streetMap('a--b--c', { controls: { b: 'signal' } });
  const { traffic } = createRoadScene({ network, trips: [] });
  const node = 1 as NodeId;
  const plan: NodePlan = { node, control: 'signal', Y: 0, periods };
  const state = { ...traffic, signalBook: [undefined, plan, undefined] };
  const { nodes } = state;
  const shown: { interval: number; phase: number; from_s: number; to_s: number }[] = [];
  for (let time_s = 0; time_s < until_s; time_s += 0.5) {
    switchSignals(state, 0, 3, time_s);
    const [interval, phase] = [nodes.interval[node]!, nodes.phase[node]!];
    const last = shown.at(-1);
    if (last?.interval === interval && last.phase === phase) last.to_s = time_s + 0.5;
    else shown.push({ interval, phase, from_s: time_s, to_s: time_s + 0.5 });
  }
  return shown;
}

test('each phase is green as planned, then amber, then all-red, and the cycle keeps its offset', () => {
  const shown = shownBy([period(0, 7, [20, 11])], 50 * 41);
  const whole = shown.slice(1, -1);
  for (const [at, { interval, from_s, to_s, phase }] of whole.entries()) {
    const expected_s = interval === GREEN ? [20, 11][phase]! : interval === AMBER ? 3 : 2;
    expect(to_s - from_s).toBe(expected_s);
    expect(interval).toBe([GREEN, AMBER, ALL_RED][at % 3]);
    if (interval === GREEN) expect((from_s - 7) % 41).toBe(phase === 0 ? 0 : 25);
  }
  expect(whole.length).toBeGreaterThan(250);
});

test('before the first phase of the day everyone has red', () => {
  expect(shownBy([period(0, 7, [20, 11])], 60)[0]).toMatchObject({ interval: ALL_RED, to_s: 7 });
});

/** Property: the change may fall anywhere in the cycle. */
test('a change of plan cuts no green and no amber, and the new plan keeps its own offset', () => {
  for (let change_s = 400; change_s < 450; change_s += 0.5) {
    const periods = [period(0, 7, [20, 11]), period(change_s, 13, [30, 9, 12])];
    const shown = shownBy(periods, 900).slice(0, -1);
    for (const [at, { interval, phase, from_s, to_s }] of shown.entries()) {
      const lasted_s = to_s - from_s;
      const isNew = from_s >= change_s && at > 0;
      if (interval === AMBER) expect(lasted_s).toBe(3);
      if (interval === ALL_RED) expect(lasted_s).toBeGreaterThanOrEqual(at === 0 ? 0 : 2);
      if (interval !== GREEN) continue;
      expect(shown[at - 1]!.interval).toBe(ALL_RED);
      const [greens_s, offset_s, cycle_s] = isNew ? [[30, 9, 12], 13, 66] : [[20, 11], 7, 41];
      expect(lasted_s).toBe(greens_s[phase]);
      const starts_s = greens_s.slice(0, phase).reduce((sum, green_s) => sum + green_s + 5, 0);
      expect((from_s - offset_s) % cycle_s).toBe(starts_s);
    }
    expect(shown.some(({ phase }) => phase === 2)).toBe(true);
  }
});

test('the plan in force is the last one begun, also after midnight', () => {
  const plan = { periods: [period(0, 0, [20]), period(100, 0, [20])] } as unknown as NodePlan;
  expect(
    [0, 99, 100, 86_399, DAY_s, DAY_s + 99, DAY_s + 100].map((s) => periodAt(plan, s)),
  ).toEqual([0, 0, 1, 1, 0, 0, 1]);
  const late = { periods: [period(50, 0, [20]), period(100, 0, [20])] } as unknown as NodePlan;
  expect(periodAt(late, 10)).toBe(1);
});

test('the next phase is the one that begins now or soonest, at negative clock times too', () => {
  const plan = period(0, 7, [20, 11]);
  expect(nextPhaseStart(plan, 7)).toEqual({ phase: 0, wait_s: 0 });
  expect(nextPhaseStart(plan, 8)).toEqual({ phase: 1, wait_s: 24 });
  expect(nextPhaseStart(plan, 33)).toEqual({ phase: 0, wait_s: 15 });
  expect(nextPhaseStart(plan, -34)).toEqual({ phase: 0, wait_s: 0 });
});

test('turns outside the phase are red; permitted ones are told apart in green and in amber', () => {
  const network = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ', {
    controls: { x: 'signal' },
  });
  const phase = { green_s: 10, amber_s: 3, allRed_s: 2 };
  const { traffic } = createRoadScene({
    network,
    trips: [],
    signals: {
      x: {
        phases: [
          { ...phase, protectedTurns: ['wx>xe', 'ex>xw'], permittedTurns: ['wx>xn'] },
          { ...phase, protectedTurns: ['nx>xs'] },
        ],
      },
    },
  });
  const node = buildRoadNetwork(network).nodeNames.indexOf('x');
  const names = ['wx>xe', 'wx>xn', 'nx>xs', 'sx>xn'];
  const at = (time_s: number): string[] => {
    switchSignals(traffic, node, node + 1, time_s);
    return names.map((name) => ASPECTS[traffic.turns.signal[turnRow(traffic, name)]!]!);
  };
  expect(at(0)).toEqual(['protected', 'permitted', 'red', 'red']);
  expect(at(10)).toEqual(['amber', 'amberPermitted', 'red', 'red']);
  expect(at(13)).toEqual(['red', 'red', 'red', 'red']);
  expect(at(15)).toEqual(['red', 'red', 'protected', 'red']);
});
