/**
 * Ways of lanes through junctions. SUMO cuts streets into pieces of centimetres, where lanes or
 * permissions change; nothing can stand on such a piece, so it and the junctions at its ends are one
 * junction here, and a way through it goes from lane to lane as the pieces say.
 */
import { greatestOf, leastOf } from '../../core/base/extremes.js';
import { groupBy } from '../../core/base/group-by.js';
import type { Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import type { SumoConnection, SumoEdge, SumoJunction, SumoLane, SumoNet } from './sumo-net.js';

/** From a lane of a street to a lane of another, over all pieces between. */
export interface SumoPassage {
  readonly from: string;
  readonly to: string;
  readonly fromLane: number;
  readonly toLane: number;
  /** Lanes inside; empty where one of them is missing. */
  readonly lanes: readonly SumoLane[];
  /** Signals on the way: the program and the place in its states. */
  readonly signals: readonly { readonly program: string; readonly index: number }[];
  readonly direction: string;
  /** `M` where it has right of way all along. */
  readonly state: string;
  /** The ways through junctions that it is made of; null where one of them is not known. */
  readonly ways: readonly WayPlace[] | null;
  /** How far it is to the place where it waits within a junction; 0 where there is none. */
  readonly waitsAt_m: number;
}

/** A way by its junction and its index there. */
export interface WayPlace {
  readonly junction: SumoJunction;
  readonly index: number;
  /** Of the way, and of the piece before it. */
  readonly length_m: number;
}

/** The streets and junctions that are left, and the ways between them. */
export interface JoinedNet {
  readonly edges: readonly SumoEdge[];
  readonly junctions: readonly SumoJunction[];
  readonly passages: readonly SumoPassage[];
}

/** Below it there is no room for a vehicle and its gap. */
const PIECE_m = 8;
/** No junction grows wider than this. */
const WIDEST_m = 60;

export function joinPieces(net: SumoNet, notes: NoteBook): JoinedNet {
  const clusters = new JunctionClusters(net);
  const isPiece = new Set<string>();
  const short = net.edges
    .filter((edge) => isShort(edge) && edge.from !== edge.to)
    .sort((a, b) => lengthOf(a) - lengthOf(b) || (a.id < b.id ? -1 : 1));
  for (const { id, from, to } of short) {
    if (!clusters.join(from, to)) continue;
    isPiece.add(id);
    notes.repair('SUMO-110', id, 'too short for a vehicle: part of the junction at its ends');
  }
  const edges = net.edges
    .filter(({ id }) => !isPiece.has(id))
    .map((edge) => ({
      ...edge,
      from: clusters.rootOf(edge.from),
      to: clusters.rootOf(edge.to),
    }));
  return { edges, junctions: clusters.junctions(), passages: passagesOf(net, isPiece) };
}

/** Every piece is a street of its own. */
export const asItIs = (net: SumoNet): JoinedNet => ({
  edges: net.edges,
  junctions: net.junctions,
  passages: passagesOf(net, new Set()),
});

const lengthOf = ({ lanes }: SumoEdge): number => leastOf(lanes.map(({ length_m }) => length_m));
const isShort = (edge: SumoEdge): boolean => lengthOf(edge) < PIECE_m;

function passagesOf(net: SumoNet, isPiece: ReadonlySet<string>): readonly SumoPassage[] {
  const steps = new StepReader(net);
  const onward = groupBy(net.connections, ({ from, fromLane }) => `${from}_${fromLane}`);
  const passages: SumoPassage[] = [];
  for (const connection of net.connections) {
    const { from, to, toLane } = connection;
    if (isPiece.has(from) || steps.isInside(from)) continue;
    const open = [steps.passageOf(connection)];
    if (!isPiece.has(to)) {
      passages.push(open[0]!);
      continue;
    }
    const seen = new Set([`${to}_${toLane}`]);
    for (let at = 0; at < open.length && at < MOST_WAYS; at++) {
      const way = open[at]!;
      if (!isPiece.has(way.to)) {
        passages.push(way);
        continue;
      }
      for (const next of onward.get(`${way.to}_${way.toLane}`) ?? []) {
        const lane = `${next.to}_${next.toLane}`;
        if (isPiece.has(next.to) && seen.has(lane)) continue;
        seen.add(lane);
        open.push(joined(way, steps.laneOf(way.to, way.toLane), steps.passageOf(next)));
      }
    }
  }
  return passages;
}

/** Ways from one lane over pieces; a net that asks for more is no street map. */
const MOST_WAYS = 1000;

function joined(first: SumoPassage, piece: SumoLane | undefined, second: SumoPassage): SumoPassage {
  const isWhole = piece !== undefined && first.lanes.length > 0 && second.lanes.length > 0;
  return {
    from: first.from,
    to: second.to,
    fromLane: first.fromLane,
    toLane: second.toLane,
    lanes: isWhole ? [...first.lanes, piece, ...second.lanes] : [],
    signals: [...first.signals, ...second.signals],
    direction: first.direction === 's' ? second.direction : first.direction,
    state: first.state === 'M' ? second.state : first.state,
    ways: isWhole ? waysOver(first.ways, piece, second.ways) : null,
    waitsAt_m: first.waitsAt_m,
  };
}

function waysOver(
  first: SumoPassage['ways'],
  piece: SumoLane,
  second: SumoPassage['ways'],
): SumoPassage['ways'] {
  const [next] = second ?? [];
  if (first === null || second === null || next === undefined) return null;
  return [...first, { ...next, length_m: next.length_m + piece.length_m }, ...second.slice(1)];
}

/** Resolves the lanes that a connection goes over inside its junction. */
class StepReader {
  readonly #inner: ReadonlyMap<string, SumoLane>;
  readonly #streets: ReadonlyMap<string, SumoEdge>;
  readonly #onwardInside = new Map<string, string>();
  readonly #wayOf = new Map<string, Omit<WayPlace, 'length_m'>>();

  constructor({ edges, inner, connections, junctions }: SumoNet) {
    this.#inner = inner;
    this.#streets = new Map(edges.map((edge) => [edge.id, edge]));
    // Long left turns wait in the middle: their way has two lanes or more.
    for (const { from, fromLane, via } of connections) {
      const lane = `${from}_${fromLane}`;
      if (via !== '' && inner.has(lane)) this.#onwardInside.set(lane, via);
    }
    for (const junction of junctions) {
      for (const [index, { lane }] of junction.ways.entries()) {
        this.#wayOf.set(lane, { junction, index });
      }
    }
  }

  isInside(edge: string): boolean {
    return !this.#streets.has(edge);
  }

  laneOf(edge: string, index: number): SumoLane | undefined {
    return this.#streets.get(edge)?.lanes.find((lane) => lane.index === index);
  }

  passageOf({ from, to, fromLane, toLane, ...rest }: SumoConnection): SumoPassage {
    const { via, signal, signalIndex, direction, state } = rest;
    const signals = signal === '' ? [] : [{ program: signal, index: signalIndex }];
    const lanes = this.#lanesFrom(via);
    const way = lanes.map(({ id }) => this.#wayOf.get(id)).find((place) => place !== undefined);
    const length_m = lanes.reduce((sum_m, lane) => sum_m + lane.length_m, 0);
    const ways = way === undefined ? null : [{ ...way, length_m }];
    const waitsAt_m = lanes.length > 1 ? lanes[0]!.length_m : 0;
    return { from, to, fromLane, toLane, lanes, signals, direction, state, ways, waitsAt_m };
  }

  #lanesFrom(via: string): readonly SumoLane[] {
    const way: SumoLane[] = [];
    let next: string | undefined = via;
    while (next !== undefined && way.length < MOST_PIECES) {
      const lane = this.#inner.get(next);
      if (lane === undefined) break;
      way.push(lane);
      next = this.#onwardInside.get(next);
    }
    return way;
  }
}

/** Files that lead in a circle must not be followed for ever. */
const MOST_PIECES = 16;

/** From the kind that binds most; kinds that are not here bind less than all of them. */
const BINDING = ['traffic_light', 'allway_stop', 'priority_stop', 'priority', 'right_before_left'];

class JunctionClusters {
  readonly #members: Map<string, readonly SumoJunction[]>;
  readonly #root = new Map<string, string>();
  readonly #programs = new Map<string, ReadonlySet<string>>();
  /** Streets that begin at a junction. */
  readonly #leaving: ReadonlyMap<string, readonly SumoEdge[]>;

  constructor({ junctions, connections, edges }: SumoNet) {
    this.#members = new Map(junctions.map((junction) => [junction.id, [junction]]));
    for (const { id } of junctions) this.#root.set(id, id);
    this.#leaving = groupBy(edges, ({ from }) => from);
    const nodeOf = new Map(edges.map(({ id, to }) => [id, to]));
    for (const [node, here] of groupBy(connections, ({ from }) => nodeOf.get(from) ?? '')) {
      const programs = here.map(({ signal }) => signal).filter((signal) => signal !== '');
      this.#programs.set(node, new Set(programs));
    }
  }

  rootOf(id: string): string {
    return this.#root.get(id) ?? id;
  }

  /**
   * False where they have two signal programs, which cannot run as one, lie too far apart, or have a
   * street between them, as in a roundabout: it would lead from the junction to itself.
   */
  join(a: string, b: string): boolean {
    const [first, second] = [this.rootOf(a), this.rootOf(b)].sort() as [string, string];
    if (first === second) return true;
    const members = [...this.#members.get(first)!, ...this.#members.get(second)!];
    const programs = new Set([...this.#programsOf(first), ...this.#programsOf(second)]);
    if (programs.size > 1 || spread_m(members.map(({ at }) => at)) > WIDEST_m) return false;
    if (this.#haveStreetBetween(members)) return false;
    this.#members.set(first, members);
    this.#members.delete(second);
    this.#programs.set(first, programs);
    for (const { id } of members) this.#root.set(id, first);
    return true;
  }

  #haveStreetBetween(members: readonly SumoJunction[]): boolean {
    const ids = new Set(members.map(({ id }) => id));
    return members.some(({ id }) =>
      (this.#leaving.get(id) ?? []).some((edge) => ids.has(edge.to) && !isShort(edge)),
    );
  }

  junctions(): readonly SumoJunction[] {
    return [...this.#members].map(([id, members]) => {
      if (members.length === 1) return members[0]!;
      const mean = (axis: 0 | 1): number =>
        members.reduce((sum, { at }) => sum + at[axis], 0) / members.length;
      const types = members.map(({ type }) => type);
      const type = BINDING.find((each) => types.includes(each)) ?? types[0]!;
      // Ways are looked up in the junctions of the file.
      return { id, type, at: [mean(0), mean(1)], ways: [] };
    });
  }

  #programsOf(id: string): ReadonlySet<string> {
    return this.#programs.get(id) ?? new Set();
  }
}

function spread_m(points: readonly Point[]): number {
  const along = (axis: 0 | 1): number => {
    const values = points.map((point) => point[axis]);
    return greatestOf(values) - leastOf(values);
  };
  return Math.max(along(0), along(1));
}
