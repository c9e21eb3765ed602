/** Tolls of vehicles that come onto a link with a price, from a junction or by a gate. */
import { NONE } from '../../base/ids.js';
import type { World } from '../../world.js';
import { priceSpanAt } from './road-pricing.js';

/** `isSettingOut`: it comes onto the road here, and pays only if it comes from beyond a gate. */
export function chargeToll(world: World, vehicle: number, isSettingOut: boolean): void {
  const { router, vehicles, trips, traffic, network, events, clock } = world;
  const { pricing } = router;
  if (pricing === null) return;
  const trip = vehicles.trip[vehicle];
  if (isSettingOut && (trip === NONE || trips.fromGate[trip] === NONE)) return;
  const link = network.lanes.link[traffic.movers.lane[vehicles.mover[vehicle]]];
  const vehicleClass = vehicles.vehicleClass[vehicle]!;
  const toll = pricing.toll[priceSpanAt(pricing, clock.time_s)]![vehicleClass]![link]!;
  if (toll > 0) {
    events.publish('tollPaid', clock.time_s, { vehicle, vehicleClass, link, toll });
  }
}
