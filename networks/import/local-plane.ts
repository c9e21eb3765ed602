/** Flat metres for a district: the UTM zone of its middle. */
import proj4 from 'proj4';
import type { Point } from '../../core/network/network-draft.js';
import type { OsmBounds } from './osm-data.js';

export interface LocalPlane {
  /** As a proj string. */
  readonly crs: string;
  readonly project: (lon_deg: number, lat_deg: number) => Point;
}

/** Within a zone UTM lengths are at most 0.04 % too short and, at its edges, 0.1 % too long. */
export function localPlane({ west_deg, south_deg, east_deg, north_deg }: OsmBounds): LocalPlane {
  const lon_deg = (west_deg + east_deg) / 2;
  const zone = Math.min(60, Math.floor((lon_deg + 180) / 6) + 1);
  const south = south_deg + north_deg < 0 ? ' +south' : '';
  const crs = `+proj=utm +zone=${zone}${south} +datum=WGS84 +units=m +no_defs`;
  const converter = proj4('EPSG:4326', crs);
  return {
    crs,
    project: (lon, lat) => {
      const [x_m, y_m] = converter.forward([lon, lat]);
      return [rounded(x_m!), rounded(y_m!)];
    },
  };
}

/** Tenths of a millimetre: finer than any survey, and the same digits on every machine. */
const rounded = (value_m: number): number => Math.round(value_m * 10_000) / 10_000;
