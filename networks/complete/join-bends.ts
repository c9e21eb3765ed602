/**
 * Maps cut a street wherever its tags change or a path crosses it. Where only two neighbours meet,
 * the pieces are joined to one link, so that a bend does not count as a junction.
 */
import type {
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  NodeDraft,
} from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import { shareLanes, type TurnLanes } from './share-lanes.js';
import { type Completed, requireBareStreets } from './street-graph.js';

export interface BendOptions {
  /** A piece below it is joined to its neighbour even where their lanes or limits differ. */
  readonly shortest_m?: number;
  /** Turn arrows, by link, as for `deriveMovements`. */
  readonly turnLanes?: ReadonlyMap<string, TurnLanes>;
}

/**
 * Joins pieces alike in lanes, limit and rank, and short ones to whatever follows. The joined link
 * has the name of its last piece, whose stop line it ends at, and the lanes, limit and widths of
 * its longest one. Needs movements: pieces are joined only where the one leads on to the other and
 * nowhere else.
 */
export function joinBends(draft: NetworkDraft, options: BendOptions = {}): Completed {
  requireBareStreets(draft, 'Joining bends');
  const { shortest_m = 15, turnLanes = new Map() } = options;
  const notes = new NoteBook();
  const pieces = new Pieces(draft);
  const nodes = draft.nodes.filter((node) => {
    const pairs = pieces.pairsAt(node);
    if (pairs === null || !pairs.every((pair) => isJoinable(pair, shortest_m))) return true;
    pieces.join(node.name, pairs);
    notes.repair('NET-314', node.name, 'a bend, no junction: its links are joined');
    return false;
  });
  return { draft: pieces.joinedDraft(nodes, turnLanes), notes: notes.notes };
}

interface Pair {
  readonly first: LinkDraft;
  readonly second: LinkDraft;
  readonly movement: MovementDraft;
}

function isJoinable({ first, second }: Pair, shortest_m: number): boolean {
  if (first.from === second.to || first.leftPocket_m > 0) return false;
  if (first.isInside !== second.isInside) return false;
  if (first.length_m < shortest_m || second.length_m < shortest_m) return true;
  return (
    first.laneCount === second.laneCount &&
    first.freeSpeed_mps === second.freeSpeed_mps &&
    first.rank === second.rank
  );
}

/** The links and movements while nodes are taken out one by one. */
class Pieces {
  readonly #draft: NetworkDraft;
  readonly #links: Map<string, LinkDraft>;
  /** Names of links by the node that they reach and leave. */
  readonly #incoming = new Map<string, Set<string>>();
  readonly #outgoing = new Map<string, Set<string>>();
  readonly #movementsFrom = new Map<string, MovementDraft[]>();
  /** The link that a piece became part of. */
  readonly #partOf = new Map<string, string>();

  constructor(draft: NetworkDraft) {
    this.#draft = draft;
    this.#links = new Map(draft.links.map((link) => [link.name, link]));
    for (const { name } of draft.nodes) {
      this.#incoming.set(name, new Set());
      this.#outgoing.set(name, new Set());
    }
    for (const { name, from, to } of draft.links) {
      this.#outgoing.get(from)!.add(name);
      this.#incoming.get(to)!.add(name);
      this.#movementsFrom.set(name, []);
    }
    for (const movement of draft.movements) this.#movementsFrom.get(movement.from)!.push(movement);
  }

  /** What leads to what at a bend, each link once; null at every other node. */
  pairsAt({ name, control }: NodeDraft): readonly Pair[] | null {
    if (control !== 'none' && control !== 'warrant') return null;
    const incoming = [...this.#incoming.get(name)!];
    const outgoing = [...this.#outgoing.get(name)!];
    if (incoming.length === 0 || incoming.length !== outgoing.length) return null;
    const pairs = incoming.map((first) => this.#pairFrom(first));
    const ends = new Set(pairs.map((pair) => pair?.second.name));
    const neighbours = new Set(pairs.flatMap((pair) => [pair?.first.from, pair?.second.to]));
    const isBend = ends.size === outgoing.length && neighbours.size === 2;
    return isBend && pairs.every((pair) => pair !== null) ? (pairs as readonly Pair[]) : null;
  }

  #pairFrom(first: string): Pair | null {
    const [movement, ...others] = this.#movementsFrom.get(first)!;
    if (movement === undefined || others.length > 0) return null;
    const second = this.#links.get(this.#current(movement.to));
    if (second === undefined) return null;
    // Lanes that are for some only begin and end where the map says.
    const piece = this.#links.get(first)!;
    const isAlike = JSON.stringify(piece.laneUses) === JSON.stringify(second.laneUses);
    return isAlike ? { first: piece, second, movement } : null;
  }

  join(node: string, pairs: readonly Pair[]): void {
    // Both directions of the street go on sharing a name.
    const street = pairs.flatMap(({ first, second }) => [first.street, second.street]).sort()[0]!;
    for (const pair of pairs) {
      const { first, second } = pair;
      const link = joined(pair, street);
      this.#links.delete(first.name);
      this.#links.set(link.name, link);
      this.#partOf.set(first.name, second.name);
      this.#movementsFrom.delete(first.name);
      const leaving = this.#outgoing.get(first.from)!;
      leaving.delete(first.name);
      leaving.add(link.name);
    }
    this.#incoming.delete(node);
    this.#outgoing.delete(node);
  }

  joinedDraft(
    nodes: readonly NodeDraft[],
    turnLanes: ReadonlyMap<string, TurnLanes>,
  ): NetworkDraft {
    const links = this.#draft.links.flatMap(({ name }) => this.#links.get(name) ?? []);
    const movements = this.#draft.links.flatMap(({ name, laneCount }) => {
      const list = this.#movementsFrom.get(name) ?? [];
      const link = this.#links.get(name)!;
      const named = list.map((each) => ({ ...each, to: this.#current(each.to) }));
      return list.length === 0 || link.laneCount === laneCount
        ? named
        : withLanesOf(link, named, turnLanes.get(name));
    });
    return { ...this.#draft, nodes, links, movements };
  }

  #current(piece: string): string {
    let name = piece;
    while (this.#partOf.has(name)) name = this.#partOf.get(name)!;
    return name;
  }
}

function joined({ first, second, movement }: Pair, street: string): LinkDraft {
  const longer = first.length_m > second.length_m ? first : second;
  return {
    ...longer,
    name: second.name,
    from: first.from,
    to: second.to,
    street,
    length_m: first.length_m + movement.length_m + second.length_m,
    leftPocket_m: second.leftPocket_m,
    geometry: [...first.geometry, ...second.geometry],
  };
}

/** The stop line has other lanes now: its movements share them anew. */
function withLanesOf(
  link: LinkDraft,
  movements: readonly MovementDraft[],
  turnLanes: TurnLanes | undefined,
): MovementDraft[] {
  const lanesOf = shareLanes(link, { kinds: movements.map(({ kind }) => kind), turnLanes });
  return movements.map((each) => ({ ...each, fromLanes: lanesOf.get(each.kind)! }));
}
