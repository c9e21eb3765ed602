/**
 * The demand that signals are planned for, by one rule in every layout: all trips, and with private
 * automated cars their empty ways between the remote lots and the doors, which are known beforehand.
 * The fleet's empty ways are not; its plans are those of its riders' direct ways.
 */
import type { LinkId } from '../../base/ids.js';
import { hashName } from '../../base/random.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { TripDraft } from '../../scenario/trip.js';
import { type Places, walk_m } from '../places.js';
import type { PlannedTrip } from './assign-trips.js';
import type { GivenRoutes } from './given-routes.js';

export function plannedTrips(
  { regime, parking }: Scenario,
  places: Places,
  trips: readonly TripDraft[],
  given: GivenRoutes,
): PlannedTrip[] {
  const { addresses, addressRow, gates, gateRow, remoteLots } = places;
  const doorsOf = (name: string, end: 'entries' | 'exits'): readonly LinkId[] => {
    const gate = gateRow.get(name);
    return gate === undefined ? [addresses[addressRow.get(name)!]!.link] : gates[gate]![end];
  };
  /** Where a driver's car stands: in the street of the address, or in its lot where that has no stalls. */
  const stallsOf = (name: string, end: 'entries' | 'exits'): readonly LinkId[] => {
    const address = addressRow.get(name);
    if (address === undefined || hasStallsNear(places, address, parking.walkLimit_m)) {
      return doorsOf(name, end);
    }
    const lot = places.lotsNear[address]![0];
    return lot === undefined ? doorsOf(name, end) : linksOfLot(places, lot.row);
  };
  const parksRemotely = regime === 'private-automated' && remoteLots.length > 0;
  return trips.flatMap((trip, row) => {
    const hash = hashName(trip.name);
    const { departure_s } = trip;
    const linksOf = regime === 'today' && trip.kind !== 'van' ? stallsOf : doorsOf;
    if (trip.route !== undefined) {
      const givenTurns = given.turns.subarray(given.firstTurn[row], given.firstTurn[row + 1]);
      return [{ fromLinks: [], toLinks: [], departure_s, hash, givenTurns }];
    }
    const fromLinks = linksOf(trip.origin, 'entries');
    const toLinks = linksOf(trip.destination, 'exits');
    const ways: PlannedTrip[] = [{ fromLinks, toLinks, departure_s, hash }];
    if (!parksRemotely || trip.kind === 'van' || trip.kind === 'through') return ways;
    const from = addressRow.get(trip.origin);
    const to = addressRow.get(trip.destination);
    if (from !== undefined) {
      const lot = nearestLot(places, from);
      ways.push({ fromLinks: linksOfLot(places, lot), toLinks: fromLinks, departure_s, hash });
    }
    if (to !== undefined) {
      const lot = nearestLot(places, to);
      ways.push({ fromLinks: toLinks, toLinks: linksOfLot(places, lot), departure_s, hash });
    }
    return ways;
  });
}

/** Is any curb near the address ever for parking? */
const hasStallsNear = ({ zonesNear, parksAtCurb }: Places, address: number, limit_m: number) =>
  zonesNear[address]!.some(({ row, walk_m: way_m }) => way_m <= limit_m && parksAtCurb[row]);

function linksOfLot({ lots, accesses }: Places, lot: number): LinkId[] {
  const links: LinkId[] = [];
  for (let access = lots.firstAccess[lot]!; access < lots.firstAccess[lot + 1]!; access++) {
    links.push(accesses.link[access] as LinkId);
  }
  return links;
}

function nearestLot({ addresses, lots, remoteLots }: Places, address: number): number {
  let best = remoteLots[0]!;
  let best_m = Infinity;
  for (const lot of remoteLots) {
    const way_m = walk_m(addresses[address]!, lots.x_m[lot]!, lots.y_m[lot]!);
    if (way_m < best_m) {
      best = lot;
      best_m = way_m;
    }
  }
  return best;
}
