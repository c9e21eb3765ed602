/**
 * Streets on precomputed times, as most published fleet studies have them: nobody is in anybody's
 * way. Every junction is a place; in the fleet's tables it stands where a link stands, at 0 m. Times
 * are whole sixteenths of a second, so that sums are exact in any order and in 32 bits.
 */
import { type LinkId, NONE } from '../../core/base/ids.js';
import { type Fleet, noteVehicleAt, type TravelTime } from '../../core/fleet/fleet.js';
import { completeStop, firstStop, stopsHere } from '../../core/fleet/stop-plan.js';
import { createArcCosts, customize } from '../../core/routing/customization.js';
import type { DirectedGraph } from '../../core/routing/directed-graph.js';
import { createHierarchy } from '../../core/routing/hierarchy.js';
import { hierarchyOrder, type VertexPlaces } from '../../core/routing/hierarchy-order.js';
import { costsTo } from '../../core/routing/hierarchy-table.js';
import type { FleetVehicleId } from '../../core/state/fleet-tables.js';

export interface StreetsInput {
  readonly graph: DirectedGraph;
  readonly arcLength_m: Float64Array;
  readonly arcTime_s: Float64Array;
  readonly places: VertexPlaces | undefined;
}

export interface PrecomputedStreets {
  readonly nodeCount: number;
  readonly graph: DirectedGraph;
  readonly arcLength_m: Float64Array;
  readonly arcTime_s: Float64Array;
  /** By to-junction, then from-junction. */
  readonly time_s: Float32Array;
  readonly travelTime: TravelTime;
}

const TICKS_PER_s = 16;

export function precomputedStreets({
  graph,
  arcLength_m,
  arcTime_s: given_s,
  places,
}: StreetsInput): PrecomputedStreets {
  const nodeCount = graph.vertexCount;
  const arcTime_s = given_s.map((time_s) => Math.ceil(time_s * TICKS_PER_s) / TICKS_PER_s);
  const hierarchy = createHierarchy(graph, hierarchyOrder(graph, places));
  const costs = createArcCosts(hierarchy);
  customize(hierarchy, costs, arcTime_s);
  const row_ticks = new Int32Array(nodeCount);
  const node_s = new Float64Array(nodeCount);
  const time_s = new Float32Array(nodeCount * nodeCount);
  for (let to = 0; to < nodeCount; to++) {
    costsTo(hierarchy, costs, [{ link: to, cost_s: 0 }], row_ticks, node_s);
    time_s.set(node_s, to * nodeCount);
  }
  const travelTime: TravelTime = Object.assign(
    (from: number, _from_m: number, to: number): number => time_s[to * nodeCount + from]!,
    {
      fromMany: (
        from: { readonly link: Int32Array; readonly count: number },
        to: number,
        _to_m: number,
        way_s: Float64Array,
      ): void => {
        const column = to * nodeCount;
        for (let at = 0; at < from.count; at++) way_s[at] = time_s[column + from.link[at]!]!;
      },
    },
  );
  return { nodeCount, graph, arcLength_m, arcTime_s, time_s, travelTime };
}

/** Kilometres of a fleet, in metres. */
export interface Odometers {
  /** With nobody aboard. */
  empty_m: number;
  /** With somebody aboard; and metres of persons. */
  occupied_m: number;
  person_m: number;
}

/** Drives every vehicle along its plan up to `time_s`, stops served on the way. */
export function drive(
  streets: PrecomputedStreets,
  fleet: Fleet,
  time_s: number,
  odometers: Odometers,
): void {
  const { vehicles, stops } = fleet;
  for (let row = 0; row < vehicles.capacity; row++) {
    const vehicle = row as FleetVehicleId;
    for (;;) {
      const stop = firstStop(fleet, vehicle);
      if (stop === NONE || vehicles.available_s[vehicle] > time_s) break;
      driveTowards(streets, fleet, vehicle, stops.link[stop], time_s, odometers);
      const arrival_s = vehicles.available_s[vehicle];
      if (vehicles.link[vehicle] !== stops.link[stop] || arrival_s > time_s) break;
      for (let count = stopsHere(fleet, vehicle); count > 0; count--) {
        completeStop(fleet, vehicle, arrival_s);
      }
    }
  }
}

/** To the first junction that it reaches at `time_s` or later, or to where it is going. */
function driveTowards(
  streets: PrecomputedStreets,
  fleet: Fleet,
  vehicle: FleetVehicleId,
  to: number,
  until_s: number,
  odometers: Odometers,
): void {
  const { graph, arcLength_m, arcTime_s } = streets;
  const { vehicles } = fleet;
  let node: number = vehicles.link[vehicle];
  let at_s = vehicles.available_s[vehicle];
  let way_m = 0;
  while (node !== to && at_s < until_s) {
    const arc = bestArc(streets, node, to);
    node = graph.headOfArc[arc]!;
    at_s += arcTime_s[arc]!;
    way_m += arcLength_m[arc]!;
  }
  const onboardCount = vehicles.onboardCount[vehicle];
  if (onboardCount === 0) odometers.empty_m += way_m;
  else odometers.occupied_m += way_m;
  odometers.person_m += onboardCount * way_m;
  noteVehicleAt(fleet, vehicle, node as LinkId, 0, at_s);
}

function bestArc(streets: PrecomputedStreets, node: number, to: number): number {
  const { graph, arcTime_s, time_s, nodeCount } = streets;
  let best: number = NONE;
  let least_s = Number.POSITIVE_INFINITY;
  for (let arc = graph.firstArc[node]!; arc < graph.firstArc[node + 1]!; arc++) {
    const through_s = arcTime_s[arc]! + time_s[to * nodeCount + graph.headOfArc[arc]!]!;
    if (through_s >= least_s) continue;
    least_s = through_s;
    best = arc;
  }
  if (best === NONE) throw new Error(`No way from junction ${node} to ${to}.`);
  return best;
}
