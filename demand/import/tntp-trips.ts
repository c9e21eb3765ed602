/**
 * Trip tables of the TNTP format: `Origin n`, then `destination : volume;`, several to a line.
 *
 * Besides the codes of core/base/tntp-text.ts:
 *
 * | code | what is wrong |
 * |---|---|
 * | TNTP-021 | a zone that is none of the network's |
 * | TNTP-022 | words that are neither an origin nor a pair; pairs before the first origin |
 * | TNTP-023 | a pair that stands twice |
 * | TNTP-024 | the volumes do not sum to what the file says (warning) |
 * | TNTP-025 | other zones than the network has |
 */
import { type Problem, Problems, shown } from '../../core/base/errors.js';
import {
  numberOf,
  parseTntp,
  type TntpText,
  type TntpWord,
  wholeTag,
} from '../../core/base/tntp-text.js';
import { type ZonePair, type ZoneTrips, zoneTripsOf } from '../../core/network/static-network.js';

export interface TntpTrips {
  readonly trips: ZoneTrips;
  /** Where the volume between two zones (from 0) stands in the file. */
  placeOf(origin: number, destination: number): { readonly line: number; readonly column: number };
  readonly warnings: readonly Problem[];
}

/** Throws UserError with every problem and its line and column. */
export function readTntpTrips(
  { text, file }: { readonly text: string; readonly file: string },
  { zoneCount }: { readonly zoneCount: number },
): TntpTrips {
  const problems = new Problems(file);
  const parsed = parseTntp(text, problems, { hasTags: true });
  checkZoneCount(parsed, zoneCount, problems);
  const table = readTable(parsed, zoneCount, problems);
  checkTotal(parsed, table.pairs, problems);
  problems.throwIfAny();
  const nowhere = { line: 0, column: 0 };
  return {
    trips: zoneTripsOf(zoneCount, table.pairs),
    placeOf: (origin, destination) => {
      const word = table.wordOf.get(origin * zoneCount + destination);
      return word === undefined ? nowhere : { line: word.line, column: word.column };
    },
    warnings: problems.list,
  };
}

function checkZoneCount(parsed: TntpText, zoneCount: number, problems: Problems): void {
  const field = 'NUMBER OF ZONES';
  const limits = { least: 1, most: Number.MAX_SAFE_INTEGER };
  const before = problems.count;
  const said = wholeTag(parsed, field, limits, problems);
  if (problems.count > before || said === zoneCount) return;
  const { line, column, text } = parsed.tags.get(field)!;
  const message = `the network has ${zoneCount} zones, got ${shown(text)}`;
  problems.add('TNTP-025', { line, column, field }, message);
}

interface TripTable {
  readonly pairs: ZonePair[];
  /** The destination's word by origin · zoneCount + destination. */
  readonly wordOf: Map<number, TntpWord>;
}

/** Zone where the origin is missing, or could not be read. */
const NO_ORIGIN = -1;
const BAD_ZONE = -2;

function readTable({ lines }: TntpText, zoneCount: number, problems: Problems): TripTable {
  const table: TripTable = { pairs: [], wordOf: new Map() };
  let origin = NO_ORIGIN;
  for (const words of lines) {
    let at = 0;
    while (at < words.length) {
      const word = words[at]!;
      if (word.text === ';') at++;
      else if (word.text.toLowerCase() === 'origin' && words[at + 1] !== undefined) {
        origin = zoneIn(words[at + 1]!, 'Origin', zoneCount, problems);
        at += 2;
      } else {
        const isPair = words[at + 1]?.text === ':' && isPairEnd(words[at + 3]);
        if (!isPair || words[at + 2] === undefined) {
          const demand = 'must be Origin and a zone, or a pair such as "3 : 100.0;"';
          problems.add('TNTP-022', placeOf(word), `${demand}, got ${shown(word.text)}`);
          break;
        }
        readPair(word, words[at + 2]!, { origin, zoneCount }, table, problems);
        at += 3;
      }
    }
  }
  return table;
}

/** A semicolon, or the end of the line. */
const isPairEnd = (word: TntpWord | undefined): boolean => word === undefined || word.text === ';';

function readPair(
  zone: TntpWord,
  amount: TntpWord,
  { origin, zoneCount }: { readonly origin: number; readonly zoneCount: number },
  { pairs, wordOf }: TripTable,
  problems: Problems,
): void {
  const destination = zoneIn(zone, 'destination', zoneCount, problems);
  const volume = numberOf(amount.text);
  if (!(volume >= 0)) {
    const message = `must be a number, 0 or more, got ${shown(amount.text)}`;
    problems.add('TNTP-004', { ...placeOf(amount), field: 'volume' }, message);
  }
  if (origin === NO_ORIGIN) {
    problems.add('TNTP-022', placeOf(zone), 'the pair must come after a line with its Origin');
  }
  if (origin < 0 || destination < 0) return;
  const key = origin * zoneCount + destination;
  const before = wordOf.get(key);
  if (before !== undefined) {
    const message = `the volume from ${origin + 1} to ${destination + 1} already stands on line ${before.line}`;
    problems.add('TNTP-023', { ...placeOf(zone), field: 'destination' }, message);
    return;
  }
  wordOf.set(key, zone);
  pairs.push({ origin, destination, volume });
}

function zoneIn(word: TntpWord, field: string, zoneCount: number, problems: Problems): number {
  const value = numberOf(word.text);
  if (Number.isInteger(value) && value >= 1 && value <= zoneCount) return value - 1;
  const message = `must be a zone from 1 to ${zoneCount}, got ${shown(word.text)}`;
  problems.add('TNTP-021', { ...placeOf(word), field }, message);
  return BAD_ZONE;
}

const placeOf = ({ line, column }: TntpWord) => ({ line, column });

/** Files give the total rounded: to two digits after the point, some to whole trips. */
const ROUNDED = 1e-4;

function checkTotal({ tags }: TntpText, pairs: readonly ZonePair[], problems: Problems): void {
  const field = 'TOTAL OD FLOW';
  const word = tags.get(field);
  if (word === undefined) return;
  const said = numberOf(word.text);
  const sum = pairs.reduce((total, { volume }) => total + volume, 0);
  const { line, column } = word;
  if (Number.isNaN(said)) {
    const message = `must be a number, got ${shown(word.text)}`;
    problems.add('TNTP-002', { line, column, field }, message);
  } else if (Math.abs(said - sum) > ROUNDED * Math.max(said, sum)) {
    const message = `the volumes sum to ${sum}, not ${shown(word.text)}; the sum is used`;
    problems.add('TNTP-024', { line, column, field }, message, 'warning');
  }
}
