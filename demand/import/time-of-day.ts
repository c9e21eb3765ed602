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

/** Behind a date and its T or spaces; 0 where there is no date, -1 where the date is none. */
function beginOfClock(text: string): number {
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

/** h:mm, hh:mm or hh:mm:ss, with parts of a second and the zone behind them left out. */
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
  return isZone(text, at) ? hour * 3600 + minute * 60 + second : Number.NaN;
}

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
