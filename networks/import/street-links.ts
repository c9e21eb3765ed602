/** Pieces of streets as nodes and links of a network, from middle to middle of junctions. */
import type { CurbUse } from '../../core/network/curb-use.js';
import type { LinkDraft, NodeDraft, Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { distance_m, drawnLength_m } from '../complete/polyline.js';
import type { TurnLanes } from '../complete/share-lanes.js';
import { LANE_WIDTH_m } from '../complete/street-classes.js';
import { offsetPath } from './offset-path.js';
import type { Direction } from './osm-tags.js';
import { approach, type SignedJunctions } from './signed-junctions.js';
import { simplified } from './simplified-line.js';
import type { Piece, StreetMap, Vertex } from './street-pieces.js';
import type { LinkWays } from './turn-restrictions.js';

export interface StreetLinks {
  readonly nodes: readonly NodeDraft[];
  readonly links: readonly LinkDraft[];
  /** Nodes where streets go on beyond the data. */
  readonly cutNodes: ReadonlySet<string>;
  /** Links with a sign to give way at their end. */
  readonly givesWay: ReadonlySet<string>;
  /** Those of them with a stop sign. */
  readonly stops: ReadonlySet<string>;
  /** The ways that each link begins and ends with. */
  readonly waysOf: ReadonlyMap<string, LinkWays>;
  /** Arrows on the lanes at its end, for links that have some. */
  readonly turnLanes: ReadonlyMap<string, TurnLanes>;
  /** Use of the curb, for links where it is mapped. */
  readonly curbUses: ReadonlyMap<string, CurbUse>;
}

/** Guessed; on each side of a street. */
export const GUESSED_SIDEWALK_m = 2;
/** A stub at the rim is made this long, so that a queue can stand on it. */
const SHORTEST_STUB_m = 30;
/** The two carriageways of a street leave the map as near to each other as this. */
const CARRIAGEWAYS_m = 45;

export function streetLinks(
  map: StreetMap,
  signs: SignedJunctions,
  { cuts, notes }: { cuts: ReadonlySet<string>; notes: NoteBook },
): StreetLinks {
  const pairs = pairedCuts(map, cuts, notes);
  const nodeOf = (vertex: string): string => pairs.get(vertex)?.name ?? vertex;
  const drawn = map.pieces.map((piece) => withLongStubs(piece, cuts, notes));
  const nodes = nodesOf(map, drawn, { signs, cuts, pairs });
  const links: LinkDraft[] = [];
  const givesWay = new Set<string>();
  const stops = new Set<string>();
  const waysOf = new Map<string, LinkWays>();
  const turnLanes = new Map<string, TurnLanes>();
  const curbUses = new Map<string, CurbUse>();
  const timesNamed = new Map<string, number>();
  const add = (piece: Piece, direction: Direction, isForward: boolean): void => {
    const [from, to] = isForward ? [piece.from, piece.to] : [piece.to, piece.from];
    const plain = `${nodeOf(from)}_${nodeOf(to)}`;
    const times = (timesNamed.get(plain) ?? 0) + 1;
    timesNamed.set(plain, times);
    const name = times === 1 ? plain : `${plain}_${times}`;
    if (signs.givesWay.has(approach(piece, to))) givesWay.add(name);
    if (signs.stops.has(approach(piece, to))) stops.add(name);
    const { firstWay, lastWay } = piece;
    waysOf.set(
      name,
      isForward ? { first: firstWay, last: lastWay } : { first: lastWay, last: firstWay },
    );
    if (direction.turnLanes !== null) turnLanes.set(name, direction.turnLanes);
    if (direction.curb !== null) curbUses.set(name, direction.curb);
    links.push(linkOf(piece, direction, { name, from: nodeOf(from), to: nodeOf(to), isForward }));
  };
  for (const piece of drawn) {
    if (piece.forward !== null) add(piece, piece.forward, true);
    if (piece.backward !== null) add(piece, piece.backward, false);
  }
  const cutNodes = new Set([...cuts].map(nodeOf));
  return { nodes, links, cutNodes, givesWay, stops, waysOf, turnLanes, curbUses };
}

function linkOf(
  piece: Piece,
  { laneCount, freeSpeed_mps, laneUses }: Direction,
  { name, from, to, isForward }: { name: string; from: string; to: string; isForward: boolean },
): LinkDraft {
  const line = isForward ? piece.line : piece.line.toReversed();
  const isOneWay = piece.forward === null || piece.backward === null;
  const carriageway_m = laneCount * LANE_WIDTH_m;
  return {
    name,
    from,
    to,
    street: piece.street,
    length_m: drawnLength_m(line),
    freeSpeed_mps,
    laneCount,
    leftPocket_m: 0,
    rank: piece.rank,
    carriageway_m,
    // Only one direction stands for both sides of a one-way street.
    sidewalk_m: isOneWay ? 2 * GUESSED_SIDEWALK_m : GUESSED_SIDEWALK_m,
    isInside: true,
    ...(laneUses.length === 0 ? {} : { laneUses }),
    geometry: isOneWay ? simplified(line) : rightHalf(simplified(line), carriageway_m),
  };
}

/** Maps draw the middle of the street; this direction is to the right of it. */
const rightHalf = (path: readonly Point[], carriageway_m: number): readonly Point[] =>
  offsetPath({ path, lefts_m: path.map(() => -carriageway_m / 2), isClosed: false });

/** One-way streets in and out beside each other at the rim: one gate, so that who left can return. */
function pairedCuts(
  map: StreetMap,
  cuts: ReadonlySet<string>,
  notes: NoteBook,
): ReadonlyMap<string, Vertex> {
  const ends = map.pieces.flatMap((piece) => oneWayEnds(piece, cuts));
  const into = ends.filter(({ isEntry }) => isEntry);
  const candidates = ends
    .filter(({ isEntry }) => !isEntry)
    .flatMap((exit) =>
      into.map((entry) => {
        const [a, b] = [map.vertices.get(exit.vertex)!, map.vertices.get(entry.vertex)!];
        return { a, b, apart_m: distance_m(a.at, b.at) };
      }),
    )
    .filter(({ apart_m }) => apart_m <= CARRIAGEWAYS_m)
    .sort((a, b) => a.apart_m - b.apart_m || (a.a.name < b.a.name ? -1 : 1));
  const pairs = new Map<string, Vertex>();
  for (const { a, b } of candidates) {
    if (pairs.has(a.name) || pairs.has(b.name)) continue;
    const at: Point = [(a.at[0] + b.at[0]) / 2, (a.at[1] + b.at[1]) / 2];
    const name = [a.name, b.name].sort()[0]!;
    for (const each of [a, b]) pairs.set(each.name, { ...a, name, at });
    notes.guess('OSM-204', name, 'two carriageways that leave the map side by side are one gate');
  }
  return pairs;
}

function oneWayEnds(piece: Piece, cuts: ReadonlySet<string>) {
  if (piece.forward !== null && piece.backward !== null) return [];
  const [start, end] = piece.forward !== null ? [piece.from, piece.to] : [piece.to, piece.from];
  return [
    { vertex: start, isEntry: true },
    { vertex: end, isEntry: false },
  ].filter(({ vertex }) => cuts.has(vertex));
}

function withLongStubs(piece: Piece, cuts: ReadonlySet<string>, notes: NoteBook): Piece {
  const missing_m = SHORTEST_STUB_m - drawnLength_m(piece.line);
  const isStub = cuts.has(piece.from) || cuts.has(piece.to);
  if (missing_m <= 0 || !isStub) return piece;
  notes.repair(
    'OSM-108',
    `way ${piece.wayId}`,
    `stubs at the rim: drawn ${SHORTEST_STUB_m} m long`,
  );
  const line = cuts.has(piece.to)
    ? lengthened(piece.line, missing_m)
    : lengthened(piece.line.toReversed(), missing_m).toReversed();
  return { ...piece, line };
}

function lengthened(line: readonly Point[], missing_m: number): readonly Point[] {
  const [start, end] = [line[0]!, line.at(-1)!];
  const chord_m = distance_m(start, end);
  if (chord_m === 0) return [...line, [end[0] + missing_m, end[1]]];
  const share = missing_m / chord_m;
  return [...line, [end[0] + (end[0] - start[0]) * share, end[1] + (end[1] - start[1]) * share]];
}

function nodesOf(
  map: StreetMap,
  pieces: readonly Piece[],
  {
    signs,
    cuts,
    pairs,
  }: { signs: SignedJunctions; cuts: ReadonlySet<string>; pairs: ReadonlyMap<string, Vertex> },
): NodeDraft[] {
  const moved = new Map<string, Point>();
  for (const { from, to, line } of pieces) {
    if (cuts.has(from)) moved.set(from, line[0]!);
    if (cuts.has(to)) moved.set(to, line.at(-1)!);
  }
  const nodes = new Map<string, NodeDraft>();
  for (const vertex of map.vertices.values()) {
    const pair = pairs.get(vertex.name);
    const { name } = pair ?? vertex;
    const [x_m, y_m] = pair?.at ?? moved.get(name) ?? vertex.at;
    const isSignal = signs.signals.has(vertex.name);
    const isAllWay = signs.stopAll.has(vertex.name);
    // Two carriageways at a gate look like a bend; only nodes with control `none` are taken for one.
    const unsigned = cuts.has(vertex.name) ? 'yield' : 'none';
    const control = isSignal ? 'signal' : isAllWay ? 'allWayStop' : unsigned;
    nodes.set(name, { name, x_m, y_m, control });
  }
  return [...nodes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
