/**
 * What a vehicle does and where it is parked as one code, and tables by it: the check that counts all
 * vehicles each minute asks a table in place of a chain of conditions.
 */
import { PARKING_PLACES } from '../../events/catalogue.js';
import {
  ACTIVITIES,
  AWAITING_BAY,
  DOUBLE_PARKED,
  DRIVING,
  ENTERING,
  IN_BAY,
  IN_LOT,
  PARKED,
  PULLING_IN,
} from '../activities.js';

const CURB = PARKING_PLACES.indexOf('curb');
const LOT = PARKING_PLACES.indexOf('lot');

/** A code is `PLACE_COUNT` × activity + place. */
export const PLACE_COUNT = PARKING_PLACES.length;
const activityOf = (code: number): number => Math.floor(code / PLACE_COUNT);
export const isParkedInZone = (code: number): boolean =>
  activityOf(code) === PARKED && code % PLACE_COUNT === CURB;
export const isTakenInLot = (code: number): boolean =>
  activityOf(code) === IN_LOT || (activityOf(code) === PARKED && code % PLACE_COUNT === LOT);

/** By code of activity and place: 1 where it is true. */
const truths = (isTrue: (code: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: ACTIVITIES.length * PLACE_COUNT }, (_, code) => (isTrue(code) ? 1 : 0));

const ON_THE_WAY = [
  DRIVING,
  DOUBLE_PARKED,
  ENTERING,
  PULLING_IN,
  AWAITING_BAY,
] as readonly number[];
export const IS_UNDER_WAY = truths((code) => ON_THE_WAY.includes(activityOf(code)));
/** In a stall of a zone or lot, or in a bay. */
export const STANDS = truths(
  (code) => isParkedInZone(code) || isTakenInLot(code) || activityOf(code) === IN_BAY,
);
/** Of whom there is more to check than where they stand. */
export const IS_SEEN = truths((code) => IS_UNDER_WAY[code] === 1 || activityOf(code) === IN_BAY);
