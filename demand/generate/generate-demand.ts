/** A day's trips and standing cars of a network's people, jobs and gates. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { byDeparture, type Demand, type IdleCar } from '../../core/scenario/demand.js';
import { TRIP_KINDS, type TripKind } from '../../core/scenario/trip.js';
import { checkSpec, DEFAULT_DEMAND, type DemandSpec } from './demand-spec.js';
import { Destinations } from './destinations.js';
import { Draws } from './draws.js';
import { Gates } from './gates.js';
import { commuterFleet, throughFleet, vanFleet, visitorFleet } from './outsiders.js';
import { placesOf } from './places.js';
import { residentFleet } from './residents.js';
import { type Fleet, vehicleName } from './vehicles.js';

/**
 * The same for any two networks with the same addresses and gates, whatever their streets. Draws are
 * keyed by the car's name, so that a car fewer changes nothing about the others.
 *
 * Throws UserError for a spec with impossible numbers.
 */
export function generateDemand(
  network: Pick<NetworkDraft, 'addresses' | 'gates'>,
  spec: DemandSpec = DEFAULT_DEMAND,
): Demand {
  checkSpec(spec);
  const places = placesOf(network);
  const destinations = new Destinations(places, spec);
  const gates = new Gates(places);
  const notes: string[] = [];
  const asked = (kind: TripKind) => {
    const count = Math.round(spec.tripCounts[kind] * spec.factor);
    const obstacle = count === 0 ? '' : obstacleTo(kind, destinations, gates);
    if (obstacle !== '') notes.push(`No ${kind} trips were made of ${count}: ${obstacle}.`);
    return { seed: spec.seed, tripCount: obstacle === '' ? count : 0 };
  };

  const fleets: Record<TripKind, Fleet> = {
    resident: residentFleet(asked('resident'), destinations, gates),
    commuter: commuterFleet(asked('commuter'), destinations, gates),
    visitor: visitorFleet(asked('visitor'), destinations, gates),
    van: vanFleet(asked('van'), destinations, gates),
    through: throughFleet(asked('through'), gates),
  };
  const trips = TRIP_KINDS.flatMap((kind) => fleets[kind].trips).sort(byDeparture);
  const idleCars = idleCarsOf(spec, fleets.resident.vehicleCount, destinations, notes);
  return { trips, idleCars, notes };
}

/** Why no trips of `kind` can be made, or ''. */
function obstacleTo(kind: TripKind, destinations: Destinations, gates: Gates): string {
  if (kind === 'resident') {
    return destinations.hasHomes ? '' : 'fewer than two addresses, or nobody lives at them';
  }
  if (gates.isEmpty) return 'the network has no gates that let traffic in and out';
  if (kind === 'through') return gates.canBeCrossed ? '' : 'no gate leads to another';
  if (kind === 'commuter') return destinations.hasJobs ? '' : 'no address has jobs';
  return destinations.hasAttraction ? '' : 'no address has people or jobs';
}

function idleCarsOf(
  spec: DemandSpec,
  movingCount: number,
  destinations: Destinations,
  notes: string[],
): IdleCar[] {
  const ownedCount = Math.round(spec.residentCarCount * spec.factor);
  const idleCount = ownedCount - movingCount;
  if (idleCount < 0) {
    notes.push(
      `Residents' trips take ${movingCount} cars, more than the ${ownedCount} they were said to own.`,
    );
  }
  if (idleCount <= 0) return [];
  if (!destinations.hasHomes) {
    notes.push(`No standing cars were made of ${idleCount}: nobody lives at the addresses.`);
    return [];
  }
  return Array.from({ length: idleCount }, (_, row) => {
    const vehicle = vehicleName('i', row + 1);
    return { vehicle, address: destinations.home(new Draws(spec.seed, vehicle)).name };
  });
}
