/** Streets between the places where they meet: ways split at shared nodes. */
import type { Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { distance_m, drawnLength_m } from '../complete/polyline.js';
import type { Clip } from './clip.js';
import type { LocalPlane } from './local-plane.js';
import type { OsmData, OsmWay, Sign } from './osm-data.js';
import { type Direction, drivabilityOf, streetTagsOf, type TagOptions } from './osm-tags.js';
import { type Run, runsOf, type WayPoint } from './way-runs.js';

export interface Vertex {
  readonly name: string;
  readonly at: Point;
  readonly sign: Sign | null;
  /** Streets go on beyond it, but the data does not. */
  readonly isCut: boolean;
}

/** Both directions of a street between two vertices, along its drawn line. */
export interface Piece {
  /** Of the ways it consists of; with it comes a fixed order. */
  readonly wayId: number;
  readonly part: number;
  /** The ways at its two ends; they differ where pieces were joined. */
  readonly firstWay: number;
  readonly lastWay: number;
  readonly from: string;
  readonly to: string;
  readonly line: readonly Point[];
  readonly street: string;
  readonly rank: number;
  /** From `from` to `to`, and back; null where nobody may drive. */
  readonly forward: Direction | null;
  readonly backward: Direction | null;
  /** Signs between its ends, by distance from its start. */
  readonly signs: readonly { readonly at_m: number; readonly sign: Sign }[];
}

export interface StreetMap {
  readonly vertices: ReadonlyMap<string, Vertex>;
  readonly pieces: readonly Piece[];
}

export const inOrder = (a: Piece, b: Piece): number => a.wayId - b.wayId || a.part - b.part;

export function streetPieces(
  data: OsmData,
  plane: LocalPlane,
  { clip, options, notes }: { clip: Clip; options: TagOptions; notes: NoteBook },
): StreetMap {
  const streets = drivableWays(data.ways, options, notes);
  const cut = streets.map((way) => ({ way, ...runsOf(way, data, { plane, clip }) }));
  noteCuts(cut, notes);
  const uses = usesOf(cut.flatMap(({ runs }) => runs));
  const drawn = cut.flatMap(({ way, runs }) => piecesOf(way, runs, { uses, notes }));
  const pieces = drawnOnce(drawn, notes);
  return {
    vertices: verticesOf(
      cut.flatMap(({ runs }) => runs),
      pieces,
    ),
    pieces,
  };
}

/** Some programs draw two-way streets there and back: one piece over each line, open as both were. */
function drawnOnce(pieces: readonly Piece[], notes: NoteBook): readonly Piece[] {
  const known = new Map<string, Piece>();
  for (const piece of pieces) {
    const [there, back] = [lineKey(piece.line), lineKey(piece.line.toReversed())];
    const before = known.get(there) ?? known.get(back);
    if (before === undefined) {
      known.set(there, piece);
      continue;
    }
    notes.repair('OSM-116', `way ${piece.wayId}`, 'streets drawn twice over one line: kept once');
    const { forward, backward } = known.has(there) ? piece : reversed(piece);
    known.set(lineKey(before.line), {
      ...before,
      forward: before.forward ?? forward,
      backward: before.backward ?? backward,
    });
  }
  return [...known.values()];
}

const lineKey = (line: readonly Point[]): string => line.map(([x, y]) => `${x} ${y}`).join(' ');

export function reversed(piece: Piece): Piece {
  const length_m = drawnLength_m(piece.line);
  return {
    ...piece,
    firstWay: piece.lastWay,
    lastWay: piece.firstWay,
    from: piece.to,
    to: piece.from,
    line: piece.line.toReversed(),
    forward: piece.backward,
    backward: piece.forward,
    signs: piece.signs.map(({ at_m, sign }) => ({ at_m: length_m - at_m, sign })).toReversed(),
  };
}

function drivableWays(ways: readonly OsmWay[], options: TagOptions, notes: NoteBook): OsmWay[] {
  return ways.filter(({ id, tags }) => {
    const drivability = drivabilityOf(tags, options);
    if (drivability === 'closed') notes.repair('OSM-101', `way ${id}`, 'closed to cars: left out');
    if (drivability === 'other' && tags.get('highway') === 'service') {
      notes.repair('OSM-102', `way ${id}`, 'drives and alleys (highway=service): left out');
    }
    return drivability === 'street';
  });
}

function noteCuts(
  cut: readonly { way: OsmWay; missingCount: number; isClipped: boolean }[],
  notes: NoteBook,
): void {
  for (const { way, missingCount, isClipped } of cut) {
    if (missingCount > 0) {
      notes.repair('OSM-103', `way ${way.id}`, 'nodes that the file lacks: cut there');
    }
    if (isClipped) notes.repair('OSM-104', `way ${way.id}`, 'cut off at the rim of the map');
  }
}

/** How often each place is passed; run ends count twice, so that they are always split there. */
function usesOf(runs: readonly Run[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { points } of runs) {
    for (const [at, { key }] of points.entries()) {
      const isEnd = at === 0 || at === points.length - 1;
      uses.set(key, (uses.get(key) ?? 0) + (isEnd ? 2 : 1));
    }
  }
  return uses;
}

function piecesOf(
  way: OsmWay,
  runs: readonly Run[],
  { uses, notes }: { uses: ReadonlyMap<string, number>; notes: NoteBook },
): Piece[] {
  const tags = streetTagsOf(way.tags);
  for (const text of tags.unread) {
    notes.repair(
      'OSM-105',
      `way ${way.id} ${text}`,
      'tags that cannot be understood or shown: ignored',
    );
  }
  if (tags.unsaid.includes('lanes')) notes.guess('OSM-201', `way ${way.id}`, 'lanes: usual ones');
  if (tags.unsaid.includes('speed')) notes.guess('OSM-202', `way ${way.id}`, 'speed: usual one');
  if (isThereAndBack(way)) {
    const message = 'there and back over two nodes: the file may have lost the rest of the street';
    notes.repair('OSM-118', `way ${way.id}`, message);
  }
  const { rank, forward, backward } = tags;
  const street = tags.name === '' ? `way ${way.id}` : tags.name;
  const parts = runs.flatMap(({ points }) => splitAtVertices(points, uses)).flatMap(withoutLoop);
  return parts.map((points, part) => {
    const line = withoutRepeats(points.map(({ at }) => at));
    const [from, to] = [points[0]!.key, points.at(-1)!.key];
    const signs = signsAlong(points);
    const ways = { wayId: way.id, firstWay: way.id, lastWay: way.id };
    return { ...ways, part, from, to, line, street, rank, forward, backward, signs };
  });
}

/** OSMnx 2.0 writes all two-way streets so, and with them one of their stretches only. */
const isThereAndBack = ({ nodes }: OsmWay): boolean =>
  nodes.length === 3 && nodes[0] === nodes[2] && nodes[0] !== nodes[1];

function splitAtVertices(
  points: readonly WayPoint[],
  uses: ReadonlyMap<string, number>,
): (readonly WayPoint[])[] {
  const parts: WayPoint[][] = [];
  let start = 0;
  for (let at = 1; at < points.length; at++) {
    if (uses.get(points[at]!.key)! < 2) continue;
    parts.push(points.slice(start, at + 1));
    start = at;
  }
  return parts;
}

/** A street joins two places: one that comes back to where it began is split in its middle. */
function withoutLoop(points: readonly WayPoint[]): (readonly WayPoint[])[] {
  if (points[0]!.key !== points.at(-1)!.key) return [points];
  const middle = Math.floor(points.length / 2);
  return [points.slice(0, middle + 1), points.slice(middle)];
}

const withoutRepeats = (line: readonly Point[]): readonly Point[] => {
  const kept = line.filter((at, row) => row === 0 || distance_m(line[row - 1]!, at) > 0);
  return kept.length > 1 ? kept : [line[0]!, line.at(-1)!];
};

function signsAlong(points: readonly WayPoint[]): Piece['signs'] {
  const places = points.map(({ at }) => at);
  return points.slice(1, -1).flatMap(({ sign }, row) => {
    if (sign === null) return [];
    return [{ at_m: drawnLength_m(places.slice(0, row + 2)), sign }];
  });
}

function verticesOf(runs: readonly Run[], pieces: readonly Piece[]): ReadonlyMap<string, Vertex> {
  const ends = new Set(pieces.flatMap(({ from, to }) => [from, to]));
  const timesUsed = new Map<string, number>();
  for (const key of pieces.flatMap(({ from, to }) => [from, to])) {
    timesUsed.set(key, (timesUsed.get(key) ?? 0) + 1);
  }
  const cuts = new Set<string>();
  const vertices = new Map<string, Vertex>();
  for (const { points, startsAtCut, endsAtCut } of runs) {
    if (startsAtCut) cuts.add(points[0]!.key);
    if (endsAtCut) cuts.add(points.at(-1)!.key);
    for (const { key, at, sign } of points) {
      if (ends.has(key)) vertices.set(key, { name: key, at, sign, isCut: false });
    }
  }
  for (const key of cuts) {
    // Where other streets meet the cut one, traffic goes on along those.
    const isCut = timesUsed.get(key) === 1;
    vertices.set(key, { ...vertices.get(key)!, isCut });
  }
  return vertices;
}
