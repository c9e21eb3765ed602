/** Cars that come from outside: commuters, visitors and vans in by a gate and out again, through traffic. */
import { PURPOSE } from '../../core/base/random.js';
import { DAY_CURVES } from '../day-curve.js';
import type { Destinations } from './destinations.js';
import { Draws } from './draws.js';
import type { Gates } from './gates.js';
import { drawStay_s, type Stop, staysOf, tripsOfTours, WORK_STAYS } from './tours.js';
import { drawPartySize, type Fleet, makeUntil } from './vehicles.js';

interface Asked {
  readonly seed: number;
  readonly tripCount: number;
}

/** In by a gate, a working day at a place with jobs, out again. */
export function commuterFleet(
  { seed, tripCount }: Asked,
  destinations: Destinations,
  gates: Gates,
): Fleet {
  const kind = 'commuter';
  return makeUntil({ tripCount, prefix: 'c', leastPerCar: 2 }, (vehicle) => {
    const draws = new Draws(seed, vehicle);
    const from = gates.entry(draws);
    const stops = [{ place: destinations.job(draws), stay_s: drawStay_s(draws, WORK_STAYS) }];
    const tour = { curve: DAY_CURVES.commute, from, stops, to: gates.exitAfter(from, draws) };
    return tripsOfTours({ kind, vehicle, partySize: drawPartySize(kind, draws) }, [tour], draws);
  });
}

const VISIT_STAYS = staysOf({ share: 1, from_h: 0.5, to_h: 3 });

/** In by a gate, a visit of half an hour to three hours, out again. */
export function visitorFleet(
  { seed, tripCount }: Asked,
  destinations: Destinations,
  gates: Gates,
): Fleet {
  const kind = 'visitor';
  return makeUntil({ tripCount, prefix: 'v', leastPerCar: 2 }, (vehicle) => {
    const draws = new Draws(seed, vehicle);
    const from = gates.entry(draws);
    const place = destinations.attraction(draws);
    const stops = [{ place, stay_s: drawStay_s(draws, VISIT_STAYS) }];
    const tour = { curve: DAY_CURVES.visit, from, stops, to: gates.exitAfter(from, draws) };
    return tripsOfTours({ kind, vehicle, partySize: drawPartySize(kind, draws) }, [tour], draws);
  });
}

/** Unloading and handing over, then the next address. */
const DELIVERY_STAYS = staysOf({ share: 1, from_h: 0.1, to_h: 0.4 });
const MOST_STOPS = 4;

/** In by a gate, one to four stops near each other, out again; each way is a trip. */
export function vanFleet(
  { seed, tripCount }: Asked,
  destinations: Destinations,
  gates: Gates,
): Fleet {
  const kind = 'van';
  const most = destinations.addressCount > 1 ? MOST_STOPS : 1;
  return makeUntil({ tripCount, prefix: 'd', leastPerCar: 2 }, (vehicle, fits) => {
    const draws = new Draws(seed, vehicle);
    const from = gates.entry(draws);
    const drawn = 1 + Math.floor(draws.next(PURPOSE.chain) * most);
    const counts = [drawn, 1, 2, 3, 4].filter((count) => count <= most);
    const stopCount = counts.find((count) => fits(count + 1)) ?? 1;
    let here = destinations.attraction(draws);
    const stops: Stop[] = [];
    while (stops.length < stopCount) {
      if (stops.length > 0) here = destinations.errandFrom(here, draws);
      stops.push({ place: here, stay_s: drawStay_s(draws, DELIVERY_STAYS) });
    }
    const tour = { curve: DAY_CURVES.delivery, from, stops, to: gates.exitAfter(from, draws) };
    return tripsOfTours({ kind, vehicle, partySize: drawPartySize(kind, draws) }, [tour], draws);
  });
}

/** From one gate to another. */
export function throughFleet({ seed, tripCount }: Asked, gates: Gates): Fleet {
  const kind = 'through';
  return makeUntil({ tripCount, prefix: 't', leastPerCar: 1 }, (vehicle) => {
    const draws = new Draws(seed, vehicle);
    const from = gates.entryAcross(draws);
    const to = gates.exitAcross(from, draws);
    const tour = { curve: DAY_CURVES.through, from, stops: [], to };
    return tripsOfTours({ kind, vehicle, partySize: drawPartySize(kind, draws) }, [tour], draws);
  });
}
