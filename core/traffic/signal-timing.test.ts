import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LinkId, NodeId, TurnId } from '../base/ids.js';
import type { TurnKind } from '../network/network-draft.js';
import {
  type Approach,
  flowRatios,
  type Junction,
  minimumGreens_s,
  neededCycle_s,
  shapePhases,
  splitGreen_s,
  timePhases,
  warrantY,
} from './signal-timing.js';

const settings = {
  minCycle_s: 45,
  maxCycle_s: 120,
  amber_s: 3,
  allRed_s: 2,
  pedestrianStart_s: 7,
};

const HEADWAY_s = 2;
const KINDS: readonly TurnKind[] = ['left', 'thru', 'right'];

/**
 * Four arms; approach 0 heads east, 1 north, 2 west, 3 south. Turn 3a + k is approach a's left,
 * straight and right. What meets what is written out from a drawing of the junction.
 */
function crossing(arm: { laneCount: number; hasPocket: boolean; crossing_m: number }): Junction {
  const { laneCount, hasPocket, crossing_m } = arm;
  const lanesOf = (kind: TurnKind): number[] => {
    const first = hasPocket ? 1 : 0;
    const thru = Array.from({ length: laneCount }, (_, lane) => first + lane);
    return kind === 'left' ? [0] : kind === 'thru' ? thru : thru.slice(-1);
  };
  const approaches = [0, 1, 2, 3].map(
    (at): Approach => ({
      link: at as LinkId,
      bearingIn_rad: (at * Math.PI) / 2,
      hasPocket,
      crossing_m,
      turns: KINDS.map((kind, place) => ({
        turn: (3 * at + place) as TurnId,
        kind,
        lanes: lanesOf(kind),
        headway_s: HEADWAY_s,
      })),
    }),
  );
  return { node: 0 as NodeId, approaches, meets: meetsInDrawing };
}

function meetsInDrawing(a: number, b: number): boolean {
  const [armA, armB] = [Math.floor(a / 3), Math.floor(b / 3)];
  const [kindA, kindB] = [KINDS[a % 3]!, KINDS[b % 3]!];
  const pair = [kindA, kindB].sort().join();
  if (armA === armB) return false;
  if ((armA + 2) % 4 === armB) return pair === 'left,thru' || pair === 'left,right';
  const isBFromRight = (armA + 1) % 4 === armB;
  // B heads to our left: it came from our right.
  const [fromRight, fromLeft] = isBFromRight ? [kindB, kindA] : [kindA, kindB];
  if (fromLeft === 'right') return false;
  return fromRight !== 'right' || fromLeft === 'thru';
}

const small = crossing({ laneCount: 1, hasPocket: false, crossing_m: 6.6 });
const large = crossing({ laneCount: 4, hasPocket: true, crossing_m: 29.7 });

test('without pockets opposing approaches share a phase and their lefts are permitted', () => {
  const phases = shapePhases(small);
  expect(phases).toHaveLength(2);
  expect(phases[0]!.protectedTurns.map(({ turn }) => turn)).toEqual([1, 2, 7, 8]);
  expect(phases[0]!.permittedTurns.map(({ turn }) => turn)).toEqual([0, 6]);
});

test('with pockets each pair gets protected lefts first, four phases in all', () => {
  const phases = shapePhases(large);
  const turns = phases.map(({ protectedTurns }) => protectedTurns.map(({ turn }) => turn));
  expect(turns).toEqual([
    [0, 6],
    [1, 2, 7, 8],
    [3, 9],
    [4, 5, 10, 11],
  ]);
  expect(phases.flatMap(({ permittedTurns }) => permittedTurns)).toEqual([]);
});

test('the stem of a T goes alone and protected', () => {
  const tee = {
    ...small,
    approaches: [small.approaches[0]!, small.approaches[2]!, small.approaches[3]!],
  };
  const phases = shapePhases(tee);
  expect(phases).toHaveLength(2);
  expect(phases[1]!.protectedTurns.map(({ turn }) => turn)).toEqual([9, 10, 11]);
});

test('flow ratios and cycle are those of a worked example of Webster', () => {
  const phases = shapePhases(small);
  const flow_vph = new Float64Array(12);
  // 450 and 360 veh/h straight on at 1,800/h: 0.25 and 0.20; (1.5 · 10 + 5) / (1 − 0.45) = 36.4.
  flow_vph[1] = 450;
  flow_vph[7] = 300;
  flow_vph[10] = 360;
  const ratios = flowRatios(phases, flow_vph, small.meets);
  expect(ratios).toEqual([0.25, 0.2]);
  expect(warrantY(phases, flow_vph, small.meets)).toBeCloseTo(0.45, 12);
  const short = { ...settings, minCycle_s: 20 };
  expect(neededCycle_s(phases, ratios, { ...short, pedestrianStart_s: 5 })).toBe(37);
  // Two pedestrian greens of 14 s and 10 s lost.
  expect(neededCycle_s(phases, ratios, short)).toBe(38);
  expect(neededCycle_s(phases, ratios, settings)).toBe(45);
  expect(neededCycle_s(phases, [0.6, 0.5], settings)).toBe(120);
});

test('lanes share the load as evenly as the turns allow', () => {
  const phases = shapePhases(large);
  const flow_vph = new Float64Array(12);
  // Straight on may use all four lanes, right only the last: it has to bear all 400 rights.
  flow_vph[1] = 400;
  flow_vph[2] = 100;
  expect(flowRatios(phases, flow_vph, large.meets)[1]).toBeCloseTo((500 * 2) / 3600 / 4, 12);
  flow_vph[2] = 400;
  expect(flowRatios(phases, flow_vph, large.meets)[1]).toBeCloseTo((400 * 2) / 3600, 12);
});

test('a warrant counts one lane an approach, so that wide approaches do not argue for stops', () => {
  const flow_vph = new Float64Array(12).fill(0);
  flow_vph[1] = 1000;
  const phases = shapePhases(large);
  expect(warrantY(phases, flow_vph, large.meets)).toBeCloseTo(2000 / 3600, 12);
  expect(flowRatios(phases, flow_vph, large.meets)[1]).toBeCloseTo(500 / 3600, 12);
});

test('a permitted left against traffic needs more green than without', () => {
  const phases = shapePhases(small);
  const flow_vph = new Float64Array(12);
  flow_vph[0] = 100;
  const alone = flowRatios(phases, flow_vph, small.meets)[0]!;
  expect(alone).toBeGreaterThan((100 * HEADWAY_s) / 3600);
  // Fewer than the lefts, so that the other side does not decide by itself.
  flow_vph[7] = 40;
  expect(flowRatios(phases, flow_vph, small.meets)[0]!).toBeGreaterThan(alone);
});

test('pedestrians who start on green get across: 7 s and the width at 1.07 m/s', () => {
  expect(minimumGreens_s(shapePhases(small), settings)).toEqual([14, 14]);
  expect(minimumGreens_s(shapePhases(large), settings)).toEqual([7, 35, 7, 35]);
});

const flows = fc.array(fc.double({ min: 0, max: 900, noNaN: true }), {
  minLength: 12,
  maxLength: 12,
});

test('in every plan greens fill the cycle, minimums are kept, and no two greens conflict (property)', () => {
  fc.assert(
    fc.property(
      flows,
      fc.boolean(),
      fc.integer({ min: 0, max: 40 }),
      (flow_vph, isLarge, extra) => {
        const junction = isLarge ? large : small;
        const phases = shapePhases(junction);
        const ratios = flowRatios(phases, flow_vph, junction.meets);
        const cycle_s = neededCycle_s(phases, ratios, settings) + extra;
        const plan = timePhases(phases, ratios, { from_s: 0, cycle_s, offset_s: 0 }, settings);
        const length_s = plan.phases.map(
          ({ green_s, amber_s, allRed_s }) => green_s + amber_s + allRed_s,
        );
        expect(length_s.reduce((a, b) => a + b)).toBe(cycle_s);
        const minimums_s = minimumGreens_s(phases, settings);
        for (const [at, { green_s, protectedTurns }] of plan.phases.entries()) {
          expect(green_s).toBeGreaterThanOrEqual(minimums_s[at]!);
          expect(Number.isInteger(green_s)).toBe(true);
          for (const a of protectedTurns) {
            for (const b of protectedTurns) expect(junction.meets(a, b)).toBe(false);
          }
        }
        const served = plan.phases.flatMap((phase) => [
          ...phase.protectedTurns,
          ...phase.permittedTurns,
        ]);
        expect(served.sort((a, b) => a - b)).toEqual([...flow_vph.keys()]);
      },
    ),
    { seed: 3, numRuns: 150 },
  );
});

test('green is split by flow ratio once minimums are met', () => {
  expect(splitGreen_s(60, [0.3, 0.1], [10, 10])).toEqual([45, 15]);
  expect(splitGreen_s(60, [0.5, 0.05, 0.05], [7, 20, 7])).toEqual([33, 20, 7]);
  expect(splitGreen_s(60, [0, 0], [10, 10])).toEqual([30, 30]);
  expect(splitGreen_s(40.5, [0.2, 0.2], [10, 10])).toEqual([20.5, 20]);
});
