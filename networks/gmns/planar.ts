/** Coordinates of other programs' folders, brought to planar metres. */
import proj4 from 'proj4';
import { shown } from '../../core/base/errors.js';
import type { Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { FOLDER_NOTES } from './codes.js';

export interface Plane {
  /** As `NetworkDraft.crs`. */
  readonly crs: string;
  /** Null where the point has no place on the plane. */
  readonly place: (point: Point) => Point | null;
}

const LON_LAT = new Set(['4326', 'EPSG:4326', 'WGS84', 'OGC:CRS84', 'EPSG:4269', '4269']);
/** Definitions longer than this are no coordinate system that a street file needs. */
const LONGEST_CRS = 1000;

/** The plane for points in the system `crs`, as config.csv states it; '' where it says nothing. */
export function planeFor(crs: string, points: readonly Point[], notes: NoteBook): Plane {
  const code = crs.trim().toUpperCase();
  const fits = points.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90);
  if (LON_LAT.has(code)) return utmPlane(points, (point) => point);
  const zone = utmZoneOf(code);
  if (zone !== null) return { crs: zone, place: (point) => point };
  if (code === '' || code === 'LOCAL') {
    if (fits && code === '') {
      const message = 'crs is not stated: read as longitude and latitude (WGS 84)';
      notes.guess(FOLDER_NOTES.coordinates, 'config.csv', message);
      return utmPlane(points, (point) => point);
    }
    return { crs: 'local', place: (point) => point };
  }
  const toLonLat = converterFrom(crs);
  if (toLonLat !== null) return utmPlane(points, toLonLat);
  const message = `crs ${shown(crs)} is not known: coordinates are taken as planar metres`;
  notes.guess(FOLDER_NOTES.coordinates, 'config.csv', message);
  return { crs: 'local', place: (point) => point };
}

const utm = (zone: number, isSouth: boolean): string =>
  `+proj=utm +zone=${zone}${isSouth ? ' +south' : ''} +datum=WGS84 +units=m +no_defs`;

/** EPSG 32601 to 32660 are UTM north, 32701 to 32760 south. */
function utmZoneOf(code: string): string | null {
  const digits = code.startsWith('EPSG:') ? code.slice('EPSG:'.length) : code;
  const number = Number(digits);
  const [family, zone] = [Math.floor(number / 100), number % 100];
  const isUtm = (family === 326 || family === 327) && zone >= 1 && zone <= 60;
  return isUtm && Number.isInteger(zone) ? utm(zone, family === 327) : null;
}

/**
 * UTM is not meant for the poles, and south of 60° S there are no streets: a latitude there is the
 * longitude of an American town whose coordinates are swapped.
 */
const SOUTHERNMOST_deg = -60;
const NORTHERNMOST_deg = 84;

const isOnEarth = ([longitude, latitude]: Point): boolean =>
  Math.abs(longitude) <= 180 && latitude >= SOUTHERNMOST_deg && latitude <= NORTHERNMOST_deg;

/** The UTM zone around the middle of the points. */
function utmPlane(points: readonly Point[], toLonLat: (point: Point) => Point | null): Plane {
  const onEarth = points.map(toLonLat).filter((p): p is Point => p !== null && isOnEarth(p));
  const middle = (axis: 0 | 1): number =>
    onEarth.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, onEarth.length);
  const zone = Math.min(60, Math.floor((middle(0) + 180) / 6) + 1);
  const crs = utm(zone, middle(1) < 0);
  const projection = proj4('WGS84', crs);
  const place = (point: Point): Point | null => {
    const lonLat = toLonLat(point);
    if (lonLat === null || !isOnEarth(lonLat)) return null;
    return finite(projection.forward([lonLat[0], lonLat[1]]));
  };
  return { crs, place };
}

function converterFrom(crs: string): ((point: Point) => Point | null) | null {
  if (crs.length > LONGEST_CRS) return null;
  try {
    const projection = proj4(crs, 'WGS84');
    projection.forward([0, 0]);
    return (point) => {
      try {
        return finite(projection.forward([point[0], point[1]]));
      } catch {
        return null;
      }
    };
  } catch {
    return null;
  }
}

function finite(point: readonly number[]): Point | null {
  const [x, y] = point;
  return Number.isFinite(x) && Number.isFinite(y) ? [x!, y!] : null;
}
