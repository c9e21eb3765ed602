/** Links and nodes in GeoJSON that `network export` has written: links end at stop lines and name their nodes. */
import { isObject, memberOf } from '../../core/base/json.js';
import type { Control, NodeDraft, Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { drawnLength_m } from '../complete/polyline.js';
import type { DrawnLine } from './geojson-lines.js';
import type { PlainLink } from './plain-links.js';

export const isExported = ({ properties }: DrawnLine): boolean => properties['kind'] === 'link';

/** Where some lines are links of an export, those that are not, as curbs, are left out. */
export function streetsAmong(lines: readonly DrawnLine[], notes: NoteBook): readonly DrawnLine[] {
  if (!lines.some(isExported)) return lines;
  return lines.filter((line) => {
    const isLink = isExported(line);
    if (!isLink) notes.repair('GJL-102', `line ${line.name}`, 'is no link of the export: left out');
    return isLink;
  });
}

export interface ExportedNode {
  readonly name: string;
  readonly control: Control;
  readonly point: Point;
}

const CONTROLS: readonly string[] = [
  ...['none', 'allWayStop', 'yield', 'stop', 'signal', 'reservation', 'warrant'],
];

/** Features of the kind `node` that are whole. */
export function exportedNodes(value: unknown): readonly ExportedNode[] {
  const features = isObject(value) ? memberOf(value, 'features') : undefined;
  return (Array.isArray(features) ? features : []).flatMap((feature: unknown): ExportedNode[] => {
    const properties = isObject(feature) ? memberOf(feature, 'properties') : null;
    const geometry = isObject(feature) ? memberOf(feature, 'geometry') : null;
    if (!isObject(properties) || !isObject(geometry)) return [];
    const [kind, name, control] = ['kind', 'name', 'control'].map((each) =>
      memberOf(properties, each),
    );
    const coordinates = memberOf(geometry, 'coordinates');
    const [x, y]: readonly unknown[] = Array.isArray(coordinates) ? coordinates : [];
    const isWhole =
      kind === 'node' && typeof name === 'string' && Number.isFinite(x) && Number.isFinite(y);
    if (!isWhole) return [];
    const known = CONTROLS.includes(String(control)) ? (control as Control) : 'warrant';
    return [{ name, control: known, point: [x as number, y as number] }];
  });
}

/** Null where the lines are no links of an export, or some name a node that is not there, or twice the same. */
export function joinedByName(
  lines: readonly DrawnLine[],
  nodes: readonly { readonly node: Omit<ExportedNode, 'point'>; readonly at: Point | null }[],
): { nodes: readonly NodeDraft[]; links: readonly PlainLink[] } | null {
  const drafts = new Map<string, NodeDraft>();
  for (const { node, at } of nodes) {
    if (at !== null) drafts.set(node.name, { ...node, x_m: at[0], y_m: at[1] });
  }
  const links = lines.map((line) => linkOf(line, drafts));
  const whole = links.filter((link) => link !== null);
  const names = new Set(whole.map(({ name }) => name));
  return whole.length === lines.length && names.size === whole.length
    ? { nodes: [...drafts.values()], links: whole }
    : null;
}

const LONGEST_m = 100_000;
const MOST_LANES = 20;
const FASTEST_mps = 200;
const HIGHEST_RANK = 5;

function linkOf(
  { points, properties }: DrawnLine,
  nodes: ReadonlyMap<string, NodeDraft>,
): PlainLink | null {
  const { kind, name, from, to, length_m, freeSpeed_mps, laneCount, rank } = properties;
  const [start, end] = [nodes.get(String(from)), nodes.get(String(to))];
  if (kind !== 'link' || typeof name !== 'string' || start === undefined || end === undefined) {
    return null;
  }
  const number = (value: unknown, least: number, most: number): number | undefined =>
    typeof value === 'number' && value >= least && value <= most ? value : undefined;
  const geometry: readonly Point[] = [[start.x_m, start.y_m], ...points, [end.x_m, end.y_m]];
  const drawn_m = drawnLength_m(points);
  const lanes = number(laneCount, 1, MOST_LANES);
  const importance = number(rank, 0, HIGHEST_RANK);
  return {
    name,
    from: start.name,
    to: end.name,
    isDirected: true,
    // Files may draw a street shorter than it is; what is added lies within the junctions.
    length_m: (number(length_m, 0, LONGEST_m) ?? drawn_m) + drawnLength_m(geometry) - drawn_m,
    freeSpeed_mps: number(freeSpeed_mps, Number.MIN_VALUE, FASTEST_mps),
    laneCount: lanes === undefined ? undefined : Math.round(lanes),
    facility: undefined,
    ...(importance === undefined ? {} : { rank: Math.round(importance) }),
    geometry,
  };
}
