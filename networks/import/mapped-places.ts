/** Buildings, land and car parks of a map as places in the plane. */
import type { Point } from '../../core/network/network-draft.js';
import { area_m2, distance_m } from '../complete/polyline.js';
import type { Clip } from './clip.js';
import type { LocalPlane } from './local-plane.js';
import type { OsmData, Tags } from './osm-data.js';

export interface MappedPlace {
  /** `way 7` or `node 7`. */
  readonly name: string;
  readonly at: Point;
  /** 0 for a point. */
  readonly area_m2: number;
  /** Empty for a point. */
  readonly outline: readonly Point[];
  readonly tags: Tags;
}

/** Those that are wholly on the map, in the order of their names' kinds and numbers. */
export function mappedPlaces(data: OsmData, plane: LocalPlane, clip: Clip): readonly MappedPlace[] {
  const isInside = (lon_deg: number, lat_deg: number): boolean => clip.contains([lon_deg, lat_deg]);
  const points = data.points.flatMap(({ id, lon_deg, lat_deg, tags }): MappedPlace[] => {
    if (!isInside(lon_deg, lat_deg)) return [];
    const at = plane.project(lon_deg, lat_deg);
    return [{ name: `node ${id}`, at, area_m2: 0, outline: [], tags }];
  });
  const areas = data.areas.flatMap(({ id, nodes, tags }): MappedPlace[] => {
    const known = nodes.flatMap((node) => data.nodes.get(node) ?? []);
    if (known.length < nodes.length || !known.every((each) => isInside(each.lon_deg, each.lat_deg)))
      return [];
    const outline = known.slice(1).map(({ lon_deg, lat_deg }) => plane.project(lon_deg, lat_deg));
    const land_m2 = Math.abs(area_m2(outline));
    if (!(land_m2 > 0)) return [];
    return [{ name: `way ${id}`, at: middleOf(outline), area_m2: land_m2, outline, tags }];
  });
  return [...areas, ...points];
}

/** The mean of the outline by length; for the land of a place that is near enough. */
function middleOf(outline: readonly Point[]): Point {
  let [x, y, length_m] = [0, 0, 0];
  for (const [row, a] of outline.entries()) {
    const b = outline[(row + 1) % outline.length]!;
    const side_m = distance_m(a, b);
    x += ((a[0] + b[0]) / 2) * side_m;
    y += ((a[1] + b[1]) / 2) * side_m;
    length_m += side_m;
  }
  return [x / length_m, y / length_m];
}
