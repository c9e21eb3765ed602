/** Numbers and times as a reader sees them. */
import { DAY_s, HOUR_s, MINUTE_s } from '../../core/base/units.js';

/** Thin, and never a line break. */
export const THIN_SPACE = '\u202F';
export const NOT_DEFINED = '—';

/** 1234567.8 as 1 234 568 with thin spaces; a minus as wide as a plus; no negative zero. */
export function grouped(value: number, decimals: number): string {
  const rounded = Math.abs(value).toFixed(decimals);
  const [whole, fraction] = rounded.split('.');
  const digits = whole!.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  const sign = value < 0 && Number(rounded) !== 0 ? '−' : '';
  return `${sign}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

export const groupedOrDash = (value: number, decimals: number): string =>
  Number.isFinite(value) ? grouped(value, decimals) : value === Infinity ? '∞' : NOT_DEFINED;

/** With a plus before what is above zero as written. */
export function signed(value: number, decimals: number): string {
  const text = grouped(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** 0.1234 as 12 %, 0.0123 as 1.2 %. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${grouped(value, Math.abs(value) >= 9.95 ? 0 : 1)}${THIN_SPACE}%`;
}

/** Clock time; hours past midnight start again at 0:00. */
export function clock(time_s: number): string {
  const inDay_s = ((time_s % DAY_s) + DAY_s) % DAY_s;
  const minutes = Math.floor((inDay_s % HOUR_s) / MINUTE_s);
  return `${Math.floor(inDay_s / HOUR_s)}:${String(minutes).padStart(2, '0')}`;
}

/** 17 as 17:00–18:00. */
export const hourText = (hour: number): string =>
  `${clock(hour * HOUR_s)}–${(hour + 1) % 24 === 0 ? '24:00' : clock((hour + 1) * HOUR_s)}`;
