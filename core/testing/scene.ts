/** One scene of a journey: a drawn network with a few places, a few trips, and what came of them. */
import { LEG_PURPOSES, PARKING_PLACES } from '../events/catalogue.js';
import type { ReadEvent } from '../events/event-buffer.js';
import type { NetworkDraft } from '../network/network-draft.js';
import type { IdleCar } from '../scenario/demand.js';
import type { EarlierDay } from '../scenario/earlier-day.js';
import type { Regime } from '../scenario/scenario.js';
import type { TripDraft } from '../scenario/trip.js';
import { type Settings, scenarioOf } from './small-town.js';
import { type SteppedRun, steppedRun } from './stepped-run.js';

export const SCENE_START_s = 8 * 3600;

export interface Scene {
  readonly regime: Regime;
  readonly network: NetworkDraft;
  readonly trips: readonly TripDraft[];
  readonly idleCars?: readonly IdleCar[];
  readonly settings?: Settings;
  readonly earlierDay?: EarlierDay;
}

/** A run of the scene, conservation checked in every step, at its first moment. */
export const play = ({
  regime,
  network,
  trips,
  idleCars = [],
  settings = {},
  earlierDay,
}: Scene): SteppedRun =>
  steppedRun({
    network,
    trips,
    idleCars,
    ...(earlierDay === undefined ? {} : { earlierDay }),
    scenario: scenarioOf({ regime, start_s: SCENE_START_s, end_s: 86_400, ...settings }),
  });

/** A trip of a car with its own name `after_s` after the scene begins. */
export const tripOf = (
  vehicle: string,
  origin: string,
  destination: string,
  after_s = 0,
  given: Partial<TripDraft> = {},
): TripDraft => ({
  name: `${vehicle}-${after_s}`,
  kind: 'visitor',
  vehicle,
  departure_s: SCENE_START_s + after_s,
  origin,
  destination,
  partySize: 1,
  ...given,
});

/** What the vehicle did, a word a record: `pickup` for a leg begun, `parked lot`, `stopped`, … */
export function storyOf({ log }: SteppedRun, vehicle: number): string[] {
  return log.flatMap((event) => {
    if (event.vehicle !== vehicle) return [];
    switch (event.type) {
      case 'legStarted':
        return [LEG_PURPOSES[event.purpose as number]!];
      case 'parked':
      case 'unparked':
        return [`${event.type} ${PARKING_PLACES[event.place as number]}`];
      case 'stopped':
        return [event.zone === -1 ? 'stopped in lane' : 'stopped in bay'];
      case 'feeCharged':
      case 'legEnded':
      case 'roadEntered':
      case 'stopEnded':
      case 'laneHeld':
      case 'retrieved':
        return [];
      default:
        return [event.type];
    }
  });
}

export const eventsOf = (
  { log }: SteppedRun,
  type: ReadEvent['type'],
): Readonly<Record<string, number>>[] =>
  log.filter((event) => event.type === type) as unknown as Record<string, number>[];

/** Way of all legs of one purpose. */
export function wayFor_m({ log }: SteppedRun, purpose: (typeof LEG_PURPOSES)[number]): number {
  const code = LEG_PURPOSES.indexOf(purpose);
  const startOf = new Map<unknown, number>();
  let way_m = 0;
  for (const event of log) {
    if (event.type === 'legStarted') startOf.set(event.vehicle, event.odometer_m as number);
    if (event.type !== 'legEnded' || event.purpose !== code) continue;
    way_m += (event.odometer_m as number) - startOf.get(event.vehicle)!;
  }
  return way_m;
}

/** Steps until every trip has arrived, been rejected, or `limit_s` have passed. */
export function untilSettled(run: SteppedRun, limit_s: number): void {
  const isOver = (): boolean =>
    eventsOf(run, 'tripArrived').length + eventsOf(run, 'requestRejected').length ===
    run.world.tripCount;
  run.until(SCENE_START_s + limit_s, isOver);
}
