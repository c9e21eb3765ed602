/**
 * What rules at a stretch of curb mean for a day: a timetable of uses. Standards tell who may do what
 * and when, in order of priority; the simulator has one use at a time.
 */
import { DAY_s } from '../../core/base/units.js';
import type { CurbSpan, CurbUse } from '../../core/network/curb-use.js';

export interface CurbRule {
  readonly use: CurbUse;
  /** The lowest number wins. */
  readonly priority: number;
  /** Times of the day in which it holds; an end before its start passes midnight. Empty: always. */
  readonly times: readonly { readonly from_s: number; readonly to_s: number }[];
  /** Price of parking; absent where the rule names none. */
  readonly fee_perHour?: number;
}

/** Where no rule holds, anyone may park. */
export function timetableOfRules(rules: readonly CurbRule[]): CurbSpan[] {
  const edges = new Set([0, DAY_s]);
  for (const { times } of rules) {
    for (const { from_s, to_s } of times) {
      edges.add(from_s);
      edges.add(to_s);
    }
  }
  const times_s = [...edges]
    .filter((time_s) => time_s >= 0 && time_s <= DAY_s)
    .sort((a, b) => a - b);
  const ordered = [...rules].sort((a, b) => a.priority - b.priority);
  const spans: CurbSpan[] = [];
  for (const [at, from_s] of times_s.slice(0, -1).entries()) {
    const to_s = times_s[at + 1]!;
    const rule = ordered.find((each) => holds(each, from_s));
    const use = rule?.use ?? 'parking';
    const fee_perHour = use === 'parking' ? rule?.fee_perHour : undefined;
    const last = spans.at(-1);
    const goesOn = last?.use === use && last.fee_perHour === fee_perHour;
    if (goesOn) spans[spans.length - 1] = { ...last, to_s };
    else spans.push({ from_s, to_s, use, ...(fee_perHour === undefined ? {} : { fee_perHour }) });
  }
  return spans;
}

const holds = ({ times }: CurbRule, time_s: number): boolean =>
  times.length === 0 ||
  times.some(({ from_s, to_s }) =>
    from_s < to_s ? time_s >= from_s && time_s < to_s : time_s >= from_s || time_s < to_s,
  );

const CLOCK = /^([01]\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?$/;

/** Seconds after midnight; 23:59 stands for the end of the day. NaN for what is no time. */
export function clockOf_s(text: unknown): number {
  const parts = typeof text === 'string' ? CLOCK.exec(text) : null;
  if (parts === null) return Number.NaN;
  const time_s = Number(parts[1]) * 3600 + Number(parts[2]) * 60;
  return time_s === DAY_s - 60 ? DAY_s : time_s <= DAY_s ? time_s : Number.NaN;
}

/** Vehicles of anyone who drives here today or tomorrow; rules for others keep these out. */
const EVERYONE = ['car', 'autonomous', 'human', 'combustion', 'electric', 'parking'];
const PASSENGERS = [
  'rideshare',
  'taxi',
  'passenger',
  'hotel_guest',
  'tour_bus',
  'school',
  'autonomous',
];
const GOODS = ['delivery', 'freight', 'truck', 'van', 'commercial', 'loading', 'service_vehicles'];

/**
 * The use that an activity permitted to some classes is here; null for activities that nothing is
 * known of. Classes of neither kind (buses, permits, motorcycles) keep the stretch for themselves.
 */
export function useOf(activity: string, classes: readonly string[]): CurbUse | null {
  const isFor = (list: readonly string[]): boolean => classes.some((each) => list.includes(each));
  const isOnly = (kind: string): boolean =>
    classes.length > 0 && classes.every((each) => each === kind);
  const isOpen = classes.length === 0 || isFor(EVERYONE);
  switch (activity) {
    case 'parking':
      // The standard has no class for those who charge: stalls for electric cars alone are for that.
      if (isOnly('electric')) return 'charging';
      return isOpen ? 'parking' : 'none';
    case 'loading':
    case 'unloading':
      if (isFor(PASSENGERS) && !isFor(GOODS)) return 'pudo';
      return classes.length === 0 || isOpen || isFor(GOODS) ? 'loading' : 'none';
    case 'stopping':
    case 'standing':
      if (isOnly('bus')) return 'bus';
      if (isFor(GOODS) && !isFor(PASSENGERS)) return 'loading';
      return isOpen || isFor(PASSENGERS) ? 'pudo' : 'none';
    // People may still be let in and out.
    case 'no parking':
      return 'pudo';
    case 'no loading':
    case 'no unloading':
    case 'no standing':
    case 'no stopping':
    case 'no travel':
    case 'travel':
      return 'none';
    default:
      return null;
  }
}
