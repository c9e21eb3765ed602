/** Values of a column as a CSV file would have them, so that one reader of trips serves both. */
import type { Meaning, ParquetColumn } from './footer.js';

export type StoredValue = number | bigint | boolean | Buffer;

const DAY_s = 86_400;

/** The text of a value that is there. Times are seconds of their day: its date is left out. */
export function textOf(value: StoredValue, { meaning }: ParquetColumn): string {
  if (Buffer.isBuffer(value)) return textOfBytes(value, meaning);
  if (typeof value === 'boolean') return String(value);
  switch (meaning.kind) {
    case 'clock':
      return clockText(value, meaning.unitsPerSecond);
    case 'decimal':
      return String(Number(value) / 10 ** meaning.scale);
    case 'date':
      return dateText(Number(value));
    default:
      return String(value);
  }
}

/** Longer whole numbers than sixteen bytes are no decimals that a table of trips has. */
const LONGEST_DECIMAL_bytes = 16;

function textOfBytes(bytes: Buffer, meaning: Meaning): string {
  if (meaning.kind !== 'decimal') return bytes.toString('utf8');
  if (bytes.length === 0 || bytes.length > LONGEST_DECIMAL_bytes) return 'NaN';
  const whole = BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString('hex')}`));
  return String(Number(whole) / 10 ** meaning.scale);
}

function clockText(value: number | bigint, unitsPerSecond: number): string {
  const day = DAY_s * unitsPerSecond;
  const units = typeof value === 'bigint' ? Number(value % BigInt(day)) : value % day;
  const time_s = (units < 0 ? units + day : units) / unitsPerSecond;
  // To the millisecond, so that no exponent is written.
  return String(Math.floor(time_s * 1000) / 1000);
}

/** Days since 1970 that a calendar of four digits has. */
const [FIRST_DAY, LAST_DAY] = [-719_162, 2_932_896];

function dateText(day: number): string {
  const isInCalendar = day >= FIRST_DAY && day <= LAST_DAY;
  return isInCalendar ? new Date(day * DAY_s * 1000).toISOString().slice(0, 10) : String(day);
}
