/** Little's law of a fleet, from its log: how many vehicles are busy, counted in two ways. */
import type { ReadEvent } from '../events/event-buffer.js';

export interface BusyVehicles {
  /** Mean over time of the number that is busy. */
  readonly mean: number;
  /** Busy periods a second times the mean length of one. */
  readonly rateTimesLength: number;
  readonly periodCount: number;
}

/**
 * A vehicle is busy from when it is given a request until it has set down everyone that it has been
 * given: `ends` closes what `requestAssigned` has opened.
 */
export function busyVehicles(
  log: readonly ReadEvent[],
  duration_s: number,
  ends: 'droppedOff' | 'pickedUp' = 'droppedOff',
): BusyVehicles {
  const openOf = new Map<number, number>();
  const since_s = new Map<number, number>();
  let busyCount = 0;
  let last_s = 0;
  let area_s = 0;
  let periods_s = 0;
  let periodCount = 0;
  for (const event of log) {
    if (event.type !== 'requestAssigned' && event.type !== ends) continue;
    area_s += busyCount * (event.time_s - last_s);
    last_s = event.time_s;
    const vehicle = event.vehicle as number;
    const open = (openOf.get(vehicle) ?? 0) + (event.type === 'requestAssigned' ? 1 : -1);
    openOf.set(vehicle, open);
    if (event.type === 'requestAssigned' && open === 1) {
      since_s.set(vehicle, event.time_s);
      busyCount++;
    } else if (open === 0) {
      periods_s += event.time_s - since_s.get(vehicle)!;
      periodCount++;
      busyCount--;
    }
  }
  return {
    mean: area_s / duration_s,
    rateTimesLength: (periodCount / duration_s) * (periods_s / periodCount),
    periodCount,
  };
}
