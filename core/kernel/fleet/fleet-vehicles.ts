/** The fleet's vehicles: whose plans they follow, which are free for another and which are off duty. */
import type { FleetVehicleId } from '../../state/fleet-tables.js';
import type { FleetOfRun, World } from '../../world.js';
import { DRIVING, IN_BAY, PARKED, TO_LOT, TO_STREET, TO_ZONE_STALL } from '../activities.js';

export const fleetOf = ({ fleet }: World): FleetOfRun => {
  if (fleet === null) throw new Error('This regime has no fleet.');
  return fleet;
};

/** Where vehicles go that nobody wants. */
export const IDLE_TARGETS: readonly number[] = [TO_LOT, TO_ZONE_STALL, TO_STREET];

/** Is it parked, idle at the curb, or on its way to where it waits? */
export function isFree({ vehicles }: World, vehicle: number): boolean {
  const activity = vehicles.activity[vehicle];
  if (activity === DRIVING) return IDLE_TARGETS.includes(vehicles.targetKind[vehicle]!);
  return activity === PARKED || (activity === IN_BAY && vehicles.wake_s[vehicle]! < 0);
}

export const isOffDuty = (world: World, vehicle: number): boolean => {
  const { plans, firstVehicle } = fleetOf(world);
  return plans.vehicles.dutyEnd_s[(vehicle - firstVehicle) as FleetVehicleId]! < 0;
};
