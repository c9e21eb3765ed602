/** Offsets of a period's signals, from the flows between them. */
import type { NodeId } from '../../base/ids.js';
import type { RoadNetwork } from '../../network/road-network.js';
import {
  type GreenWindow,
  leastWaitOffsets_s,
  type PlatoonLink,
} from '../../traffic/offset-search.js';
import { type CoordinatedLink, offsetsAlong_s } from '../../traffic/offsets.js';
import type { PeriodPlan } from '../../traffic/signal-plan.js';
import { type Junction, type PhaseShape, streamRatios } from '../../traffic/signal-timing.js';

/** A junction with a signal and its plan, offset not yet chosen. */
export interface TimedSignal {
  readonly junction: Junction;
  readonly phases: readonly PhaseShape[];
  readonly plan: PeriodPlan;
}

/**
 * Green waves along the strongest flows first; from there every signal takes the offset at which
 * the vehicles of all its links wait least.
 */
export function coordinate(
  network: RoadNetwork,
  signals: readonly TimedSignal[],
  flow_vph: Float64Array,
  linkFree_s: Float64Array,
): number[] {
  const plans = signals.map(({ plan }) => plan);
  const windows = signals.map((signal) => windowsOf(signal, flow_vph));
  const links = linksBetween(network, signals, windows, linkFree_s);
  const waves = links.map((link) => waveOf(link));
  return leastWaitOffsets_s(plans, links, offsetsAlong_s(plans, waves));
}

/** When a turn has green, with its own flow and its stream's ratio: it has its share of the lanes. */
type TurnWindows = ReadonlyMap<number, GreenWindow>;

function windowsOf({ junction, phases, plan }: TimedSignal, flow_vph: Float64Array): TurnWindows {
  const windows = new Map<number, GreenWindow>();
  let start_s = 0;
  for (const [at, phase] of phases.entries()) {
    const { green_s, amber_s, allRed_s } = plan.phases[at]!;
    const ratios = streamRatios(phase, flow_vph, junction.meets);
    for (const [stream, turns] of phase.streams.entries()) {
      const flowRatio = ratios[stream]!;
      for (const { turn } of turns) {
        windows.set(turn, { start_s, green_s, flow_vph: flow_vph[turn]!, flowRatio });
      }
    }
    start_s += green_s + amber_s + allRed_s;
  }
  return windows;
}

/** Links between two signals, with the greens that fill and empty them. */
function linksBetween(
  network: RoadNetwork,
  signals: readonly TimedSignal[],
  windows: readonly TurnWindows[],
  linkFree_s: Float64Array,
): PlatoonLink[] {
  const { links, turns, linkCount } = network;
  const place = new Map(signals.map(({ junction }, at) => [junction.node, at]));
  const found: PlatoonLink[] = [];
  for (let link = 0; link < linkCount; link++) {
    const from = place.get(links.from[link] as NodeId);
    const to = place.get(links.to[link] as NodeId);
    if (from === undefined || to === undefined || from === to) continue;
    const into = turnsAt(network, links.from[link]!).filter((turn) => turns.to[turn] === link);
    const out = turnsAt(network, links.to[link]!).filter((turn) => turns.from[turn] === link);
    if (into.length === 0 || out.length === 0) continue;
    const fed = into.map((turn) => windows[from]!.get(turn)!);
    const served = out.map((turn) => windows[to]!.get(turn)!);
    const busiest = into[fed.indexOf(busiestOf(fed))]!;
    const travel_s = linkFree_s[link]! + turns.length_m[busiest]! / turns.speed_mps[busiest]!;
    found.push({ link, from, to, travel_s, fed, served });
  }
  return found;
}

const turnsAt = ({ nodes, turnOfNode }: RoadNetwork, node: number): number[] => [
  ...turnOfNode.subarray(nodes.firstTurn[node], nodes.firstTurn[node + 1]),
];

const busiestOf = (windows: readonly GreenWindow[]): GreenWindow =>
  windows.reduce((best, window) => (window.flow_vph > best.flow_vph ? window : best));

const waveOf = ({ fed, served, ...link }: PlatoonLink): CoordinatedLink => ({
  ...link,
  flow_vph: fed.reduce((sum, { flow_vph }) => sum + flow_vph, 0),
  fedAt_s: busiestOf(fed).start_s,
  servedAt_s: busiestOf(served).start_s,
});
