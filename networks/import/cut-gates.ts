/** Gates where the data ends: at cuts that the file shows, and at dead ends beside its rim. */
import type {
  GateDraft,
  LinkDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { distanceToSegment_m } from './simplified-line.js';
import type { Piece, StreetMap } from './street-pieces.js';

/** Some programs cut streets at the last node within the bounds, a usual node spacing away. */
const RIM_m = 80;

/**
 * Vertices where streets leave the map: known cuts, and ends of streets within 80 m of the rim.
 * `polygon` is the rim.
 */
export function cutsOf(
  map: StreetMap,
  polygon: readonly Point[],
  notes: NoteBook,
): ReadonlySet<string> {
  const piecesAt = new Map<string, Piece[]>();
  for (const piece of map.pieces) {
    for (const end of [piece.from, piece.to]) {
      piecesAt.set(end, [...(piecesAt.get(end) ?? []), piece]);
    }
  }
  const cuts = new Set<string>();
  for (const { name, at, isCut } of map.vertices.values()) {
    const pieces = piecesAt.get(name)!;
    const isEnd = pieces.length === 1;
    if (!isEnd || (!isCut && rimDistance_m(polygon, at) > RIM_m)) continue;
    // Drives and lanes that end at the rim rather lead to a door.
    if (!isCut && pieces[0]!.rank === 0) continue;
    if (!isCut) notes.guess('OSM-205', name, `ends within ${RIM_m} m of the rim: leads on outside`);
    cuts.add(name);
  }
  return cuts;
}

function rimDistance_m(polygon: readonly Point[], at: Point): number {
  return polygon.reduce((least_m, corner, row) => {
    const next = polygon[(row + 1) % polygon.length]!;
    return Math.min(least_m, distanceToSegment_m(at, corner, next));
  }, Number.POSITIVE_INFINITY);
}

/** One gate for each cut that is left, weighted as lanes and classes have it. */
export function addCutGates(
  draft: NetworkDraft,
  cutNodes: ReadonlySet<string>,
  notes: NoteBook,
): NetworkDraft {
  const gates = draft.nodes
    .filter(({ name }) => cutNodes.has(name))
    .map((node) => {
      const entries = draft.links.filter(({ from }) => from === node.name);
      const exits = draft.links.filter(({ to }) => to === node.name);
      return gateAt(node, entries, exits);
    });
  if (gates.length === 0) {
    notes.guess(
      'OSM-206',
      draft.name,
      'no street leaves the map: there is no traffic from outside',
    );
  }
  return { ...draft, gates };
}

const gateAt = (
  { name, x_m, y_m }: NetworkDraft['nodes'][number],
  entries: readonly LinkDraft[],
  exits: readonly LinkDraft[],
): GateDraft => ({
  name: `gate ${name}`,
  x_m,
  y_m,
  entries: entries.map((link) => link.name),
  exits: exits.map((link) => link.name),
  weight: [...entries, ...exits].reduce(
    (sum, link) => sum + (link.rank || 0.5) * link.laneCount,
    0,
  ),
});
