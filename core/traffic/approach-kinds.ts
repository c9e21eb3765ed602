/** How movers come up to the stop line of each turn, whatever the moment: for models that look ahead. */
import { CONTROLS } from '../network/road-network.js';
import { inSharedMemory } from '../state/table.js';
import { APPROACH_KINDS } from './idm-motion.js';
import { hasStopSign } from './junctions.js';
import type { TrafficState } from './traffic-state.js';

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

function yieldsToAny(
  { turns, yieldsTo, yieldsToMerge }: TrafficState['network'],
  turn: number,
): boolean {
  const { firstConflict, firstMerge } = turns;
  return (
    yieldsTo.subarray(firstConflict[turn], firstConflict[turn + 1]).includes(1) ||
    yieldsToMerge.subarray(firstMerge[turn], firstMerge[turn + 1]).includes(1)
  );
}
