/**
 * Offsets that make the whole network's vehicles wait least, after TRANSYT's idea (Robertson 1969):
 * the flow that a signal lets out arrives at the next one as it left, and waits there for its green.
 * The wait on a link depends on the difference of two offsets only, so that it is worked out once for
 * each difference; then one signal after the other takes its best offset until none gains.
 */
import type { CoordinatedSignal } from './offsets.js';

/** Traffic that a signal lets onto a link, or off it, in one stretch of green of each of its cycles. */
export interface GreenWindow {
  /** From the start of the signal's cycle. */
  readonly start_s: number;
  readonly green_s: number;
  readonly flow_vph: number;
  /** Share of an hour that the lanes of this stream need to be green: their flow over saturation flow. */
  readonly flowRatio: number;
}

/** A link from one signal to another, with what feeds it and what empties it. */
export interface PlatoonLink {
  readonly link: number;
  /** Places in the list of signals. */
  readonly from: number;
  readonly to: number;
  readonly travel_s: number;
  readonly fed: readonly GreenWindow[];
  readonly served: readonly GreenWindow[];
}

/** More would not end: each sweep takes the best for every signal, and a fourth rarely moves one. */
const SWEEPS = 12;

/** Offsets in whole seconds, from `start_s` on never worse than these. */
export function leastWaitOffsets_s(
  signals: readonly CoordinatedSignal[],
  links: readonly PlatoonLink[],
  start_s: readonly number[],
): number[] {
  const common_s = Math.max(0, ...signals.map(({ cycle_s }) => cycle_s));
  const waits = links.map((link) => waitsByShift(link, signals, common_s));
  const touching = signals.map((): number[] => []);
  for (const [at, { from, to }] of links.entries()) {
    touching[from]!.push(at);
    touching[to]!.push(at);
  }
  const offset_s = [...start_s];
  const waitAt = (signal: number, own_s: number): number => {
    let sum = 0;
    for (const at of touching[signal]!) {
      const { from, to } = links[at]!;
      const near_s = from === signal ? own_s : offset_s[from]!;
      const far_s = to === signal ? own_s : offset_s[to]!;
      sum += waits[at]![within(far_s - near_s, common_s)]!;
    }
    return sum;
  };
  for (let sweep = 0, hasGained = true; hasGained && sweep < SWEEPS; sweep++) {
    hasGained = false;
    for (const [signal, { cycle_s }] of signals.entries()) {
      let best_s = offset_s[signal]!;
      let least = waitAt(signal, best_s) - GAIN;
      for (let own_s = 0; own_s < cycle_s; own_s++) {
        const wait = waitAt(signal, own_s);
        if (wait >= least) continue;
        least = wait;
        best_s = own_s;
        hasGained = true;
      }
      offset_s[signal] = best_s;
    }
  }
  return offset_s;
}

/** Vehicle-seconds a cycle below which a change is rounding, not gain. */
const GAIN = 1e-6;

/** Vehicle-seconds waited on the link in a common cycle, by the far offset less the near one. */
function waitsByShift(
  { from, to, travel_s, fed, served }: PlatoonLink,
  signals: readonly CoordinatedSignal[],
  common_s: number,
): Float64Array {
  const arriving = new Float64Array(common_s);
  for (const window of fed) addLeaving(arriving, window, signals[from]!.cycle_s, travel_s);
  const fedFlow_vph = fed.reduce((sum, { flow_vph }) => sum + flow_vph, 0);
  const waits = new Float64Array(common_s);
  for (const window of served) {
    if (window.flow_vph === 0 || fedFlow_vph === 0 || window.flowRatio === 0) continue;
    // Each stream gets its part of every platoon; who came onto the link elsewhere comes as they do.
    const scale = window.flow_vph / fedFlow_vph;
    for (let shift_s = 0; shift_s < common_s; shift_s++) {
      waits[shift_s]! += waitOf(arriving, window, { scale, shift_s }, signals[to]!.cycle_s);
    }
  }
  return waits;
}

/** Spreads a stream's vehicles over the seconds at which they arrive: the queue first, then as they come. */
function addLeaving(
  arriving: Float64Array,
  { start_s, green_s, flow_vph, flowRatio }: GreenWindow,
  cycle_s: number,
  travel_s: number,
): void {
  if (flow_vph === 0 || flowRatio === 0) return;
  const perCycle = (flow_vph * cycle_s) / 3600;
  const saturation = flow_vph / flowRatio / 3600;
  let left = perCycle;
  // Uniform arrivals: the queue of the red time is gone when arrivals have caught up with departures.
  let waiting = (perCycle * (cycle_s - green_s)) / cycle_s;
  const whole_s = Math.max(1, Math.round(green_s));
  for (let second = 0; second < whole_s; second++) {
    const here = waiting + perCycle / cycle_s;
    const out = second === whole_s - 1 ? left : Math.min(left, saturation, here);
    waiting = here - out;
    left -= out;
    for (let cycle = 0; cycle < arriving.length; cycle += cycle_s) {
      arriving[within(Math.round(start_s + travel_s) + second + cycle, arriving.length)]! += out;
    }
  }
}

/** Vehicle-seconds of a stream in a common cycle, the second time round, when it has become steady. */
function waitOf(
  arriving: Float64Array,
  { start_s, green_s, flow_vph, flowRatio }: GreenWindow,
  { scale, shift_s }: { readonly scale: number; readonly shift_s: number },
  cycle_s: number,
): number {
  const common_s = arriving.length;
  const saturation = flow_vph / flowRatio / 3600;
  // Above capacity queues grow whatever the offsets: what can be served is what they are chosen for.
  const served = Math.min(1, (FULL * saturation * green_s) / ((flow_vph * cycle_s) / 3600));
  const from_s = Math.round(start_s);
  let queue = 0;
  let wait = 0;
  for (let second = 0; second < 2 * common_s; second++) {
    // Clock of the far signal: its cycle began `shift_s` after the near one's.
    queue += arriving[within(second + shift_s, common_s)]! * scale * served;
    if (within(second - from_s, cycle_s) < green_s) queue -= Math.min(queue, saturation);
    if (second >= common_s) wait += queue;
  }
  return wait;
}

/** Load at which a stream counts as full. */
const FULL = 0.98;

const within = (time_s: number, cycle_s: number): number => {
  const rest_s = time_s % cycle_s;
  return rest_s < 0 ? rest_s + cycle_s : rest_s;
};
