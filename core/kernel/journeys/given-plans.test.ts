import { expect, test } from 'vitest';
import { UserError } from '../../base/errors.js';
import type { SignalDraft, SignalledMovement } from '../../network/network-draft.js';
import { play, SCENE_START_s } from '../../testing/scene.js';
import { streetMap } from '../../testing/street-map.js';
import { ASPECTS } from '../../traffic/signals.js';

const cross = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ', {
  step_m: 60,
  controls: { x: 'signal' },
});
const turn = (from: string, to: string): SignalledMovement => ({ from, to });
const EAST = turn('wx', 'xe');
const LEFT = turn('wx', 'xn');
const SOUTH = turn('nx', 'xs');

/** South keeps its green while the east-west road has its amber. */
const PLAN: SignalDraft = {
  node: 'x',
  offset_s: 7,
  phases: [
    { duration_s: 20, protected: [EAST], permitted: [LEFT], amber: [] },
    { duration_s: 3, protected: [SOUTH], permitted: [], amber: [EAST, LEFT] },
    { duration_s: 15, protected: [SOUTH], permitted: [], amber: [] },
    { duration_s: 2, protected: [], permitted: [], amber: [SOUTH] },
  ],
};
const CYCLE_s = 40;

const played = (signals: readonly SignalDraft[]) =>
  play({ regime: 'today', network: { ...cross, signals }, trips: [] });

test('a given plan is shown to the second, ambers and overlaps included, from its offset on', () => {
  const run = played([PLAN]);
  const { network, traffic } = run.world;
  const shownTo = ({ from, to }: SignalledMovement): string => {
    for (let row = 0; row < network.turnCount; row++) {
      const isIt =
        network.linkNames[network.turns.from[row]!] === from &&
        network.linkNames[network.turns.to[row]!] === to;
      if (isIt) return ASPECTS[traffic.turns.signal[row]!]!;
    }
    throw new Error('No such turn.');
  };
  const wanted = (clock_s: number): readonly string[] => {
    const at_s = (((clock_s - PLAN.offset_s) % CYCLE_s) + CYCLE_s) % CYCLE_s;
    if (at_s < 20) return ['protected', 'permitted', 'red'];
    if (at_s < 23) return ['amber', 'amberPermitted', 'protected'];
    return at_s < 38 ? ['red', 'red', 'protected'] : ['red', 'red', 'amber'];
  };
  // The first cycle may begin with a rest in red.
  run.until(SCENE_START_s + CYCLE_s);
  for (let second = 0; second < 3 * CYCLE_s; second++) {
    run.until(SCENE_START_s + CYCLE_s + second + 1);
    // Signals are those of the moment at which the step began.
    const began_s = run.world.clock.time_s - run.world.scenario.dt_s;
    expect([EAST, LEFT, SOUTH].map(shownTo), `${began_s}`).toEqual(wanted(began_s));
  }
});

test('a plan that names no node, no movement or no time is refused', () => {
  const refusal = (signal: SignalDraft): string => {
    try {
      played([signal]);
    } catch (error) {
      if (error instanceof UserError) return error.problems[0]!.message;
      throw error;
    }
    return '';
  };
  expect(refusal(PLAN)).toBe('');
  expect(refusal({ ...PLAN, node: 'y' })).toBe('must name a node of the network');
  expect(refusal({ ...PLAN, phases: [] })).toBe('must have phases that last');
  const [first, ...rest] = PLAN.phases;
  const wrong = { ...first!, permitted: [turn('wx', 'sx')] };
  expect(refusal({ ...PLAN, phases: [wrong, ...rest] })).toBe('has no movement from "wx" to "sx"');
});

test('a junction without a given plan gets its own, one of another kind keeps its control', () => {
  const { world } = played([]);
  const x = world.network.nodeNames.indexOf('x');
  expect(world.traffic.signalBook[x]!.periods.length).toBeGreaterThan(1);
  const bare = {
    ...cross,
    nodes: cross.nodes.map((node) => ({ ...node, control: 'none' as const })),
  };
  const stop = play({ regime: 'today', network: { ...bare, signals: [PLAN] }, trips: [] });
  expect(stop.world.traffic.signalBook[x]).toBeUndefined();
});
