/**
 * Times as files write them: seconds, a time of day, a timestamp. The date of a timestamp is left
 * out and its clock is taken as written: many days of records make one.
 */
export const DAY_s = 86_400;

/** Seconds after midnight, which a time of day past 24:00 may exceed; NaN for what is no time. */
export function timeOfDay_s(text: string): number {
  const start = beginOfClock(text);
  if (start === -1) return Number.NaN;
  if (start === 0 && text.indexOf(':') === -1) return fromNumber(text);
  return clockAt(text, start);
}

/** Seconds since 1970 have ten digits, milliseconds thirteen; a day of seconds has five. */
const EPOCH_s = 1e8;
const EPOCH_ms = 1e11;
const NUMBER = /^\s*\d+(?:\.\d*)?\s*$/;

function fromNumber(text: string): number {
  if (!NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  if (value < EPOCH_s) return value;
  return (value < EPOCH_ms ? value : value / 1000) % DAY_s;
}

const DIGIT_0 = 48;
const digitAt = (text: string, at: number): number => {
  const digit = text.charCodeAt(at) - DIGIT_0;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
};

/** 3/27/2013 or 27.03.2013: which part is the month does not matter, since dates are left out. */
const DAY_FIRST = /^\s*(\d{1,2})([/.-])(\d{1,2})\2\d{2,4}[\sT]+/;

/** Behind a date and its T or spaces; 0 where there is no date, -1 where the date is none. */
function beginOfClock(text: string): number {
  const found = hasSignEarly(text) ? DAY_FIRST.exec(text) : null;
  if (found !== null)
    return isDayAndMonth(Number(found[1]), Number(found[3])) ? found[0].length : -1;
  // 2013-03-27 or 2013/03/27: four digits, then a sign.
  const sign = text.charCodeAt(4);
  if (sign !== 45 && sign !== 47) return 0;
  const month = digitAt(text, 5) * 10 + digitAt(text, 6);
  const day = digitAt(text, 8) * 10 + digitAt(text, 9);
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31 && text.charCodeAt(7) === sign;
  if (!isDate) return -1;
  let at = 10;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 84) at++;
  return at;
}

/** Most times have no such date: the expression is for those that may. */
function hasSignEarly(text: string): boolean {
  const [second, third] = [text.charCodeAt(1), text.charCodeAt(2)];
  const isSign = (code: number): boolean => code >= 45 && code <= 47;
  return isSign(second) || isSign(third);
}

const isDayAndMonth = (a: number, b: number): boolean =>
  Math.min(a, b) >= 1 && Math.min(a, b) <= 12 && Math.max(a, b) <= 31;

/** h:mm, hh:mm or hh:mm:ss, with AM or PM, parts of a second and the zone behind them left out. */
function clockAt(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 32) at++;
  let hour = digitAt(text, at++);
  if (text.charCodeAt(at) !== 58) hour = hour * 10 + digitAt(text, at++);
  if (text.charCodeAt(at++) !== 58) return Number.NaN;
  const minute = digitAt(text, at) * 10 + digitAt(text, at + 1);
  at += 2;
  let second = 0;
  if (text.charCodeAt(at) === 58) {
    second = digitAt(text, at + 1) * 10 + digitAt(text, at + 2);
    at += 3;
  }
  if (!(hour <= 47 && minute < 60 && second <= 60)) return Number.NaN;
  if (isZone(text, at)) return hour * 3600 + minute * 60 + second;
  const half = HALF_DAY.exec(text.slice(at))?.[1]?.toLowerCase();
  if (half === undefined || hour < 1 || hour > 12) return Number.NaN;
  return ((hour % 12) + (half === 'p' ? 12 : 0)) * 3600 + minute * 60 + second;
}

const HALF_DAY = /^\s*([ap])\.?m\.?\s*$/i;

const ZONE = /^(?:\.\d{1,9})?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?\s*$/;
const isZone = (text: string, at: number): boolean =>
  at >= text.length || ZONE.test(text.slice(at));

/** A number by the column's unit, or one with a unit of its own, or h:mm; NaN for what is no time. */
export function duration_s(text: string, unit_s: number): number {
  const [, number = '', unit = ''] = DURATION.exec(text) ?? [];
  if (number === '') return text.includes(':') ? clockAt(text, 0) : Number.NaN;
  return Number(number) * (unit === '' ? unit_s : UNITS_s[unit[0]!.toLowerCase()]!);
}

const DURATION = /^\s*(\d+(?:\.\d*)?|\.\d+)\s*(s|sec|min|m|h|hours?|minutes?|seconds?)?\s*$/i;
const UNITS_s: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
