/** Routes that trips bring along, as turns, and what a leg makes of them. */
import { UserError } from '../../base/errors.js';
import { type LinkId, NONE } from '../../base/ids.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { TripDraft } from '../../scenario/trip.js';
import type { World } from '../../world.js';
import type { Places } from '../places.js';

/** By trip. The turns of all routes stand in one list, in the order of trips. */
export interface GivenRoutes {
  /** Links that the route begins and ends on; NONE where the trip chooses its way. */
  readonly firstLink: Int32Array;
  readonly lastLink: Int32Array;
  /** Where its turns begin in `turns`; they end where those of the next trip begin. */
  readonly firstTurn: Int32Array;
  readonly turns: Int32Array;
}

/** `trips` in the order of their rows. Throws UserError with every route that cannot be driven. */
export function givenRoutesOf(
  network: RoadNetwork,
  places: Places,
  trips: readonly TripDraft[],
  routeCapacity: number,
): GivenRoutes {
  const linkRow = new Map(network.linkNames.map((name, row) => [name, row]));
  const firstLink = sharedInts(trips.length).fill(NONE);
  const lastLink = sharedInts(trips.length).fill(NONE);
  const firstTurn = sharedInts(trips.length + 1);
  const turns: number[] = [];
  const problems: Unusable[] = [];
  for (const [trip, draft] of trips.entries()) {
    firstTurn[trip] = turns.length;
    if (draft.route === undefined) continue;
    const links = draft.route.map((name) => linkRow.get(name) ?? NONE);
    const found = turnsAlong(network, links);
    const problem = problemOf(draft, links, found, places, routeCapacity);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    firstLink[trip] = links[0]!;
    lastLink[trip] = links.at(-1)!;
    turns.push(...found);
  }
  firstTurn[trips.length] = turns.length;
  if (problems.length > 0) throw unusable(problems);
  const all = sharedInts(turns.length);
  all.set(turns);
  return { firstLink, lastLink, firstTurn, turns: all };
}

const sharedInts = (count: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));

/** The turn from each link to the next; NONE where there is none. */
function turnsAlong({ links, turns }: RoadNetwork, route: readonly number[]): number[] {
  return route.slice(1).map((to, at) => {
    const from = route[at]!;
    if (from === NONE || to === NONE) return NONE;
    for (let turn = links.firstTurn[from]!; turn < links.firstTurn[from + 1]!; turn++) {
      if (turns.to[turn] === to) return turn;
    }
    return NONE;
  });
}

interface Unusable {
  readonly code: string;
  readonly trip: string;
  readonly message: string;
}

function problemOf(
  { name, origin, destination, route = [] }: TripDraft,
  links: readonly number[],
  turns: readonly number[],
  { gates, gateRow }: Places,
  routeCapacity: number,
): Unusable | null {
  const problem = (code: string, message: string): Unusable => ({ code, trip: name, message });
  if (route.length === 0) return problem('RUN-010', 'has a route without a link');
  const unknown = links.indexOf(NONE);
  if (unknown >= 0) {
    return problem('RUN-011', `has a route over "${route[unknown]}", which is no link`);
  }
  const broken = turns.indexOf(NONE);
  if (broken >= 0) {
    const pair = `from "${route[broken]}" to "${route[broken + 1]}"`;
    return problem('RUN-012', `has a route with a turn that does not exist, ${pair}`);
  }
  const entries = gates[gateRow.get(origin) ?? NONE]?.entries ?? [];
  const exits = gates[gateRow.get(destination) ?? NONE]?.exits ?? [];
  if (!entries.includes(links[0] as LinkId) || !exits.includes(links.at(-1) as LinkId)) {
    return problem('RUN-013', 'has a route that does not lead from its origin to its destination');
  }
  if (turns.length >= routeCapacity) {
    const limit = `${turns.length} turns, and routing.routeCapacity is ${routeCapacity}`;
    return problem('RUN-014', `has a route of ${limit}: it must be above`);
  }
  return null;
}

const SHOWN = 100;

function unusable(problems: readonly Unusable[]): UserError {
  const place = { severity: 'error', file: 'trips', line: 0, column: 0 } as const;
  const shown = problems.slice(0, SHOWN).map(({ code, trip, message }) => {
    return { ...place, code, field: trip, message };
  });
  if (problems.length === shown.length) return new UserError(shown);
  const message = `and ${problems.length - SHOWN} more routes that cannot be driven`;
  return new UserError([...shown, { ...place, code: problems[SHOWN]!.code, field: '', message }]);
}

export const hasGivenRoute = ({ givenRoutes }: Pick<World, 'givenRoutes'>, trip: number): boolean =>
  trip !== NONE && givenRoutes.firstLink[trip] !== NONE;

/**
 * Writes the given route into the mover's slots. The number of its turns, or NONE where the trip has
 * no route of its own from `fromLink` to `toLink`.
 */
export function takeGivenRoute(
  { givenRoutes, traffic }: World,
  trip: number,
  mover: number,
  fromLink: number,
  toLink: number,
): number {
  const { firstLink, lastLink, firstTurn, turns } = givenRoutes;
  if (trip === NONE || firstLink[trip] === NONE) return NONE;
  if (firstLink[trip] !== fromLink || lastLink[trip] !== toLink) return NONE;
  const first = firstTurn[trip]!;
  const count = firstTurn[trip + 1]! - first;
  const slot = mover * traffic.routeCapacity;
  for (let at = 0; at < count; at++) traffic.routes[slot + at] = turns[first + at]!;
  return count;
}

/** Where the given route ends; no link where the trip may leave by any street of its gate. */
export function givenEnd(
  { givenRoutes, network }: Pick<World, 'givenRoutes' | 'network'>,
  trip: number,
): { readonly link: number; readonly position_m: number } {
  const link = givenRoutes.lastLink[trip]!;
  return { link, position_m: link === NONE ? 0 : network.links.length_m[link]! };
}

/** Driving time of the given route on empty streets. */
export function givenFreeTime_s({ givenRoutes, router }: World, trip: number): number {
  const { firstTurn, turns, lastLink } = givenRoutes;
  const { freeTurn_s, linkFree_s } = router.free;
  let free_s = linkFree_s[lastLink[trip]!]!;
  for (let at = firstTurn[trip]!; at < firstTurn[trip + 1]!; at++)
    free_s += freeTurn_s[turns[at]!]!;
  return free_s;
}
