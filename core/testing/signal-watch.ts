/** Watches the signals of a junction as a person at the kerb would: by what they show, step by step. */
import type { NodeId } from '../base/ids.js';
import { ASPECTS, switchSignals } from '../traffic/signals.js';
import type { TrafficState } from '../traffic/traffic-state.js';

export interface SignalFaults {
  /** Steps in which two turns that cross were both shown a green without a duty to give way. */
  readonly conflicting: number;
  readonly shortGreens: number;
  /** Ambers of another length than planned, and greens that ended without one. */
  readonly wrongAmbers: number;
  /** Times from an amber's end to the next green below the planned all-red. */
  readonly shortAllReds: number;
}

export const noSignalFaults: SignalFaults = {
  conflicting: 0,
  shortGreens: 0,
  wrongAmbers: 0,
  shortAllReds: 0,
};

export interface LeastTimes {
  readonly amber_s: number;
  readonly allRed_s: number;
  /** By phase of the plans. */
  readonly green_s: readonly number[];
}

type Colour = 'green' | 'amber' | 'red';
const COLOUR_OF: Readonly<Record<(typeof ASPECTS)[number], Colour>> = {
  red: 'red',
  permitted: 'green',
  protected: 'green',
  amberPermitted: 'amber',
  amber: 'amber',
};
const PROTECTED = ASPECTS.indexOf('protected');
const STEP_s = 0.5;

/** Switches the junction's signals from 0 s to `until_s` and counts what was not as it must be. */
export function watchSignals(
  state: TrafficState,
  node: NodeId,
  least: LeastTimes,
  until_s: number,
): SignalFaults {
  const faults = { ...noSignalFaults };
  const turns = turnsOf(state.network, node);
  const crossing = crossingPairs(state.network, turns);
  const isGreen = (turn: number): boolean => state.turns.signal[turn] === PROTECTED;
  let shown: Colour = 'red';
  let since_s = 0;
  for (let time_s = 0; time_s < until_s; time_s += STEP_s) {
    switchSignals(state, node, node + 1, time_s);
    if (crossing.some(([a, b]) => isGreen(a) && isGreen(b))) faults.conflicting++;
    const now = colourOf(state, turns);
    if (now === shown) continue;
    const lasted_s = time_s - since_s;
    if (shown === 'green') {
      if (lasted_s < least.green_s[state.nodes.phase[node]!]!) faults.shortGreens++;
      if (now !== 'amber') faults.wrongAmbers++;
    }
    if (shown === 'amber' && lasted_s !== least.amber_s) faults.wrongAmbers++;
    if (shown === 'amber' && now === 'green') faults.shortAllReds++;
    if (shown === 'red' && since_s > 0 && lasted_s < least.allRed_s) faults.shortAllReds++;
    shown = now;
    since_s = time_s;
  }
  return faults;
}

/** What the junction shows: green while any turn has it. All turns of a phase change together. */
function colourOf({ turns }: TrafficState, here: readonly number[]): Colour {
  let isAmber = false;
  for (const turn of here) {
    const colour = COLOUR_OF[ASPECTS[turns.signal[turn]!]!];
    if (colour === 'green') return colour;
    isAmber ||= colour === 'amber';
  }
  return isAmber ? 'amber' : 'red';
}

function crossingPairs(
  { conflicts, turns: { firstConflict } }: TrafficState['network'],
  here: readonly number[],
): (readonly [number, number])[] {
  return here.flatMap((turn) =>
    [...conflicts.subarray(firstConflict[turn]!, firstConflict[turn + 1]!)].map(
      (other) => [turn, other] as const,
    ),
  );
}

const turnsOf = ({ nodes, turnOfNode }: TrafficState['network'], node: NodeId): number[] => [
  ...turnOfNode.subarray(nodes.firstTurn[node], nodes.firstTurn[node + 1]),
];
