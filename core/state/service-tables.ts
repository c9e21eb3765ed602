/** What changes of scheduled vehicles in a run; their plans do not, and stand in the kernel. */
import { f64, i32, type Table, u8 } from './table.js';

/** A bus on one departure, a visit of a service on wheels, or a call; rows follow the run's order. */
export const serviceSchema = {
  stage: u8('code in SERVICE_STAGES of core/kernel/services/services.ts'),
  nextStop: i32('stop of its line that it serves next'),
  boardedCount: i32('persons who got in at the stop under way'),
  alightedCount: i32('persons who got out there'),
  leftBehindCount: i32('persons for whom there was no room'),
  started_s: f64('when its run began, its call was made, or it came to its place', -1),
  since_s: f64('when it left its last stop, or set out'),
  since_m: f64('odometer then'),
  heldZone: i32('zone in which metres are held for it, or -1', -1),
};
export type ServiceTable = Table<typeof serviceSchema>;

/** A stop of a line; the stops of a line follow each other. */
export const lineStopSchema = {
  left_s: f64('when a bus left it last, or -1', -1),
  counted_s: f64('up to when those who came have been counted, or -1', -1),
  waitingCount: i32('persons whom the last bus left behind'),
  servedCount: i32('buses that have served it'),
};
export type LineStopTable = Table<typeof lineStopSchema>;
