/** Which column of a list of nodes or edges is what: by the names that files use, or as the user says. */
import { type Problems, shown } from '../../core/base/errors.js';
import { FOOT_m, KMH_mps, MILE_m, MPH_mps } from '../../core/base/units.js';

/** Other names that files use, in small letters; of several in one file the first here counts. */
const NODE_NAMES = {
  node: ['node', 'node_id', 'id', 'osmid', 'osm_node_id', 'name', 'nodeid'],
  x: ['x', 'lon', 'lng', 'longitude', 'x_coord', 'x_m', 'easting', 'xcoord'],
  y: ['y', 'lat', 'latitude', 'y_coord', 'y_m', 'northing', 'ycoord'],
} as const;

const EDGE_NAMES = {
  edge: ['edge', 'edge_id', 'link_id', 'link', 'id', 'uniqueid', 'name'],
  from: [
    ...['from', 'from_node', 'from_node_id', 'u', 'source', 'start', 'tail', 'init_node', 'a'],
    ...['from_osm_node_id', 'start_osmid', 'start_node', 'from_id'],
  ],
  to: [
    ...['to', 'to_node', 'to_node_id', 'v', 'target', 'end', 'head', 'term_node', 'b'],
    ...['to_osm_node_id', 'end_osmid', 'end_node', 'to_id'],
  ],
  length: [
    ...['length_m', 'length', 'length_km', 'length_ft', 'length_mi', 'distance_m', 'distance'],
    ...['length_miles', 'distance_km'],
  ],
  speed: [
    ...['speed_mps', 'speed_kmh', 'speed_kph', 'speed_mph', 'maxspeed_kmh', 'maxspeed_mph'],
    ...['speed', 'maxspeed', 'free_speed', 'freespeed', 'speed_limit'],
  ],
  lanes: ['lanes', 'lane_count', 'lanecount', 'num_lanes', 'permlanes'],
  class: ['class', 'highway', 'facility_type', 'road_type', 'road_class', 'type'],
  directed: ['directed'],
  oneway: ['oneway', 'one_way'],
  geometry: ['geometry', 'wkt', 'geom'],
} as const;

export type NodeField = keyof typeof NODE_NAMES;
export type EdgeField = keyof typeof EDGE_NAMES;

/** The file's name of each column that it has. */
export type Columns<Field extends string> = ReadonlyMap<Field, string>;

/** `asked`: what the user says, as `from=u` or `speed=limit_kmh`; EDG-001 where it cannot be. */
export const nodeColumns = (header: readonly string[]): Columns<NodeField> =>
  found(NODE_NAMES, header, new Map());

export function edgeColumns(
  header: readonly string[],
  asked: readonly string[],
  problems: Problems,
): Columns<EdgeField> {
  const given = new Map<EdgeField, string>();
  for (const each of asked) {
    const [field = '', ...rest] = each.split('=');
    const column = rest.join('=').trim();
    const refuse = (message: string): void =>
      problems.add('EDG-001', { line: 1, field: '--columns' }, `${shown(each)}: ${message}`);
    if (!(field.trim() in EDGE_NAMES) || !Object.hasOwn(EDGE_NAMES, field.trim())) {
      refuse(`must begin with one of ${Object.keys(EDGE_NAMES).join(', ')}`);
    } else if (!header.includes(column)) refuse('the file has no such column');
    else given.set(field.trim() as EdgeField, column);
  }
  return found(EDGE_NAMES, header, given);
}

function found<Field extends string>(
  names: Readonly<Record<Field, readonly string[]>>,
  header: readonly string[],
  given: ReadonlyMap<Field, string>,
): Columns<Field> {
  const byName = new Map(header.map((name) => [name.trim().toLowerCase(), name]));
  const columns = new Map(given);
  const taken = new Set(given.values());
  for (const field of Object.keys(names) as Field[]) {
    if (columns.has(field)) continue;
    const name = names[field].find((each) => byName.has(each) && !taken.has(byName.get(each)!));
    if (name === undefined) continue;
    columns.set(field, byName.get(name)!);
    taken.add(byName.get(name)!);
  }
  return columns;
}

const LENGTHS: readonly (readonly [ending: RegExp, m: number])[] = [
  [/_km$/i, 1000],
  [/_(?:mi|miles?)$/i, MILE_m],
  [/_(?:ft|feet)$/i, FOOT_m],
];
const SPEEDS: readonly (readonly [ending: RegExp, mps: number])[] = [
  [/_mph$/i, MPH_mps],
  [/_(?:mps|m_s)$/i, 1],
];

/** Metres of one unit of the column, by its name's ending; metres where it has none. */
export const lengthUnit_m = (column: string): number =>
  LENGTHS.find(([ending]) => ending.test(column))?.[1] ?? 1;

/** The same for speeds, km/h where it has none. */
export const speedUnit_mps = (column: string): number =>
  SPEEDS.find(([ending]) => ending.test(column))?.[1] ?? KMH_mps;
