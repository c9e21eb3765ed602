/**
 * `freedLand.geojson`: the pieces of `freedLand.csv` as polygons. Longitude and latitude where the
 * network says where it lies; the plane metres of a drawn network otherwise, and the file says so.
 */
import proj4 from 'proj4';
import type { FreedLandRow } from '../../core/metrics/run-result.js';
import { curbOutline } from '../../core/network/curb-outline.js';
import type {
  CurbDraft,
  LinkDraft,
  LotDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';

export function freedLandGeoJson(network: NetworkDraft, rows: readonly FreedLandRow[]): string {
  const place = placeOn(network.crs);
  const places = placesOf(network);
  const features = rows.flatMap((row) => {
    const polygon = freedPolygon(places, row);
    if (polygon === null) return [];
    const ring = [...polygon, polygon[0]!].map(place);
    const { kind, ...properties } = row;
    const shape = kind === 'lot' ? 'a square of the area of the lot' : 'the strip';
    return [
      {
        type: 'Feature',
        properties: { kind, ...properties, shape },
        geometry: { type: 'Polygon', coordinates: [ring] },
      },
    ];
  });
  const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
  const coordinates = network.crs === 'local' ? 'metres east and north' : 'longitude, latitude';
  const head = `{"type":"FeatureCollection","coordinates":${JSON.stringify(coordinates)},"features":[`;
  return `${head}\n${lines}${lines === '' ? '' : '\n'}]}\n`;
}

interface Places {
  readonly lots: ReadonlyMap<string, LotDraft>;
  readonly links: ReadonlyMap<string, LinkDraft>;
  /** By link and start; the first of equal ones. */
  readonly curbs: ReadonlyMap<string, CurbDraft>;
}

const curbKey = (link: string, start_m: number): string => `${start_m} ${link}`;

function placesOf({ lots, links, curbs }: NetworkDraft): Places {
  const firsts = [...curbs].reverse();
  return {
    lots: new Map([...lots].reverse().map((lot) => [lot.name, lot])),
    links: new Map([...links].reverse().map((link) => [link.name, link])),
    curbs: new Map(firsts.map((curb) => [curbKey(curb.link, curb.start_m), curb])),
  };
}

/** Counter-clockwise, in the network's plane; null where the network no longer has the place. */
function freedPolygon({ lots, links, curbs }: Places, row: FreedLandRow): Point[] | null {
  if (row.kind === 'lot') {
    const lot = lots.get(row.name);
    return lot === undefined ? null : squareOf(lot);
  }
  const link = links.get(row.name);
  const curb = curbs.get(curbKey(row.name, row.start_m));
  if (link === undefined || curb === undefined) return null;
  return curbOutline(link, { start_m: row.start_m, end_m: row.end_m, depth_m: curb.depth_m });
}

function squareOf({ x_m, y_m, stallCount, land_m2PerStall }: LotDraft): Point[] {
  const half_m = Math.sqrt(stallCount * land_m2PerStall) / 2;
  return [
    [x_m - half_m, y_m - half_m],
    [x_m + half_m, y_m - half_m],
    [x_m + half_m, y_m + half_m],
    [x_m - half_m, y_m + half_m],
  ];
}

/** Seven digits of a degree are a centimetre, four of a metre a tenth of a millimetre. */
function placeOn(crs: string): (point: Point) => number[] {
  const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
  if (crs === 'local') return ([x_m, y_m]) => [rounded(x_m, 4), rounded(y_m, 4)];
  const { inverse } = proj4('EPSG:4326', crs);
  return (point) => inverse([...point]).map((degrees) => rounded(degrees, 7));
}
