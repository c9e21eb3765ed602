/** OpenStreetMap XML of a few streets, for tests: places in metres from a corner at 48° N, 11° E. */

type TagList = Readonly<Record<string, string>>;

export interface SmallMap {
  /** By id: metres to the east and to the north, and tags. */
  readonly nodes: Readonly<Record<number, readonly [x_m: number, y_m: number, tags?: TagList]>>;
  /** By id: node ids, and tags besides `highway=residential`; an empty one is none. */
  readonly ways: Readonly<Record<number, readonly [nodes: readonly number[], tags?: TagList]>>;
  /** West, south, east and north, in metres. */
  readonly bounds_m?: readonly [number, number, number, number];
  /** More elements, as they are. */
  readonly more?: string;
}

const LAT_deg = 48;
const LON_deg = 11;
const METRE_lat_deg = 1 / 111_200;
const METRE_lon_deg = 1 / 74_625;

export function osmXml({ nodes, ways, bounds_m, more = '' }: SmallMap): string {
  const lines = Object.entries(nodes).map(
    ([id, [x_m, y_m, tags]]) =>
      `<node id="${id}" lat="${lat(y_m)}" lon="${lon(x_m)}">${tagLines(tags)}</node>`,
  );
  const wayLines = Object.entries(ways).map(([id, [refs, tags]]) => {
    const members = refs.map((ref) => `<nd ref="${ref}"/>`).join('');
    return `<way id="${id}">${members}${tagLines({ highway: 'residential', ...tags })}</way>`;
  });
  const body = [...lines, ...wayLines, more].join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n${boundsLine(bounds_m)}${body}\n</osm>\n`;
}

/** Degrees as the files write them. */
export const placeText = (x_m: number, y_m: number): { lat: string; lon: string } => ({
  lat: lat(y_m),
  lon: lon(x_m),
});

export function relationXml(relation: {
  readonly id: number;
  readonly members: readonly (readonly [type: string, ref: number, role: string])[];
  readonly tags: TagList;
}): string {
  const members = relation.members.map(
    ([type, ref, role]) => `<member type="${type}" ref="${ref}" role="${role}"/>`,
  );
  return `<relation id="${relation.id}">${members.join('')}${tagLines(relation.tags)}</relation>`;
}

const lat = (y_m: number): string => (LAT_deg + y_m * METRE_lat_deg).toFixed(7);
const lon = (x_m: number): string => (LON_deg + x_m * METRE_lon_deg).toFixed(7);

const tagLines = (tags: TagList = {}): string =>
  Object.entries(tags)
    .filter(([, v]) => v !== '')
    .map(([k, v]) => `<tag k="${k}" v="${v}"/>`)
    .join('');

function boundsLine(bounds_m: SmallMap['bounds_m']): string {
  if (bounds_m === undefined) return '';
  const [west, south, east, north] = bounds_m;
  return `<bounds minlon="${lon(west)}" minlat="${lat(south)}" maxlon="${lon(east)}" maxlat="${lat(north)}"/>\n`;
}
