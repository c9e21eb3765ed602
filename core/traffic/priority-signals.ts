/**
 * What signals do for those who call. An emergency vehicle has its phase as soon as the green under
 * way has lasted its least time, and keeps it until it is through. For a bus the green that it needs
 * goes on for up to `greenExtension_s` beyond its end, and another one ends up to `earlyGreen_s` before
 * it. Ambers, all-reds and least greens are kept always.
 *
 * A plan that runs by the clock comes back to it: a phase that begins late is shorter by that, as far
 * as its least green allows, one that begins early is longer.
 */
import { NONE } from '../base/ids.js';
import { type ChoosePhase, EXTENSION_s } from './adaptive-signals.js';
import { busPhase, type SignalCalls, urgentPhase } from './signal-calls.js';
import type { PeriodPlan, PhasePlan } from './signal-plan.js';

/** Sums of decimal fractions differ in the last digit. */
const SAME_s = 1e-6;

/** A policy that follows the traffic, with an ear for calls. */
export const withCalls =
  (choose: ChoosePhase): ChoosePhase =>
  (state, phases, present, greenSoFar_s, clock_s, node) => {
    const calls = state.signalCalls;
    if (calls === null) return choose(state, phases, present, greenSoFar_s, clock_s, node);
    const urgent = urgentPhase(calls, node, phases, present, clock_s);
    if (urgent !== NONE) return urgent;
    const wanted = choose(state, phases, present, greenSoFar_s, clock_s, node);
    if (greenSoFar_s === Number.POSITIVE_INFINITY) {
      calls.nodes.plannedEnd_s[node] = -1;
      return wanted;
    }
    const bus = busPhase(calls, node, phases, present, clock_s);
    if (bus === NONE) return wanted;
    if (bus !== present) return mayEndEarly(calls, phases, present, greenSoFar_s) ? bus : wanted;
    if (wanted === present) return present;
    if (calls.nodes.plannedEnd_s[node]! < 0) calls.nodes.plannedEnd_s[node] = clock_s;
    const over_s = clock_s - calls.nodes.plannedEnd_s[node]!;
    return over_s + EXTENSION_s <= calls.greenExtension_s + SAME_s ? present : wanted;
  };

/** Has the green lasted as long as planned, less what a bus may take from it? */
const mayEndEarly = (
  { earlyGreen_s }: SignalCalls,
  phases: readonly PhasePlan[],
  present: number,
  greenSoFar_s: number,
): boolean => earlyGreen_s > 0 && greenSoFar_s >= phases[present]!.green_s - earlyGreen_s - SAME_s;

/** How long the green of a fixed plan goes on at `now_s` before it is looked at again; 0: it ends. */
export function greenGoesOn_s(
  calls: SignalCalls,
  node: number,
  phases: readonly PhasePlan[],
  present: number,
  now_s: number,
): number {
  const urgent = urgentPhase(calls, node, phases, present, now_s);
  if (urgent !== NONE) return urgent === present ? EXTENSION_s : 0;
  const left_s = calls.nodes.plannedEnd_s[node]! - now_s;
  const bus = busPhase(calls, node, phases, present, now_s);
  if (left_s > SAME_s) {
    const isCut = bus !== NONE && bus !== present && left_s <= calls.earlyGreen_s + SAME_s;
    return isCut ? 0 : Math.min(EXTENSION_s, left_s);
  }
  const more_s = calls.greenExtension_s + left_s;
  return bus === present && more_s > SAME_s ? Math.min(EXTENSION_s, more_s) : 0;
}

/** Green of a phase of a fixed plan that begins at `now_s`, so that the plan comes back to its clock. */
export function greenFrom_s(
  calls: SignalCalls,
  node: number,
  plan: PeriodPlan,
  phase: number,
  now_s: number,
): number {
  const { green_s, minGreen_s = green_s } = plan.phases[phase]!;
  const late_s = lateness_s(plan, phase, now_s);
  if (Math.abs(late_s) <= SAME_s) return green_s;
  if (late_s > 0) return Math.max(minGreen_s, green_s - late_s);
  const bus = busPhase(calls, node, plan.phases, phase, now_s);
  if (bus !== NONE && bus !== phase) return green_s;
  return green_s + Math.min(-late_s, Math.max(calls.earlyGreen_s, green_s / 2));
}

/** Time since the phase should have begun, from half a cycle early to half a cycle late. */
export function lateness_s(
  { cycle_s, offset_s, phases }: PeriodPlan,
  phase: number,
  now_s: number,
): number {
  let starts_s = offset_s;
  for (let before = 0; before < phase; before++) {
    const { green_s, amber_s, allRed_s } = phases[before]!;
    starts_s += green_s + amber_s + allRed_s;
  }
  const since_s = (((now_s - starts_s) % cycle_s) + cycle_s) % cycle_s;
  return since_s > cycle_s / 2 ? since_s - cycle_s : since_s;
}
