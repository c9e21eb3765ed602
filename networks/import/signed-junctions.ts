/** Which junction each sign belongs to: maps put signals at the stop lines as often as in the middle. */
import type { NoteBook } from '../complete/note-book.js';
import { directionIn, directionOut, drawnLength_m } from '../complete/polyline.js';
import type { Sign } from './osm-data.js';
import type { Piece, StreetMap } from './street-pieces.js';

export interface SignedJunctions {
  readonly signals: ReadonlySet<string>;
  readonly stopAll: ReadonlySet<string>;
  /** Piece and the vertex it has to give way at. */
  readonly givesWay: ReadonlySet<string>;
  /** Those of them where the sign says to stop. */
  readonly stops: ReadonlySet<string>;
}

/** From the middle of a wide junction to the stop line of an approach. */
const APPROACH_m = 40;

export const approach = (piece: Piece, vertex: string): string =>
  `${piece.wayId}.${piece.part} ${vertex}`;

/** Signs that no junction lies within 40 m of, as at pedestrian crossings, are noted and left out. */
export function signedJunctions(map: StreetMap, notes: NoteBook): SignedJunctions {
  const walker = new Walker(map);
  const signals = new Set<string>();
  const stopAll = new Set<string>();
  const givesWay = new Set<string>();
  const stops = new Set<string>();
  for (const { sign, name, nearest } of walker.signs()) {
    if (nearest === null) {
      const what = sign === 'signal' ? 'signals' : 'stop and yield signs';
      notes.repair('OSM-107', name, `${what} with no junction within ${APPROACH_m} m: left out`);
    } else if (sign === 'signal') signals.add(nearest.vertex);
    else if (sign === 'stopAll') stopAll.add(nearest.vertex);
    else if (nearest.by !== null) {
      givesWay.add(approach(nearest.by, nearest.vertex));
      if (sign === 'stop') stops.add(approach(nearest.by, nearest.vertex));
    }
  }
  return { signals, stopAll, givesWay, stops };
}

interface Nearest {
  readonly vertex: string;
  readonly distance_m: number;
  /** The piece that reaches it; null where the sign stands in the junction. */
  readonly by: Piece | null;
}

interface PlacedSign {
  readonly sign: Sign;
  readonly name: string;
  readonly nearest: Nearest | null;
}

class Walker {
  readonly #map: StreetMap;
  readonly #at = new Map<string, Piece[]>();

  constructor(map: StreetMap) {
    this.#map = map;
    for (const name of map.vertices.keys()) this.#at.set(name, []);
    for (const piece of map.pieces) {
      this.#at.get(piece.from)!.push(piece);
      this.#at.get(piece.to)!.push(piece);
    }
  }

  *signs(): Generator<PlacedSign> {
    for (const { name, sign } of this.#map.vertices.values()) {
      if (sign !== null) yield { sign, name, nearest: this.#fromVertex(name) };
    }
    for (const piece of this.#map.pieces) {
      const length_m = drawnLength_m(piece.line);
      for (const { at_m, sign } of piece.signs) {
        const name = `way ${piece.wayId}`;
        const ahead = piece.forward === null ? null : this.#along(piece, piece.to, length_m - at_m);
        const behind = piece.backward === null ? null : this.#along(piece, piece.from, at_m);
        yield { sign, name, nearest: nearer(ahead, behind) };
      }
    }
  }

  /** Where traffic from two pieces meets; where a street only divides there is nothing to signal. */
  #isJunction(vertex: string): boolean {
    const pieces = this.#at.get(vertex)!;
    const comingIn = pieces.filter((piece) =>
      piece.to === vertex ? piece.forward !== null : piece.backward !== null,
    );
    return pieces.length > 2 && comingIn.length > 1;
  }

  #fromVertex(vertex: string): Nearest | null {
    if (this.#isJunction(vertex)) return { vertex, distance_m: 0, by: null };
    return this.#at.get(vertex)!.reduce<Nearest | null>((best, piece) => {
      const isAhead = piece.from === vertex;
      if ((isAhead ? piece.forward : piece.backward) === null) return best;
      const far = isAhead ? piece.to : piece.from;
      return nearer(best, this.#along(piece, far, drawnLength_m(piece.line)));
    }, null);
  }

  /** The first junction on the way to `end` and beyond it, `distance_m` being left to `end`. */
  #along(start: Piece, end: string, distance_m: number): Nearest | null {
    let [piece, vertex, far_m] = [start, end, distance_m];
    while (far_m <= APPROACH_m) {
      if (this.#isJunction(vertex)) return { vertex, distance_m: far_m, by: piece };
      const next = this.#straightOn(piece, vertex);
      if (next === null) return null;
      const isAhead = next.from === vertex;
      vertex = isAhead ? next.to : next.from;
      far_m += drawnLength_m(next.line);
      piece = next;
    }
    return null;
  }

  /** The piece that one may drive on to with the least change of direction. */
  #straightOn(piece: Piece, vertex: string): Piece | null {
    const into = directionIn(piece.to === vertex ? piece.line : piece.line.toReversed());
    let [best, bestCosine]: [Piece | null, number] = [null, -2];
    for (const next of this.#at.get(vertex)!) {
      const isAhead = next.from === vertex;
      if (next === piece || (isAhead ? next.forward : next.backward) === null) continue;
      const outOf = directionOut(isAhead ? next.line : next.line.toReversed());
      const dot = into[0] * outOf[0] + into[1] * outOf[1];
      const cosine =
        dot / Math.sqrt((into[0] ** 2 + into[1] ** 2) * (outOf[0] ** 2 + outOf[1] ** 2));
      if (cosine > bestCosine) [best, bestCosine] = [next, cosine];
    }
    return best;
  }
}

const nearer = (a: Nearest | null, b: Nearest | null): Nearest | null => {
  if (a === null || b === null) return a ?? b;
  return b.distance_m < a.distance_m ? b : a;
};
