/**
 * A city for fleet tests: parallel streets of short links, and vehicles that drive their plans
 * exactly.
 *
 * Link `row * columnCount + column` runs east for BLOCK_m; one may turn off anywhere, so driving
 * times are those of rectilinear distance. Lengths are whole metres and the speed is a power of
 * two: every time is a multiple of 1/8 s, sums are exact, and tests need no tolerance.
 */
import { type LinkId, NONE } from '../base/ids.js';
import { type Fleet, noteVehicleAt, type TravelTime } from '../fleet/fleet.js';
import { completeStop, firstStop, stopsHere } from '../fleet/stop-plan.js';
import { type FleetVehicleId, type RequestId, STOP_KIND } from '../state/fleet-tables.js';

export const BLOCK_m = 100;
const SPEED_mps = 8;

export interface GridCity {
  readonly linkCount: number;
  readonly travelTime: TravelTime;
  /** Drives every vehicle along its plan up to `time_s`, stops served on the way. */
  drive(fleet: Fleet, time_s: number): void;
}

export function createGridCity(rowCount: number, columnCount: number): GridCity {
  const linkCount = rowCount * columnCount;
  const start_m = Float64Array.from(
    { length: linkCount },
    (_, link) => (link % columnCount) * BLOCK_m,
  );
  const row_m = Float64Array.from(
    { length: linkCount },
    (_, link) => Math.floor(link / columnCount) * BLOCK_m,
  );
  const travelTime: TravelTime = (fromLink, from_m, toLink, to_m) =>
    (Math.abs(start_m[fromLink]! + from_m - start_m[toLink]! - to_m) +
      Math.abs(row_m[fromLink]! - row_m[toLink]!)) /
    SPEED_mps;

  const steerTowards = (fleet: Fleet, vehicle: FleetVehicleId, time_s: number): void => {
    const { vehicles, stops } = fleet;
    const stop = vehicles.firstStop[vehicle];
    const from = vehicles.link[vehicle];
    const to = stops.link[stop];
    const x_m = start_m[from]! + vehicles.position_m[vehicle];
    const y_m = row_m[from]!;
    const east_m = start_m[to]! + stops.position_m[stop]! - x_m;
    const north_m = row_m[to]! - y_m;
    const driven_m = Math.ceil((time_s - vehicles.available_s[vehicle]) * SPEED_mps);
    const along_m = Math.min(driven_m, Math.abs(east_m));
    // On its way between two rows it is on no link: it can be steered at the next one.
    const across_m = Math.ceil((driven_m - along_m) / BLOCK_m) * BLOCK_m;
    const newX_m = x_m + Math.sign(east_m) * along_m;
    const newRow = (y_m + Math.sign(north_m) * across_m) / BLOCK_m;
    const column = Math.min(Math.floor(newX_m / BLOCK_m), columnCount - 1);
    noteVehicleAt(
      fleet,
      vehicle,
      (newRow * columnCount + column) as LinkId,
      newX_m - column * BLOCK_m,
      vehicles.available_s[vehicle] + (along_m + across_m) / SPEED_mps,
    );
  };

  const drive = (fleet: Fleet, time_s: number): void => {
    const { vehicles, stops, requests } = fleet;
    for (let row = 0; row < vehicles.capacity; row++) {
      const vehicle = row as FleetVehicleId;
      for (;;) {
        const stop = firstStop(fleet, vehicle);
        if (stop === NONE || vehicles.available_s[vehicle] > time_s) break;
        const there_s =
          vehicles.available_s[vehicle] +
          travelTime(
            vehicles.link[vehicle],
            vehicles.position_m[vehicle],
            stops.link[stop],
            stops.position_m[stop],
          );
        // Who has booked for later is waited for.
        const isPickup = stops.kind[stop] === STOP_KIND.pickup;
        const wanted_s = isPickup ? requests.earliest_s[stops.request[stop] as RequestId] : 0;
        const arrival_s = Math.max(there_s, wanted_s);
        if (there_s <= time_s && arrival_s > time_s) break;
        if (arrival_s > time_s) {
          steerTowards(fleet, vehicle, time_s);
          break;
        }
        for (let count = stopsHere(fleet, vehicle); count > 0; count--) {
          completeStop(fleet, vehicle, arrival_s);
        }
      }
    }
  };
  return { linkCount, travelTime, drive };
}
