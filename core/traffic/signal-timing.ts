/**
 * Phases and timings of one junction by fixed rules, from its shape and its flows alone: Webster's
 * flow ratios, cycle and splits. Every layout gets its plans from these same rules.
 *
 * Phases: opposing approaches go together. Where one of them has a left-turn pocket, the pair's
 * pocket lefts get a protected phase of their own before it and only that; lefts without a pocket
 * are permitted and wait for gaps. Approaches without a partner go alone, everything protected.
 */
import type { LinkId, NodeId, TurnId } from '../base/ids.js';
import type { TurnKind } from '../network/network-draft.js';
import type { PeriodPlan } from './signal-plan.js';

export interface JunctionTurn {
  readonly turn: TurnId;
  readonly kind: TurnKind;
  /** Lanes of the approach that may take it, leftmost = 0, a pocket counted. */
  readonly lanes: readonly number[];
  /** Green time a vehicle takes at the stop line: tau + s/v at the turn's speed. */
  readonly headway_s: number;
}

export interface Approach {
  readonly link: LinkId;
  readonly bearingIn_rad: number;
  readonly hasPocket: boolean;
  /** What a pedestrian walks to cross this approach's street, both directions. */
  readonly crossing_m: number;
  readonly turns: readonly JunctionTurn[];
}

export interface Junction {
  readonly node: NodeId;
  readonly approaches: readonly Approach[];
  /** Whether the ways of two turns cross or join. */
  readonly meets: (a: TurnId, b: TurnId) => boolean;
}

export interface TimingSettings {
  readonly minCycle_s: number;
  readonly maxCycle_s: number;
  readonly amber_s: number;
  readonly allRed_s: number;
  readonly pedestrianStart_s: number;
}

/** A phase before it is timed. */
export interface PhaseShape {
  readonly protectedTurns: readonly JunctionTurn[];
  readonly permittedTurns: readonly JunctionTurn[];
  /** Approaches with the turns that they have in this phase. */
  readonly streams: readonly (readonly JunctionTurn[])[];
  /** Street width that pedestrians cross in this phase; null in a phase for lefts only. */
  readonly crossing_m: number | null;
}

/** Walking speed at crossings: 3.5 ft/s, as in the signal manuals. */
const CROSSING_mps = 1.07;
/** Shortest green of a phase for lefts: room for two or three to notice and go. */
export const LEFT_GREEN_s = 7;
/** Opposing: headings within 45° of opposite. */
const OPPOSING_COSINE = -Math.SQRT1_2;

/** Phases in their order within the cycle: by pair, lefts first; pairs by their first link. */
export function shapePhases({ approaches, meets }: Junction): PhaseShape[] {
  const groups = pairOpposing(approaches, meets);
  return groups.flatMap((group) => {
    const others = approaches.filter((approach) => !group.includes(approach));
    const crossing_m = Math.max(0, ...others.map((approach) => approach.crossing_m));
    const isPocketLeft = (approach: Approach, { kind }: JunctionTurn): boolean =>
      group.length > 1 && approach.hasPocket && (kind === 'left' || kind === 'uturn');
    const lefts = group.map((one) => one.turns.filter((turn) => isPocketLeft(one, turn)));
    const rest = group.map((one) => one.turns.filter((turn) => !isPocketLeft(one, turn)));
    return [shapeOf(lefts, meets, null), shapeOf(rest, meets, crossing_m)].filter(
      ({ streams }) => streams.length > 0,
    );
  });
}

function pairOpposing(approaches: readonly Approach[], meets: Junction['meets']): Approach[][] {
  const pairs = approaches
    .flatMap((a, index) => approaches.slice(index + 1).map((b) => [a, b] as const))
    .map(([a, b]) => ({ a, b, cosine: Math.cos(a.bearingIn_rad - b.bearingIn_rad) }))
    .filter(({ a, b, cosine }) => cosine < OPPOSING_COSINE && !crossStraight(a, b, meets))
    // Rounded, so that equal angles of another orientation keep the order of links.
    .sort((p, q) => Math.round((p.cosine - q.cosine) * 1e6) || p.a.link - q.a.link);
  const taken = new Set<Approach>();
  const groups: Approach[][] = [];
  for (const { a, b } of pairs) {
    if (taken.has(a) || taken.has(b)) continue;
    groups.push([a, b]);
    taken.add(a).add(b);
  }
  for (const approach of approaches) if (!taken.has(approach)) groups.push([approach]);
  return groups.sort((a, b) => a[0]!.link - b[0]!.link);
}

const crossStraight = (a: Approach, b: Approach, meets: Junction['meets']): boolean =>
  a.turns.some(
    (one) =>
      one.kind === 'thru' &&
      b.turns.some((other) => other.kind === 'thru' && meets(one.turn, other.turn)),
  );

const PRECEDENCE: readonly TurnKind[] = ['thru', 'right', 'left', 'uturn'];

/** A turn is protected unless it meets one of another approach that goes first, or its equal. */
function shapeOf(
  streams: readonly (readonly JunctionTurn[])[],
  meets: Junction['meets'],
  crossing_m: number | null,
): PhaseShape {
  const hasToYield = (turn: JunctionTurn, stream: readonly JunctionTurn[]): boolean =>
    streams.some(
      (other) =>
        other !== stream &&
        other.some(
          ({ turn: rival, kind }) =>
            PRECEDENCE.indexOf(kind) <= PRECEDENCE.indexOf(turn.kind) && meets(turn.turn, rival),
        ),
    );
  const yielding = new Set(
    streams.flatMap((stream) => stream.filter((turn) => hasToYield(turn, stream))),
  );
  const all = streams.flat();
  return {
    protectedTurns: all.filter((turn) => !yielding.has(turn)),
    permittedTurns: all.filter((turn) => yielding.has(turn)),
    streams: streams.filter((stream) => stream.length > 0),
    crossing_m,
  };
}

/**
 * Webster's flow ratio of each phase: the busiest stream's share of an hour that its lanes need to
 * be green. Lanes shared by several turns are loaded as evenly as the turns allow.
 */
export function flowRatios(
  phases: readonly PhaseShape[],
  flow_vph: ArrayLike<number>,
  meets: Junction['meets'],
): number[] {
  return phases.map((phase) => Math.max(0, ...streamRatios(phase, flow_vph, meets)));
}

/** Flow ratio of each of a phase's streams, in their order. */
export const streamRatios = (
  phase: PhaseShape,
  flow_vph: ArrayLike<number>,
  meets: Junction['meets'],
): number[] =>
  phase.streams.map(
    (stream) => busiestLane_s(stream, greenNeeds_s(phase, stream, flow_vph, meets)) / 3600,
  );

/**
 * Y of the junction if every approach had one lane (and its pocket): what the warrant rule looks
 * at. A stop sign lets the vehicles of an approach go one by one, so that wide approaches do not
 * help an all-way stop as they help a signal.
 */
export function warrantY(
  phases: readonly PhaseShape[],
  flow_vph: ArrayLike<number>,
  meets: Junction['meets'],
): number {
  const ratios = phases.map((phase) =>
    phase.streams.map((stream) => sum(greenNeeds_s(phase, stream, flow_vph, meets)) / 3600),
  );
  return sum(ratios.map((streams) => Math.max(0, ...streams)));
}

/** Seconds of green an hour that each turn of a stream needs of one lane. */
function greenNeeds_s(
  { protectedTurns, permittedTurns }: PhaseShape,
  stream: readonly JunctionTurn[],
  flow_vph: ArrayLike<number>,
  meets: Junction['meets'],
): number[] {
  return stream.map((turn) => {
    const need_s = flow_vph[turn.turn]! * turn.headway_s;
    if (need_s === 0 || !permittedTurns.includes(turn)) return need_s;
    const rivals = protectedTurns.filter((rival) => meets(turn.turn, rival.turn));
    return need_s * leftEquivalent(sum(rivals.map((rival) => flow_vph[rival.turn]!)));
  });
}

/**
 * Straight-on cars that one permitted left is worth: a line near the usual tables, which go from
 * about 1.4 without opposing traffic to about 4 against 1,000 veh/h.
 */
const leftEquivalent = (opposing_vph: number): number => 1.4 + opposing_vph / 400;

/**
 * Load of the busiest lane under the most even split that the turns' lanes allow: the most any set
 * of turns needs a lane that it may use.
 */
function busiestLane_s(stream: readonly JunctionTurn[], need_s: readonly number[]): number {
  const laneBits = stream.map(({ lanes }) => lanes.reduce((bits, lane) => bits | (1 << lane), 0));
  let busiest_s = 0;
  for (let set = 1; set < 1 << stream.length; set++) {
    let bits = 0;
    let sum_s = 0;
    for (let at = 0; at < stream.length; at++) {
      if (((set >> at) & 1) === 0) continue;
      bits |= laneBits[at]!;
      sum_s += need_s[at]!;
    }
    busiest_s = Math.max(busiest_s, sum_s / Math.max(1, bitCount(bits)));
  }
  return busiest_s;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Shortest greens, whole seconds: people who start to walk when it turns green get across. */
export function minimumGreens_s(
  phases: readonly PhaseShape[],
  { pedestrianStart_s }: TimingSettings,
): number[] {
  return phases.map(({ crossing_m }) =>
    Math.ceil(
      crossing_m === null ? LEFT_GREEN_s : pedestrianStart_s + crossing_m / CROSSING_mps - 1e-9,
    ),
  );
}

/**
 * Webster's cycle (1.5 L + 5)/(1 − Y) within the limits, in whole seconds, and long enough for every
 * phase to be green for its flow at the design saturation: where one phase is held open for people on
 * foot, Webster's formula leaves the others short. Longer than the upper limit only where the minimum
 * greens do not fit into it. Lost time L is amber and all-red.
 */
export function neededCycle_s(
  phases: readonly PhaseShape[],
  ratios: readonly number[],
  settings: TimingSettings,
): number {
  const lost_s = lostTime_s(phases.length, settings);
  const minimums_s = minimumGreens_s(phases, settings);
  const Y = sum(ratios);
  const webster_s = Y < 1 ? (1.5 * lost_s + 5) / (1 - Y) : Number.POSITIVE_INFINITY;
  const wanted_s = Math.ceil(Math.min(webster_s, settings.maxCycle_s));
  const least_s = Math.ceil(lost_s + sum(minimums_s));
  const neededIn = (cycle_s: number): number =>
    lost_s +
    sum(ratios.map((y, at) => Math.max(minimums_s[at]!, (y * cycle_s) / DESIGN_SATURATION)));
  let cycle_s = Math.max(wanted_s, settings.minCycle_s, least_s);
  while (cycle_s < settings.maxCycle_s && neededIn(cycle_s) > cycle_s) cycle_s++;
  return cycle_s;
}

/** Degree of saturation that greens are designed for: usual practice for fixed-time plans. */
const DESIGN_SATURATION = 0.9;

/** The plan of one period: phases in order, greens by flow ratio, their sum exactly the cycle. */
export function timePhases(
  phases: readonly PhaseShape[],
  ratios: readonly number[],
  cycle: { readonly from_s: number; readonly cycle_s: number; readonly offset_s: number },
  settings: TimingSettings,
): PeriodPlan {
  const { amber_s, allRed_s } = settings;
  const green_s = cycle.cycle_s - lostTime_s(phases.length, settings);
  const minimums_s = minimumGreens_s(phases, settings);
  const greens = splitGreen_s(green_s, ratios, minimums_s);
  const turnsOf = (turns: readonly JunctionTurn[]): TurnId[] => turns.map(({ turn }) => turn);
  return {
    ...cycle,
    phases: phases.map(({ protectedTurns, permittedTurns }, phase) => ({
      green_s: greens[phase]!,
      minGreen_s: minimums_s[phase]!,
      amber_s,
      allRed_s,
      protectedTurns: turnsOf(protectedTurns),
      permittedTurns: turnsOf(permittedTurns),
    })),
  };
}

const lostTime_s = (phaseCount: number, { amber_s, allRed_s }: TimingSettings): number =>
  phaseCount * (amber_s + allRed_s);

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/**
 * Divides the green time by flow ratio, never below a minimum: phases whose share falls short get
 * their minimum, and the others share the rest. Whole seconds; what rounding leaves goes to the
 * phases that lost most by it, a fraction of a second to the first of these.
 */
export function splitGreen_s(
  green_s: number,
  ratios: readonly number[],
  minimums_s: readonly number[],
): number[] {
  const weights = sum(ratios) > 0 ? ratios : ratios.map(() => 1);
  const atMinimum = new Set<number>();
  let shares_s: number[] = [];
  for (let pinned = -1; pinned < atMinimum.size; ) {
    pinned = atMinimum.size;
    const isFree = (phase: number): boolean => !atMinimum.has(phase);
    const rest_s = green_s - sum(minimums_s.filter((_, phase) => !isFree(phase)));
    const weight = sum(weights.filter((_, phase) => isFree(phase)));
    shares_s = minimums_s.map((minimum_s, phase) =>
      isFree(phase) ? (rest_s * weights[phase]!) / weight : minimum_s,
    );
    for (const [phase, share_s] of shares_s.entries()) {
      if (isFree(phase) && !(share_s >= minimums_s[phase]!)) atMinimum.add(phase);
    }
  }
  return roundGreens(shares_s, green_s);
}

function roundGreens(shares_s: readonly number[], green_s: number): number[] {
  const greens = shares_s.map((share_s) => Math.floor(share_s + 1e-9));
  const byLoss = shares_s
    .map((share_s, phase) => ({ phase, loss_s: share_s - greens[phase]! }))
    .sort((a, b) => b.loss_s - a.loss_s || a.phase - b.phase);
  let left_s = green_s - sum(greens);
  for (let at = 0; left_s > 1e-9; at = (at + 1) % byLoss.length) {
    const extra_s = Math.min(1, left_s);
    greens[byLoss[at]!.phase]! += extra_s;
    left_s -= extra_s;
  }
  return greens;
}
