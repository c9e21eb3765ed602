/** What a SUMO network's coordinates are in the world: its projection, moved by its offset. */
import type { NoteBook } from '../complete/note-book.js';
import type { SumoLocation } from './sumo-net.js';

/** SUMO's words for coordinates without a projection. */
const NO_PROJECTION = new Set(['!', '-', '.', '']);

/**
 * A proj string of the coordinates as they stand in the file: the file's projection with its offset
 * as false easting and northing. `local` where the file has none that can be moved.
 */
export function planarCrs(location: SumoLocation | null, notes: NoteBook): string {
  if (location === null || NO_PROJECTION.has(location.projection.trim())) return 'local';
  const { projection, offset } = location;
  const moved = movedUtm(projection, offset) ?? movedByFalseOrigin(projection, offset);
  if (moved !== null) return moved;
  notes.guess(
    'SUMO-208',
    'location',
    'projection is not known: coordinates have no place on earth',
  );
  return 'local';
}

type Offset = SumoLocation['offset'];

/** UTM as the transverse Mercator projection that it is, which can have any false origin. */
function movedUtm(projection: string, [east_m, north_m]: Offset): string | null {
  const zone = Number(/(?:^|\s)\+proj=utm(?=\s).*?\+zone=(\d{1,2})(?=\s|$)/.exec(projection)?.[1]);
  if (!(zone >= 1 && zone <= 60)) return null;
  const south_m = /\+south(?=\s|$)/.test(projection) ? 10_000_000 : 0;
  const origin = `+lat_0=0 +lon_0=${zone * 6 - 183} +k=0.9996`;
  const moved = `+x_0=${round(500_000 + east_m)} +y_0=${round(south_m + north_m)}`;
  return `+proj=tmerc ${origin} ${moved} +datum=WGS84 +units=m +no_defs`;
}

/** Other projections in metres, with a false origin or none. */
function movedByFalseOrigin(projection: string, [east_m, north_m]: Offset): string | null {
  const words = projection.trim().split(/\s+/);
  const isPlanar = words.some((word) => /^\+proj=(?:tmerc|lcc|laea|stere|merc)$/.test(word));
  if (!isPlanar || words.length > 40) return null;
  const falseOf = (name: string): number =>
    Number(words.find((word) => word.startsWith(`+${name}=`))?.slice(name.length + 2) ?? 0);
  const [x_m, y_m] = [falseOf('x_0') + east_m, falseOf('y_0') + north_m];
  if (!Number.isFinite(x_m) || !Number.isFinite(y_m)) return null;
  const others = words.filter((word) => !/^\+[xy]_0=/.test(word));
  return [...others, `+x_0=${round(x_m)}`, `+y_0=${round(y_m)}`].join(' ');
}

/** Sums of decimal fractions differ in the last digit. */
const round = (value_m: number): number => Math.round(value_m * 1e4) / 1e4;
