/** Gates where the data ends: at cuts that the file shows, and at dead ends beside its rim. */

import { groupBy } from '../../core/base/group-by.js';
import type {
  GateDraft,
  LinkDraft,
  NetworkDraft,
  NodeDraft,
  Point,
} from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import type { Connected } from './connected-streets.js';
import { distanceToSegment_m } from './simplified-line.js';
import type { Piece, StreetMap } from './street-pieces.js';

/** Some programs cut streets at the last node within the bounds, a usual node spacing away. */
const RIM_m = 80;
/** A one-way street cannot end anywhere: farther from the rim than a usual link it is an error. */
const ONE_WAY_RIM_m = 150;

/** A secondary street or more leads on: within the map it ends only where the file lost the rest. */
const MAIN_RANK = 3;

/**
 * Vertices where streets leave the map: known cuts, ends of streets near the rim, and of main streets
 * anywhere, since many files are cut along a border and have no bounds. `polygon` is the rim.
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
    const [piece, other] = pieces;
    if (piece === undefined || other !== undefined) continue;
    const isAtRim = isCut || endsAtRim(piece, rimDistance_m(polygon, at));
    if (!isAtRim && piece.rank < MAIN_RANK) continue;
    if (!isAtRim)
      notes.guess('OSM-205', name, 'main streets that end within the map: lead on outside');
    else if (!isCut) notes.guess('OSM-205', name, 'ends beside the rim: leads on outside');
    cuts.add(name);
  }
  return cuts;
}

/** Two-way drives and lanes (rank 0) that end at the rim rather lead to a door. */
const endsAtRim = ({ rank, forward, backward }: Piece, rim_m: number): boolean =>
  forward === null || backward === null ? rim_m <= ONE_WAY_RIM_m : rim_m <= RIM_m && rank > 0;

function rimDistance_m(polygon: readonly Point[], at: Point): number {
  return polygon.reduce((least_m, corner, row) => {
    const next = polygon[(row + 1) % polygon.length]!;
    return Math.min(least_m, distanceToSegment_m(at, corner, next));
  }, Number.POSITIVE_INFINITY);
}

/** One gate for each cut that is left; its links lead into the heart of the network and out of it. */
export function addCutGates(
  { draft, leadsIn, leadsOut }: Connected,
  cutNodes: ReadonlySet<string>,
  notes: NoteBook,
): NetworkDraft {
  const entriesAt = groupBy(draft.links, ({ from }) => from);
  const exitsAt = groupBy(draft.links, ({ to }) => to);
  const gates = draft.nodes
    .filter(({ name }) => cutNodes.has(name))
    .map((node) => {
      const entries = entriesAt.get(node.name)?.filter(({ name }) => leadsIn.has(name)) ?? [];
      const exits = exitsAt.get(node.name)?.filter(({ name }) => leadsOut.has(name)) ?? [];
      return gateAt(node, entries, exits);
    })
    .filter(({ entries, exits }) => entries.length + exits.length > 0);
  if (gates.length === 0) {
    notes.guess('OSM-206', draft.name, 'no street leaves the map: no traffic from outside');
  }
  return { ...draft, gates };
}

function gateAt(
  { name, x_m, y_m }: NodeDraft,
  entries: readonly LinkDraft[],
  exits: readonly LinkDraft[],
): GateDraft {
  const weightOf = ({ rank, laneCount }: LinkDraft): number => Math.max(rank, 0.5) * laneCount;
  return {
    name: `gate ${name}`,
    x_m,
    y_m,
    entries: entries.map((link) => link.name),
    exits: exits.map((link) => link.name),
    weight: [...entries, ...exits].reduce((sum, link) => sum + weightOf(link), 0),
  };
}
