/** Conditions of OpenStreetMap: `value @ (Mo-Fr 07:00-09:00,16:00-18:00); value @ …`. */
import type { Hours } from '../../core/network/lane-use.js';

/** What is said for some hours of a working day; hours null where the condition is not one of hours. */
export interface Condition {
  readonly value: string;
  readonly hours: readonly Hours[] | null;
}

export function conditionsOf(text: string): readonly Condition[] {
  // A semicolon within brackets parts the hours of one value.
  return text.split(/;(?![^(]*\))/).flatMap((part): Condition[] => {
    const [value, condition] = part.split('@').map((each) => each.trim());
    if (value === undefined || value === '' || condition === undefined) return [];
    return [{ value, hours: workdayHours(condition.replace(/^\((.*)\)$/, '$1')) }];
  });
}

/**
 * Hours of a day in the middle of the week, from rules as `Mo-Fr 07:00-09:00`; empty where none of
 * them is about it. Null for seasons, holidays as conditions, weights and everything else.
 */
export function workdayHours(text: string): readonly Hours[] | null {
  const hours: Hours[] = [];
  for (const rule of text.split(';').map((each) => each.trim())) {
    const match = RULE.exec(rule);
    if (match === null) return null;
    const [, days, times] = match;
    if (days !== undefined && !hasMidweek(days)) continue;
    if (times === undefined) hours.push({ from_s: 0, to_s: DAY_s });
    for (const span of times?.split(',') ?? []) hours.push(...spansOf(span.trim()));
  }
  return hours.sort((a, b) => a.from_s - b.from_s || a.to_s - b.to_s);
}

const DAY_s = 86_400;
const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const DAY_WORD = '(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)';
const DAY_LIST = `${DAY_WORD}(?:\\s*[-,]\\s*${DAY_WORD})*`;
const TIME = '(?:[01]?\\d|2[0-4]):[0-5]\\d';
const TIME_LIST = `${TIME}\\s*-\\s*${TIME}(?:\\s*,\\s*${TIME}\\s*-\\s*${TIME})*`;
const RULE = new RegExp(`^(?:24/7|(${DAY_LIST})?\\s*(${TIME_LIST})?)$`);

/** Demand is that of a working day: Wednesday stands for all of them. */
function hasMidweek(days: string): boolean {
  return days.split(',').some((part) => {
    const [first, last = first] = part.split('-').map((day) => DAYS.indexOf(day.trim()));
    if (first === -1 || last === -1) return false;
    const midweek = DAYS.indexOf('We');
    return first! <= last!
      ? first! <= midweek && midweek <= last!
      : midweek >= first! || midweek <= last!;
  });
}

/** Hours over midnight are two spans of one day. */
function spansOf(text: string): readonly Hours[] {
  const [from_s, to_s] = text.split('-').map(secondsOf) as [number, number];
  if (from_s < to_s) return [{ from_s, to_s }];
  const evening = { from_s, to_s: DAY_s };
  return to_s > 0 ? [{ from_s: 0, to_s }, evening] : [evening];
}

function secondsOf(clock: string): number {
  const [hours, minutes] = clock.trim().split(':').map(Number) as [number, number];
  return Math.min(DAY_s, hours * 3600 + minutes * 60);
}

export const isAllDay = (hours: readonly Hours[]): boolean =>
  hours.some(({ from_s, to_s }) => from_s === 0 && to_s === DAY_s);
