/** Where a map ends: the bounds of its file, and the district that was asked for. */
import { insideOf } from '../complete/polyline.js';
import type { OsmBounds } from './osm-data.js';

/** Longitude and latitude. */
export type LonLat = readonly [lon_deg: number, lat_deg: number];

export interface Clip {
  readonly contains: (place: LonLat) => boolean;
  /** The place where the straight line from inside to outside leaves, nearest to inside. */
  readonly rim: (inside: LonLat, outside: LonLat) => LonLat;
}

/** Corners of the area between bounds, counter-clockwise. */
export const cornersOf = ({
  west_deg,
  south_deg,
  east_deg,
  north_deg,
}: OsmBounds): readonly LonLat[] => [
  [west_deg, south_deg],
  [east_deg, south_deg],
  [east_deg, north_deg],
  [west_deg, north_deg],
];

/** What lies within the bounds and the district, where these are given. */
export function clipOf(bounds: OsmBounds | null, district: readonly LonLat[] | null): Clip {
  const rings = [
    ...(bounds === null ? [] : [cornersOf(bounds)]),
    ...(district === null ? [] : [district]),
  ];
  return {
    contains: (place) =>
      (bounds === null || isWithin(bounds, place)) &&
      (district === null || insideOf(district, place)),
    rim: (inside, outside) => {
      const shares = rings.flatMap((ring) => crossings(ring, inside, outside));
      const share = shares.reduce((least, each) => Math.min(least, each), 1);
      const [lon, lat] = [outside[0] - inside[0], outside[1] - inside[1]];
      return [inside[0] + lon * share, inside[1] + lat * share];
    },
  };
}

/** The rim itself belongs to the area. */
const isWithin = ({ west_deg, south_deg, east_deg, north_deg }: OsmBounds, [lon, lat]: LonLat) =>
  lon >= west_deg && lon <= east_deg && lat >= south_deg && lat <= north_deg;

/** Shares of the way from a to b, from 0 to 1, at which it crosses the ring. */
function crossings(ring: readonly LonLat[], a: LonLat, b: LonLat): number[] {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  return ring.flatMap((start, row) => {
    const end = ring[(row + 1) % ring.length]!;
    const [ex, ey] = [end[0] - start[0], end[1] - start[1]];
    const across = x * ey - y * ex;
    if (across === 0) return [];
    const [sx, sy] = [start[0] - a[0], start[1] - a[1]];
    const share = (sx * ey - sy * ex) / across;
    const along = (sx * y - sy * x) / across;
    return share >= 0 && share <= 1 && along >= 0 && along <= 1 ? [share] : [];
  });
}
