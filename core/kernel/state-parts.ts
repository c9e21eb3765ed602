/** Every part of a world that changes while it runs: what its hash covers and its snapshot holds. */
import { refreshTimeTable } from '../routing/time-table.js';
import { listPart, numbersPart, type StatePart, tablePart } from '../state/state-part.js';
import type { RowList } from '../traffic/traffic-state.js';
import type { World } from '../world.js';

export function statePartsOf(world: World): StatePart[] {
  const { traffic, vehicles, trips, zones, lots, clock, calendar } = world;
  return [
    numbersPart(
      'clock',
      () => [clock.step, clock.time_s, clock.nextUse_s, clock.aboardCount],
      (numbers) => {
        const [step, time_s, nextUse_s, aboardCount] = numbers;
        Object.assign(clock, { step, time_s, nextUse_s, aboardCount });
      },
    ),
    tablePart('vehicles', vehicles),
    tablePart('trips', trips),
    tablePart('zones', zones),
    tablePart('lots', lots),
    tablePart('movers', traffic.movers),
    tablePart('lanes', traffic.lanes),
    tablePart('turns', traffic.turns),
    tablePart('nodes', traffic.nodes),
    tablePart('links', traffic.links),
    tablePart('accesses', traffic.accesses),
    listPart('history', traffic.history.odometer_m),
    listPart('routes', traffic.routes),
    listPart('counters', traffic.counters),
    ...rowListParts('activeAccesses', traffic.activeAccesses),
    ...rowListParts('freeMovers', traffic.freeMovers),
    ...rowListParts('busyNodes', traffic.busyNodes),
    { name: 'calendar', save: () => calendar.save(), load: (content) => calendar.load(content) },
    ...routerParts(world),
    ...fleetParts(world),
  ];
}

const rowListParts = (name: string, { rows, count }: RowList): StatePart[] => [
  listPart(`${name}.count`, count),
  listPart(`${name}.rows`, rows),
];

/** Rows of the table of times are worked out anew when they are asked for, from its turn costs. */
function routerParts({ router }: World): StatePart[] {
  const { times, table } = router;
  return [
    tablePart('turnTimes', times),
    numbersPart(
      'router',
      () => [router.period, router.unreachableCount],
      ([period, unreachableCount]) => {
        router.period = period!;
        router.unreachableCount = unreachableCount!;
      },
    ),
    {
      name: 'timeTable',
      save: () => table.turnCost_s,
      load: (content) => refreshTimeTable(table, content),
    },
  ];
}

function fleetParts({ fleet }: World): StatePart[] {
  if (fleet === null) return [];
  const { requests, vehicles, stops, ledger, decided } = fleet.plans;
  return [
    tablePart('requests', requests),
    tablePart('fleetVehicles', vehicles),
    tablePart('stops', stops),
    tablePart('fleetLedger', ledger),
    listPart('decided', decided),
  ];
}
