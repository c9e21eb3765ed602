/** Well-known text of the two shapes that network folders hold. */
import type { Point } from '../../core/network/network-draft.js';

export type WktShape = 'LINESTRING' | 'POLYGON';

/** Polygons are closed in the text and open in the program. */
export function formatWkt(shape: WktShape, points: readonly Point[]): string {
  if (shape === 'LINESTRING') return `LINESTRING (${formatPoints(points)})`;
  return `POLYGON ((${formatPoints([...points, ...points.slice(0, 1)])}))`;
}

const formatPoints = (points: readonly Point[]): string =>
  points.map(([x, y]) => `${formatCoordinate(x)} ${formatCoordinate(y)}`).join(', ');

const formatCoordinate = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Beyond this no coordinate of a street lies, whatever its unit. */
const FARTHEST = 1e9;
const LEAST_POINTS: Readonly<Record<WktShape, number>> = { LINESTRING: 2, POLYGON: 3 };

/** The points, or what is wrong with the text. Multi-part shapes have one part; z is left out. */
export function parseWkt(shape: WktShape, text: string): readonly Point[] | string {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  const tag = open < 0 ? '' : text.slice(0, open).trim().toUpperCase();
  const isKnown = [shape, `MULTI${shape}`, `${shape} Z`, `MULTI${shape} Z`].includes(tag);
  if (!isKnown || close < open) return `must be a WKT ${shape}`;
  const points = parsePoints(text.slice(open + 1, close));
  if (points === null) return 'must be one part of points, each two numbers below 1e9';
  const isClosed = points.length > 1 && areSame(points[0]!, points.at(-1)!);
  if (shape === 'POLYGON') {
    if (!isClosed) return 'must end where it begins';
    points.pop();
  }
  return points.length < LEAST_POINTS[shape]
    ? `must have at least ${LEAST_POINTS[shape]} points`
    : points;
}

function parsePoints(inner: string): Point[] | null {
  const list = withoutBrackets(inner);
  if (list.includes('(') || list.includes(')')) return null;
  const points: Point[] = [];
  for (const pair of list.split(',')) {
    const words = pair.trim().split(/\s+/);
    const [x, y] = [parseCoordinate(words[0]), parseCoordinate(words[1])];
    if (words.length > 3 || x === null || y === null) return null;
    points.push([x, y]);
  }
  return points;
}

/** Takes off brackets that enclose the whole list, at most two pairs. */
function withoutBrackets(inner: string): string {
  let list = inner.trim();
  for (let depth = 0; depth < 2 && list.startsWith('(') && list.endsWith(')'); depth++) {
    list = list.slice(1, -1).trim();
  }
  return list;
}

const areSame = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

/** No number needs more digits; the expression below is slow on very long ones. */
const LONGEST_NUMBER = 64;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function parseCoordinate(word: string | undefined): number | null {
  if (word === undefined || word.length > LONGEST_NUMBER || !DECIMAL.test(word)) return null;
  const value = Number(word);
  return Math.abs(value) <= FARTHEST ? value : null;
}
