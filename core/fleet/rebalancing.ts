/**
 * Rebalancing: where idle vehicles wait for requests that have not been made yet.
 *
 * Vehicles wait in zones, one waiting place each. `shareOut` gives each zone its share of the idle
 * vehicles by a forecast and moves them with the least total driving time: the minimum-cost flow
 * from idle vehicles to wanted ones (Pavone, Smith, Frazzoli, Rus 2012, "Robotic load balancing for
 * mobility-on-demand systems", International Journal of Robotics Research 31(7), without their steady
 * state). All supplies and demands are whole vehicles, so it is solved as an assignment.
 * `replaceTaken` needs no forecast: each request that has been assigned draws one vehicle, not yet
 * waiting in a zone, to where it was made (Ruch, Gächter, Hakenberg, Frazzoli 2020, "The +1 method").
 * block-balance.ts shares vehicles out between neighbouring squares of the ground instead.
 */
import { NONE } from '../base/ids.js';
import { FLEET_VEHICLE_STATE, REQUEST_STATE, type RequestId } from '../state/fleet-tables.js';
import { createAssignment, solveAssignment } from './assignment.js';
import type { Fleet, TravelTime } from './fleet.js';

export interface WaitingZones {
  readonly zoneCount: number;
  /** By link: the zone whose requests begin there, or NONE. */
  readonly zoneOfLink: Int32Array;
  /** By zone: its waiting place. */
  readonly link: Int32Array;
  readonly position_m: Float64Array;
}

/** Adds to `expected`, by zone, the requests of the next `horizon_s`. */
export type Forecast = (time_s: number, horizon_s: number, expected: Float64Array) => void;

export interface ForecastAsk {
  readonly time_s: number;
  readonly horizon_s: number;
  readonly forecast: Forecast;
}

export interface Rebalancing {
  readonly zones: WaitingZones;
  /** What the last plan says: vehicles to be sent, and the zone of each. */
  moveCount: number;
  readonly vehicle: Int32Array;
  readonly zone: Int32Array;
  readonly expected: Float64Array;
  readonly answer: ReturnType<typeof createAssignment>;
}

export const createRebalancing = (zones: WaitingZones, vehicleCount: number): Rebalancing => ({
  zones,
  moveCount: 0,
  vehicle: new Int32Array(vehicleCount),
  zone: new Int32Array(vehicleCount),
  expected: new Float64Array(zones.zoneCount),
  answer: createAssignment(),
});

/** Plans moves so that idle vehicles stand as the forecast says; those to spare stay as they are. */
export function shareOut(
  fleet: Fleet,
  rebalancing: Rebalancing,
  canMove: ArrayLike<number>,
  ask: ForecastAsk,
  travelTime: TravelTime,
): void {
  const { expected } = rebalancing;
  expected.fill(0);
  ask.forecast(ask.time_s, ask.horizon_s, expected);
  const vehicles = movable(fleet, canMove, false);
  send(fleet, rebalancing, vehicles, wantedZones(expected, vehicles.length), travelTime);
}

/** Plans a move for each request assigned since the last plan, as far as there are vehicles. */
export function replaceTaken(
  fleet: Fleet,
  rebalancing: Rebalancing,
  canMove: ArrayLike<number>,
  travelTime: TravelTime,
): void {
  const { requests, ledger } = fleet;
  const { zoneOfLink } = rebalancing.zones;
  const taken: number[] = [];
  let request: number = Math.max(0, ledger.firstToReplace[0]!);
  for (; request < ledger.requestCount[0]!; request++) {
    // In order of rows; one still undecided holds back those after it until the next plan.
    if (requests.state[request] === REQUEST_STATE.submitted) break;
    const zone = zoneOfLink[requests.originLink[request]]!;
    if (requests.state[request] !== REQUEST_STATE.rejected && zone !== NONE) taken.push(zone);
  }
  ledger.firstToReplace[0] = request as RequestId;
  send(fleet, rebalancing, movable(fleet, canMove, true), taken, travelTime);
}

/** The forecast that the next horizon will be like the last one. */
export const likeLately =
  ({ requests, ledger }: Fleet, { zoneOfLink }: WaitingZones): Forecast =>
  (time_s, horizon_s, expected) => {
    for (let request = ledger.requestCount[0]! - 1; request >= 0; request--) {
      if (requests.submitted_s[request]! <= time_s - horizon_s) break;
      const zone = zoneOfLink[requests.originLink[request]]!;
      if (zone !== NONE) expected[zone]!++;
    }
  };

/** Idle vehicles that can be sent anywhere, by row. */
function movable(
  { vehicles }: Fleet,
  canMove: ArrayLike<number>,
  isNewOnly: boolean,
): readonly number[] {
  const { state, link, waitsIn, capacity } = vehicles;
  const found: number[] = [];
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    if (state[vehicle] !== FLEET_VEHICLE_STATE.idle || canMove[vehicle] !== 1) continue;
    if ((link[vehicle] as number) === NONE || (isNewOnly && waitsIn[vehicle] !== NONE)) continue;
    found.push(vehicle);
  }
  return found;
}

/**
 * One entry a vehicle wanted: the expected number, rounded up, or each zone's share if there are
 * fewer vehicles. Shares are made whole by largest remainder; ties go to the lower zone.
 */
function wantedZones(expected: Float64Array, vehicleCount: number): number[] {
  const total = expected.reduce((sum, count) => sum + Math.ceil(count), 0);
  const scale = total > vehicleCount ? vehicleCount / total : 1;
  const share = Array.from(expected, (count) => Math.ceil(count) * scale);
  const whole = share.map(Math.floor);
  const left = Math.min(total, vehicleCount) - whole.reduce((sum, count) => sum + count, 0);
  const byRemainder = share
    .map((count, zone) => ({ zone, remainder: count - Math.floor(count) }))
    .sort((a, b) => b.remainder - a.remainder || a.zone - b.zone);
  for (const { zone } of byRemainder.slice(0, left)) whole[zone]!++;
  return whole.flatMap((count, zone) => new Array<number>(count).fill(zone));
}

/** Gives each wanted entry a vehicle, with the least total driving time; writes who has to move. */
function send(
  { vehicles }: Fleet,
  rebalancing: Rebalancing,
  movers: readonly number[],
  wanted: readonly number[],
  travelTime: TravelTime,
): void {
  const { zones, answer } = rebalancing;
  rebalancing.moveCount = 0;
  if (movers.length === 0 || wanted.length === 0) return;
  const cost = new Float64Array(wanted.length * movers.length);
  for (const [column, vehicle] of movers.entries()) {
    let zone: number = NONE;
    let time_s = 0;
    // Entries of one zone are not always neighbours, but mostly.
    for (const [row, wantedZone] of wanted.entries()) {
      if (wantedZone !== zone) {
        zone = wantedZone;
        const from_m = vehicles.position_m[vehicle]!;
        const toLink = zones.link[zone]!;
        time_s = travelTime(vehicles.link[vehicle]!, from_m, toLink, zones.position_m[zone]!);
      }
      cost[row * movers.length + column] = time_s;
    }
  }
  solveAssignment({ rowCount: wanted.length, columnCount: movers.length, cost }, answer);
  for (const [row, zone] of wanted.entries()) {
    const column = answer.columnOfRow[row]!;
    if (column === NONE) continue;
    const vehicle = movers[column]!;
    if (vehicles.waitsIn[vehicle] === zone) continue;
    vehicles.waitsIn[vehicle] = zone;
    rebalancing.vehicle[rebalancing.moveCount] = vehicle;
    rebalancing.zone[rebalancing.moveCount++] = zone;
  }
}
