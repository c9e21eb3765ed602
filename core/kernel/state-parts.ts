/** Every part of a world that changes while it runs: what its hash covers and its snapshot holds. */

import {
  listPart,
  numbersPart,
  type StateList,
  type StatePart,
  tablePart,
} from '../base/state-part.js';
import { refreshTimeTable } from '../routing/time-table.js';
import { hashOfParts } from '../state/hash.js';
import type { World } from '../world.js';
import { closeTurns } from './routes/class-roads.js';
import { learningParts } from './routes/day-to-day.js';
import { followTimes } from './routes/router.js';

export function statePartsOf(world: World): StatePart[] {
  const { traffic, vehicles, trips, zones, lots, dense, clock, calendar } = world;
  const { curbWatches, serviceWatches } = world;
  return [
    numbersPart(
      'clock',
      () => [clock.step, clock.time_s, clock.nextUse_s, clock.nextLaneUse_s, clock.aboardCount],
      (numbers) => {
        const [step, time_s, nextUse_s, nextLaneUse_s, aboardCount] = numbers;
        Object.assign(clock, { step, time_s, nextUse_s, nextLaneUse_s, aboardCount });
      },
    ),
    tablePart('vehicles', vehicles),
    tablePart('trips', trips),
    tablePart('zones', zones),
    tablePart('lots', lots),
    ...memoryParts('dense', dense),
    tablePart('curbWatches', curbWatches),
    ...(serviceWatches === null ? [] : [tablePart('serviceWatches', serviceWatches)]),
    ...memoryParts('traffic', traffic, NEVER_CHANGES),
    { name: 'calendar', save: () => calendar.save(), load: (content) => calendar.load(content) },
    ...(world.learning === null ? [] : learningParts(world.learning)),
    ...routerParts(world),
    ...fleetParts(world),
    ...serviceParts(world),
  ];
}

/** Fields of the traffic that are built before a run and stay as they are. */
const NEVER_CHANGES = ['network', 'signalBook', 'approaches', 'approachKinds', 'drivers'];

/** Every table and list under `value`, so that a new one cannot be forgotten. */
function memoryParts(path: string, value: object, except: readonly string[] = []): StatePart[] {
  return Object.entries(value).flatMap(([field, part]): StatePart[] => {
    const name = `${path}.${field}`;
    if (except.includes(field) || typeof part !== 'object' || part === null) return [];
    if (ArrayBuffer.isView(part)) return [listPart(name, part as StateList)];
    return 'memory' in part ? [tablePart(name, part)] : memoryParts(name, part);
  });
}

/**
 * Rows of the table of times are worked out anew when they are asked for, from its turn costs; costs
 * of single classes from the lanes' state.
 */
function routerParts({ router, traffic }: World): StatePart[] {
  const { times, table } = router;
  return [
    tablePart('turnTimes', times),
    numbersPart(
      'router',
      () => [router.period, router.unreachableCount, router.expected?.isKnown === true ? 1 : 0],
      ([period, unreachableCount, isKnown]) => {
        if (router.expected !== null) router.expected.isKnown = isKnown === 1;
        router.period = period!;
        router.unreachableCount = unreachableCount!;
        followTimes(router);
      },
    ),
    ...(router.pricing === null
      ? []
      : router.classCost_s.map((cost_s, at) =>
          listPart(`classCosts.${at}`, cost_s as Float64Array),
        )),
    {
      name: 'timeTable',
      save: () => table.turnCost_s,
      load: (content) => {
        refreshTimeTable(table, content);
        closeTurns(router.classes, traffic, router.classCost_s);
      },
    },
  ];
}

function fleetParts({ fleet }: World): StatePart[] {
  if (fleet === null) return [];
  const { charging } = fleet;
  return [
    ...memoryParts('fleet', fleet.plans),
    ...(charging === null ? [] : memoryParts('charging', charging)),
  ];
}

function serviceParts({ services }: World): StatePart[] {
  if (services === null) return [];
  const { table, stops } = services;
  return [tablePart('services', table), tablePart('lineStops', stops)];
}

/** A hash of all that changes in a world. */
export const hashOfState = (world: World): string => hashOfParts(statePartsOf(world));
