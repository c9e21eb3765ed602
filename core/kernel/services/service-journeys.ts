/** Hands what happens to a scheduled vehicle to its kind: a bus, a service on wheels, an emergency vehicle. */
import type { World } from '../../world.js';
import { leaveRoad } from '../journeys/legs.js';
import { endBus, endBusStop, reachBusStop, serveBusStop, startBus } from './bus-runs.js';
import { endScene, reachCall, standAtScene, startCall } from './calls.js';
import { BUS, EMERGENCY, endService } from './services.js';
import { endVisit, openVisit, reachVisitPlace, startVisit } from './visits.js';

type Deed = (world: World, vehicle: number) => void;

const byKind =
  (bus: Deed, call: Deed, visit: Deed): Deed =>
  (world, vehicle) => {
    const vehicleClass = world.vehicles.vehicleClass[vehicle];
    if (vehicleClass === BUS) bus(world, vehicle);
    else if (vehicleClass === EMERGENCY) call(world, vehicle);
    else visit(world, vehicle);
  };

/** Its time has come to set out. */
export const startService = byKind(startBus, startCall, startVisit);

/** It has come to where its leg leads. */
export const reachServiceTarget = byKind(reachBusStop, reachCall, reachVisitPlace);

/** It has pulled in and stands at the curb. */
export const serveAtPlace = byKind(serveBusStop, standAtScene, openVisit);

/** Its time there is over. */
export const endServiceStop = byKind(endBusStop, endScene, endVisit);

/** It has left the network. */
export function leaveService(world: World, vehicle: number): void {
  leaveRoad(world, vehicle);
  if (world.vehicles.vehicleClass[vehicle] === BUS) endBus(world, vehicle);
  else endService(world, vehicle);
}
