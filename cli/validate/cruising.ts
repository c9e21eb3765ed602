/**
 * V-PARK. Drivers who look for a stall in traffic: a street that leads round and round, a stall on each
 * of its links, taken with probability p whatever the others. The way from the first stall to the one
 * that is found is p/(1−p) times the way from stall to stall.
 */
import { draw, PURPOSE } from '../../core/base/random.js';
import { claimStall, releaseStall } from '../../core/curb/zones.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { createRoadScene, runScene } from '../../core/testing/road-scene.js';
import { addressOn, curbOn, streetMap } from '../../core/testing/street-map.js';
import type { World } from '../../core/world.js';
import type { Achieved, ValidationCase } from './validation-case.js';

/** So many links that hardly ever all stalls are taken: 0.8 to the power of 50 is 1 in 70,000. */
const TOP = 'abcdefghijklmnopqrstuwxyz';
const BOTTOM = 'ABCDEFGHIJKLMNOPQRSTUVWXY';
const LINK_m = 30;
const STALL_m = 6;
const CARS = 200;
/** A round takes less, so that one driver searches at a time. */
const EVERY_s = 150;

/** `everyLinks`: stalls stand on each link, or on every second one. */
function roundStreet(everyLinks: number): NetworkDraft {
  const top = `0>${[...TOP].join('>')}`;
  const bottom = `  ${[...BOTTOM].join('<')}`;
  const sides = `  ^${' '.repeat(2 * TOP.length - 3)}v`;
  const drawn = streetMap(top, sides, bottom, { step_m: LINK_m / 2, gates: '0' });
  const round = [...TOP, ...[...BOTTOM].reverse()];
  return {
    ...drawn,
    curbs: round
      .map((from, at) => `${from}${round[(at + 1) % round.length]!}`)
      .filter((_, at) => at % everyLinks === 0)
      .map((link) => curbOn(link, { start_m: 15, end_m: 15 + STALL_m })),
    addresses: [addressOn('ab', { position_m: 10, walk_m: 0 })],
  };
}

/** The stalls that the next driver finds taken; whoever has parked is gone. */
function takeStalls({ zones, places }: World, search: number, occupancy: number): void {
  for (const zone of places.parksAtCurb.keys()) {
    if (zones.parkedCount[zone]! > 0) releaseStall(zones, zone, STALL_m);
    if (draw(7, PURPOSE.search, search, zone) < occupancy) claimStall(zones, zone, STALL_m);
  }
}

/** Stalls passed on the way, by the odometers of those who have parked. */
function passed(occupancy: number, everyLinks = 1): Achieved {
  const network = roundStreet(everyLinks);
  const car = { origin: 'gate-0', destination: network.addresses[0]!.name } as const;
  const trips = Array.from({ length: CARS }, (_, at): TripDraft => {
    const name = String(at).padStart(4, '0');
    const departure_s = (1 + at) * EVERY_s;
    return { ...car, name, kind: 'visitor', vehicle: name, partySize: 1, departure_s };
  });
  const far = { walkLimit_m: 1e5, searchLimit_s: 1e5 };
  const parking = { ...DEFAULT_SCENARIO.parking, ...far };
  const world = createRoadScene({ network, trips, scenario: { parking } });
  let search = 0;
  const log = runScene(world, (2 + CARS) * EVERY_s, (time_s) => {
    if (time_s % EVERY_s === 0) takeStalls(world, search++, occupancy);
  });
  const ways_m = log
    .filter(({ type }) => type === 'parked')
    .map((event) => Number(event['odometer_m']));
  if (ways_m.length !== CARS) throw new Error(`${ways_m.length} of ${CARS} drivers have parked.`);
  const first_m = Math.min(...ways_m);
  const counts = ways_m.map((way_m) => (way_m - first_m) / spacing_m(world));
  const mean = counts.reduce((sum, count) => sum + count, 0) / CARS;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (CARS - 1);
  return { mean, standardError: Math.sqrt(variance / CARS) };
}

/** From a stall to the next: a link and the way through a junction. */
function spacing_m({ network: { turns, linkNames } }: World): number {
  let turn = 0;
  while (linkNames[turns.from[turn]!] !== 'ab') turn++;
  return LINK_m + turns.length_m[turn]!;
}

export const cases: readonly ValidationCase[] = [0.5, 0.8].map((occupancy) => ({
  name: `V-PARK drivers who cruise past stalls ${100 * occupancy} % taken: stalls passed, p/(1−p)`,
  unit: 'stalls',
  target: occupancy / (1 - occupancy),
  tolerance: { difference: 0, standardErrors: 3, because: `3 standard errors of ${CARS} searches` },
  run: () => passed(occupancy),
  // A driver who looks along every second street only.
  broken: () => passed(occupancy, 2),
}));
