/**
 * Calls at signals, beyond the traffic that they see: emergency vehicles and buses on their way, and
 * people on foot who have pressed the button. Noted by a serial stage, read where phases are chosen.
 */
import { NONE } from '../base/ids.js';
import { createTable, f64, i32, inSharedMemory, type Table } from '../state/table.js';
import type { PhasePlan } from './signal-plan.js';
import { LEFT_GREEN_s } from './signal-timing.js';
import type { SignalBook } from './signals.js';

/** Calls at a junction; rows as in the road network's nodes. A call stands until its time is over. */
export const signalCallSchema = {
  urgentTurn: i32('turn that an emergency vehicle is coming to take, or -1', NONE),
  urgentUntil_s: f64('until when its call stands', -1),
  busTurn: i32('turn that a bus is coming to take, or -1', NONE),
  busUntil_s: f64('until when its call stands', -1),
  plannedEnd_s: f64('when the green under way ends without a bus, or -1', -1),
};
export type SignalCallTable = Table<typeof signalCallSchema>;

/** People on foot at a phase of a junction; rows by junction, then phase. */
export const walkerSchema = {
  waitingCount: i32('persons who wait for the phase'),
  arrivals_s: f64('sum of the times at which they came'),
  pressed_s: f64('when the first of them did', -1),
};
export type WalkerTable = Table<typeof walkerSchema>;

export interface SignalCalls {
  readonly nodes: SignalCallTable;
  readonly walkers: WalkerTable;
  /** By node: the row of its first phase among the walkers. */
  readonly firstPhase: Int32Array;
  readonly greenExtension_s: number;
  readonly earlyGreen_s: number;
  readonly walkers_perHour: number;
  readonly leastGreen_s: number;
  /** Time of a green in which one may begin to cross. */
  readonly walk_s: number;
}

export interface CallSettings {
  readonly greenExtension_s: number;
  readonly earlyGreen_s: number;
  readonly walkers_perHour: number;
  readonly leastGreen_s: number;
  readonly walk_s: number;
}

export function createSignalCalls(
  nodeCount: number,
  book: SignalBook,
  settings: CallSettings,
): SignalCalls {
  const firstPhase = new Int32Array(nodeCount + 1);
  for (let node = 0; node < nodeCount; node++) {
    const periods = book[node]?.periods ?? [];
    const most = periods.reduce((count, { phases }) => Math.max(count, phases.length), 0);
    firstPhase[node + 1] = firstPhase[node]! + most;
  }
  return {
    nodes: createTable(signalCallSchema, nodeCount),
    walkers: createTable(walkerSchema, Math.max(1, firstPhase[nodeCount]!)),
    firstPhase: inSharedMemory(firstPhase),
    ...settings,
  };
}

/** The phase that serves the call of an emergency vehicle now, or NONE. */
export function urgentPhase(
  { nodes }: SignalCalls,
  node: number,
  phases: readonly PhasePlan[],
  present: number,
  clock_s: number,
): number {
  if (clock_s > nodes.urgentUntil_s[node]!) return NONE;
  return phaseFor(phases, nodes.urgentTurn[node]!, present);
}

/** The phase that serves the call of a bus now, or NONE. */
export function busPhase(
  { nodes }: SignalCalls,
  node: number,
  phases: readonly PhasePlan[],
  present: number,
  clock_s: number,
): number {
  if (clock_s > nodes.busUntil_s[node]!) return NONE;
  return phaseFor(phases, nodes.busTurn[node]!, present);
}

/** The present phase if it serves the turn, else the first that protects it, else that lets it go. */
function phaseFor(phases: readonly PhasePlan[], turn: number, present: number): number {
  if (serves(phases[present], turn)) return present;
  const protects = phases.findIndex(({ protectedTurns }) => protectedTurns.includes(turn as never));
  return protects >= 0 ? protects : phases.findIndex((phase) => serves(phase, turn));
}

const serves = (phase: PhasePlan | undefined, turn: number): boolean =>
  phase !== undefined &&
  (phase.protectedTurns.includes(turn as never) || phase.permittedTurns.includes(turn as never));

/** Is there a crossing beside the phase? One for lefts only has none. */
export const hasCrossing = ({ minGreen_s = 0 }: PhasePlan): boolean => minGreen_s > LEFT_GREEN_s;

/** When the first person who waits for the phase came, or -1. */
export function pressed_s(
  { walkers, firstPhase }: SignalCalls,
  node: number,
  phase: number,
): number {
  const row = firstPhase[node]! + phase;
  return walkers.waitingCount[row]! > 0 ? walkers.pressed_s[row]! : -1;
}

/**
 * Least green of a phase as it begins: enough to cross where somebody has pressed the button, or
 * where nobody has to; else what vehicles need.
 */
export function leastGreen_s(
  calls: SignalCalls | null,
  node: number,
  phase: number,
  { green_s, minGreen_s = green_s }: PhasePlan,
): number {
  if (calls === null || calls.walkers_perHour === 0 || pressed_s(calls, node, phase) >= 0) {
    return minGreen_s;
  }
  return Math.min(minGreen_s, calls.leastGreen_s);
}
