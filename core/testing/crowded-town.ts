/** The small town with four times its trips and a bay for one in each zone: what tests of full curbs run. */
import type { RunInputs } from '../kernel/build-world.js';
import type { Regime, Scenario } from '../scenario/scenario.js';
import type { TripDraft } from '../scenario/trip.js';
import { smallTown, townRun } from './small-town.js';

const TIMES = 4;
const BETWEEN_s = 90;
const BAY_m = 6;

export function crowdedTown(regime: Regime, curb: Partial<Scenario['curb']>): RunInputs {
  const given = townRun(regime);
  const copies = Array.from({ length: TIMES }, (_, copy) => given.trips.map(copied(copy)));
  const curbs = smallTown.curbs.map((zone) => ({ ...zone, end_m: zone.start_m + BAY_m }));
  return {
    ...given,
    network: { ...smallTown, curbs },
    trips: copies.flat(),
    scenario: {
      ...given.scenario,
      curb: { ...given.scenario.curb, ...curb },
      fleet: { ...given.scenario.fleet, vehicleCount: 40 },
    },
  };
}

const copied =
  (copy: number) =>
  (trip: TripDraft): TripDraft => ({
    ...trip,
    name: `${trip.name}-${copy}`,
    vehicle: `${trip.vehicle}-${copy}`,
    departure_s: trip.departure_s + BETWEEN_s * copy,
  });
