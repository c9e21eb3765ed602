/**
 * Finds the link nearest to a point over an R-tree of its straight pieces; `nearestByScan` is the
 * slow twin that looks at every link.
 */
import RBush from 'rbush';
import type { LinkDraft } from './network-draft.js';

export interface Nearest {
  readonly link: string;
  /** Along the link, scaled from its geometry to its `length_m`. */
  readonly position_m: number;
  readonly distance_m: number;
  /** Side of the link the point lies on, as its driver sees it; `right` for a point on the line. */
  readonly side: 'left' | 'right';
}

/** Which links count; all by default. An address wants the link that has it on its right. */
export type Accepts = (nearest: Nearest) => boolean;

interface Piece {
  readonly link: LinkDraft;
  readonly start_m: number;
  readonly geometry_m: number;
  readonly x_m: number;
  readonly y_m: number;
  /** From its start to its end. */
  readonly dx_m: number;
  readonly dy_m: number;
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export interface LinkIndex {
  readonly tree: RBush<Piece>;
  readonly pieceCount: number;
}

export function indexLinks(links: readonly LinkDraft[]): LinkIndex {
  const pieces = links.flatMap(piecesOf);
  return { tree: new RBush<Piece>().load(pieces), pieceCount: pieces.length };
}

/** First box around the point; doubled until something is found in it. */
const FIRST_REACH_m = 32;

/** The nearest accepted link, or null where there is none. Ties go to the first name. */
export function nearestLink(
  { tree, pieceCount }: LinkIndex,
  x_m: number,
  y_m: number,
  accepts: Accepts = () => true,
): Nearest | null {
  let reach_m = FIRST_REACH_m;
  for (;;) {
    const box = {
      minX: x_m - reach_m,
      minY: y_m - reach_m,
      maxX: x_m + reach_m,
      maxY: y_m + reach_m,
    };
    const pieces = tree.search(box);
    const best = nearestOf(pieces, x_m, y_m, accepts);
    // A corner of the box is farther than its sides: what lies there may not be the nearest.
    const isCertain = best !== null && best.distance_m < reach_m - TIE_m;
    if (isCertain || pieces.length === pieceCount) return best;
    reach_m *= 2;
  }
}

export function nearestByScan(
  links: readonly LinkDraft[],
  x_m: number,
  y_m: number,
  accepts: Accepts = () => true,
): Nearest | null {
  return nearestOf(links.flatMap(piecesOf), x_m, y_m, accepts);
}

/** Both directions of a street on one line differ in the last digits: a micrometre is a tie. */
const TIE_m = 1e-6;

/** Nearest place of one link, and how far aside of the line through its piece the point lies. */
interface Candidate extends Nearest {
  readonly aside_m: number;
}

function nearestOf(
  pieces: readonly Piece[],
  x_m: number,
  y_m: number,
  accepts: Accepts,
): Nearest | null {
  const ofLink = new Map<string, Candidate>();
  for (const piece of pieces) {
    const next = nearestOn(piece, x_m, y_m);
    const known = ofLink.get(next.link);
    if (known === undefined || compare(next, known) < 0) ofLink.set(next.link, next);
  }
  let best: Candidate | null = null;
  for (const next of ofLink.values()) {
    if ((best === null || compare(next, best) < 0) && accepts(next)) best = next;
  }
  if (best === null) return null;
  const { link, position_m, distance_m, side } = best;
  return { link, position_m, distance_m, side };
}

/**
 * Nearer first, then by name and place. At a bend two pieces are equally near; the one whose line
 * the point is farther from knows the side, however sharp the bend.
 */
function compare(a: Candidate, b: Candidate): number {
  const inTies = (difference_m: number): number => Math.round(difference_m / TIE_m);
  const byDistance = inTies(a.distance_m) - inTies(b.distance_m);
  if (byDistance !== 0) return byDistance;
  if (a.link !== b.link) return a.link < b.link ? -1 : 1;
  const byPlace = inTies(a.position_m) - inTies(b.position_m);
  return byPlace !== 0 ? byPlace : Math.abs(b.aside_m) - Math.abs(a.aside_m);
}

function nearestOn(piece: Piece, x_m: number, y_m: number): Candidate {
  const { link, start_m, geometry_m, dx_m, dy_m } = piece;
  const [toX_m, toY_m] = [x_m - piece.x_m, y_m - piece.y_m];
  const piece_m = Math.sqrt(dx_m * dx_m + dy_m * dy_m);
  const along_m = piece_m === 0 ? 0 : (toX_m * dx_m + toY_m * dy_m) / piece_m;
  const aside_m = piece_m === 0 ? 0 : (dx_m * toY_m - dy_m * toX_m) / piece_m;
  const at_m = Math.min(piece_m, Math.max(0, along_m));
  const past_m = along_m - at_m;
  return {
    link: link.name,
    position_m: geometry_m === 0 ? 0 : ((start_m + at_m) / geometry_m) * link.length_m,
    distance_m:
      piece_m === 0
        ? Math.sqrt(toX_m * toX_m + toY_m * toY_m)
        : Math.sqrt(past_m * past_m + aside_m * aside_m),
    side: aside_m > 0 ? 'left' : 'right',
    aside_m,
  };
}

function piecesOf(link: LinkDraft): Piece[] {
  const { geometry } = link;
  const lengths_m = geometry
    .slice(1)
    .map(([x_m, y_m], at) => Math.hypot(x_m - geometry[at]![0], y_m - geometry[at]![1]));
  const geometry_m = lengths_m.reduce((sum, length_m) => sum + length_m, 0);
  let start_m = 0;
  return lengths_m.map((length_m, at) => {
    const [from, to] = [geometry[at]!, geometry[at + 1]!];
    const piece: Piece = {
      link,
      start_m,
      geometry_m,
      x_m: from[0],
      y_m: from[1],
      dx_m: to[0] - from[0],
      dy_m: to[1] - from[1],
      minX: Math.min(from[0], to[0]),
      minY: Math.min(from[1], to[1]),
      maxX: Math.max(from[0], to[0]),
      maxY: Math.max(from[1], to[1]),
    };
    start_m += length_m;
    return piece;
  });
}
