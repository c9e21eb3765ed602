/** Bytes of CSV: a buffer that grows, and how numbers and texts are put into it. */

/** Bytes put so far; functions below write at `length` and move it on. */
export interface CsvBytes {
  bytes: Buffer;
  length: number;
}

export const createCsvBytes = (size = 1 << 16): CsvBytes => ({
  bytes: Buffer.allocUnsafeSlow(Math.max(size, 1 << 10)),
  length: 0,
});

/** What has been put; good until more is. */
export const bytesOf = ({ bytes, length }: CsvBytes): Buffer => bytes.subarray(0, length);

export function makeRoom(csv: CsvBytes, byteCount: number): void {
  if (csv.length + byteCount <= csv.bytes.length) return;
  const grown = Buffer.allocUnsafeSlow(2 * csv.bytes.length + byteCount);
  csv.bytes.copy(grown, 0, 0, csv.length);
  csv.bytes = grown;
}

/** Any text as it is, in UTF-8. */
export function putText(csv: CsvBytes, text: string): void {
  makeRoom(csv, 3 * text.length);
  csv.length += csv.bytes.write(text, csv.length, 'utf8');
}

export function putByte(csv: CsvBytes, byte: number): void {
  makeRoom(csv, 1);
  csv.bytes[csv.length++] = byte;
}

export const COMMA = 44;
export const LINE_END = 10;
const POINT = 46;
const MINUS = 45;
const ZERO = 48;

/** Most characters of a number, as in -1.2345678901234567e-100. */
const LONGEST_NUMBER = 25;

/** Larger ones do not fit the whole part of `putThousandths`. */
const MOST_QUICK = 2e9;

/**
 * A number in its shortest exact form, as `String` gives it; NaN is nothing. Numbers of up to three
 * decimals, nine in ten of those in a run, are put digit by digit: a number that such a decimal reads
 * back to has no shorter form, as decimals of up to fifteen digits all differ as doubles.
 */
export function putNumber(csv: CsvBytes, value: number): void {
  if (Number.isNaN(value)) return;
  makeRoom(csv, LONGEST_NUMBER);
  const thousandths = Math.round(value * 1000);
  if (value < MOST_QUICK && value > -MOST_QUICK && thousandths / 1000 === value) {
    putThousandths(csv, thousandths);
    return;
  }
  const text = String(value);
  const { bytes } = csv;
  let at = csv.length;
  for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
  csv.length = at;
}

function putThousandths(csv: CsvBytes, thousandths: number): void {
  const { bytes } = csv;
  if (thousandths < 0) bytes[csv.length++] = MINUS;
  const size = Math.abs(thousandths);
  const whole = Math.floor(size / 1000);
  putWhole(csv, whole);
  let rest = size - 1000 * whole;
  if (rest === 0) return;
  bytes[csv.length++] = POINT;
  for (let unit = 100; rest > 0; unit /= 10) {
    const digit = Math.floor(rest / unit);
    bytes[csv.length++] = ZERO + digit;
    rest -= digit * unit;
  }
}

function putWhole(csv: CsvBytes, whole: number): void {
  const { bytes } = csv;
  let rest = whole | 0;
  let end = csv.length + 1;
  for (let bound = 10; bound <= rest && end < csv.length + 10; bound *= 10) end++;
  for (let at = end - 1; at >= csv.length; at--) {
    const tenth = (rest / 10) | 0;
    bytes[at] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
  csv.length = end;
}

/**
 * A text's cell: quoted where it holds a comma, quote or line break, and marked as a text where a
 * spreadsheet would run it as a formula.
 */
export function putCell(csv: CsvBytes, text: string): void {
  makeRoom(csv, text.length);
  const { bytes } = csv;
  let at = csv.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128 || IS_QUOTED[code] === 1 || (index === 0 && IS_SIGN[code] === 1)) {
      putText(csv, quoted(guarded(text)));
      return;
    }
    bytes[at++] = code;
  }
  csv.length = at;
}

/** By character, below 128: whether it is one of these. */
const among = (characters: string): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) =>
    characters.includes(String.fromCharCode(code)) ? 1 : 0,
  );
const IS_QUOTED = among('",\r\n');
/** What a text must not begin with, if it is to be put as it is. */
const IS_SIGN = among("'=+-@\t\r");

export const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * A spreadsheet runs a text that begins with one of these as a formula; a single quote before it
 * makes it text. Texts with quotes before such a sign get one more, so that one can be taken off.
 */
const FORMULA = /^'*[=+\-@\t\r]/;

export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
