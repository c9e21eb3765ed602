/**
 * Networks drawn as lines in GeoJSON (LineString, MultiLineString). Lines meet where they share a
 * point; properties are read by the names that lists of edges use. Files of `network export` have
 * nodes, and links that name them.
 *
 * | code | what stops the import |
 * |---|---|
 * | GJL-001 | not JSON, or not a GeoJSON object with lines |
 * | GJL-002 | a line without two points of numbers, or longer than any street |
 *
 * | code | what is repaired or guessed |
 * |---|---|
 * | GJL-101 | pieces shorter than the straight line are as long as that |
 * | GJL-102 | pieces that end where they begin, features that are no lines or no streets: left out |
 * | GJL-201 | class, speed or lanes (of each direction) where the file does not say, or cannot be |
 * | GJL-202 | lines without `oneway` taken for both directions |
 * | GJL-203 | the district is the convex hull of the nodes |
 */
import { Problems, shown } from '../../core/base/errors.js';
import { isObject, memberOf, parseJson } from '../../core/base/json.js';
import type { NodeDraft, Point } from '../../core/network/network-draft.js';
import { NoteBook } from '../complete/note-book.js';
import { drawnLength_m } from '../complete/polyline.js';
import { planeFor } from '../gmns/planar.js';
import { type EdgeField, edgeColumns, speedUnit_mps } from './edge-columns.js';
import type { NamedText } from './edge-list.js';
import { exportedNodes, isExported, joinedByName, streetsAmong } from './exported-lines.js';
import { type ImportedStreets, importPlainLinks, type PlainLink } from './plain-links.js';

const CODES = { length: 'GJL-101', selfLoop: 'GJL-102', guess: 'GJL-201', district: 'GJL-203' };

/** Throws UserError with every problem of the file. `crs`: as for lists of edges. */
export function importGeoJsonLines(
  { file, text }: NamedText,
  { crs = '' }: { readonly crs?: string } = {},
): ImportedStreets {
  const problems = new Problems(file);
  const value = parseJson(text, problems, 'GJL-001');
  problems.throwIfAny();
  const notes = new NoteBook();
  const lines = streetsAmong(linesOf(value, { problems, notes }), notes);
  if (lines.length === 0) problems.add('GJL-001', {}, 'must be GeoJSON with a line of a street');
  if (lines.length > 0 && lines.every(isCurb)) {
    const message = 'has curbs (CurbLR), no streets: network curbs --curblr puts them onto some';
    problems.add('GJL-001', {}, message);
  }
  problems.throwIfAny();
  const plane = planeFor(
    crs,
    lines.flatMap(({ points }) => points),
    notes,
  );
  const onPlane = lines.map((line) => ({ ...line, points: placed(line, plane.place, problems) }));
  problems.throwIfAny();
  const name = (file.split(/[/\\]/).at(-1) ?? '').replace(/\.(?:geo)?json(?:\.gz)?$/i, '');
  const nodes = exportedNodes(value).map(({ point, ...node }) => ({
    node,
    at: plane.place(point),
  }));
  const joined = joinedByName(onPlane, nodes);
  if (joined === null && onPlane.some(isExported)) {
    notes.repair('GJL-102', 'links', 'name nodes that are not there: they meet where they touch');
  }
  const met = joined ?? meeting(onPlane, notes);
  const streets = { file, name, layout: 'lines', crs: plane.crs, ...met };
  return importPlainLinks(streets, CODES, notes);
}

const isCurb = ({ properties }: DrawnLine): boolean => Array.isArray(properties['regulations']);

export interface DrawnLine {
  readonly name: string;
  readonly points: readonly Point[];
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Around {
  readonly problems: Problems;
  readonly notes: NoteBook;
}

function linesOf(value: unknown, around: Around): DrawnLine[] {
  const features = isObject(value) ? memberOf(value, 'features') : undefined;
  const list = Array.isArray(features) ? features : [value];
  return list.flatMap((feature, at) => linesOfFeature(feature, `features.${at}`, around));
}

function linesOfFeature(feature: unknown, field: string, { problems, notes }: Around): DrawnLine[] {
  const shape = isObject(feature) ? (memberOf(feature, 'geometry') ?? feature) : null;
  if (!isObject(shape)) {
    problems.add('GJL-001', { field }, 'must be a GeoJSON feature');
    return [];
  }
  const type = memberOf(shape, 'type');
  const coordinates = memberOf(shape, 'coordinates');
  const parts = type === 'LineString' ? [coordinates] : coordinates;
  if ((type !== 'LineString' && type !== 'MultiLineString') || !Array.isArray(parts)) {
    notes.repair('GJL-102', field, 'is no line: left out');
    return [];
  }
  const found = isObject(feature) ? memberOf(feature, 'properties') : null;
  const properties = isObject(found) ? found : {};
  return parts.flatMap((part: unknown, at: number): DrawnLine[] => {
    const points = Array.isArray(part) ? part.flatMap(pointOf) : [];
    if (points.length >= 2 && points.length === (part as unknown[]).length) {
      const name = `${Number(field.split('.')[1]) + 1}${parts.length > 1 ? `-${at + 1}` : ''}`;
      return [{ name, points, properties }];
    }
    const where = type === 'LineString' ? field : `${field}.${at}`;
    problems.add('GJL-002', { field: where }, 'must be two points of numbers or more');
    return [];
  });
}

function pointOf(value: unknown): Point[] {
  if (!Array.isArray(value)) return [];
  const [x, y] = value as readonly unknown[];
  return Number.isFinite(x) && Number.isFinite(y) ? [[x as number, y as number]] : [];
}

/** Longer ones are no streets, or damage. */
const LONGEST_m = 100_000;

function placed(
  { name, points }: DrawnLine,
  place: (point: Point) => Point | null,
  problems: Problems,
): readonly Point[] {
  const line = points.map(place);
  const isWhole = line.every((point) => point !== null);
  const field = `line ${name}`;
  if (isWhole && drawnLength_m(line) <= LONGEST_m) return line;
  const message = isWhole
    ? `must be a street, at most ${LONGEST_m / 1000} km long`
    : 'must have longitudes first, then latitudes from -60 to 84 (are they swapped?)';
  problems.add('GJL-002', { field }, message);
  return [];
}

/** Points nearer than this are one: a hundredth of a metre, as files round degrees. */
const keyOf = ([x_m, y_m]: Point): string => `${Math.round(x_m * 100)} ${Math.round(y_m * 100)}`;

/** Lines cut where they meet: at their ends, and at points that two of them have. */
function meeting(lines: readonly DrawnLine[], notes: NoteBook) {
  const count = new Map<string, number>();
  for (const { points } of lines) {
    for (const [at, point] of points.entries()) {
      const isEnd = at === 0 || at === points.length - 1;
      count.set(keyOf(point), (count.get(keyOf(point)) ?? 0) + (isEnd ? 2 : 1));
    }
  }
  const nodes = new Map<string, NodeDraft>();
  const nodeAt = (point: Point): string => {
    const key = keyOf(point);
    const [x_m, y_m] = point;
    const known = nodes.get(key);
    if (known !== undefined) return known.name;
    nodes.set(key, { name: `${nodes.size + 1}`, x_m, y_m, control: 'warrant' });
    return `${nodes.size}`;
  };
  const links = lines.flatMap((line) => {
    const said = saidOf(line, notes);
    return pieces(line.points, (point) => count.get(keyOf(point))! > 1).map(
      (geometry, at): PlainLink => {
        const ends = [geometry[0]!, geometry.at(-1)!].map(nodeAt) as [string, string];
        const [from, to] = said.isBackwards ? ends.toReversed() : ends;
        const drawn = said.isBackwards ? geometry.toReversed() : geometry;
        const length_m = drawnLength_m(geometry);
        const name = `${line.name}${at === 0 ? '' : ` ${at + 1}`}`;
        return { ...said.link, name, from: from!, to: to!, length_m, geometry: drawn };
      },
    );
  });
  return { nodes: [...nodes.values()], links };
}

function pieces(points: readonly Point[], isNode: (point: Point) => boolean): Point[][] {
  const found: Point[][] = [[points[0]!]];
  for (const [at, point] of points.slice(1).entries()) {
    found.at(-1)!.push(point);
    if (at < points.length - 2 && isNode(point)) found.push([point]);
  }
  return found;
}

type Said = Pick<PlainLink, 'isDirected' | 'freeSpeed_mps' | 'laneCount' | 'facility'>;

const MOST_LANES = 20;
const FASTEST_mps = 200;

/** What the line's properties say of it. */
function saidOf(line: DrawnLine, notes: NoteBook): { link: Said; isBackwards: boolean } {
  const names = Object.keys(line.properties);
  const columns = edgeColumns(names, [], new Problems(''));
  const text = (field: EdgeField): string => {
    const value = columns.has(field) ? line.properties[columns.get(field)!] : '';
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value).trim()
      : '';
  };
  const number = (field: EdgeField, most: number, unit: number): number | undefined => {
    const value = Number.parseFloat(text(field)) * unit;
    if (value > 0 && value <= most) return value;
    if (text(field) === '') return undefined;
    notes.repair(
      'GJL-201',
      `line ${line.name}`,
      `${field} ${shown(text(field))} cannot be: guessed`,
    );
    return undefined;
  };
  const oneway = text('oneway').toLowerCase();
  const isBackwards = oneway === '-1' || oneway === 'reverse';
  const isDirected = isBackwards || ['yes', 'true', '1', 't'].includes(oneway);
  if (oneway === '') notes.guess('GJL-202', `line ${line.name}`, 'taken for both directions');
  const laneCount = number('lanes', MOST_LANES, 1);
  const unit_mps = speedUnit_mps(columns.get('speed') ?? '');
  return {
    isBackwards,
    link: {
      isDirected,
      freeSpeed_mps: number('speed', FASTEST_mps, unit_mps),
      laneCount: laneCount === undefined ? undefined : Math.max(1, Math.round(laneCount)),
      facility: text('class') === '' ? undefined : text('class'),
    },
  };
}
