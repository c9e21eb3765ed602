/** `link.csv`: the directions of streets, and `geometry.csv`, where others keep their shapes. */
import type { Hours } from '../../core/network/lane-use.js';
import type { LinkDraft, Point } from '../../core/network/network-draft.js';
import { flag, hours, integer, name, number, optional, reference, shape, text } from './column.js';
import { SPEED_mps, type SpeedUnit } from './gmns-config.js';
import { TableFormat } from './table-format.js';

export interface LinkRow {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly isDirected: boolean | undefined;
  readonly geometryName: string;
  readonly geometry: readonly Point[] | undefined;
  readonly length: number | undefined;
  readonly facility: string | undefined;
  readonly freeSpeed: number | undefined;
  readonly laneCount: number | undefined;
  readonly walkway: string | undefined;
  readonly allowedUses: string | undefined;
  readonly width: number | undefined;
  readonly street: string | undefined;
  readonly leftPocket_m: number | undefined;
  readonly rank: number | undefined;
  readonly carriageway_m: number | undefined;
  readonly sidewalk_m: number | undefined;
  readonly isInside: boolean | undefined;
  readonly tidalHours: readonly Hours[] | undefined;
}

/** More lanes than any street has; what a file may ask to be made of one link. */
const MOST_LANES = 20;
const WIDEST = 1000;

export const linkTable = new TableFormat<LinkRow>('link.csv', 'Directions of streets', {
  key: 'name',
  columns: {
    name: name('link_id', 'name of the link'),
    from: reference('from_node_id', 'node.csv', 'junction at its start'),
    to: reference('to_node_id', 'node.csv', 'junction at its end'),
    isDirected: optional(flag('directed', 'false where one row stands for both directions')),
    geometryName: { ...text('geometry_id', 'row of geometry.csv'), isRequired: false },
    geometry: optional(shape('geometry', 'LINESTRING', 'centre line of this direction')),
    length: optional(
      number('length', 'm', 'from leaving the junction to the stop line', { least: 0 }),
    ),
    facility: optional(text('facility_type', 'class of the street')),
    freeSpeed: optional(number('free_speed', 'as config.csv says', 'speed limit', { least: 0 })),
    laneCount: optional(integer('lanes', 'full-length lanes', { most: MOST_LANES })),
    walkway: optional(text('ped_facility', 'sidewalk of this side')),
    allowedUses: optional(text('allowed_uses', 'who may drive it')),
    width: optional(
      number('row_width', 'm', 'land it takes, curb lanes not counted', { least: 0 }),
    ),
    street: optional(text('bw_street', 'shared by both directions of a street')),
    leftPocket_m: optional(
      number('bw_left_pocket_m', 'm', 'left-turn pocket, 0 for none', { least: 0 }),
    ),
    rank: optional(
      integer('bw_rank', 'importance at yield junctions, 5 for a motorway', { most: 255 }),
    ),
    carriageway_m: optional(
      number('bw_carriageway_m', 'm', 'width of this direction, kerb to kerb', {
        least: 0,
        most: WIDEST,
      }),
    ),
    sidewalk_m: optional(
      number('bw_sidewalk_m', 'm', 'sidewalk of this side', { least: 0, most: WIDEST }),
    ),
    isInside: optional(flag('bw_is_inside', 'whether its land belongs to the district')),
    tidalHours: optional(
      hours('bw_tidal_hours', 'hours in which its leftmost lane, a tidal one, is its own, in s'),
    ),
  },
});

export interface GeometryRow {
  readonly name: string;
  readonly geometry: readonly Point[] | undefined;
}

/** Read where links refer to it; never written. */
export const geometryTable = new TableFormat<GeometryRow>('geometry.csv', 'Shapes of links', {
  key: 'name',
  columns: {
    name: name('geometry_id', 'name of the shape'),
    geometry: optional(shape('geometry', 'LINESTRING', 'centre line')),
  },
});

/** Words for ranks, for other programs; the reader takes `bw_rank`. */
const FACILITIES = ['service', 'residential', 'tertiary', 'secondary', 'primary', 'motorway'];

export const linkRowOf = (link: LinkDraft, speed: SpeedUnit): LinkRow => ({
  name: link.name,
  from: link.from,
  to: link.to,
  isDirected: true,
  geometryName: '',
  geometry: link.geometry,
  length: link.length_m,
  facility: FACILITIES[link.rank],
  freeSpeed: speedIn(speed, link.freeSpeed_mps) ?? link.freeSpeed_mps,
  laneCount: link.laneCount,
  walkway: link.sidewalk_m > 0 ? 'sidewalk' : 'none',
  allowedUses: 'auto',
  width: link.carriageway_m + link.sidewalk_m,
  street: link.street,
  leftPocket_m: link.leftPocket_m,
  rank: link.rank,
  carriageway_m: link.carriageway_m,
  sidewalk_m: link.sidewalk_m,
  isInside: link.isInside,
  tidalHours: link.tidalHours,
});

/** km/h if every speed comes back exactly from it, as planners read it; else m/s. */
export const speedUnitFor = (links: readonly LinkDraft[]): SpeedUnit =>
  links.every((link) => speedIn('kph', link.freeSpeed_mps) !== null) ? 'kph' : 'm/s';

/** The shortest number in `unit` that is read back as exactly `speed_mps`, or null. */
function speedIn(unit: SpeedUnit, speed_mps: number): number | null {
  for (let digits = 1; digits <= 17; digits++) {
    const value = Number((speed_mps / SPEED_mps[unit]).toPrecision(digits));
    if (value * SPEED_mps[unit] === speed_mps) return value;
  }
  return null;
}
