/** Where vehicles are, as places to set out from. */
import { type LinkId, NONE } from '../../base/ids.js';
import type { LinkPlace } from '../../network/road-network.js';
import type { World } from '../../world.js';

/** Where the vehicle stands, for planning from here. */
export function placeOf(world: World, vehicle: number): { link: LinkId; position_m: number } {
  const { vehicles } = world;
  return { link: vehicles.target[vehicle] as LinkId, position_m: vehicles.target_m[vehicle]! };
}

/** Where the vehicle is, or can set out from. */
export function presentPlace(world: World, vehicle: number): LinkPlace {
  const { vehicles, network, traffic } = world;
  const mover = vehicles.mover[vehicle];
  if (mover === NONE) return placeOf(world, vehicle);
  const link = network.lanes.link[traffic.movers.lane[mover]] as LinkId;
  return { link, position_m: traffic.movers.position_m[mover]! };
}

/** Where vehicles come onto the road from a zone. */
export const zonePlace = ({ zones }: World, zone: number): LinkPlace => ({
  link: zones.link[zone] as LinkId,
  position_m: (zones.start_m[zone]! + zones.end_m[zone]!) / 2,
});
