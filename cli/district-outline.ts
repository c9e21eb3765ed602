/** The outline of a district from the command line: four numbers, or a file of GeoJSON. */
import { UserError } from '../core/base/errors.js';
import { readTextFile } from './text-file.js';

export type Outline = readonly (readonly [lon_deg: number, lat_deg: number])[];

/** `text` is `minlon,minlat,maxlon,maxlat` or the name of a file. Throws UserError CLI-021. */
export async function districtOutline(text: string): Promise<Outline> {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.length === 4 && numbers.every(Number.isFinite)) return boxOutline(text, numbers);
  const ring = largestRing(parsed(await readTextFile(text), text));
  if (ring === null) throw wrong(text, 'has no polygon with longitudes and latitudes in it');
  return ring;
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
  if (!(west < east && south < north && isOnEarth)) {
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

/** Of the outer rings of all polygons the one around the most land. */
function largestRing(value: unknown): Outline | null {
  let best: Outline | null = null;
  for (const ring of outerRings(value)) {
    if (best === null || extent(ring) > extent(best)) best = ring;
  }
  return best;
}

function* outerRings(value: unknown): Generator<Outline> {
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
    const ring = Array.isArray(polygon) ? ringOf(polygon[0]) : null;
    if (ring !== null) yield ring;
  }
}

/** The last place of a ring repeats the first one. */
function ringOf(places: unknown): Outline | null {
  if (!Array.isArray(places) || places.length < 4) return null;
  const isPlace = (place: unknown): place is [number, number] =>
    Array.isArray(place) &&
    Number.isFinite(place[0]) &&
    Number.isFinite(place[1]) &&
    Math.abs(place[0]) <= 180 &&
    Math.abs(place[1]) <= 90;
  if (!places.every(isPlace)) return null;
  return places.slice(0, -1).map(([lon, lat]) => [lon, lat]);
}

function extent(ring: Outline): number {
  let twice = 0;
  for (const [row, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(row + 1) % ring.length]!;
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice);
}
