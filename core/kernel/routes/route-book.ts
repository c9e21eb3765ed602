/**
 * Ways of trips, kept from one day to the next: those chosen today, and those to be driven again. Of
 * each trip the first leg with its traveller that begins at a gate, a lot or a curb.
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { GrowingRows } from '../../metrics/growing-rows.js';
import { createTable, f64, i32, type Table, u8 } from '../../state/table.js';
import type { World } from '../../world.js';
import { type Router, setEnds } from './router.js';

export const routeBookSchema = {
  turnCount: i32('turns of its way, NONE where the trip has none'),
  firstTurn: i32('where they begin in the list of turns'),
  originLink: i32('link that it begins on'),
  originFraction: f64('share of that link behind it'),
  targetLink: i32('link that it ends on, NONE for any street of the gate'),
  targetFraction: f64('share of that link to be driven'),
  gate: i32('gate that it leaves by, or NONE'),
  departure_s: f64('clock time of coming onto the road'),
  hasEntered: u8('1 once it has come onto the road'),
};

/** Ways by trip. */
export interface RouteBook {
  readonly trips: Table<typeof routeBookSchema>;
  readonly turns: GrowingRows;
}

export function createRouteBook(tripCount: number): RouteBook {
  const book = { trips: createTable(routeBookSchema, tripCount), turns: new GrowingRows(1) };
  clearBook(book);
  return book;
}

export function clearBook({ trips, turns }: RouteBook): void {
  for (let trip = 0; trip < trips.turnCount.length; trip++) trips.turnCount[trip] = NONE;
  turns.count = 0;
}

/** Notes the way in the mover's slots, between the ends in the router's query. */
export function noteChosen(
  { learning, router, traffic, clock }: World,
  leg: { readonly trip: number; readonly mover: number; readonly turnCount: number },
): void {
  if (learning === null || leg.trip === NONE) return;
  const { trips, turns } = learning.chosen;
  if (trips.turnCount[leg.trip] !== NONE || leg.turnCount >= router.routeCapacity) return;
  const { query } = router;
  const start = leg.mover * router.routeCapacity;
  trips.turnCount[leg.trip] = leg.turnCount;
  trips.firstTurn[leg.trip] = turns.count;
  trips.originLink[leg.trip] = query.originLink;
  trips.originFraction[leg.trip] = query.originFraction;
  trips.targetLink[leg.trip] = query.targetLink;
  trips.targetFraction[leg.trip] = query.targetFraction;
  trips.gate[leg.trip] = router.exitSets.indexOf(query.targetSet);
  trips.departure_s[leg.trip] = clock.time_s;
  trips.hasEntered[leg.trip] = 0;
  for (let at = 0; at < leg.turnCount; at++) turns.append([traffic.routes[start + at]!]);
}

/** The vehicle has come onto the road on its trip's first leg. */
export function noteDeparture({ learning, vehicles, clock }: World, vehicle: number): void {
  const trip = vehicles.trip[vehicle];
  if (learning === null || trip === NONE) return;
  const { trips } = learning.chosen;
  if (trips.turnCount[trip] === NONE || trips.hasEntered[trip] === 1) return;
  trips.departure_s[trip] = clock.time_s;
  trips.hasEntered[trip] = 1;
}

/**
 * Writes the way that the trip keeps from the day before into the mover's slots. The number of its
 * turns, or NONE where there is none between these ends. Ends have been put into the router's query.
 */
export function takeKeptRoute(
  { learning, router, traffic }: World,
  trip: number,
  mover: number,
): number {
  if (learning === null || trip === NONE) return NONE;
  const { trips, turns } = learning.kept;
  const count = trips.turnCount[trip]!;
  const { originLink, targetLink, targetSet } = router.query;
  if (count === NONE || trips.originLink[trip] !== originLink) return NONE;
  if (trips.targetLink[trip] !== targetLink) return NONE;
  if (targetLink === NONE && router.exitSets[trips.gate[trip]!] !== targetSet) return NONE;
  const start = mover * router.routeCapacity;
  const first = trips.firstTurn[trip]!;
  for (let at = 0; at < count; at++) traffic.routes[start + at] = turns.numbers[first + at]!;
  return count;
}

/** Puts the ends of a trip's way into the router's query, and who drives it. */
export function setEndsOf(router: Router, { trips }: RouteBook, trip: number, hash: number): void {
  setEnds(router, {
    originLink: trips.originLink[trip]! as LinkId,
    originFraction: trips.originFraction[trip]!,
    targetLink: trips.targetLink[trip]!,
    targetFraction: trips.targetFraction[trip]!,
    gate: trips.gate[trip]!,
  });
  router.query.travellerHash = hash;
  router.query.firstTurnMask = ALL_TURNS;
}

const ALL_TURNS = -1;

/** Takes `turns` over as what the trip drives next, between the ends of what it chose. */
export function keepWay(
  kept: RouteBook,
  chosen: RouteBook,
  trip: number,
  turns: ArrayLike<number>,
): void {
  for (const column of ['originLink', 'originFraction', 'targetLink', 'gate'] as const) {
    kept.trips[column][trip] = chosen.trips[column][trip]!;
  }
  kept.trips.turnCount[trip] = turns.length;
  kept.trips.firstTurn[trip] = kept.turns.count;
  for (let at = 0; at < turns.length; at++) kept.turns.append([turns[at]!]);
}
