/**
 * Rebalancing in the run: idle fleet vehicles drive empty to a lot inside the district where
 * requests are expected, and park there. Each such lot is a zone: it stands for the streets that
 * are nearest to it.
 */
import { UserError } from '../../base/errors.js';
import { NONE } from '../../base/ids.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import { type BlockBalance, balanceBlocks, TAKES_PART } from '../../fleet/block-balance.js';
import { blockGrid } from '../../fleet/block-grid.js';
import {
  createRebalancing,
  type Forecast,
  likeLately,
  type Rebalancing,
  replaceTaken,
  shareOut,
  type WaitingZones,
} from '../../fleet/rebalancing.js';
import type { TripDraft } from '../../scenario/trip.js';
import type { FleetVehicleId } from '../../state/fleet-tables.js';
import type { World } from '../../world.js';
import { DRIVING, IN_BAY, PARKED, TO_LOT } from '../activities.js';
import type { Places } from '../places.js';
import { hasStallFor } from '../standing/lot-access.js';
import { lotTarget } from '../standing/parking.js';
import { placeOf, presentPlace, zonePlace } from '../standing/standing-places.js';
import { sendEmpty, wayOut } from './fleet-moves.js';
import { fleetOf, isOffDuty } from './fleet-vehicles.js';

/** What a run keeps for it; null where the scenario asks for none. */
export interface RebalancingOfRun {
  readonly state: Rebalancing;
  /** By vehicle: code of TAKES_PART. */
  readonly part: Uint8Array;
  readonly forecast: Forecast | null;
  /** Null unless vehicles are sent from block to block. */
  readonly blocks: BlockBalance | null;
}

/** `history`: rides of another day. Throws UserError where there is no lot to wait in. */
export function createRebalancingOfRun(
  world: World,
  history: readonly TripDraft[],
): RebalancingOfRun | null {
  const { rebalancing, rebalanceBy } = world.scenario.fleet;
  const { plans } = fleetOf(world);
  if (rebalancing === 'none') return null;
  if (world.places.ordinaryLots.length === 0) throw noLots(rebalancing);
  const zones = zonesAroundLots(world);
  const vehicleCount = plans.vehicles.capacity;
  const forecasts: Readonly<Record<typeof rebalancing, () => Forecast | null>> = {
    'plus-one': () => null,
    recent: () => likeLately(plans, zones),
    perfect: () => likeDay(startsOf(world), zones),
    historical: () => likeDay(startsOfDrafts(world, history), zones),
  };
  return {
    state: createRebalancing(zones, vehicleCount),
    part: new Uint8Array(vehicleCount),
    forecast: forecasts[rebalancing](),
    blocks: rebalanceBy === 'blocks' ? blocksOf(world) : null,
  };
}

function noLots(rebalancing: string): UserError {
  const place = { file: 'scenario', line: 0, column: 0, field: 'fleet.rebalancing' };
  const message = `${rebalancing} needs lots inside the district to wait in, and the network has none`;
  return new UserError([{ code: 'RUN-017', severity: 'error', ...place, message }]);
}

/** Sends idle vehicles to where they are wanted, when it is time to. */
export function rebalanceFleet(world: World): void {
  const { rebalancing, plans, firstVehicle, travelTime } = fleetOf(world);
  if (rebalancing === null) return;
  const { state, part, forecast, blocks } = rebalancing;
  for (let row = 0; row < part.length; row++) {
    part[row] = partOf(world, firstVehicle + row, blocks !== null);
  }
  if (forecast === null) replaceTaken(plans, state, part, travelTime);
  else {
    const { time_s } = world.clock;
    const ask = { time_s, horizon_s: world.scenario.fleet.forecast_s, forecast };
    if (blocks === null) shareOut(plans, state, part, ask, travelTime);
    else balanceBlocks(plans, state, part, { ...ask, balance: blocks }, travelTime);
  }
  for (let move = 0; move < state.moveCount; move++) {
    const row = state.vehicle[move] as FleetVehicleId;
    const lot = world.places.ordinaryLots[state.zone[move]!]!;
    if (!sendToWait(world, firstVehicle + row, lot)) plans.vehicles.waitsIn[row] = NONE;
  }
}

const LOT = PARKING_PLACES.indexOf('lot');

/** Between blocks, who is on its way to where it waits goes on. */
function partOf(world: World, vehicle: number, isByBlocks: boolean): number {
  if (isOffDuty(world, vehicle)) return TAKES_PART.no;
  const { charging, firstVehicle } = world.fleet!;
  if (charging !== null && charging.batteries.isSpared[vehicle - firstVehicle] === 1) {
    return TAKES_PART.no;
  }
  const isUnderWay = world.vehicles.activity[vehicle] === DRIVING;
  if (!isSteerable(world, vehicle) || (isByBlocks && isUnderWay)) return TAKES_PART.counts;
  return TAKES_PART.moves;
}

/**
 * Can it be sent elsewhere at once, if it has nothing to do? Out of a dense lot it cannot: there it
 * stays until somebody wants it.
 */
function isSteerable({ vehicles }: World, vehicle: number): boolean {
  const activity = vehicles.activity[vehicle];
  if (activity === DRIVING) return vehicles.targetKind[vehicle] === TO_LOT;
  const isStored = vehicles.stack[vehicle] !== NONE || vehicles.retrieved_s[vehicle]! >= 0;
  if (activity === PARKED) return !isStored;
  return activity === IN_BAY && vehicles.wake_s[vehicle]! < 0;
}

/** False if the lot is full or the vehicle cannot turn to it: it goes on with what it does. */
function sendToWait(world: World, vehicle: number, lot: number): boolean {
  const { vehicles } = world;
  const activity = vehicles.activity[vehicle];
  const isInLot = activity === PARKED && vehicles.place[vehicle] === LOT;
  if (isInLot && vehicles.placeRow[vehicle] === lot) return true;
  if (!hasStallFor(world, lot, vehicle)) return false;
  const isBoundThere = activity === DRIVING && vehicles.targetRow[vehicle] === lot;
  if (isBoundThere) return true;
  const from = isInLot
    ? wayOut(world, vehicles.placeRow[vehicle]!)
    : activity === PARKED
      ? zonePlace(world, vehicles.placeRow[vehicle]!)
      : activity === IN_BAY
        ? placeOf(world, vehicle)
        : presentPlace(world, vehicle);
  return sendEmpty(world, vehicle, lotTarget(world, lot, from), 'rebalancing');
}

/** A link belongs to the lot nearest to its middle, of equals the first. */
function zonesAroundLots(world: World): WaitingZones {
  const { places, network, lots } = world;
  const { nodes, links } = network;
  const zoneCount = places.ordinaryLots.length;
  const ways = places.ordinaryLots.map((lot) => wayOut(world, lot));
  const zoneOfLink = new Int32Array(network.linkCount).fill(NONE);
  for (let link = 0; link < network.linkCount; link++) {
    const x_m = (nodes.x_m[links.from[link]]! + nodes.x_m[links.to[link]]!) / 2;
    const y_m = (nodes.y_m[links.from[link]]! + nodes.y_m[links.to[link]]!) / 2;
    let least_m2 = Number.POSITIVE_INFINITY;
    for (let zone = 0; zone < zoneCount; zone++) {
      const lot = places.ordinaryLots[zone]!;
      const east_m = lots.x_m[lot]! - x_m;
      const north_m = lots.y_m[lot]! - y_m;
      const way_m2 = east_m * east_m + north_m * north_m;
      if (way_m2 >= least_m2) continue;
      least_m2 = way_m2;
      zoneOfLink[link] = zone;
    }
  }
  return {
    zoneCount,
    zoneOfLink,
    link: Int32Array.from(ways, ({ link }) => link),
    position_m: Float64Array.from(ways, ({ position_m }) => position_m),
  };
}

/** Squares on the ground of the network's junctions, and the lots that lie in each. */
function blocksOf({ places, network, lots, scenario }: World): BlockBalance {
  const { x_m, y_m } = network.nodes;
  const ground = { west_m: Infinity, south_m: Infinity, east_m: -Infinity, north_m: -Infinity };
  for (let node = 0; node < network.nodeCount; node++) {
    ground.west_m = Math.min(ground.west_m, x_m[node]!);
    ground.south_m = Math.min(ground.south_m, y_m[node]!);
    ground.east_m = Math.max(ground.east_m, x_m[node]!);
    ground.north_m = Math.max(ground.north_m, y_m[node]!);
  }
  const at = {
    x_m: places.ordinaryLots.map((lot) => lots.x_m[lot]!),
    y_m: places.ordinaryLots.map((lot) => lots.y_m[lot]!),
  };
  const { side_m, innerSide_m, zoneSide_m, ...limits } = scenario.fleet.blocks;
  const sides_m = [side_m, innerSide_m].filter((side) => side > 0);
  return {
    ...limits,
    grids: sides_m.map((side) => blockGrid(at, ground, side)),
    zones: zoneSide_m > 0 ? blockGrid(at, ground, zoneSide_m) : null,
  };
}

/** When and on which link somebody asks for a ride. */
interface RideStart {
  readonly departure_s: number;
  readonly link: number;
}

/** The trips that riders of the fleet have planned: a forecast by them is always right. */
function startsOf({ trips, tripCount, places }: World): RideStart[] {
  const starts: RideStart[] = [];
  for (let trip = 0; trip < tripCount; trip++) {
    if (trips.vehicle[trip] !== NONE) continue;
    const link = linkOfPlace(places, trips.fromAddress[trip]!, trips.fromGate[trip]!);
    starts.push({ departure_s: trips.departure_s[trip]!, link });
  }
  return starts;
}

/** The same of another day; places that the network does not have are nobody's. */
const startsOfDrafts = ({ places }: World, drafts: readonly TripDraft[]): RideStart[] =>
  drafts.map(({ departure_s, origin }) => {
    const address = places.addressRow.get(origin) ?? NONE;
    const gate = places.gateRow.get(origin) ?? NONE;
    return { departure_s, link: linkOfPlace(places, address, gate) };
  });

function linkOfPlace({ addresses, gates }: Places, address: number, gate: number): number {
  if (address !== NONE) return addresses[address]!.link;
  return gate === NONE ? NONE : (gates[gate]!.exits[0] ?? NONE);
}

/** The forecast that requests come as on a known day. */
function likeDay(starts: readonly RideStart[], { zoneOfLink }: WaitingZones): Forecast {
  const planned = starts
    .map(({ departure_s, link }) => ({ departure_s, zone: link < 0 ? NONE : zoneOfLink[link]! }))
    .filter(({ zone }) => zone !== NONE)
    .sort((a, b) => a.departure_s - b.departure_s || a.zone - b.zone);
  return (time_s, horizon_s, expected) => {
    const first = planned.findIndex(({ departure_s }) => departure_s > time_s);
    for (let at = Math.max(first, 0); at < planned.length; at++) {
      const { departure_s, zone } = planned[at]!;
      if (first < 0 || departure_s > time_s + horizon_s) break;
      expected[zone]!++;
    }
  };
}
