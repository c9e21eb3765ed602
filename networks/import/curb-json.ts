/** Reads JSON of curb feeds field by field; what is wrong is noted with the path of its field. */
import { shown, UserError } from '../../core/base/errors.js';
import type { Point } from '../../core/network/network-draft.js';

export type Json = unknown;

/** Throws a UserError with `code` where the text is no JSON object. */
export function parseJsonObject(text: string, file: string, code: string): Record<string, Json> {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(file, code, `is not JSON: ${shown(why).slice(1, -1)}`);
  }
  if (!isObject(value)) throw refused(file, code, 'must be a JSON object');
  return value;
}

function refused(file: string, code: string, message: string): UserError {
  return new UserError({ code, severity: 'error', file, line: 0, column: 0, field: '', message });
}

export const isObject = (value: Json): value is Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

export const textsOf = (value: Json): string[] =>
  listOf(value).filter((each): each is string => typeof each === 'string');

/** Longitude and latitude pairs within the world; null for anything else. */
export function coordinatesOf(value: Json, least: number): Point[] | null {
  const points = listOf(value).map((pair) => listOf(pair));
  const isPlace = (pair: readonly Json[]): boolean =>
    pair.length >= 2 &&
    pair.slice(0, 2).every((each) => typeof each === 'number' && Number.isFinite(each)) &&
    Math.abs(pair[0] as number) <= 180 &&
    Math.abs(pair[1] as number) <= 90;
  if (points.length < least || points.length > MOST_POINTS || !points.every(isPlace)) return null;
  return points.map((pair) => [pair[0] as number, pair[1] as number]);
}

/** No street side has more corners. */
const MOST_POINTS = 10_000;
