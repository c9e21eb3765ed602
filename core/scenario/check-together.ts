/** What single ranges of a scenario's fields cannot say: which values cannot stand together. */
import { shown } from '../base/errors.js';
import { type FleetRules, operatorsOf, type Scenario } from './scenario.js';

/** Tells that the field at `path` cannot be what it is beside another. */
export type Contradict = (path: string, message: string) => void;

export function checkTogether(scenario: Scenario, contradict: Contradict): void {
  const { dt_s, start_s, end_s, signals, curb, output, buses, services } = scenario;
  if (end_s <= start_s) {
    contradict('end_s', `must be later than start_s, ${start_s} s; got ${shown(end_s)}`);
  }
  if (signals.minCycle_s > signals.maxCycle_s) {
    contradict('signals.minCycle_s', `must not be above maxCycle_s, ${signals.maxCycle_s} s`);
  }
  if (curb.pudoHours !== null && curb.pudoHours.to_s <= curb.pudoHours.from_s) {
    contradict('curb.pudoHours.to_s', `must be later than from_s, ${curb.pudoHours.from_s} s`);
  }
  for (const [at, { first_s, last_s }] of buses.lines.entries()) {
    if (last_s < first_s) {
      contradict(`buses.lines.${at}.last_s`, `must not be before first_s, ${first_s} s`);
    }
  }
  if (buses.last_s < buses.first_s) {
    contradict('buses.last_s', `must not be before first_s, ${buses.first_s} s`);
  }
  for (const [at, { arrives_s, leaves_s }] of services.entries()) {
    if (leaves_s <= arrives_s) {
      contradict(`services.${at}.leaves_s`, `must be later than arrives_s, ${arrives_s} s`);
    }
  }
  for (const list of ['lanes', 'tidal'] as const) {
    for (const [at, { from_s, to_s }] of scenario[list].entries()) {
      if (!(to_s <= from_s)) continue;
      contradict(
        `${list}.${at}.to_s`,
        `must be later than from_s, ${from_s} s; got ${shown(to_s)}`,
      );
    }
  }
  const { leastShare, mostShare } = curb.control;
  for (const use of Object.keys(leastShare) as (keyof typeof leastShare)[]) {
    if (leastShare[use] <= mostShare[use]) continue;
    const most = `must not be above mostShare.${use}, ${mostShare[use]}`;
    contradict(`curb.control.leastShare.${use}`, most);
  }
  const { reserveShare, lowShare, readyShare, fullShare } = scenario.fleet.charging;
  const isRising = reserveShare < lowShare && lowShare < readyShare && readyShare <= fullShare;
  if (!isRising) {
    contradict('fleet.charging', 'needs reserveShare < lowShare < readyShare <= fullShare');
  }
  if (operatorsOf(scenario.fleet)[0]!.share < 0) {
    contradict('fleet.second.share', 'makes more than 1 with the share of the third operator');
  }
  for (const other of ['second', 'third'] as const) {
    if (scenario.fleet[other]?.vehicleCount !== 0) continue;
    contradict(
      `fleet.${other}.vehicleCount`,
      'must be above 0: those who ask it would all be refused',
    );
  }
  if (scenario.fleet.second === null && scenario.fleet.third !== null) {
    contradict('fleet.third', 'needs fleet.second');
  }
  checkBlocks(scenario.fleet, contradict);
  // A run looks around once a minute, and a measuring period ends at one of these moments.
  if (!isMultiple(60, dt_s)) contradict('dt_s', 'must divide a minute into whole steps');
  if (!isMultiple(end_s - start_s, 60)) contradict('end_s', 'must be whole minutes after start_s');
  if (!isMultiple(output.period_s, 60) || !isMultiple(3600, output.period_s)) {
    contradict('output.period_s', 'must be whole minutes that divide an hour');
  }
  checkRouting(scenario.routing, contradict);
}

/** A square narrower than this holds less than a street. */
const LEAST_SIDE_m = 20;

function checkBlocks(
  { rebalancing, rebalanceBy, blocks }: FleetRules,
  contradict: Contradict,
): void {
  for (const side of ['side_m', 'innerSide_m', 'zoneSide_m'] as const) {
    if (blocks[side] === 0 || blocks[side] >= LEAST_SIDE_m) continue;
    contradict(`fleet.blocks.${side}`, `must be 0 or at least ${LEAST_SIDE_m} m`);
  }
  if (rebalanceBy !== 'blocks') return;
  if (rebalancing === 'none' || rebalancing === 'plus-one') {
    const message = 'blocks needs a forecast, fleet.rebalancing: recent, perfect or historical';
    contradict('fleet.rebalanceBy', message);
  }
  if (blocks.side_m === 0 && blocks.innerSide_m === 0 && blocks.zoneSide_m === 0) {
    contradict('fleet.blocks', 'needs a side_m, innerSide_m or zoneSide_m above 0');
  }
}

function checkRouting(routing: Scenario['routing'], contradict: Contradict): void {
  const { policy, reroutedShare, guidedShare, linkPrices, cordon } = routing;
  for (const period of ['refresh_s', 'reroute_s', 'interval_s'] as const) {
    if (!isMultiple(routing[period], 60)) {
      contradict(`routing.${period}`, 'must be whole minutes');
    }
  }
  if (policy === 'equilibrium' && reroutedShare > 0) {
    contradict(
      'routing.reroutedShare',
      'must be 0 with policy equilibrium: ways are kept for a day',
    );
  }
  if (policy !== 'equilibrium' && guidedShare > 0) {
    contradict('routing.guidedShare', 'needs policy equilibrium, which knows when queues clear');
  }
  for (const [at, { toll, isAvoided }] of linkPrices.entries()) {
    if (toll > 0 || isAvoided) continue;
    contradict(`routing.linkPrices.${at}`, 'needs a toll above 0, or isAvoided: true');
  }
  if (cordon === null) return;
  if (cordon.east_m <= cordon.west_m) {
    contradict('routing.cordon.east_m', `must be above west_m, ${cordon.west_m} m`);
  }
  if (cordon.north_m <= cordon.south_m) {
    contradict('routing.cordon.north_m', `must be above south_m, ${cordon.south_m} m`);
  }
}

/** Up to what binary fractions such as 0.1 lose. */
function isMultiple(whole: number, part: number): boolean {
  const ratio = whole / part;
  return Math.abs(ratio - Math.round(ratio)) < 1e-6;
}
