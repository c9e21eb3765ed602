/** GeoJSON (RFC 7946): links, nodes and places as features on the globe, told apart by `kind`. */
import proj4 from 'proj4';
import { groupBy } from '../../core/base/group-by.js';
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import { drawnLength_m, stretch } from '../complete/polyline.js';
import { type Exported, lostCount, lostLaneUses } from './exported.js';
import { parkingTagsOf } from './parking-tags.js';

export interface GeojsonOptions {
  /** Where the point 0, 0 of a network without a place on earth is put. */
  readonly origin?: { readonly lon_deg: number; readonly lat_deg: number };
}

export function exportGeojson(network: NetworkDraft, options: GeojsonOptions = {}): Exported {
  const isLocal = network.crs === 'local';
  const { lon_deg, lat_deg } = options.origin ?? { lon_deg: 0, lat_deg: 0 };
  const place = globePlace(
    isLocal ? `+proj=aeqd +lon_0=${lon_deg} +lat_0=${lat_deg} +datum=WGS84 +units=m` : network.crs,
  );
  const features = featuresOf(network, place).map((feature) => JSON.stringify(feature));
  const head = `{"type":"FeatureCollection","name":${JSON.stringify(network.name)},"features":[\n`;
  const text = `${head}${features.join(',\n')}\n]}\n`;
  const lost = [
    ...(isLocal ? [`where on earth it lies: 0, 0 is put at ${lon_deg}°, ${lat_deg}°`] : []),
    ...lostCount(network.movements.length, 'movements: which turns exist, and from which lanes'),
    ...lostLaneUses(network),
    ...lostCount(network.signals?.length ?? 0, 'signal plans'),
  ];
  return { files: new Map([['', text]]), lost, hint: '' };
}

type Place = (point: Point) => Point;

/** Seven decimals are a centimetre. */
function globePlace(crs: string): Place {
  const converter = proj4(crs, 'EPSG:4326');
  const toDecimals = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
  return ([x_m, y_m]) => {
    const [lon, lat] = converter.forward([x_m, y_m]);
    return [toDecimals(lon!), toDecimals(lat!)];
  };
}

interface Feature {
  readonly type: 'Feature';
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  readonly properties: Readonly<Record<string, unknown>>;
}

function featuresOf(network: NetworkDraft, place: Place): readonly Feature[] {
  const linkNamed = new Map(network.links.map((link) => [link.name, link]));
  const curbsOn = groupBy(network.curbs, ({ link }) => link);
  const point = ({ x_m, y_m }: { x_m: number; y_m: number }) => ({
    type: 'Point',
    coordinates: place([x_m, y_m]),
  });
  const line = (points: readonly Point[]) => ({
    type: 'LineString',
    coordinates: points.map(place),
  });
  const ring = (points: readonly Point[]) => ({
    type: 'Polygon',
    coordinates: [[...points, points[0]!].map(place)],
  });
  const feature = (kind: string, geometry: Feature['geometry'], properties: object): Feature => ({
    type: 'Feature',
    geometry,
    properties: { kind, ...properties },
  });
  const { polygon, area_m2 } = network.district;
  return [
    feature('district', ring(polygon), { area_m2, attribution: network.attribution }),
    ...network.blocks.map(({ polygon: corners, ...block }) =>
      feature('block', ring(corners), block),
    ),
    ...network.links.map(({ geometry, ...link }) =>
      feature('link', line(geometry), { ...link, ...parkingTagsOf(curbsOn.get(link.name) ?? []) }),
    ),
    ...network.nodes.map(({ x_m, y_m, ...node }) => feature('node', point({ x_m, y_m }), node)),
    ...network.curbs.map((curb) =>
      feature('curb', line(stretchOf(linkNamed.get(curb.link)!, curb)), curb),
    ),
    ...network.lots.map(({ x_m, y_m, kind: lotKind, ...lot }) =>
      feature('lot', point({ x_m, y_m }), { ...lot, lotKind }),
    ),
    ...network.addresses.map(({ x_m, y_m, ...address }) =>
      feature('address', point({ x_m, y_m }), address),
    ),
    ...network.gates.map(({ x_m, y_m, ...gate }) => feature('gate', point({ x_m, y_m }), gate)),
  ];
}

function stretchOf(link: LinkDraft, { start_m, end_m }: { start_m: number; end_m: number }) {
  const scale = drawnLength_m(link.geometry) / link.length_m;
  return stretch(link.geometry, { from_m: start_m * scale, to_m: end_m * scale });
}
