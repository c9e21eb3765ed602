/**
 * Who turns back on a street with right of way keeps all behind it waiting, and in a stream without
 * gaps would do so for ever. After a while the others stop for it: priority is reversed, as drivers do
 * it (Troutbeck and Kako, "Limited priority merge at unsignalized intersections", Transportation
 * Research A 33, 1999). Other turns keep to their gaps: their capacity is Tanner's.
 */
import { type MoverId, NONE } from '../base/ids.js';
import { CONTROLS, TURN_KINDS } from '../network/road-network.js';
import type { JunctionMoment } from './junction-gaps.js';
import { hasRoomBeyond } from './out-lane.js';
import type { TrafficState } from './traffic-state.js';

const UTURN = TURN_KINDS.indexOf('uturn');
/** At a signal its turn comes, and at an all-way stop too. */
const [YIELD, STOP] = [CONTROLS.indexOf('yield'), CONTROLS.indexOf('stop')];

/** A mean delay above this is the Highway Capacity Manual's level F at a sign. */
const PATIENCE_s = 50;

/**
 * Lets nobody into the way of the mover in the next step, if it turns back and has waited for long. Of
 * several in each other's way the one that has claimed it first goes first: each would wait for the
 * others for ever. Who has no room beyond could not go, and stops nobody.
 */
export function claimTurnBack(
  state: TrafficState,
  { node, step }: JunctionMoment,
  mover: MoverId,
): void {
  const { movers, turns, nodes, network } = state;
  const turn = movers.turn[mover];
  if (turn === NONE || network.turns.kind[turn] !== UTURN) return;
  const control = network.nodes.control[node];
  if (movers.standing_s[mover]! < PATIENCE_s || (control !== YIELD && control !== STOP)) return;
  if (isClaimedAcross({ turns, network }, turn, step)) return;
  if (movers.waitsWithin[mover] === 0 && !hasRoomBeyond(state, mover, turn)) return;
  turns.claimStep[turn] = step + 1;
  nodes.claimStep[node] = step + 1;
}

/** Has another that turns back, across the way of `turn` or into the same street, a claim already? */
function isClaimedAcross(
  { turns, network }: Pick<TrafficState, 'turns' | 'network'>,
  turn: number,
  step: number,
): boolean {
  const { firstConflict } = network.turns;
  for (let at = firstConflict[turn]!; at < firstConflict[turn + 1]!; at++) {
    const other = network.conflicts[at]!;
    if (turns.claimStep[other]! >= step && network.turns.kind[other] === UTURN) return true;
  }
  return isMergeClaimed({ turns, network }, turn, step);
}

function isMergeClaimed(
  { turns, network }: Pick<TrafficState, 'turns' | 'network'>,
  turn: number,
  step: number,
): boolean {
  const { firstMerge, kind } = network.turns;
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    const other = network.merges[at]!;
    if (turns.claimStep[other]! >= step && kind[other] === UTURN) return true;
  }
  return false;
}

/** Does one that has claimed its way back in this step go into the street that `turn` leads to? */
export function isKeptForTurnBack(
  { turns, nodes, network }: TrafficState,
  { node, step }: JunctionMoment,
  turn: number,
): boolean {
  return nodes.claimStep[node]! >= step && isMergeClaimed({ turns, network }, turn, step);
}
