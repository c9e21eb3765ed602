/**
 * Joins what maps split: dual carriageways, staggered crossings and other links too short for two
 * vehicles become junctions. A queue could not stand on such links, and nobody who waits for room
 * beyond a junction would ever find any.
 */
import type {
  Control,
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  NodeDraft,
  TurnKind,
} from '../../core/network/network-draft.js';
import { type Streets, type Way, waysAcross } from './cluster-ways.js';
import { kindOf } from './derive-movements.js';
import { joinBends } from './join-bends.js';
import { clustersOf } from './junction-clusters.js';
import { NoteBook } from './note-book.js';
import { drawnLength_m, pointAt, stretch } from './polyline.js';
import { shareLanes, type TurnLanes } from './share-lanes.js';
import { type Completed, requireBareStreets, requireJunctions } from './street-graph.js';

export interface MergeOptions {
  /** Two vehicles at jam spacing. */
  readonly shortest_m?: number;
  /** No junction grows wider than this. */
  readonly widest_m?: number;
  /** Links known to lie inside one junction, whatever their length. */
  readonly isWithinJunction?: (link: LinkDraft) => boolean;
  /** Turn arrows, by link, as for `deriveMovements`. */
  readonly turnLanes?: ReadonlyMap<string, TurnLanes>;
}

/** A longer link between two nodes of one junction is a street of its own and is kept. */
const INNER_FACTOR = 4;

/**
 * Pieces of a street are joined first (`joinBends`); what is short then joins junctions. The result
 * has no link below `shortest_m`. Needs movements: a way across a merged junction is as
 * long as the movements and inner links that it consists of, and exists only where they allowed it.
 */
export function mergeShortLinks(map: NetworkDraft, options: MergeOptions = {}): Completed {
  requireBareStreets(map, 'Merging short links');
  const { shortest_m = 15, widest_m = 60, turnLanes = new Map() } = options;
  const { isWithinJunction = () => false } = options;
  const { draft, notes: bends } = joinBends(map, { shortest_m, turnLanes });
  const notes = new NoteBook();
  const joins = (link: LinkDraft): boolean => link.length_m < shortest_m || isWithinJunction(link);
  const clusterOf = clustersOf(draft, { joins, widest_m });
  requireJunctions(draft, (node) => clusterOf.get(node)!);
  const isInner = ({ from, to, length_m }: LinkDraft): boolean =>
    clusterOf.get(from) === clusterOf.get(to) && length_m < shortest_m * INNER_FACTOR;
  const streets = streetsOf(draft, isInner);
  const nodes = mergedNodes(draft.nodes, clusterOf, notes);
  const links = draft.links
    .filter((link) => !isInner(link))
    .map((link) => attached(link, clusterOf))
    .map((link) => longEnough(link, shortest_m, notes));
  const movements = links.flatMap((link) => movementsOf(link, { streets, clusterOf, turnLanes }));
  const merged = { ...draft, nodes, links, movements };
  return { draft: withoutLoops(merged, notes), notes: [...bends, ...notes.notes] };
}

function streetsOf(draft: NetworkDraft, isInner: Streets['isInner']): Streets {
  const movementsFrom = new Map<string, MovementDraft[]>();
  for (const movement of draft.movements) {
    const known = movementsFrom.get(movement.from);
    if (known === undefined) movementsFrom.set(movement.from, [movement]);
    else known.push(movement);
  }
  const linkNamed = new Map(draft.links.map((link) => [link.name, link]));
  return { linkNamed, movementsFrom, isInner };
}

/** From the control that binds most to the one that binds least. */
const BINDING: readonly Control[] = [
  'signal',
  'allWayStop',
  'warrant',
  'stop',
  'yield',
  'reservation',
  'none',
];

/** One node for each cluster, in the middle of its members, with the control that binds most. */
function mergedNodes(
  nodes: readonly NodeDraft[],
  clusterOf: ReadonlyMap<string, string>,
  notes: NoteBook,
): NodeDraft[] {
  const members = new Map<string, NodeDraft[]>();
  for (const node of nodes) {
    const cluster = clusterOf.get(node.name)!;
    const known = members.get(cluster);
    if (known === undefined) members.set(cluster, [node]);
    else known.push(node);
  }
  return [...members].map(([name, list]) => {
    if (list.length === 1) return list[0]!;
    const names = list.map((node) => node.name).sort();
    notes.repair('NET-311', name, `${names.length} nodes joined by short links are one junction`);
    const mean = (axis: 'x_m' | 'y_m') =>
      list.reduce((sum, node) => sum + node[axis], 0) / list.length;
    const control = BINDING.find((each) => list.some((node) => node.control === each))!;
    return { name, x_m: mean('x_m'), y_m: mean('y_m'), control };
  });
}

const attached = (link: LinkDraft, clusterOf: ReadonlyMap<string, string>): LinkDraft => ({
  ...link,
  from: clusterOf.get(link.from)!,
  to: clusterOf.get(link.to)!,
});

/** What could not be joined because the junction would be too wide is stretched. */
function longEnough(link: LinkDraft, shortest_m: number, notes: NoteBook): LinkDraft {
  if (link.length_m >= shortest_m) return link;
  notes.repair('NET-312', link.name, `too short for two vehicles: counted as ${shortest_m} m`);
  return { ...link, length_m: shortest_m };
}

function movementsOf(
  from: LinkDraft,
  context: {
    streets: Streets;
    clusterOf: ReadonlyMap<string, string>;
    turnLanes: ReadonlyMap<string, TurnLanes>;
  },
): MovementDraft[] {
  const { streets, clusterOf, turnLanes } = context;
  const found = waysAcross(streets.linkNamed.get(from.name)!, streets);
  const turns = allowedTurns(
    from,
    found.map((way) => {
      const to = attached(way.to, clusterOf);
      return { way: { ...way, to }, kind: way.direct?.kind ?? kindOf(from, to) };
    }),
  );
  const isUnchanged = turns.every(({ way }) => way.direct !== null);
  const kinds = turns.map(({ kind }) => kind);
  const lanesOf = shareLanes(from, { kinds, turnLanes: turnLanes.get(from.name) });
  return turns.map(({ way, kind }) => ({
    node: from.to,
    from: from.name,
    to: way.to.name,
    kind,
    length_m: way.length_m,
    speed_mps: way.speed_mps,
    fromLanes: isUnchanged ? way.direct!.fromLanes : lanesOf.get(kind)!,
    ...(way.uses.length === 0 ? {} : { uses: way.uses }),
  }));
}

interface Turn {
  readonly way: Way;
  readonly kind: TurnKind;
}

/**
 * Inner links would let everyone turn back, round the median of any crossing; signs did not. A
 * U-turn over inner links is kept at openings of the median, which nobody could turn at otherwise,
 * and at dead ends.
 */
function allowedTurns(from: LinkDraft, turns: readonly Turn[]): readonly Turn[] {
  const isCrossing = turns.some(({ kind }) => kind === 'left' || kind === 'right');
  const isBack = ({ way, kind }: Turn): boolean =>
    way.direct === null &&
    ((way.to.street === from.street && way.to.to === from.from) ||
      (kind === 'uturn' && isCrossing));
  const onward = turns.filter((turn) => !isBack(turn));
  return onward.length > 0 ? onward : turns;
}

/** Links that end where they begin get a bend in the middle, since a link joins two nodes. */
function withoutLoops(draft: NetworkDraft, notes: NoteBook): NetworkDraft {
  const nodes = [...draft.nodes];
  const links: LinkDraft[] = [];
  const movements: MovementDraft[] = [];
  const secondHalf = new Map<string, string>();
  for (const link of draft.links) {
    if (link.from !== link.to) {
      links.push(link);
      continue;
    }
    notes.repair('NET-313', link.name, 'begins and ends at one junction: split at a bend');
    const bend = bendOf(link);
    nodes.push(bend.node);
    links.push(...bend.halves);
    movements.push(bend.movement);
    secondHalf.set(link.name, bend.halves[1].name);
  }
  if (secondHalf.size === 0) return draft;
  const kept = draft.movements.map((movement) => ({
    ...movement,
    from: secondHalf.get(movement.from) ?? movement.from,
  }));
  return { ...draft, nodes, links, movements: [...kept, ...movements] };
}

function bendOf(link: LinkDraft) {
  const drawn_m = drawnLength_m(link.geometry);
  const [x_m, y_m] = pointAt(link.geometry, drawn_m / 2);
  const node: NodeDraft = { name: `${link.name}_bend`, x_m, y_m, control: 'none' };
  const half = (part: Partial<LinkDraft>): LinkDraft => ({
    ...link,
    length_m: link.length_m / 2,
    ...part,
  });
  const first = half({
    to: node.name,
    leftPocket_m: 0,
    street: `${link.street}_first`,
    geometry: stretch(link.geometry, { from_m: 0, to_m: drawn_m / 2 }),
  });
  const second = half({
    name: `${link.name}_second`,
    from: node.name,
    street: `${link.street}_second`,
    geometry: stretch(link.geometry, { from_m: drawn_m / 2, to_m: drawn_m }),
  });
  const movement: MovementDraft = {
    node: node.name,
    from: first.name,
    to: second.name,
    kind: 'thru',
    length_m: 1,
    speed_mps: link.freeSpeed_mps,
    fromLanes: Array.from({ length: link.laneCount }, (_, lane) => lane),
  };
  return { node, halves: [first, second] as const, movement };
}
