/** Trips of a day of which a run has only some hours: those outside of it, and where their cars stand. */
import { clockText } from '../core/base/clock-text.js';
import type { Demand, IdleCar } from '../core/scenario/demand.js';
import type { TripDraft } from '../core/scenario/trip.js';

/**
 * The trips that depart within the hours of a run; the others are counted in a note. A car stands
 * where its last trip before them ended, all day if it has no trip within them. Vans, and cars that
 * are beyond the rim then, are not there.
 */
export function withinHours(
  demand: Demand,
  { start_s, end_s }: { readonly start_s: number; readonly end_s: number },
  addresses: ReadonlySet<string>,
): Demand {
  const { trips } = demand;
  const before = trips.filter(({ departure_s }) => departure_s < start_s);
  const after = trips.filter(({ departure_s }) => departure_s >= end_s);
  if (before.length + after.length === 0) return demand;
  const within = trips.filter(({ departure_s }) => departure_s >= start_s && departure_s < end_s);
  const hours = `${clockText(start_s)} to ${clockText(end_s)}`;
  const note =
    `Trips, ${before.length + after.length} of ${trips.length} outside of the run's hours, ${hours}, ` +
    `left out: ${before.length} depart before, ${after.length} after`;
  return {
    trips: within,
    idleCars: [...demand.idleCars, ...standingCars(within, { before, after }, addresses)],
    notes: [...demand.notes, note],
  };
}

/** Cars that have trips outside of the hours only, in the order of their names. */
function standingCars(
  within: readonly TripDraft[],
  { before, after }: { before: readonly TripDraft[]; after: readonly TripDraft[] },
  addresses: ReadonlySet<string>,
): readonly IdleCar[] {
  const moving = new Set(within.map(({ vehicle }) => vehicle));
  const placeOf = new Map<string, string>();
  for (const { vehicle, kind, origin } of after.toReversed()) {
    if (kind !== 'van') placeOf.set(vehicle, origin);
  }
  for (const { vehicle, kind, destination } of before) {
    if (kind !== 'van') placeOf.set(vehicle, destination);
  }
  return [...placeOf]
    .filter(([vehicle, place]) => !moving.has(vehicle) && addresses.has(place))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([vehicle, address]) => ({ vehicle, address }));
}
