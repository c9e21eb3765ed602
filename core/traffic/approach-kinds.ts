/** How movers come up to the stop line of each turn, whatever the moment: for models that look ahead. */
import { CONTROLS, RELATIONS } from '../network/road-network.js';
import { inSharedMemory } from '../state/table.js';
import type { TrafficState } from './traffic-state.js';

/** How movers come up to a stop line, by turn; `approachKindsOf` finds it for a run. */
export const APPROACH_KINDS = ['free', 'signal', 'stops', 'yields', 'reserves'] as const;
const [FREE, SIGNAL, STOPS, YIELDS, RESERVES] = APPROACH_KINDS.map((_, code) => code);
const [, ALL_WAY_STOP, YIELD, SIGNALLED, STOP, RESERVATION] = CONTROLS.map((_, code) => code);

/** By turn: codes of APPROACH_KINDS. */
export function approachKindsOf(state: Pick<TrafficState, 'network' | 'approaches'>): Uint8Array {
  const kinds = new Uint8Array(state.network.turnCount);
  for (let turn = 0; turn < kinds.length; turn++) kinds[turn] = kindOf(state, turn)!;
  return inSharedMemory(kinds);
}

function kindOf(state: Pick<TrafficState, 'network' | 'approaches'>, turn: number) {
  const { network } = state;
  const node = network.turns.node[turn];
  switch (network.nodes.control[node]) {
    case ALL_WAY_STOP:
      return STOPS;
    case SIGNALLED:
      return SIGNAL;
    case RESERVATION:
      return RESERVES;
    case STOP:
      if (hasStopSign(state, node, network.turns.from[turn])) return STOPS;
      return yieldsToAny(network, turn) ? YIELDS : FREE;
    case YIELD:
      return yieldsToAny(network, turn) ? YIELDS : FREE;
    default:
      return FREE;
  }
}

function yieldsToAny({ turns, nodes, relations }: TrafficState['network'], turn: number): boolean {
  const node = turns.node[turn];
  const first = turns.firstRelation[turn]!;
  const placeCount = nodes.firstTurn[node + 1]! - nodes.firstTurn[node]!;
  return relations
    .subarray(first, first + placeCount)
    .some((relation) => (relation & RELATIONS.hasWay) !== 0);
}

/** The streets of the highest rank have none, unless all are of one rank. */
export function hasStopSign(
  { approaches, network }: Pick<TrafficState, 'approaches' | 'network'>,
  node: number,
  link: number,
): boolean {
  const { links, lanes } = network;
  const rank = links.rank[link]!;
  let hasHigher = false;
  let hasLower = false;
  for (let at = approaches.first[node]!; at < approaches.first[node + 1]!; at++) {
    const other = links.rank[lanes.link[approaches.lane[at]!]]!;
    if (other > rank) hasHigher = true;
    if (other < rank) hasLower = true;
  }
  return hasHigher || !hasLower;
}
