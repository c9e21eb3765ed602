/**
 * Who turns back on a street with right of way keeps all behind it waiting, and in a stream without
 * gaps would do so for ever. After a while the others stop for it: priority is reversed, as drivers do
 * it (Troutbeck and Kako, "Limited priority merge at unsignalized intersections", Transportation
 * Research A 33, 1999). Other turns keep to their gaps: their capacity is Tanner's.
 */
import { type MoverId, NONE } from '../base/ids.js';
import { CONTROLS, TURN_KINDS } from '../network/road-network.js';
import type { JunctionMoment } from './junction-gaps.js';
import type { TrafficState } from './traffic-state.js';

const UTURN = TURN_KINDS.indexOf('uturn');
/** At a signal its turn comes, and at an all-way stop too. */
const [YIELD, STOP] = [CONTROLS.indexOf('yield'), CONTROLS.indexOf('stop')];

/** A mean delay above this is the Highway Capacity Manual's level F at a sign. */
const PATIENCE_s = 50;

/** Lets nobody into the way of the mover in the next step, if it turns back and has waited for long. */
export function claimTurnBack(
  { movers, turns, nodes, network }: TrafficState,
  { node, step }: JunctionMoment,
  mover: MoverId,
): void {
  const turn = movers.turn[mover];
  if (turn === NONE || network.turns.kind[turn] !== UTURN) return;
  const control = network.nodes.control[node];
  if (movers.standing_s[mover]! < PATIENCE_s || (control !== YIELD && control !== STOP)) return;
  turns.claimStep[turn] = step + 1;
  nodes.claimStep[node] = step + 1;
}

/** Does one that has claimed its way back in this step go into the street that `turn` leads to? */
export function isKeptForTurnBack(
  { turns, nodes, network }: TrafficState,
  { node, step }: JunctionMoment,
  turn: number,
): boolean {
  if (nodes.claimStep[node]! < step) return false;
  const { firstMerge, kind } = network.turns;
  for (let at = firstMerge[turn]!; at < firstMerge[turn + 1]!; at++) {
    const other = network.merges[at]!;
    if (turns.claimStep[other]! >= step && kind[other] === UTURN) return true;
  }
  return false;
}
