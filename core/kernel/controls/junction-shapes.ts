/** Junctions of a network as signal timing sees them: approaches, turns, lanes, who meets whom. */
import type { LinkId, NodeId, TurnId } from '../../base/ids.js';
import { NONE } from '../../base/ids.js';
import { byName } from '../../network/facts.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { type RoadNetwork, TURN_KINDS } from '../../network/road-network.js';
import type { Approach, Junction, JunctionTurn } from '../../traffic/signal-timing.js';

/** What decides how fast a queue leaves: Newell's tau and jam spacing. */
export interface Saturation {
  readonly tau_s: number;
  readonly spacing_m: number;
}

/** What a pedestrian walks across for each lane: a usual urban lane. */
const LANE_m = 3.3;

/** Nodes whose control the warrant rule decides: tables no longer tell them from all-way stops. */
export const warrantNodesOf = (draft: NetworkDraft): NodeId[] =>
  [...draft.nodes]
    .sort(byName)
    .flatMap(({ control }, node) => (control === 'warrant' ? [node as NodeId] : []));

export function junctionOf(network: RoadNetwork, node: NodeId, saturation: Saturation): Junction {
  const { nodes, turns, turnOfNode } = network;
  const here = turnOfNode.subarray(nodes.firstTurn[node], nodes.firstTurn[node + 1]);
  const links = [...new Set([...here].map((turn) => turns.from[turn]!))].sort((a, b) => a - b);
  return {
    node,
    approaches: links.map((link) => approachOf(network, link as LinkId, saturation)),
    meets: (a, b) => isListed(network, a, b),
  };
}

function approachOf(network: RoadNetwork, link: LinkId, saturation: Saturation): Approach {
  const { links } = network;
  const opposite = links.opposite[link]!;
  const oppositeLanes =
    opposite === NONE ? 0 : links.laneCount[opposite]! - links.hasPocket[opposite]!;
  const turns: JunctionTurn[] = [];
  for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
    turns.push(turnOf(network, turn as TurnId, saturation));
  }
  return {
    link,
    bearingIn_rad: links.bearingIn_rad[link]!,
    hasPocket: links.hasPocket[link] === 1,
    crossing_m: (links.laneCount[link]! + oppositeLanes) * LANE_m,
    turns,
  };
}

function turnOf(
  network: RoadNetwork,
  turn: TurnId,
  { tau_s, spacing_m }: Saturation,
): JunctionTurn {
  const { links, turns, lanes } = network;
  const link = turns.from[turn]!;
  const first = turns.firstConnector[turn]!;
  const speed_mps = Math.min(links.freeSpeed_mps[link]!, turns.speed_mps[turn]!);
  return {
    turn,
    kind: TURN_KINDS[turns.kind[turn]!]!,
    lanes: Array.from(
      { length: turns.connectorCount[turn]! },
      (_, at) => lanes.fromLane[first + at]! - links.firstLane[link]!,
    ),
    headway_s: tau_s + spacing_m / speed_mps,
  };
}

function isListed({ turns, conflicts, merges }: RoadNetwork, a: number, b: number): boolean {
  for (let at = turns.firstConflict[a]!; at < turns.firstConflict[a + 1]!; at++) {
    if (conflicts[at] === b) return true;
  }
  for (let at = turns.firstMerge[a]!; at < turns.firstMerge[a + 1]!; at++) {
    if (merges[at] === b) return true;
  }
  return false;
}
