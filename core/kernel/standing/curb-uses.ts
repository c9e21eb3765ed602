/** What the curb zones of a run are for, as time goes on: by timetable, or by a controller. */
import { decideUses, lookAtCurbs, openEmptied, type WatchedCurbs } from '../../curb/controller.js';
import { switchUses } from '../../curb/zones.js';
import type { World } from '../../world.js';
import { switchOffChargers } from '../fleet/fleet-charging.js';
import { noteFreed } from './curb-bays.js';

/** How often a dynamic curb is looked at, s. */
const LOOK_s = 60;

/** Uses at the start; gives the clock time of the next change. */
export function beginUses({ zones, timetables, scenario }: World): number {
  const next_s = switchUses(zones, timetables, scenario.start_s);
  return scenario.curb.policy === 'dynamic' ? scenario.start_s + LOOK_s : next_s;
}

/** Changes what is due now, tells those who wait, and sets when to come back. */
export function changeUses(world: World): void {
  const { zones, timetables, clock, scenario } = world;
  const changed: number[] = [];
  if (scenario.curb.policy === 'dynamic') {
    control(world, changed);
    clock.nextUse_s += LOOK_s;
  } else {
    clock.nextUse_s = switchUses(zones, timetables, clock.time_s, changed);
  }
  for (const zone of changed) {
    world.events.publish('useChanged', clock.time_s, { zone, use: zones.use[zone]! });
    noteFreed(world, zone);
  }
  for (const zone of changed) switchOffChargers(world, zone);
}

function control(world: World, changed: number[]): void {
  const { zones, clock, scenario, timetables } = world;
  const settings = scenario.curb.control;
  const curbs = watchedCurbs(world);
  lookAtCurbs(curbs);
  openEmptied(zones, timetables.length, settings, clock.time_s, changed);
  if ((clock.nextUse_s - scenario.start_s) % settings.period_s !== 0) return;
  decideUses(curbs, settings, clock.time_s);
}

const watchedCurbs = ({
  zones,
  curbWatches,
  serviceWatches,
  fits,
  places: { zonesOnLink },
}: World): WatchedCurbs => ({ zones, curbWatches, serviceWatches, fits, zonesOnLink });
