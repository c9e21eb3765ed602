/**
 * Kilometres of a fleet as studies by zones count them: from the middle of a zone to that of the next,
 * along the grid's two directions, and nothing within a zone. A vehicle that has let somebody out is in
 * the zone of their door, one that fetches somebody goes to the zone of theirs.
 */
import { PARKING_PLACES, VEHICLE_CLASSES } from '../../core/events/catalogue.js';
import { fieldOffsets } from '../../core/events/event-buffer.js';
import type { Fold } from '../../core/metrics/fold.js';
import { byName } from '../../core/network/facts.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { TripDraft } from '../../core/scenario/trip.js';

export interface ZoneCount {
  /** Takes a run's events as its `watch`. */
  readonly watch: Fold;
  /** With somebody aboard and without. */
  total(): { readonly occupied_m: number; readonly empty_m: number };
}

const SAV = VEHICLE_CLASSES.indexOf('SAV');
const LOT = PARKING_PLACES.indexOf('lot');

/** Rows of trips and lots are the sorted order of their names, as in the run. */
export function countByZones(
  { addresses, lots }: Pick<NetworkDraft, 'addresses' | 'lots'>,
  trips: readonly Pick<TripDraft, 'name' | 'origin' | 'destination'>[],
  zoneSide_m: number,
): ZoneCount {
  const doorAt = new Map(addresses.map((address) => [address.name, address]));
  const tripRows = [...trips].sort(byName);
  const lotRows = [...lots].sort(byName);
  const total = { occupied_m: 0, empty_m: 0 };
  const last = new Map<number, Point>();
  const apart_m = (a: number, b: number): number =>
    zoneSide_m * Math.abs(Math.floor(a / zoneSide_m) - Math.floor(b / zoneSide_m));
  const come = (vehicle: number, at: Point | undefined, isOccupied: boolean): void => {
    const from = last.get(vehicle);
    if (at === undefined) return;
    last.set(vehicle, at);
    if (from === undefined) return;
    const way_m = apart_m(from.x_m, at.x_m) + apart_m(from.y_m, at.y_m);
    total[isOccupied ? 'occupied_m' : 'empty_m'] += way_m;
  };
  const parked = fieldOffsets('parked');
  const [pickedUp, droppedOff] = [fieldOffsets('pickedUp'), fieldOffsets('droppedOff')];
  const watch: Fold = {
    takes: {
      parked: (records, at) => {
        const isFleet = records[at + parked.vehicleClass] === SAV;
        if (!isFleet || records[at + parked.place] !== LOT) return;
        come(records[at + parked.vehicle]!, lotRows[records[at + parked.row]!], false);
      },
      pickedUp: (records, at) => {
        const trip = tripRows[records[at + pickedUp.trip]!]!;
        const hasCompany = records[at + pickedUp.onBoardCount]! > 1;
        come(records[at + pickedUp.vehicle]!, doorAt.get(trip.origin), hasCompany);
      },
      droppedOff: (records, at) => {
        const trip = tripRows[records[at + droppedOff.trip]!]!;
        come(records[at + droppedOff.vehicle]!, doorAt.get(trip.destination), true);
      },
    },
  };
  return { watch, total: () => ({ ...total }) };
}

interface Point {
  readonly x_m: number;
  readonly y_m: number;
}
