/** Metres of curb that a vehicle takes at a stop, by its class. */
import type { VehicleClass } from '../events/catalogue.js';
import type { Scenario } from './scenario.js';

/** Curb on both ends of a vehicle together, to get in and out. */
const GAP_m = 2;

export const bayLength_m = (
  { curb, buses, drivers }: Pick<Scenario, 'curb' | 'buses' | 'drivers'>,
  vehicleClass: VehicleClass,
): number => {
  if (vehicleClass === 'BUS') return buses.bay_m;
  if (vehicleClass === 'ROBOT') return drivers.robot.length_m + GAP_m;
  if (vehicleClass === 'SERVICE') return drivers.service.length_m + GAP_m;
  if (vehicleClass === 'EMERGENCY') return drivers.emergency.length_m + GAP_m;
  return curb.bay_m;
};
