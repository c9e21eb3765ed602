/**
 * The demand that signals are planned for, by one rule in every layout: all trips, and with private
 * automated cars their empty ways between the remote lots and the doors, which are known beforehand.
 * The fleet's empty ways are not; its plans are those of its riders' direct ways.
 */
import type { LinkId } from '../base/ids.js';
import { hashName } from '../base/random.js';
import type { Scenario } from '../scenario/scenario.js';
import type { TripDraft } from '../scenario/trip.js';
import type { PlannedTrip } from './assign-trips.js';
import { type Places, walk_m } from './places.js';

export function plannedTrips(
  { regime }: Scenario,
  places: Places,
  trips: readonly TripDraft[],
): PlannedTrip[] {
  const { addresses, addressRow, gates, gateRow, remoteLots } = places;
  const linksOf = (name: string, end: 'entries' | 'exits'): readonly LinkId[] => {
    const gate = gateRow.get(name);
    return gate === undefined ? [addresses[addressRow.get(name)!]!.link] : gates[gate]![end];
  };
  const parksRemotely = regime === 'private-automated' && remoteLots.length > 0;
  return trips.flatMap((trip) => {
    const hash = hashName(trip.name);
    const fromLinks = linksOf(trip.origin, 'entries');
    const toLinks = linksOf(trip.destination, 'exits');
    const ways: PlannedTrip[] = [{ fromLinks, toLinks, departure_s: trip.departure_s, hash }];
    if (!parksRemotely || trip.kind === 'van' || trip.kind === 'through') return ways;
    const from = addressRow.get(trip.origin);
    const to = addressRow.get(trip.destination);
    const { departure_s } = trip;
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
