/**
 * Bus lines by a rule, for districts that nobody has drawn lines for. A line joins a gate with the one
 * nearest to opposite it, seen from the middle of all gates, and runs both ways along the widest
 * streets, a stop every so many metres. Lines begin where no line is yet: the next one has the gate
 * farthest from those that are taken.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { byName } from '../../network/facts.js';
import type { GateDraft, NetworkDraft } from '../../network/network-draft.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { Scenario } from '../../scenario/scenario.js';
import { departuresOf } from '../journeys/departures.js';
import { CLEAR_m } from './service-places.js';
import type { LinePlan, StopPlan } from './service-plans.js';
import { NO_WAY, type Way, type WayFinder, wayFinderOf } from './service-ways.js';

export function linesByRule(
  scenario: Scenario,
  draft: NetworkDraft,
  network: RoadNetwork,
): LinePlan[] {
  const { lineCount } = scenario.buses;
  if (lineCount === 0) return [];
  const widest = maximum(network.links.laneCount, network.linkCount);
  const wayFrom = wayFinderOf(network, (link) => widest / network.links.laneCount[link]!);
  return pairsOf(draft.gates, lineCount).flatMap(([a, b], at) =>
    [
      { name: `Line ${at + 1} out`, from: a, to: b },
      { name: `Line ${at + 1} back`, from: b, to: a },
    ].flatMap((line) => lineBetween(scenario, draft, network, line, wayFrom) ?? []),
  );
}

function maximum(list: { readonly [row: number]: number }, count: number): number {
  let most = 0;
  for (let row = 0; row < count; row++) if (list[row]! > most) most = list[row]!;
  return most;
}

type Pair = readonly [GateDraft, GateDraft];

function pairsOf(gates: readonly GateDraft[], count: number): Pair[] {
  const open = [...gates]
    .filter((gate) => gate.entries.length * gate.exits.length > 0)
    .sort(byName);
  if (open.length < 2) return [];
  const middle = {
    x_m: open.reduce((sum, { x_m }) => sum + x_m, 0) / open.length,
    y_m: open.reduce((sum, { y_m }) => sum + y_m, 0) / open.length,
  };
  const rest = open.map((gate): Pair => {
    const mirrored = { x_m: 2 * middle.x_m - gate.x_m, y_m: 2 * middle.y_m - gate.y_m };
    const others = open.filter((other) => other !== gate);
    return [gate, best(others, (other) => -away_m2(other, mirrored))];
  });
  const chosen: Pair[] = [];
  while (chosen.length < count && rest.length > 0) {
    const taken = chosen.flat();
    const next = best(rest, ([gate]) =>
      taken.length === 0 ? gate.weight : Math.min(...taken.map((other) => away_m2(gate, other))),
    );
    rest.splice(rest.indexOf(next), 1);
    const isNew = !chosen.some(([a, b]) => next.includes(a) && next.includes(b));
    if (isNew) chosen.push(next);
  }
  return chosen;
}

/** The one for which most is to be said; of equals the first. */
function best<Each>(list: readonly Each[], value: (each: Each) => number): Each {
  return list.reduce((found, each) => (value(each) > value(found) ? each : found));
}

type Point = { readonly x_m: number; readonly y_m: number };
function away_m2(a: Point, b: Point): number {
  const [dx_m, dy_m] = [a.x_m - b.x_m, a.y_m - b.y_m];
  return dx_m * dx_m + dy_m * dy_m;
}

function lineBetween(
  scenario: Scenario,
  draft: NetworkDraft,
  network: RoadNetwork,
  { name, from, to }: { readonly name: string; readonly from: GateDraft; readonly to: GateDraft },
  wayFrom: WayFinder,
): LinePlan | null {
  const entry = widestOf(network, from.entries);
  const exit = widestOf(network, to.exits);
  const end = { link: exit, position_m: network.links.length_m[exit]! };
  const way = wayFrom({ link: entry, position_m: 0 }, end);
  if (way === null) return null;
  const { headway_s, first_s, last_s, boardings_perHour, seatCount, dwell_s } = scenario.buses;
  const { stops, ways } = stopsAlong(scenario, draft, network, entry, way);
  if (stops.length === 0) return null;
  return {
    name,
    headway_s,
    first_s,
    last_s,
    boardings_perHour,
    seatCount,
    dwell_s,
    stops,
    ways,
    start: { gate: from.name, link: entry, position_m: 0 },
    exit: { gate: to.name, link: exit },
    departures_s: departuresOf(scenario, scenario.buses),
  };
}

function widestOf({ linkNames, links }: RoadNetwork, names: readonly string[]): LinkId {
  const rows = [...names].sort().map((name) => linkNames.indexOf(name));
  return best(rows, (link) => links.laneCount[link]!) as LinkId;
}

/** Stops every spacing along a way, clear of junctions, and the parts of the way between them. */
function stopsAlong(
  { buses: { stopSpacing_m } }: Scenario,
  draft: NetworkDraft,
  network: RoadNetwork,
  entry: LinkId,
  { turns }: Way,
): { stops: StopPlan[]; ways: Way[] } {
  const { links } = network;
  const zonesOn = new Map<string, NetworkDraft['curbs'][number][]>();
  for (const curb of draft.curbs) {
    zonesOn.set(curb.link, [...(zonesOn.get(curb.link) ?? []), curb]);
  }
  const stops: StopPlan[] = [];
  const ways: Way[] = [];
  let part: number[] = [];
  let behind_m = 0;
  let next_m = stopSpacing_m / 2;
  const path = [entry, ...turns.map((turn) => network.turns.to[turn] as LinkId)];
  for (const [at, link] of path.entries()) {
    if (at > 0) part.push(turns[at - 1]!);
    const length_m = links.length_m[link]!;
    const isWithin = links.isInside[link] === 1 && length_m >= 2 * CLEAR_m;
    let last_m = -1;
    while (isWithin && next_m <= behind_m + length_m) {
      const wanted_m = Math.min(Math.max(next_m - behind_m, CLEAR_m), length_m - CLEAR_m);
      const curb = busCurbNear(zonesOn.get(network.linkNames[link]!) ?? [], wanted_m);
      const position_m = curb === null ? wanted_m : (curb.start_m + curb.end_m) / 2;
      next_m += stopSpacing_m;
      if (position_m <= last_m) continue;
      last_m = position_m;
      const zone = curb === null ? null : curb.name;
      const name = `${network.linkNames[link]} @ ${Math.round(position_m)}`;
      stops.push({ name, link, position_m, zone });
      ways.push({ turns: part, free_s: NONE });
      part = [];
    }
    behind_m += length_m;
  }
  ways.push(part.length === 0 ? NO_WAY : { turns: part, free_s: NONE });
  return { stops, ways };
}

/** The curb for buses on the link that is nearest to where the stop should be. */
function busCurbNear(
  curbs: readonly NetworkDraft['curbs'][number][],
  wanted_m: number,
): NetworkDraft['curbs'][number] | null {
  const forBuses = curbs.filter(({ timetable }) => timetable.some(({ use }) => use === 'bus'));
  if (forBuses.length === 0) return null;
  return best([...forBuses].sort(byName), ({ start_m, end_m }) => {
    return -Math.abs((start_m + end_m) / 2 - wanted_m);
  });
}
