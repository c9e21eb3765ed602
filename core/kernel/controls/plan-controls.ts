/**
 * Controls of all junctions for the demand of the day: rounds of assignment and timing, so that
 * every layout gets signals for its own routed flows, by one rule.
 *
 * trips → flows by period → signal or all-way stop, phases, cycles, splits, offsets → expected
 * delays → trips again. Flows of the rounds are averaged (method of successive averages).
 */
import type { NodeId } from '../../base/ids.js';
import { CONTROLS, type RoadNetwork } from '../../network/road-network.js';
import { freeTimesOf } from '../../routing/link-times.js';
import { turnGraphOf } from '../../routing/turn-graph.js';
import {
  allWayStopDelay_s,
  STOP_SIGN_DELAY_s,
  signalDelay_s,
  YIELD_DELAY_s,
} from '../../traffic/control-delay.js';
import { commonCycles_s } from '../../traffic/offsets.js';
import type { NodePlan } from '../../traffic/signal-plan.js';
import {
  flowRatios,
  type Junction,
  neededCycle_s,
  type PhaseShape,
  shapePhases,
  streamRatios,
  type TimingSettings,
  timePhases,
  warrantY,
} from '../../traffic/signal-timing.js';
import { assignTrips, type PlannedTrip } from '../journeys/assign-trips.js';
import { withGivenDelays } from '../journeys/given-plans.js';
import { coordinate } from './coordination.js';
import { junctionOf, type Saturation } from './junction-shapes.js';

export interface ControlSettings extends TimingSettings {
  /** Signal where Y of one lane an approach is above it in the busiest period. */
  readonly warrantY: number;
  readonly periodStarts_s: readonly number[];
  readonly rounds: number;
  /** Of routing. */
  readonly noise: number;
  readonly seed: number;
}

export interface PlannedControls {
  /** Of all junctions with signals or all-way stops, by node. */
  readonly plans: readonly NodePlan[];
  /** By period, then turn: free time and expected control delay. */
  readonly defaultTurn_s: readonly Float64Array[];
  /** By period, then turn: flows that the plans were made for. */
  readonly flow_vph: readonly Float64Array[];
  readonly routedCount: number;
  /** Routed trips without a way. */
  readonly strandedCount: number;
}

export interface ControlDemand {
  readonly trips: readonly PlannedTrip[];
  /** Nodes whose control the warrant rule decides (`warrantNodesOf`). */
  readonly warrantNodes: readonly NodeId[];
  readonly saturation: Saturation;
  /** Plans that came with the network: their junctions are left as they are. */
  readonly given?: readonly NodePlan[];
}

/** A junction with its phases, and whether it may, must or must not get a signal. */
interface Site {
  readonly junction: Junction;
  readonly phases: readonly PhaseShape[];
  readonly rule: 'warrant' | 'signal' | 'allWayStop';
}

/** Delay at a junction whose control is not yet decided, for the first assignment. */
const FIRST_DELAY_s = 8;

export function planControls(
  network: RoadNetwork,
  settings: ControlSettings,
  { trips, warrantNodes, saturation, given = [] }: ControlDemand,
): PlannedControls {
  const isGiven = new Set(given.map(({ node }) => node));
  const sites = sitesOf(network, new Set(warrantNodes), saturation).filter(
    ({ junction }) => !isGiven.has(junction.node),
  );
  const free = freeTimesOf(network);
  const roads = { graph: turnGraphOf(network), ...free, nameHash: network.links.nameHash };
  const freeTurn_s = withGivenDelays(free.freeTurn_s, given);
  const { periodStarts_s } = settings;
  const meanFlow_vph = periodStarts_s.map(() => new Float64Array(network.turnCount));
  let cost_s = periodStarts_s.map(() => firstCosts(network, sites, freeTurn_s));
  let plans: NodePlan[] = [];
  let counts = { routedCount: 0, strandedCount: 0 };
  const rounds = Math.max(1, settings.rounds);
  for (let round = 1; round <= rounds; round++) {
    const { flow_vph, ...counted } = assignTrips(roads, cost_s, trips, settings);
    counts = counted;
    moveTowards(meanFlow_vph, flow_vph, 1 / round);
    // Offsets change nobody's route: they are chosen once, for the flows of the last round.
    const linkFree_s = round < rounds ? null : free.linkFree_s;
    plans = planSites(network, sites, meanFlow_vph, linkFree_s, settings);
    cost_s = periodStarts_s.map((_, period) =>
      expectedCosts(network, sites, plans, { period, flow_vph: meanFlow_vph[period]!, freeTurn_s }),
    );
  }
  const all = [...plans, ...given].sort((a, b) => a.node - b.node);
  return { plans: all, defaultTurn_s: cost_s, flow_vph: meanFlow_vph, ...counts };
}

function sitesOf(
  network: RoadNetwork,
  warrantNodes: ReadonlySet<NodeId>,
  saturation: Saturation,
): Site[] {
  const sites: Site[] = [];
  for (let row = 0; row < network.nodeCount; row++) {
    const node = row as NodeId;
    const control = CONTROLS[network.nodes.control[node]!]!;
    const isWarrant = warrantNodes.has(node);
    if (!isWarrant && control !== 'signal' && control !== 'allWayStop') continue;
    const junction = junctionOf(network, node, saturation);
    const phases = shapePhases(junction);
    const wanted = isWarrant ? 'warrant' : control === 'signal' ? 'signal' : 'allWayStop';
    sites.push({ junction, phases, rule: phases.length === 0 ? 'allWayStop' : wanted });
  }
  return sites;
}

function firstCosts(
  network: RoadNetwork,
  sites: readonly Site[],
  freeTurn_s: Float64Array,
): Float64Array {
  const cost_s = freeTurn_s.slice();
  for (const { junction } of sites) {
    for (const turn of turnsOf(network, junction.node)) cost_s[turn]! += FIRST_DELAY_s;
  }
  return cost_s;
}

const turnsOf = ({ nodes, turnOfNode }: RoadNetwork, node: NodeId): Int32Array =>
  turnOfNode.subarray(nodes.firstTurn[node], nodes.firstTurn[node + 1]);

function moveTowards(
  mean_vph: readonly Float64Array[],
  flow_vph: readonly Float64Array[],
  share: number,
): void {
  for (const [period, mean] of mean_vph.entries()) {
    const flow = flow_vph[period]!;
    for (let turn = 0; turn < mean.length; turn++)
      mean[turn]! += share * (flow[turn]! - mean[turn]!);
  }
}

/**
 * Busiest quarter of an hour over the mean of its period: 1.1 for the peak hour within a period of
 * three, as in the demand's day curves, times 1.09 for the peak within the hour (factor 0.92).
 */
const PEAK_FACTOR = 1.2;

/**
 * People cannot cross four lanes or more between vehicles that stop by turns: there the warrant is
 * met whatever the flow.
 */
const WIDE_m = 4 * 3;

const isWide = ({ junction }: Site): boolean =>
  junction.approaches.some(({ crossing_m }) => crossing_m >= WIDE_m);

function planSites(
  network: RoadNetwork,
  sites: readonly Site[],
  flow_vph: readonly Float64Array[],
  linkFree_s: Float64Array | null,
  settings: ControlSettings,
): NodePlan[] {
  const ratios = sites.map(({ phases, junction }) =>
    flow_vph.map((flow) =>
      flowRatios(phases, flow, junction.meets).map((ratio) => ratio * PEAK_FACTOR),
    ),
  );
  const busiestY = sites.map(({ phases, junction }) =>
    Math.max(...flow_vph.map((flow) => warrantY(phases, flow, junction.meets))),
  );
  const hasSignal = sites.map(
    ({ rule }, site) =>
      rule === 'signal' ||
      (rule === 'warrant' && (busiestY[site]! > settings.warrantY || isWide(sites[site]!))),
  );
  const signals = sites.map((_, site) => site).filter((site) => hasSignal[site]);
  const timed = settings.periodStarts_s.map((from_s, period) => {
    const needed_s = signals.map((site) =>
      neededCycle_s(sites[site]!.phases, ratios[site]![period]!, settings),
    );
    const plans = commonCycles_s(needed_s).map((cycle_s, at) => {
      const site = signals[at]!;
      const cycle = { from_s, cycle_s, offset_s: 0 };
      return timePhases(sites[site]!.phases, ratios[site]![period]!, cycle, settings);
    });
    if (linkFree_s === null) return plans;
    const timedSignals = plans.map((plan, at) => ({ ...sites[signals[at]!]!, plan }));
    const offsets_s = coordinate(network, timedSignals, flow_vph[period]!, linkFree_s);
    return plans.map((plan, at) => ({ ...plan, offset_s: offsets_s[at]! }));
  });
  const placeOf = new Map(signals.map((site, place) => [site, place]));
  return sites.map(({ junction }, site) => ({
    node: junction.node,
    control: hasSignal[site] ? 'signal' : 'allWayStop',
    Y: busiestY[site]!,
    periods: hasSignal[site] ? timed.map((plans) => plans[placeOf.get(site)!]!) : [],
  }));
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function expectedCosts(
  network: RoadNetwork,
  sites: readonly Site[],
  plans: readonly NodePlan[],
  state: {
    readonly period: number;
    readonly flow_vph: Float64Array;
    readonly freeTurn_s: Float64Array;
  },
): Float64Array {
  const { period, flow_vph, freeTurn_s } = state;
  const cost_s = freeTurn_s.slice();
  addYieldDelays(network, cost_s);
  for (const [site, { junction, phases }] of sites.entries()) {
    const plan = plans[site]!.periods[period];
    if (plan === undefined) {
      const here = turnsOf(network, junction.node);
      const delay_s = allWayStopDelay_s(sum([...here].map((turn) => flow_vph[turn]!)));
      for (const turn of here) cost_s[turn]! += delay_s;
      continue;
    }
    for (const [at, phase] of phases.entries()) {
      const ratios = streamRatios(phase, flow_vph, junction.meets);
      for (const [stream, turns] of phase.streams.entries()) {
        const { cycle_s } = plan;
        const { green_s } = plan.phases[at]!;
        const delay_s = signalDelay_s({ cycle_s, green_s, flowRatio: ratios[stream]! });
        for (const { turn } of turns) cost_s[turn]! += delay_s;
      }
    }
  }
  return cost_s;
}

/** At yield and stop signs the links of less than the highest rank wait. */
function addYieldDelays(network: RoadNetwork, cost_s: Float64Array): void {
  const { nodes, links, turns, nodeCount } = network;
  for (let node = 0; node < nodeCount; node++) {
    const control = CONTROLS[nodes.control[node]!];
    if (control !== 'yield' && control !== 'stop') continue;
    const delay_s = control === 'stop' ? STOP_SIGN_DELAY_s : YIELD_DELAY_s;
    const here = [...turnsOf(network, node as NodeId)];
    const highest = Math.max(0, ...here.map((turn) => links.rank[turns.from[turn]!]!));
    for (const turn of here) {
      if (links.rank[turns.from[turn]!]! < highest) cost_s[turn]! += delay_s;
    }
  }
}
