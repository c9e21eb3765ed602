/** Between longitude and latitude and the plane of a network. */
import proj4 from 'proj4';
import type { Point } from '../../core/network/network-draft.js';

/** Where a drawn network is put when a format asks for a place on Earth: 0° N 0° E. */
export const NOWHERE_CRS = '+proj=tmerc +lat_0=0 +lon_0=0 +k=1 +datum=WGS84 +units=m +no_defs';

const crsOf = (crs: string): string => (crs === 'local' ? NOWHERE_CRS : crs);

export function planeOf(crs: string): (lonLat: Point) => Point {
  const { forward } = proj4('EPSG:4326', crsOf(crs));
  return ([lon, lat]) => forward([lon, lat]) as unknown as Point;
}

export function lonLatOf(crs: string): (point: Point) => Point {
  const { inverse } = proj4('EPSG:4326', crsOf(crs));
  return ([x_m, y_m]) => inverse([x_m, y_m]) as unknown as Point;
}
