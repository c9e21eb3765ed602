/** Rides and persons of the fleet: who was on board over which metres. */
import { fieldOffsets } from '../events/event-buffer.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Fold, type Keep, keepNothing, ratio } from './fold.js';
import type { MetricValues } from './metric-catalogue.js';

export interface FleetFold extends Fold {
  summary(): MetricValues;
}

const TALLY = { rides: 0, person_m: 1, occupied_m: 2 } as const;

export function createFleet(
  { regime, fleet }: Scenario,
  vehicleCount: number,
  keep = keepNothing,
): FleetFold {
  const tallies = keep(new Float64Array(Object.keys(TALLY).length));
  const fleetSize = regime === 'shared-automated' ? fleet.vehicleCount : 0;
  return {
    takes: boardingTakes(tallies, vehicleCount, keep),
    summary: () => ({
      fleet_size: fleetSize,
      trips_per_vehicle: ratio(tallies[TALLY.rides]!, fleetSize),
      occupancy_mean: ratio(tallies[TALLY.person_m]!, tallies[TALLY.occupied_m]!),
    }),
  };
}

/**
 * Between two boardings of a vehicle its number of persons is constant, so the odometers give
 * person-metres exactly; the end of a leg counts those still on board when the run ends.
 */
function boardingTakes(tallies: Float64Array, vehicleCount: number, keep: Keep): Fold['takes'] {
  const onBoardCount = keep(new Uint16Array(vehicleCount));
  const counted_m = keep(new Float64Array(vehicleCount));
  const picked = fieldOffsets('pickedUp');
  const dropped = fieldOffsets('droppedOff');
  const ended = fieldOffsets('legEnded');
  const driveTo = (vehicle: number, odometer_m: number): void => {
    const personCount = onBoardCount[vehicle]!;
    if (personCount > 0) {
      const way_m = odometer_m - counted_m[vehicle]!;
      tallies[TALLY.person_m]! += personCount * way_m;
      tallies[TALLY.occupied_m]! += way_m;
    }
    counted_m[vehicle] = odometer_m;
  };
  return {
    pickedUp: (records, at) => {
      const vehicle = records[at + picked.vehicle]!;
      driveTo(vehicle, records[at + picked.odometer_m]!);
      onBoardCount[vehicle] = records[at + picked.onBoardCount]!;
    },
    droppedOff: (records, at) => {
      const vehicle = records[at + dropped.vehicle]!;
      driveTo(vehicle, records[at + dropped.odometer_m]!);
      onBoardCount[vehicle] = records[at + dropped.onBoardCount]!;
      tallies[TALLY.rides]!++;
    },
    legEnded: (records, at) => {
      driveTo(records[at + ended.vehicle]!, records[at + ended.odometer_m]!);
    },
  };
}
