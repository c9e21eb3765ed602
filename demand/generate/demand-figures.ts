/** What a list of trips amounts to: counts, top hour, mean distance and cars standing inside. */
import { HOUR_s } from '../../core/base/units.js';
import type { Demand } from '../../core/scenario/demand.js';
import { TRIP_KINDS, type TripDraft, type TripKind } from '../../core/scenario/trip.js';
import { DAY } from '../day-curve.js';
import { type Place, plausibleDrive_s, rectilinear_m } from './places.js';

export interface DemandFigures {
  readonly tripCount: number;
  readonly tripCounts: Readonly<Record<TripKind, number>>;
  /** The 60 minutes, starting on a quarter hour, in which most trips depart. */
  readonly topHour: { readonly start_s: number; readonly share: number };
  /** Rectilinear way inside the district; NaN where there are no such trips. */
  readonly meanDistance_m: number;
  readonly meanDistanceOfKind_m: Readonly<Record<TripKind, number>>;
}

export interface Located extends Place {
  readonly isGate: boolean;
}

/** Every address and gate by name. */
export function locate(network: {
  readonly addresses: readonly Place[];
  readonly gates: readonly Place[];
}): ReadonlyMap<string, Located> {
  const places = new Map<string, Located>();
  for (const { name, x_m, y_m } of network.addresses) {
    places.set(name, { name, x_m, y_m, isGate: false });
  }
  for (const { name, x_m, y_m } of network.gates)
    places.set(name, { name, x_m, y_m, isGate: true });
  return places;
}

export function figuresOf(
  { trips }: Pick<Demand, 'trips'>,
  places: ReadonlyMap<string, Located>,
): DemandFigures {
  const ofKind = (kind: TripKind) => trips.filter((trip) => trip.kind === kind);
  const byKind = (figure: (trips: readonly TripDraft[]) => number) =>
    Object.fromEntries(TRIP_KINDS.map((kind) => [kind, figure(ofKind(kind))])) as Record<
      TripKind,
      number
    >;
  const meanDistance_m = (some: readonly TripDraft[]) =>
    some.reduce((sum, { origin, destination }) => {
      return sum + rectilinear_m(places.get(origin)!, places.get(destination)!);
    }, 0) / some.length;
  return {
    tripCount: trips.length,
    tripCounts: byKind((some) => some.length),
    topHour: topHourOf(trips),
    meanDistance_m: meanDistance_m(trips),
    meanDistanceOfKind_m: byKind(meanDistance_m),
  };
}

const QUARTER_s = HOUR_s / 4;

function topHourOf(trips: readonly TripDraft[]): DemandFigures['topHour'] {
  const counts = new Array<number>((DAY.end_s - DAY.start_s) / QUARTER_s).fill(0);
  for (const { departure_s } of trips) {
    counts[Math.floor((departure_s - DAY.start_s) / QUARTER_s)]!++;
  }
  let top = { start_s: DAY.start_s, share: 0 };
  for (let quarter = 0; quarter + 4 <= counts.length; quarter++) {
    const count = counts.slice(quarter, quarter + 4).reduce((sum, some) => sum + some, 0);
    const share = count / Math.max(trips.length, 1);
    if (share > top.share) top = { start_s: DAY.start_s + quarter * QUARTER_s, share };
  }
  return top;
}

/** Cars standing at addresses at `time_s`, if each trip takes its plausible time. */
export function carsInsideAt(
  time_s: number,
  { trips, idleCars }: Demand,
  places: ReadonlyMap<string, Located>,
): number {
  const standsInside = new Map<string, boolean>();
  for (const { vehicle, departure_s, origin, destination } of trips) {
    const from = places.get(origin)!;
    const to = places.get(destination)!;
    if (departure_s <= time_s) {
      const hasArrived = departure_s + plausibleDrive_s(from, to) <= time_s;
      standsInside.set(vehicle, hasArrived && !to.isGate);
    } else if (!standsInside.has(vehicle)) standsInside.set(vehicle, !from.isGate);
  }
  let count = idleCars.length;
  for (const isInside of standsInside.values()) if (isInside) count++;
  return count;
}
