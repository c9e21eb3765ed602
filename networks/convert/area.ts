/**
 * The area that a user draws: a box, or polygons of a GeoJSON file. Degrees for networks that know
 * where on earth they are, metres of their own plane for the others.
 *
 * | code | what is wrong |
 * |---|---|
 * | CNV-001 | not JSON |
 * | CNV-002 | no polygon |
 * | CNV-003 | a coordinate that is none |
 * | CNV-004 | a box that is none |
 * | CNV-005 | no block to convert in the area |
 */
import proj4 from 'proj4';
import { Problems, shown, UserError } from '../../core/base/errors.js';
import { isObject, type JsonObject, memberOf, parseJson, shownJson } from '../../core/base/json.js';
import type { Point } from '../../core/network/network-draft.js';

export type IsInArea = (point: Point) => boolean;

/** `west,south,east,north`. Throws UserError. */
export function boxArea(box: string, crs: string): IsInArea {
  const parts = box.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [west, south, east, north] = parts as [number, number, number, number];
  if (parts.length !== 4 || !parts.every(Number.isFinite) || west >= east || south >= north) {
    throw refused('--area', 'CNV-004', `must be west,south,east,north, got ${shown(box)}`);
  }
  const ring: readonly Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  return insideOf([[ring]], crs);
}

/** The polygons of a text of GeoJSON. Throws UserError with every problem. */
export function polygonArea(text: string, file: string, crs: string): IsInArea {
  const problems = new Problems(file);
  const polygons: (readonly (readonly Point[])[])[] = [];
  const value = parseJson(text, problems, 'CNV-001');
  if (problems.count === 0) collect(value, { field: '', polygons, problems, depth: 0 });
  if (problems.count === 0 && polygons.length === 0) {
    problems.add('CNV-002', {}, 'must have a Polygon or MultiPolygon');
  }
  problems.throwIfAny();
  return insideOf(polygons, crs);
}

const refused = (file: string, code: string, message: string): UserError =>
  new UserError({ code, severity: 'error', file, line: 0, column: 0, field: '', message });

interface Collected {
  /** Where in the file. */
  readonly field: string;
  readonly polygons: (readonly (readonly Point[])[])[];
  readonly problems: Problems;
  readonly depth: number;
}

/** FeatureCollection, Feature, GeometryCollection, geometry. */
const DEEPEST = 4;

function collect(value: unknown, into: Collected): void {
  const { field, depth } = into;
  if (!isObject(value) || depth > DEEPEST) {
    into.problems.add('CNV-002', { field }, `must be a GeoJSON object, got ${shownJson(value)}`);
    return;
  }
  const below = (name: string): Collected => ({
    ...into,
    field: field === '' ? name : `${field}.${name}`,
    depth: depth + 1,
  });
  const type = memberOf(value, 'type');
  if (type === 'Feature') collect(memberOf(value, 'geometry'), below('geometry'));
  else if (type === 'FeatureCollection') collectAll(value, 'features', below);
  else if (type === 'GeometryCollection') collectAll(value, 'geometries', below);
  else if (type === 'Polygon') addPolygon(memberOf(value, 'coordinates'), below('coordinates'));
  else if (type === 'MultiPolygon') {
    const list = memberOf(value, 'coordinates');
    for (const [at, each] of (Array.isArray(list) ? list : [list]).entries()) {
      addPolygon(each, below(`coordinates.${at}`));
    }
  }
}

function collectAll(value: JsonObject, name: string, below: (name: string) => Collected): void {
  const list = memberOf(value, name);
  if (!Array.isArray(list)) {
    below(name).problems.add('CNV-002', { field: below(name).field }, 'must be a list');
    return;
  }
  for (const [at, each] of list.entries()) collect(each, below(`${name}.${at}`));
}

function addPolygon(rings: unknown, { field, polygons, problems }: Collected): void {
  const lists: readonly unknown[] = Array.isArray(rings) ? rings : [];
  const read = lists.map((ring) => (Array.isArray(ring) ? ring.flatMap(pointOf) : []));
  const isWhole =
    read.length > 0 &&
    read.every((ring, at) => ring.length >= 3 && ring.length === (lists[at] as unknown[]).length);
  if (isWhole) polygons.push(read);
  else problems.add('CNV-003', { field }, 'must be rings of three points of numbers or more');
}

function pointOf(value: unknown): Point[] {
  if (!Array.isArray(value)) return [];
  const [x, y] = value as readonly unknown[];
  return Number.isFinite(x) && Number.isFinite(y) ? [[x as number, y as number]] : [];
}

/** Inside by the even-odd rule over all rings, so that holes are left out. */
function insideOf(polygons: readonly (readonly (readonly Point[])[])[], crs: string): IsInArea {
  const toPlane = crs === 'local' ? null : proj4('EPSG:4326', crs);
  const onPlane = (point: Point): Point => {
    if (toPlane === null) return point;
    const [x, y] = toPlane.forward([point[0], point[1]]);
    return [x!, y!];
  };
  const projected = polygons.map((rings) => rings.map((ring) => ring.map(onPlane)));
  return (point) =>
    projected.some((rings) => rings.filter((ring) => isInRing(ring, point)).length % 2 === 1);
}

function isInRing(ring: readonly Point[], [x, y]: Point): boolean {
  let isInside = false;
  for (const [row, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[(row + 1) % ring.length]!;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
  }
  return isInside;
}
