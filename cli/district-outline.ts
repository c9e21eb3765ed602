/** The outline of a district from the command line: four numbers, or a file of GeoJSON. */
import { UserError } from '../core/base/errors.js';
import type { RepairNote } from '../core/network/repair-note.js';
import { readTextFile } from './text-file.js';

export type Outline = readonly (readonly [lon_deg: number, lat_deg: number])[];

export interface DistrictOutline {
  readonly outline: Outline;
  /** What of the file is not used. */
  readonly notes: readonly RepairNote[];
}

/**
 * `text` is `minlon,minlat,maxlon,maxlat` or the name of a file, of whose polygons the largest counts.
 * Throws UserError CLI-021.
 */
export async function districtOutline(text: string): Promise<DistrictOutline> {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.length > 1 && numbers.every(Number.isFinite)) {
    return { outline: boxOutline(text, numbers), notes: [] };
  }
  const rings = [...outerRings(parsed(await readTextFile(text), text))];
  const largest = rings.reduce<Ring | null>(
    (best, ring) => (best === null || extent(ring.outline) > extent(best.outline) ? ring : best),
    null,
  );
  if (largest === null) throw wrong(text, 'has no polygon with longitudes and latitudes in it');
  const { outline, holeCount } = largest;
  if (crossesItself(outline)) throw wrong(text, 'must have an outline that does not cross itself');
  if (!(extent(outline) > 0)) throw wrong(text, 'must have land within its outline');
  const note = (count: number, message: string): RepairNote[] =>
    count === 0 ? [] : [{ code: 'CLI-022', subject: text, message, kind: 'repair' }];
  const others = rings.length - 1;
  return {
    outline,
    notes: [
      ...note(others, `the district has ${others + 1} polygons: the largest alone counts`),
      ...note(holeCount, `the district has holes (${holeCount}): they count as its land`),
    ],
  };
}

const wrong = (file: string, message: string): UserError =>
  new UserError({
    code: 'CLI-021',
    severity: 'error',
    file,
    line: 0,
    column: 0,
    field: 'district',
    message,
  });

function boxOutline(text: string, numbers: readonly number[]): Outline {
  const [west, south, east, north] = numbers as [number, number, number, number];
  const isOnEarth = west >= -180 && east <= 180 && south >= -90 && north <= 90;
  if (numbers.length !== 4 || !(west < east && south < north && isOnEarth)) {
    throw wrong(text, 'must be minlon,minlat,maxlon,maxlat in degrees, the lower one first');
  }
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw wrong(file, 'is no JSON');
  }
}

interface Ring {
  readonly outline: Outline;
  readonly holeCount: number;
}

function* outerRings(value: unknown): Generator<Ring> {
  if (typeof value !== 'object' || value === null) return;
  const { type, features, geometry, geometries, coordinates } = value as Record<string, unknown>;
  if (type === 'FeatureCollection' && Array.isArray(features)) {
    for (const feature of features) {
      yield* outerRings((feature as { geometry?: unknown } | null)?.geometry);
    }
  } else if (type === 'Feature') yield* outerRings(geometry);
  else if (type === 'GeometryCollection' && Array.isArray(geometries)) {
    for (const each of geometries) yield* polygonRings(each as { type?: unknown });
  } else yield* polygonRings({ type, coordinates });
}

function* polygonRings(geometry: { type?: unknown; coordinates?: unknown } | null) {
  const { type, coordinates } = geometry ?? {};
  if (!Array.isArray(coordinates)) return;
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  for (const polygon of polygons) {
    const outline = Array.isArray(polygon) ? ringOf(polygon[0]) : null;
    if (outline !== null) yield { outline, holeCount: (polygon as unknown[]).length - 1 };
  }
}

/** The last place of a ring repeats the first one; where it does not, the ring is closed all the same. */
function ringOf(places: unknown): Outline | null {
  if (!Array.isArray(places) || places.length < 3) return null;
  const isPlace = (place: unknown): place is [number, number] =>
    Array.isArray(place) &&
    Number.isFinite(place[0]) &&
    Number.isFinite(place[1]) &&
    Math.abs(place[0]) <= 180 &&
    Math.abs(place[1]) <= 90;
  if (!places.every(isPlace)) return null;
  const [first, last] = [places[0]!, places.at(-1)!];
  const isClosed = first[0] === last[0] && first[1] === last[1];
  const ring = isClosed ? places.slice(0, -1) : places;
  return ring.length < 3 ? null : ring.map(([lon, lat]) => [lon, lat]);
}

function extent(ring: Outline): number {
  let twice = 0;
  for (const [row, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(row + 1) % ring.length]!;
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice);
}

/** Sides that are not beside each other, and meet. */
function crossesItself(ring: Outline): boolean {
  if (ring.length > MOST_PLACES) return false;
  return ring.some((a, row) => {
    const b = ring[(row + 1) % ring.length]!;
    for (let other = row + 2; other < ring.length; other++) {
      if (row === 0 && other === ring.length - 1) continue;
      const [c, d] = [ring[other]!, ring[(other + 1) % ring.length]!];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
    return false;
  });
}

/** Every side is held against every other: a coast of a hundred thousand places is believed. */
const MOST_PLACES = 5000;

/** Above 0 where c lies to the left of the way from a to b. */
const turn = (a: Outline[number], b: Outline[number], c: Outline[number]): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
