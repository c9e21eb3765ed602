/**
 * Streets of OpenStreetMap, as a network one can drive on: read, cut, split, merged, completed.
 * Reads `.osm`, `.osm.gz` and `.osm.pbf`; everything that was repaired, guessed or ignored is noted.
 *
 * | code | what stops the import |
 * |---|---|
 * | OSM-001 | the gzip data is damaged or cut short |
 * | OSM-002 | too large for a district |
 * | OSM-003 | not well-formed XML |
 * | OSM-004 | a DOCTYPE with definitions of its own |
 * | OSM-005 | elements too deep, attributes too many, tokens too long |
 * | OSM-006 | the outermost element is not `<osm>` |
 * | OSM-007 | an id, latitude or longitude is missing or no number |
 * | OSM-008 | a latitude, longitude or bounds out of range |
 * | OSM-009 | one id, one version, two different things |
 * | OSM-010 | no street to drive on |
 * | OSM-011 | no part of the streets from which one can drive to another and back |
 * | OSM-012 | a larger area than one flat plane can hold |
 * | OSM-013 | not UTF-8 |
 * | OSM-015 | the file cannot be read |
 * | OSM-016 | PBF that is damaged, with the byte where the broken blob begins |
 * | OSM-017 | PBF with a compression or feature that is not read |
 *
 * | code | what is repaired, or left out |
 * |---|---|
 * | OSM-101, 102 | streets closed to cars; drives and alleys |
 * | OSM-103, 104 | ways cut at nodes that are missing; at the bounds |
 * | OSM-105 | tags that cannot be understood |
 * | OSM-106 | changes of lanes or speed over a few metres |
 * | OSM-107 | signals and signs without a junction |
 * | OSM-108 | stubs at the rim, lengthened |
 * | OSM-109 | streets without a way there and back |
 * | OSM-110 | signalised crossings of carriageways, merged |
 * | OSM-111 | a sign that gives one of two equal streets the way |
 * | OSM-112 | turn restrictions that cannot be used |
 * | OSM-114, 115 | rows that repeat an id; rows marked as deleted |
 * | OSM-116, 118 | streets drawn twice; probably in part only |
 * | OSM-120, 121 | private car parks; car parks far from any street |
 * | OSM-122 | buildings far from any street |
 * | OSM-123 | streets or turns closed at hours when others could not be reached: open all day |
 * | OSM-124, 125 | charging stations not for all cars; away from kerbs to park at |
 * | OSM-117 | links shorter than their merged junctions are apart |
 *
 * | code | what is guessed |
 * |---|---|
 * | OSM-201, 202, 207 | lanes; speeds; widths |
 * | OSM-203 | control of junctions |
 * | OSM-204, 205, 206 | gates: of two carriageways; at the rim; none |
 * | OSM-208, 209 | the district's outline; its blocks |
 * | OSM-211 | stalls of car parks |
 * | OSM-212 | people, by the floor area of buildings |
 * | OSM-210 | who is on a short ring goes first |
 * | OSM-213 | nobody gives way where as many lanes lead on as come together |
 * | OSM-214, 215 | stalls of charging stations; their power |
 */
import { countedText, refused } from '../../core/base/counted-text.js';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { deriveMovements, type MovementOptions } from '../complete/derive-movements.js';
import { mergeShortLinks } from '../complete/merge-short-links.js';
import { NoteBook } from '../complete/note-book.js';
import { area_m2, convexHull, distance_m } from '../complete/polyline.js';
import { addRimReturns } from '../complete/rim-returns.js';
import type { Completed } from '../complete/street-graph.js';
import { trimToStopLines } from '../complete/trim-to-stop-lines.js';
import { type Clip, clipOf, cornersOf, type LonLat } from './clip.js';
import { keepConnected } from './connected-streets.js';
import { addCutGates, cutsOf } from './cut-gates.js';
import { type ByteSource, bytesOf } from './file-bytes.js';
import { joinPieces } from './joined-pieces.js';
import { decideControl } from './junction-control.js';
import { linksWithinJunctions } from './junction-joins.js';
import { type LocalPlane, localPlane } from './local-plane.js';
import { mappedPlaces } from './mapped-places.js';
import type { OsmBounds, OsmData } from './osm-data.js';
import { PBF_LIMITS, type PbfSource, readOsmPbf } from './osm-pbf.js';
import { addPlaces } from './osm-places.js';
import { drivabilityOf } from './osm-tags.js';
import { readOsmXml } from './osm-xml.js';
import { signedJunctions } from './signed-junctions.js';
import { type StreetLinks, streetLinks } from './street-links.js';
import { type StreetMap, streetPieces } from './street-pieces.js';
import { keepOpenAtAllHours } from './timed-streets.js';
import { keepTurnsAtAllHours } from './timed-turns.js';
import { forbiddenTurns } from './turn-restrictions.js';
import { forbidOverWays } from './via-ways.js';

/** The district is named after the file. */
export type OsmSource = ByteSource;

export interface OsmOptions {
  /** Drives, alleys and parking aisles too. */
  readonly includesService?: boolean;
  /** Outline of the land to import; the rest of the file is cut off. */
  readonly district?: readonly LonLat[] | undefined;
  /** Most bytes that are read, unzipped. */
  readonly limit_bytes?: number;
}

/** 256 MB of XML are some 50 km² of a dense city. */
const USUAL = { includesService: false, limit_bytes: 256 << 20 };

const TEXT_CODES = { badZip: 'OSM-001', tooLarge: 'OSM-002', notUtf8: 'OSM-013' };

/** Every address of the result can be reached from every entry and leads to every exit. */
export async function importOsm(
  source: string | OsmSource,
  options: OsmOptions = {},
): Promise<{ network: NetworkDraft; notes: readonly RepairNote[] }> {
  const given = typeof source === 'string' ? { file: source } : source;
  const { file } = given;
  const { includesService, limit_bytes } = { ...USUAL, ...options };
  const data = await readOsm({ file, open: () => bytesOf(given, 'OSM-015') }, limit_bytes);
  const notes = new NoteBook();
  noteIgnored(data, notes);
  const district = options.district ?? null;
  const clip = clipOf(data.bounds, district);
  const cut = { clip, district, includesService, notes };
  const { draft, streets, plane } = drawnStreets(file, data, cut);
  const { isBanned, usesOf, overWays } = forbiddenTurns(data, streets.waysOf, notes);
  const joined = joinedJunctions(draft, { isBanned, usesOf, turnLanes: streets.turnLanes }, notes);
  const signed = forbidOverWays(joined.draft, overWays, { waysOf: streets.waysOf, notes });
  const connected = keepConnected(signed, streets.cutNodes, notes);
  if (connected.heart.size < 2) {
    const where = district === null ? '' : ' within the district';
    const message = `has no streets${where} from which one can drive to another and back`;
    throw refused(file, 'OSM-011', message);
  }
  const timed = keepTurnsAtAllHours(keepOpenAtAllHours(connected, streets.cutNodes, notes), notes);
  const controlled = decideControl(timed.draft, streets, notes);
  const gated = addCutGates({ ...timed, draft: controlled }, streets.cutNodes, notes);
  const completed = addPlaces(gated, timed.heart, {
    places: mappedPlaces(data, plane, clip),
    curbUses: streets.curbUses,
  });
  // Last, so that nothing is built along ways that nobody has drawn.
  const returning = addRimReturns(completed.draft);
  return {
    network: returning.draft,
    notes: [...notes.notes, ...joined.notes, ...completed.notes, ...returning.notes],
  };
}

/** PBF by its name, else XML. */
async function readOsm(source: PbfSource, limit_bytes: number): Promise<OsmData> {
  const { file, open } = source;
  if (/\.pbf$/i.test(file)) return readOsmPbf(source, { ...PBF_LIMITS, bytes: limit_bytes });
  return readOsmXml(file, countedText({ file, bytes: open() }, limit_bytes, TEXT_CODES));
}

function noteIgnored({ ignored }: OsmData, notes: NoteBook): void {
  const { repeatedCount, deletedCount } = ignored;
  const note = (code: string, count: number, message: string): void => {
    if (count > 0) notes.repair(code, `${count} of them`, message);
  };
  note('OSM-114', repeatedCount, 'rows with the id of another row: the newest version counts');
  note('OSM-115', deletedCount, 'rows marked as deleted: left out');
}

interface Cut {
  readonly clip: Clip;
  readonly district: readonly LonLat[] | null;
}

/** From middle to middle of junctions, nothing merged or dropped yet. */
function drawnStreets(
  file: string,
  data: OsmData,
  { clip, district, includesService, notes }: Cut & { includesService: boolean; notes: NoteBook },
): { draft: NetworkDraft; streets: StreetLinks; plane: LocalPlane } {
  const options = { includesService };
  const extent = extentOf(data, district, options);
  if (extent === null) throw refused(file, 'OSM-010', 'has no street to drive on');
  const { west_deg, east_deg, south_deg, north_deg } = extent;
  if (east_deg - west_deg > WIDEST_deg || north_deg - south_deg > WIDEST_deg) {
    throw refused(file, 'OSM-012', `is wider than ${WIDEST_deg} degrees: cut out a district`);
  }
  const plane = localPlane(extent);
  const map = joinPieces(streetPieces(data, plane, { clip, options, notes }), notes);
  if (map.pieces.length === 0) {
    throw refused(file, 'OSM-010', `has no street to drive on${placeOf(data, district, options)}`);
  }
  const polygon = districtPolygon(data, map, { district, project: plane.project, notes });
  const cuts = cutsOf(map, polygon, notes);
  const streets = streetLinks(map, signedJunctions(map, notes), { cuts, notes });
  const none = { movements: [], curbs: [], lots: [], blocks: [], addresses: [], gates: [] };
  const draft: NetworkDraft = {
    name: nameOf(file),
    layout: 'osm',
    crs: plane.crs,
    attribution: '© OpenStreetMap contributors, ODbL 1.0',
    district: { polygon, area_m2: area_m2(polygon) },
    nodes: streets.nodes,
    links: streets.links,
    ...none,
  };
  notes.guess('OSM-207', 'widths', 'lanes of 3.25 m and sidewalks of 2 m assumed');
  return { draft, streets, plane };
}

/** Some 50 km; UTM and a district's model both end well below. */
const WIDEST_deg = 0.5;

const nameOf = (file: string): string =>
  (file.split(/[/\\]/).at(-1) ?? '').replace(/(?:\.osm|\.xml)?(?:\.gz|\.pbf)?$/i, '');

/** Where a district lies that holds no street, and where the streets are. */
function placeOf(
  data: OsmData,
  district: readonly LonLat[] | null,
  options: { includesService: boolean },
): string {
  if (district === null) return '';
  const [area, streets] = [
    extentOf(data, district, options)!,
    extentOf({ ...data, bounds: null }, null, options)!,
  ];
  const told = ({ west_deg, south_deg, east_deg, north_deg }: OsmBounds): string =>
    [west_deg, south_deg, east_deg, north_deg].map((each) => each.toFixed(4)).join(',');
  const swapped = extentOf(
    data,
    district.map(([lon, lat]) => [lat, lon]),
    options,
  )!;
  const isSwapped = !overlaps(area, streets) && overlaps(swapped, streets);
  return (
    ` in the district, ${told(area)}; the streets lie in ${told(streets)}` +
    (isSwapped ? ': longitude comes first, then latitude' : '')
  );
}

const overlaps = (a: OsmBounds, b: OsmBounds): boolean =>
  a.west_deg <= b.east_deg &&
  b.west_deg <= a.east_deg &&
  a.south_deg <= b.north_deg &&
  b.south_deg <= a.north_deg;

/** That of the district, else of the file, else of the streets' nodes. */
function extentOf(
  data: OsmData,
  district: readonly LonLat[] | null,
  options: { includesService: boolean },
): OsmBounds | null {
  const streets = data.ways.filter(({ tags }) => drivabilityOf(tags, options) === 'street');
  const places = streets.flatMap(({ nodes }) => nodes.flatMap((id) => data.nodes.get(id) ?? []));
  if (places.length === 0) return null;
  if (district === null && data.bounds !== null) return data.bounds;
  let [west_deg, south_deg, east_deg, north_deg] = [180, 90, -180, -90];
  const corners = district ?? places.map(({ lon_deg, lat_deg }): LonLat => [lon_deg, lat_deg]);
  for (const [lon_deg, lat_deg] of corners) {
    west_deg = Math.min(west_deg, lon_deg);
    east_deg = Math.max(east_deg, lon_deg);
    south_deg = Math.min(south_deg, lat_deg);
    north_deg = Math.max(north_deg, lat_deg);
  }
  return { west_deg, south_deg, east_deg, north_deg };
}

/** The district, else the bounds of the file, else the convex hull of the streets. */
function districtPolygon(
  { bounds }: OsmData,
  map: StreetMap,
  given: {
    district: readonly LonLat[] | null;
    project: (lon: number, lat: number) => Point;
    notes: NoteBook;
  },
): readonly Point[] {
  const { district, project, notes } = given;
  if (district === null && bounds === null) {
    notes.guess('OSM-208', 'district', 'the file has no bounds: the convex hull of its streets');
    return convexHull(map.pieces.flatMap(({ line }) => line));
  }
  const corners = (district ?? cornersOf(bounds!)).map(([lon, lat]) => project(lon, lat));
  return area_m2(corners) < 0 ? corners.toReversed() : corners;
}

/** Centre to centre: once cut back to the stop lines, two vehicles must have room. */
function joinedJunctions(draft: NetworkDraft, signs: MovementOptions, notes: NoteBook): Completed {
  const within = linksWithinJunctions(draft.nodes, draft.links);
  const signalCount = draft.nodes.filter(({ control }) => control === 'signal').length;
  const trimmed = trimToStopLines(draft);
  const turned = deriveMovements(trimmed.draft, signs);
  const isWithinJunction = ({ name }: { readonly name: string }): boolean => within.has(name);
  const merged = mergeShortLinks(turned.draft, { ...signs, isWithinJunction });
  const mergedCount = merged.draft.nodes.filter(({ control }) => control === 'signal').length;
  if (mergedCount < signalCount) {
    const message = `signalised crossings of carriageways: ${mergedCount} junctions`;
    notes.repair('OSM-110', `${signalCount} of them`, message);
  }
  const draftOfLinks = withPlausibleLengths(merged.draft, notes);
  return { draft: draftOfLinks, notes: [...trimmed.notes, ...turned.notes, ...merged.notes] };
}

/**
 * The middle of a merged junction may lie farther from a link than its ways across are long. Such
 * links are lengthened to the straight line between the middles less those ways.
 */
function withPlausibleLengths(draft: NetworkDraft, notes: NoteBook): NetworkDraft {
  const nodes = new Map(draft.nodes.map((node) => [node.name, node]));
  const longest_m = new Map<string, number>();
  for (const { node, length_m } of draft.movements) {
    longest_m.set(node, Math.max(longest_m.get(node) ?? 0, length_m));
  }
  const links = draft.links.map((link) => {
    const [from, to] = [nodes.get(link.from)!, nodes.get(link.to)!];
    const crow_m = distance_m([from.x_m, from.y_m], [to.x_m, to.y_m]);
    const across_m = (longest_m.get(link.from) ?? 0) + (longest_m.get(link.to) ?? 0);
    if (link.length_m >= crow_m - across_m) return link;
    notes.repair('OSM-117', link.name, 'lengthened to what its merged junctions are apart');
    return { ...link, length_m: crow_m - across_m };
  });
  return { ...draft, links };
}
