/** The tables of a folder, free of problems, to the network that they describe. */

import { type Problem, UserError } from '../../core/base/errors.js';
import { append } from '../../core/base/extremes.js';
import type {
  CurbDraft,
  LinkDraft,
  NetworkDraft,
  NodeDraft,
  Point,
} from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { deriveMovements } from '../complete/derive-movements.js';
import { NoteBook } from '../complete/note-book.js';
import { area_m2, convexHull } from '../complete/polyline.js';
import { trimToStopLines } from '../complete/trim-to-stop-lines.js';
import { assembleLinks, isOurs, unitsOf } from './assemble-links.js';
import { assembleMovements } from './assemble-movements.js';
import { FOLDER_NOTES, FOLDER_PROBLEMS } from './codes.js';
import { curbsOfSegments } from './curb-segments.js';
import { curbsOf } from './curb-tables.js';
import { LENGTH_m } from './gmns-config.js';
import { lotsOf } from './lot-tables.js';
import { controlOf } from './node-table.js';
import { gatesOf } from './place-tables.js';
import { type Plane, planeFor } from './planar.js';
import { signalsOf } from './signal-table.js';
import type { ReadTable } from './table-format.js';
import type { Folder } from './tables.js';

export interface ReadNetwork {
  readonly network: NetworkDraft;
  /** What was repaired or guessed when the folder was made, then what was now. */
  readonly notes: readonly RepairNote[];
}

/** Folders that this program wrote come back as they were. Throws UserError. */
export function assembleNetwork(folder: Folder): ReadNetwork {
  return folder.link.rows.every(isOurs) ? assembleOurs(folder) : assembleForeign(folder);
}

/** Of folders whose config.csv does not say. */
export const UNNAMED = 'unnamed';
const LAYOUT = 'gmns';

function assembleOurs(folder: Folder): ReadNetwork {
  const notes = new NoteBook();
  const config = folder.config.rows[0];
  const crs = config?.crs ?? 'local';
  const plane: Plane = { crs, place: (point) => point };
  const nodes = placeNodes(folder, plane);
  const linksOf = assembleLinks({ folder, nodes, plane, units: unitsOf(folder, notes), notes });
  const links = [...linksOf.values()].flat();
  const network = {
    name: config?.name ?? UNNAMED,
    layout: config?.layout ?? LAYOUT,
    crs,
    attribution: config?.attribution ?? '',
    ...(config?.drivingSide === undefined ? {} : { drivingSide: config.drivingSide }),
    district: folder.district.rows[0] ?? hullOf(links, notes),
    nodes,
    links,
    movements: assembleMovements(folder, linksOf, notes),
    ...signalsOf(folder.signal.rows, folder.movement.rows),
    ...placesIn(folder),
    curbs: curbsIn(folder, linksOf, notes),
  };
  return { network, notes: [...folder.repair.rows, ...notes.notes] };
}

/** Streets drawn from middle to middle of junctions; no curbs, lots, addresses or gates. */
function assembleForeign(folder: Folder): ReadNetwork {
  const notes = new NoteBook();
  const config = folder.config.rows[0];
  const points = folder.node.rows.map(({ x, y }): Point => [x, y]);
  const plane = planeFor(config?.crs ?? '', points, notes);
  const allNodes = placeNodes(folder, plane);
  const units = unitsOf(folder, notes);
  const linksOf = assembleLinks({ folder, nodes: allNodes, plane, units, notes });
  const drawn = [...linksOf.values()].flat();
  const nodes = withControls(folder, keptNodes(allNodes, drawn, notes), { links: drawn, notes });
  const bare: NetworkDraft = {
    name: config?.name ?? UNNAMED,
    layout: LAYOUT,
    crs: plane.crs,
    attribution: '',
    district: folder.district.rows[0] ?? hullOf(drawn, notes),
    nodes,
    links: drawn,
    movements: [],
    curbs: [],
    lots: [],
    blocks: [],
    addresses: [],
    gates: [],
  };
  const trimmed = trimToStopLines(bare);
  const linkNamed = new Map(trimmed.draft.links.map((link) => [link.name, link]));
  const trimmedOf = new Map(
    [...linksOf].map(([id, links]) => [id, links.map(({ name }) => linkNamed.get(name)!)]),
  );
  const movements = assembleMovements(folder, trimmedOf, notes);
  const derived = deriveMovements({ ...trimmed.draft, movements });
  requireLinksOfPlaces(folder, linkNamed);
  const isBare = folder.address.rows.length === 0;
  if (isBare) notes.guess(FOLDER_NOTES.noPlaces, 'address.csv', 'missing: no addresses, no gates');
  return {
    network: {
      ...derived.draft,
      ...placesIn(folder),
      curbs: curbsIn(folder, trimmedOf, notes),
    },
    notes: [...folder.repair.rows, ...notes.notes, ...trimmed.notes, ...derived.notes],
  };
}

/** Of `curb.csv`, or of `curb_seg.csv` where there is none. */
function curbsIn(
  folder: Folder,
  linksOf: ReadonlyMap<string, readonly LinkDraft[]>,
  notes: NoteBook,
): readonly CurbDraft[] {
  const { curb, curbSpan, curbSegment } = folder;
  if (curb.isPresent || curbSegment.rows.length === 0) return curbsOf(curb.rows, curbSpan.rows);
  const unit = folder.config.rows[0]?.shortLength ?? 'm';
  return curbsOfSegments(curbSegment.rows, linksOf, { shortLength_m: LENGTH_m[unit], notes });
}

const placesIn = (folder: Folder) => ({
  lots: lotsOf(folder.lot.rows, folder.lotEntrance.rows),
  blocks: folder.block.rows,
  addresses: folder.address.rows,
  gates: gatesOf(folder.gate.rows, folder.gateLink.rows),
});

/** Throws UserError where something lies along a row of link.csv that is no link for cars. */
function requireLinksOfPlaces(
  { curb, lotEntrance, address, gateLink }: Folder,
  links: ReadonlyMap<string, LinkDraft>,
): void {
  const found: Problem[] = [];
  const check = <Row extends { readonly link: string }>(table: ReadTable<Row>): void => {
    const field = 'link' as keyof Row & string;
    for (const [at, { link }] of table.rows.entries()) {
      const { unknownReference } = FOLDER_PROBLEMS;
      if (!links.has(link)) table.refuse(at, field, unknownReference, 'must be a link for cars');
    }
    append(found, table.problems.list);
  };
  check(curb);
  check(lotEntrance);
  check(address);
  check(gateLink);
  if (found.length > 0) throw new UserError(found);
}

/** Throws UserError with every node that has no place. */
function placeNodes({ node }: Folder, plane: Plane): NodeDraft[] {
  const nodes = node.rows.map((row, at): NodeDraft => {
    const point = plane.place([row.x, row.y]);
    if (point === null) {
      const demand = 'x must be a longitude, y a latitude from -60 to 84 (are they swapped?)';
      node.refuse(at, 'y', FOLDER_PROBLEMS.badPosition, demand);
    }
    const [x_m, y_m] = point ?? [0, 0];
    return { name: row.name, x_m, y_m, control: controlOf(row) ?? 'warrant' };
  });
  if (node.problems.count > 0) throw new UserError(node.problems.list);
  return nodes;
}

function keptNodes(
  nodes: readonly NodeDraft[],
  links: readonly LinkDraft[],
  notes: NoteBook,
): NodeDraft[] {
  const used = new Set(links.flatMap(({ from, to }) => [from, to]));
  return nodes.filter(({ name }) => {
    if (!used.has(name)) {
      notes.repair(FOLDER_NOTES.notForCars, name, 'node left out: no street for cars meets it');
    }
    return used.has(name);
  });
}

/** Nodes without a stated control: none at bends and dead ends, else to be decided by flows. */
function withControls(
  folder: Folder,
  nodes: readonly NodeDraft[],
  { links, notes }: { links: readonly LinkDraft[]; notes: NoteBook },
): NodeDraft[] {
  const neighbours = new Map(nodes.map(({ name }) => [name, new Set<string>()]));
  for (const { from, to } of links) {
    neighbours.get(from)!.add(to);
    neighbours.get(to)!.add(from);
  }
  const silent = folder.node.rows.filter((row) => controlOf(row) === undefined);
  const isSilent = new Set(silent.map(({ name }) => name));
  return nodes.map((node) => {
    if (!isSilent.has(node.name)) return node;
    if (neighbours.get(node.name)!.size < 3) return { ...node, control: 'none' };
    const message = 'control is not stated: signal or all-way stop, to be decided by its flows';
    notes.guess(FOLDER_NOTES.control, node.name, message);
    return { ...node, control: 'warrant' };
  });
}

/** Land around the streets of a single road, which has no hull of its own. */
const MARGIN_m = 50;

function hullOf(links: readonly LinkDraft[], notes: NoteBook): NetworkDraft['district'] {
  notes.guess(FOLDER_NOTES.district, 'district.csv', 'missing: the hull of the streets');
  const points = links.flatMap((link) => link.geometry);
  const hull = convexHull(points);
  const area = hull.length < 3 ? 0 : area_m2(hull);
  if (area > 0) return { polygon: hull, area_m2: area };
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [lowest(xs) - MARGIN_m, -lowest(xs.map((x) => -x)) + MARGIN_m];
  const [bottom, top] = [lowest(ys) - MARGIN_m, -lowest(ys.map((y) => -y)) + MARGIN_m];
  const box: readonly Point[] = [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
  return { polygon: box, area_m2: area_m2(box) };
}

/** Not Math.min(...), which fails on very many values. */
const lowest = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), values[0] ?? 0);
