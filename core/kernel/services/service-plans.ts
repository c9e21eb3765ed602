/**
 * What scheduled vehicles will do, worked out before a run: where lines stop and by which turns they
 * get from stop to stop, when buses depart, who stands where, and which calls come from which address.
 *
 * RUN-030 no such place, RUN-031 no way, RUN-032 a place that cannot hold it.
 */
import { UserError } from '../../base/errors.js';
import type { LinkId } from '../../base/ids.js';
import { byName } from '../../network/facts.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import type { LinkPlace, RoadNetwork } from '../../network/road-network.js';
import type { Scenario } from '../../scenario/scenario.js';
import { hasServices, type LineService, type ServiceKind } from '../../scenario/services.js';
import { departuresOf } from '../journeys/departures.js';
import { markBusCurbs } from './bus-curbs.js';
import { planCalls } from './call-plans.js';
import { linesByRule } from './lines-by-rule.js';
import { createPlaceBook, type PlaceBook } from './service-places.js';
import { type Way, type WayFinder, wayFinderOf } from './service-ways.js';

/** Where a vehicle comes onto the road: by the street of a gate, or from rest. */
export interface StartPlace extends LinkPlace {
  /** Name of the gate, or null: then `starts` of the plans has the place. */
  readonly gate: string | null;
}

export interface StopPlan extends LinkPlace {
  readonly name: string;
  /** Name of a curb zone that it is at, or null. */
  readonly zone: string | null;
}

export interface LinePlan extends LineService {
  readonly name: string;
  readonly stops: readonly StopPlan[];
  readonly start: StartPlace;
  /** From the start to the first stop, from stop to stop, and out; the last is empty where none is. */
  readonly ways: readonly Way[];
  /** Gate that its buses leave by, or null where they end at the last stop. */
  readonly exit: { readonly gate: string; readonly link: LinkId } | null;
  readonly departures_s: readonly number[];
}

export interface VisitPlan {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly place: string;
  readonly isLot: boolean;
  readonly at: LinkPlace;
  readonly start: StartPlace;
  readonly way: Way;
  readonly arrives_s: number;
  readonly leaves_s: number;
}

export interface CallPlan {
  readonly name: string;
  readonly made_s: number;
  /** Name of the address. */
  readonly address: string;
  readonly at: LinkPlace;
  readonly station: string;
  readonly start: StartPlace;
  readonly way: Way;
}

export interface ServicePlans {
  readonly lines: readonly LinePlan[];
  readonly visits: readonly VisitPlan[];
  readonly calls: readonly CallPlan[];
  /** Places beyond gates, lots and zones from which vehicles come onto the road. */
  readonly starts: readonly LinkPlace[];
  /** The network with the curbs that buses have got. */
  readonly draft: NetworkDraft;
}

/** A problem with a place that a scenario names, at the field that names it. */
export interface PlaceProblem {
  readonly code: 'RUN-030' | 'RUN-031' | 'RUN-032';
  readonly field: string;
  readonly message: string;
}

/** Names of links that must be gates, so that scheduled vehicles can come and go there. */
export const gateNamesOf = ({ buses, services, emergency }: Scenario): string[] => [
  ...buses.lines.flatMap(({ from, to }) => [from, to]),
  ...services.map(({ from }) => from),
  ...emergency.stations,
];

/** Null where the scenario has none. Throws UserError with every place that is unknown or unreachable. */
export function planServices(
  scenario: Scenario,
  given: NetworkDraft,
  network: RoadNetwork,
): ServicePlans | null {
  const { buses, services } = scenario;
  if (!hasServices(scenario)) return null;
  const problems: PlaceProblem[] = [];
  const wayFrom = wayFinderOf(network);
  const ruled = linesByRule(scenario, given, network);
  const { draft, lines: byRule } =
    buses.stopBays === 'marked'
      ? markBusCurbs(given, ruled, network, buses.bay_m)
      : { draft: given, lines: ruled };
  const book = createPlaceBook(draft, network, problems);
  const lines = [
    ...byRule,
    ...buses.lines.flatMap((_, at) => lineNamed(scenario, at, book, wayFrom) ?? []),
  ].sort(byName);
  const visits = services.flatMap((_, at) => visitPlan(scenario, at, book, wayFrom) ?? []);
  const calls = planCalls(scenario, draft, book, wayFrom);
  if (problems.length > 0) throw unusable(problems);
  const starts = [...lines, ...visits, ...calls].flatMap(({ start }) =>
    start.gate === null ? [start] : [],
  );
  return { lines, visits: visits.sort(byName), calls, starts: distinct(starts), draft };
}

function distinct(places: readonly LinkPlace[]): LinkPlace[] {
  const known = new Map(places.map((place) => [`${place.link} ${place.position_m}`, place]));
  return [...known.values()].sort((a, b) => a.link - b.link || a.position_m - b.position_m);
}

/** A line of the file; null, with the problems noted, where it cannot be driven. */
function lineNamed(
  scenario: Scenario,
  at: number,
  book: PlaceBook,
  wayFrom: WayFinder,
): LinePlan | null {
  const line = scenario.buses.lines[at]!;
  const field = `buses.lines.${at}`;
  const stops = line.stops.flatMap((text, row) => book.stop(text, `${field}.stops.${row}`) ?? []);
  if (stops.length < line.stops.length) return null;
  const first = stops[0]!;
  const last = stops.at(-1)!;
  const start =
    line.from === ''
      ? { ...placeOf(first), gate: null }
      : book.start(line.from, first, wayFrom, `${field}.from`);
  const exit = line.to === '' ? null : book.exit(line.to, last, wayFrom, `${field}.to`);
  if (start === null || exit === undefined) return null;
  const places = [start, ...stops, ...(exit === null ? [] : [exit.at])];
  const ways: Way[] = [];
  for (const [row, to] of places.slice(1).entries()) {
    const way = wayFrom(places[row]!, to);
    if (way === null) {
      book.note('RUN-031', `${field}.stops`, `has no way to its stop ${row + 1}`);
      return null;
    }
    ways.push(way);
  }
  const { name, headway_s, first_s, last_s, boardings_perHour, seatCount, dwell_s } = line;
  return {
    name,
    headway_s,
    first_s,
    last_s,
    boardings_perHour,
    seatCount,
    dwell_s,
    stops,
    start,
    ways,
    exit,
    departures_s: departuresOf(scenario, line),
  };
}

const placeOf = ({ link, position_m }: LinkPlace): LinkPlace => ({ link, position_m });

function visitPlan(
  { services }: Scenario,
  at: number,
  book: PlaceBook,
  wayFrom: WayFinder,
): VisitPlan | null {
  const { name, kind, place, from, arrives_s, leaves_s } = services[at]!;
  const field = `services.${at}`;
  const found = book.standing(place, `${field}.place`);
  if (found === null) return null;
  const start = book.start(from, found.at, wayFrom, `${field}.from`);
  if (start === null) return null;
  if (book.exit(from, found.at, wayFrom, `${field}.from`) === undefined) return null;
  const way = wayFrom(start, found.at)!;
  return { name, kind, place, ...found, start, way, arrives_s, leaves_s };
}

function unusable(problems: readonly PlaceProblem[]): UserError {
  const place = { severity: 'error', file: 'scenario', line: 0, column: 0 } as const;
  return new UserError(problems.slice(0, MOST_SHOWN).map((problem) => ({ ...place, ...problem })));
}

const MOST_SHOWN = 100;
