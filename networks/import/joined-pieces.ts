/** Joins the pieces of a street where nothing else meets it: maps split ways at every change of tag. */
import type { NoteBook } from '../complete/note-book.js';
import { drawnLength_m } from '../complete/polyline.js';
import type { Direction } from './osm-tags.js';
import { inOrder, type Piece, reversed, type StreetMap } from './street-pieces.js';

/** A change of lanes over less than this is a taper, not a street: the longer piece decides. */
const TAPER_m = 25;

export function joinPieces(map: StreetMap, notes: NoteBook): StreetMap {
  const joiner = new Joiner(map.pieces);
  for (const name of [...map.vertices.keys()].sort()) {
    const { isCut, sign } = map.vertices.get(name)!;
    if (isCut) continue;
    if (joiner.joinAt(name, sign) === 'taper') {
      notes.repair(
        'OSM-106',
        name,
        `a change of lanes or speed over less than ${TAPER_m} m: ignored`,
      );
    }
  }
  const pieces = joiner.pieces();
  const ends = new Set(pieces.flatMap(({ from, to }) => [from, to]));
  return { vertices: new Map([...map.vertices].filter(([name]) => ends.has(name))), pieces };
}

class Joiner {
  readonly #at = new Map<string, Set<Piece>>();

  constructor(pieces: readonly Piece[]) {
    for (const piece of pieces) this.#add(piece);
  }

  pieces(): readonly Piece[] {
    return [...new Set([...this.#at.values()].flatMap((set) => [...set]))].sort(inOrder);
  }

  joinAt(vertex: string, sign: Piece['signs'][number]['sign'] | null): 'joined' | 'taper' | 'kept' {
    const here = [...(this.#at.get(vertex) ?? [])].sort(inOrder);
    if (here.length !== 2) return 'kept';
    const [first, second] = [endingAt(here[0]!, vertex), reversed(endingAt(here[1]!, vertex))];
    if (first.from === first.to || second.from === second.to || first.from === second.to) {
      return 'kept';
    }
    const isSame = areAlike(first, second);
    const lengths_m = [drawnLength_m(first.line), drawnLength_m(second.line)];
    if (!drivesOn(first, second) || !(isSame || Math.min(...lengths_m) < TAPER_m)) return 'kept';
    for (const piece of here) this.#remove(piece);
    this.#add(chained(first, second, sign));
    return isSame ? 'joined' : 'taper';
  }

  #add(piece: Piece): void {
    for (const end of [piece.from, piece.to]) {
      const set = this.#at.get(end);
      if (set === undefined) this.#at.set(end, new Set([piece]));
      else set.add(piece);
    }
  }

  #remove(piece: Piece): void {
    this.#at.get(piece.from)!.delete(piece);
    this.#at.get(piece.to)!.delete(piece);
  }
}

const endingAt = (piece: Piece, vertex: string): Piece =>
  piece.to === vertex ? piece : reversed(piece);

/** The same directions are open on both. */
const drivesOn = (a: Piece, b: Piece): boolean =>
  (a.forward === null) === (b.forward === null) && (a.backward === null) === (b.backward === null);

function areAlike(a: Piece, b: Piece): boolean {
  const said = ({ street, rank, forward, backward }: Piece) =>
    [
      street.startsWith('way ') ? '' : street,
      rank,
      forward?.laneCount,
      forward?.freeSpeed_mps,
      backward?.laneCount,
      backward?.freeSpeed_mps,
    ].join('\n');
  return said(a) === said(b);
}

function chained(first: Piece, second: Piece, sign: Piece['signs'][number]['sign'] | null): Piece {
  const first_m = drawnLength_m(first.line);
  const leading = first_m >= drawnLength_m(second.line) ? first : second;
  const named = inOrder(first, second) < 0 ? first : second;
  return {
    ...leading,
    wayId: named.wayId,
    part: named.part,
    firstWay: first.firstWay,
    lastWay: second.lastWay,
    forward: withArrowsOf(leading.forward, second.forward),
    backward: withArrowsOf(leading.backward, first.backward),
    from: first.from,
    to: second.to,
    line: [...first.line, ...second.line.slice(1)],
    signs: [
      ...first.signs,
      ...(sign === null ? [] : [{ at_m: first_m, sign }]),
      ...second.signs.map((each) => ({ at_m: first_m + each.at_m, sign: each.sign })),
    ],
  };
}

/** Arrows are those at the stop line. */
function withArrowsOf(leading: Direction | null, last: Direction | null): Direction | null {
  if (leading === null || last === null) return leading;
  const fits = leading.laneCount === last.laneCount;
  return { ...leading, turnLanes: fits ? last.turnLanes : null };
}
