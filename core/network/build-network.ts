/**
 * Turns a NetworkDraft into the kernel's tables. Rows are numbered in the sorted order of names, so
 * that the order of input rows does not matter. Expects a draft without errors (`check-network.ts`).
 */
import type { LaneId, LinkId, NodeId, TurnId } from '../base/ids.js';
import { NONE } from '../base/ids.js';
import { hashName } from '../base/random.js';
import { createTable, inSharedMemory } from '../state/table.js';
import { byName } from './facts.js';
import { laneTimetablesOf, turnTimetablesOf } from './lane-use.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from './network-draft.js';
import { markRings } from './rings.js';
import {
  CONTROLS,
  laneSchema,
  linkSchema,
  nodeSchema,
  type RoadNetwork,
  TURN_KINDS,
  turnSchema,
} from './road-network.js';
import { turnRelations } from './turn-relations.js';

export function buildRoadNetwork(draft: NetworkDraft): RoadNetwork {
  const nodeDrafts = [...draft.nodes].sort(byName);
  const linkDrafts = [...draft.links].sort(byName);
  const nodeRow = rowsOf(nodeDrafts);
  const linkRow = rowsOf(linkDrafts);
  const movements = [...draft.movements].sort(
    (a, b) =>
      linkRow.get(a.from)! - linkRow.get(b.from)! || linkRow.get(a.to)! - linkRow.get(b.to)!,
  );
  const linkLaneCount = sum(linkDrafts.map(lanesOf));
  const laneCount = linkLaneCount + sum(movements.map((movement) => movement.fromLanes.length));

  const nodes = createTable(nodeSchema, nodeDrafts.length + 1);
  const links = createTable(linkSchema, linkDrafts.length + 1);
  const turns = createTable(turnSchema, movements.length + 1);
  const lanes = createTable(laneSchema, laneCount + 1);

  for (const [node, { x_m, y_m, control }] of nodeDrafts.entries()) {
    nodes.x_m[node] = x_m;
    nodes.y_m[node] = y_m;
    nodes.control[node] = CONTROLS.indexOf(control === 'warrant' ? 'allWayStop' : control);
  }
  fillLinks(linkDrafts, nodeRow, links, lanes);
  if (draft.drivingSide === 'left') mirrorBearings(links);
  fillTurns(movements, linkRow, { links, turns, lanes }, linkLaneCount);
  markRings({ linkCount: linkDrafts.length, links, turns });
  const turnOfNode = groupTurns(turns, nodes, movements.length, nodeDrafts.length);
  const relations = turnRelations({ nodes, links, turns, turnOfNode }, movements);
  for (const [turn, { length_m, standsOn_m = 0 }] of movements.entries()) {
    const isCrossed = turns.firstConflict[turn + 1]! > turns.firstConflict[turn]!;
    turns.standsOn_m[turn] = isCrossed ? standsOn_m : length_m;
  }

  return {
    nodeCount: nodeDrafts.length,
    linkCount: linkDrafts.length,
    turnCount: movements.length,
    linkLaneCount,
    laneCount,
    nodes,
    links,
    turns,
    lanes,
    turnOfNode: inSharedMemory(turnOfNode),
    connectorOfLane: inSharedMemory(groupConnectors(lanes, linkLaneCount, laneCount)),
    conflicts: inSharedMemory(relations.conflicts),
    merges: inSharedMemory(relations.merges),
    relations: inSharedMemory(relations.relations),
    laneTimetables: [
      ...laneTimetablesOf(linkDrafts, links),
      ...turnTimetablesOf(movements, turns.firstConnector),
    ],
    nodeNames: nodeDrafts.map(({ name }) => name),
    linkNames: linkDrafts.map(({ name }) => name),
  };
}

const rowsOf = (drafts: readonly { readonly name: string }[]): Map<string, number> =>
  new Map(drafts.map(({ name }, row) => [name, row]));

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const lanesOf = (link: LinkDraft): number => link.laneCount + (link.leftPocket_m > 0 ? 1 : 0);

/**
 * The widest vehicle without a permit (2.55 m, Directive 96/53/EC), a car of 1.9 m that has pulled over
 * to the kerb, and half a metre for the gaps. With less the one ahead cannot make room.
 */
const TWO_ABREAST_m = 5;

function fillLinks(
  drafts: readonly LinkDraft[],
  nodeRow: ReadonlyMap<string, number>,
  links: RoadNetwork['links'],
  lanes: RoadNetwork['lanes'],
): void {
  const byEnds = new Map(
    drafts.map((link, row) => [`${link.street}\n${link.from}\n${link.to}`, row]),
  );
  let lane = 0;
  for (const [link, draft] of drafts.entries()) {
    links.from[link] = nodeRow.get(draft.from)! as NodeId;
    links.to[link] = nodeRow.get(draft.to)! as NodeId;
    const opposite = byEnds.get(`${draft.street}\n${draft.to}\n${draft.from}`);
    links.opposite[link] = (opposite ?? NONE) as LinkId;
    links.length_m[link] = draft.length_m;
    links.freeSpeed_mps[link] = draft.freeSpeed_mps;
    links.rank[link] = draft.rank;
    links.firstLane[link] = lane;
    links.laneCount[link] = lanesOf(draft);
    links.hasPocket[link] = draft.leftPocket_m > 0 ? 1 : 0;
    links.nameHash[link] = hashName(draft.name);
    links.isInside[link] = draft.isInside ? 1 : 0;
    const isOneWayLane = opposite === undefined && lanesOf(draft) === 1;
    links.hasRoomBeside[link] = isOneWayLane && draft.carriageway_m >= TWO_ABREAST_m ? 1 : 0;
    const { geometry } = draft;
    links.bearingOut_rad[link] = bearing(geometry[0]!, geometry[1]!);
    links.bearingIn_rad[link] = bearing(geometry.at(-2)!, geometry.at(-1)!);
    for (let index = 0; index < lanesOf(draft); index++, lane++) {
      const isPocket = draft.leftPocket_m > 0 && index === 0;
      lanes.link[lane] = link as LinkId;
      lanes.start_m[lane] = isPocket ? Math.max(0, draft.length_m - draft.leftPocket_m) : 0;
      lanes.length_m[lane] = draft.length_m;
      lanes.speed_mps[lane] = draft.freeSpeed_mps;
    }
  }
  links.firstLane[drafts.length] = lane;
}

/** Where traffic keeps left a junction is worked as its image in a mirror, where it keeps right. */
function mirrorBearings({ bearingOut_rad, bearingIn_rad, capacity }: RoadNetwork['links']): void {
  for (let link = 0; link < capacity - 1; link++) {
    bearingOut_rad[link] = Math.PI - bearingOut_rad[link]!;
    bearingIn_rad[link] = Math.PI - bearingIn_rad[link]!;
  }
}

const bearing = (from: readonly [number, number], to: readonly [number, number]): number =>
  Math.atan2(to[1] - from[1], to[0] - from[0]);

function fillTurns(
  movements: readonly MovementDraft[],
  linkRow: ReadonlyMap<string, number>,
  { links, turns, lanes }: Pick<RoadNetwork, 'links' | 'turns' | 'lanes'>,
  firstConnector: number,
): void {
  let connector = firstConnector;
  let link = -1;
  for (const [turn, draft] of movements.entries()) {
    const from = linkRow.get(draft.from)! as LinkId;
    while (link < from) links.firstTurn[++link] = turn;
    turns.from[turn] = from;
    turns.to[turn] = linkRow.get(draft.to)! as LinkId;
    turns.node[turn] = links.to[from];
    turns.kind[turn] = TURN_KINDS.indexOf(draft.kind);
    turns.length_m[turn] = draft.length_m;
    turns.speed_mps[turn] = draft.speed_mps;
    turns.waitsAt_m[turn] = draft.waitsAt_m ?? usualWait_m(draft);
    turns.firstConnector[turn] = connector as LaneId;
    turns.connectorCount[turn] = draft.fromLanes.length;
    for (const [at, index] of draft.fromLanes.entries()) {
      lanes.link[connector] = from;
      lanes.turn[connector] = turn as TurnId;
      // A pocket is lane -1 in a draft and the first lane of its link in the tables.
      lanes.fromLane[connector] = (links.firstLane[from] + links.hasPocket[from] + index) as LaneId;
      const [firstAhead, lastAhead] = lanesBefore(links, draft, at, turns.to[turn]);
      lanes.firstAhead[connector] = firstAhead as LaneId;
      lanes.lastAhead[connector] = lastAhead as LaneId;
      lanes.length_m[connector] = draft.length_m;
      lanes.speed_mps[connector] = draft.speed_mps;
      connector++;
    }
  }
  while (link < links.capacity - 1) links.firstTurn[++link] = movements.length;
}

/**
 * As the draft says; else those in the same place, counted from the right for right turns, and what is
 * left over before the outermost.
 */
function lanesBefore(
  links: RoadNetwork['links'],
  { fromLanes, toLanes, kind }: MovementDraft,
  at: number,
  to: LinkId,
): readonly [number, number] {
  const first = links.firstLane[to]! + links.hasPocket[to]!;
  const last = links.firstLane[to]! + links.laneCount[to]! - 1;
  const within = (lane: number): number => Math.min(last, Math.max(first, lane));
  const given = toLanes?.[at];
  if (given !== undefined) return [within(first + given[0]), within(first + given[1])];
  const after = fromLanes.length - 1 - at;
  if (kind === 'right') return [at === 0 ? first : within(last - after), within(last - after)];
  const place = kind === 'thru' ? Math.max(0, fromLanes[at]!) : at;
  return [within(first + place), after === 0 ? last : within(first + place)];
}

/** The way of a left turn meets oncoming traffic behind its middle. */
const usualWait_m = ({ kind, length_m }: MovementDraft): number =>
  kind === 'left' ? length_m / 2 : 0;

/** Turn rows by node, each node's in row order. Writes nodes.firstTurn. */
function groupTurns(
  turns: RoadNetwork['turns'],
  nodes: RoadNetwork['nodes'],
  turnCount: number,
  nodeCount: number,
): Int32Array {
  const grouped = new Int32Array(turnCount);
  for (let turn = 0; turn < turnCount; turn++) nodes.firstTurn[turns.node[turn] + 1]!++;
  for (let node = 0; node < nodeCount; node++) nodes.firstTurn[node + 1]! += nodes.firstTurn[node]!;
  const filled = Int32Array.from({ length: nodeCount }, (_, node) => nodes.firstTurn[node]!);
  for (let turn = 0; turn < turnCount; turn++) grouped[filled[turns.node[turn]]!++] = turn;
  return grouped;
}

/** Connector rows by the lane they continue. Writes lanes.firstConnector. */
function groupConnectors(
  lanes: RoadNetwork['lanes'],
  linkLaneCount: number,
  laneCount: number,
): Int32Array {
  const grouped = new Int32Array(laneCount - linkLaneCount);
  for (let row = linkLaneCount; row < laneCount; row++) {
    lanes.firstConnector[lanes.fromLane[row] + 1]!++;
  }
  for (let lane = 0; lane < linkLaneCount; lane++) {
    lanes.firstConnector[lane + 1]! += lanes.firstConnector[lane]!;
  }
  const filled = Int32Array.from({ length: linkLaneCount }, (_, lane) => {
    return lanes.firstConnector[lane]!;
  });
  for (let row = linkLaneCount; row < laneCount; row++) {
    grouped[filled[lanes.fromLane[row]]!++] = row;
  }
  return grouped;
}
