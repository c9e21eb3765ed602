/** One lane up to a fixed-time signal and one beyond it: what a green carries shows here. */
import type { DriverClass } from '../scenario/scenario.js';
import type { TripDraft } from '../scenario/trip.js';
import { INSTANT_DRIVER, type SceneInputs } from './road-scene.js';
import { streetMap } from './street-map.js';

export const CYCLE_s = 60;
/** 1,800 veh/h: tau 1.5 s and 7.5 m at 15 m/s. */
export const SATURATION_s = 2;
/** From the gate to the stop line, and from there out of the network: whole steps at 15 m/s. */
export const TO_LINE_s = 750 / 15;
export const BEYOND_s = 765 / 15;

/** One lane, a signal that shows green from 0 s on in each cycle, one lane beyond it. */
export function signalisedApproach({
  green_s,
  driver = INSTANT_DRIVER,
  trips,
}: {
  readonly trips: readonly TripDraft[];
  readonly green_s: number;
  readonly driver?: DriverClass;
}): SceneInputs {
  const turn = { amber_s: 0, allRed_s: CYCLE_s - green_s, protectedTurns: ['ab>bc'] };
  return {
    driver,
    network: streetMap('a>>>b>>>c', {
      step_m: 187.5,
      freeSpeed_mps: 15,
      movement_m: 15,
      controls: { b: 'signal' },
    }),
    trips,
    signals: { b: { phases: [{ green_s, ...turn }] } },
  };
}
