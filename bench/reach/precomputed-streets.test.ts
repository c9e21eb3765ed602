import { expect, test } from 'vitest';
import type { LinkId, TripId } from '../../core/base/ids.js';
import { createFleet, noteVehicleAt } from '../../core/fleet/fleet.js';
import { submitRequest } from '../../core/fleet/requests.js';
import { insertStops } from '../../core/fleet/stop-plan.js';
import type { FleetVehicleId } from '../../core/state/fleet-tables.js';
import { gridRoads, type RoadGraph } from '../cities/road-graphs.js';
import { mainPart } from './main-part.js';
import { drive, precomputedStreets } from './precomputed-streets.js';

const roads = gridRoads(6);
const { graph, arcCost_s } = roads;
const arcLength_m = arcCost_s.map((time_s) => 10 * time_s);
const streets = precomputedStreets({
  graph,
  arcLength_m,
  arcTime_s: arcCost_s,
  places: roads.places,
});
const NONE = -1;

test('every precomputed time is the least over the streets, by relaxing until nothing changes', () => {
  const { nodeCount, time_s } = streets;
  for (let to = 0; to < nodeCount; to++) {
    const least_s = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
    least_s[to] = 0;
    for (let hasChanged = true; hasChanged; ) {
      hasChanged = false;
      for (let node = 0; node < nodeCount; node++) {
        for (let arc = graph.firstArc[node]!; arc < graph.firstArc[node + 1]!; arc++) {
          const through_s = arcCost_s[arc]! + least_s[graph.headOfArc[arc]!]!;
          if (through_s >= least_s[node]!) continue;
          least_s[node] = through_s;
          hasChanged = true;
        }
      }
    }
    expect([...time_s.subarray(to * nodeCount, (to + 1) * nodeCount)]).toEqual([...least_s]);
  }
});

test('a vehicle drives its plan in exactly the time that was precomputed, however often it is looked at', () => {
  const [start, from, to] = [0, 14, 35];
  const arrivals_s = [1, 7, 600].map((every_s) => {
    const fleet = createFleet({
      vehicleCount: 1,
      seatCount: 4,
      requestCapacity: 1,
      maxWait_s: 600,
      maxDetour: 1,
      detourAllowance_s: 60,
      dwell_s: 20,
    });
    const vehicle = 0 as FleetVehicleId;
    noteVehicleAt(fleet, vehicle, start as LinkId, 0, 0);
    const request = submitRequest(fleet, {
      trip: 0 as TripId,
      partySize: 2,
      originLink: from as LinkId,
      originPosition_m: 0,
      destinationLink: to as LinkId,
      destinationPosition_m: 0,
      time_s: 0,
      direct_s: streets.travelTime(from, 0, to, 0),
    });
    insertStops(fleet, vehicle, request, { pickupAfter: NONE, dropoffAfter: NONE });
    const odometers = { empty_m: 0, occupied_m: 0, person_m: 0 };
    for (let time_s = every_s; time_s <= 1200; time_s += every_s) {
      drive(streets, fleet, time_s, odometers);
    }
    expect(odometers.empty_m).toBe(10 * streets.travelTime(start, 0, from, 0));
    expect(odometers.occupied_m).toBe(10 * streets.travelTime(from, 0, to, 0));
    expect(odometers.person_m).toBe(2 * odometers.occupied_m);
    return fleet.requests.droppedOff_s[0]!;
  });
  const due_s = streets.travelTime(start, 0, from, 0) + 20 + streets.travelTime(from, 0, to, 0);
  expect(arrivals_s).toEqual([due_s, due_s, due_s]);
});

test('the main part leaves out what cannot be left or reached, and keeps the rest as it was', () => {
  const isolated: RoadGraph = {
    name: 'a ring of three, a way in and a way out',
    graph: {
      vertexCount: 5,
      arcCount: 5,
      firstArc: Int32Array.from([0, 1, 2, 4, 5, 5]),
      headOfArc: Int32Array.from([1, 2, 0, 4, 0]),
    },
    arcCost_s: Float64Array.from([5, 6, 7, 8, 9]),
    places: undefined,
  };
  const { graph: part, arcCost_s: costs_s } = mainPart(isolated);
  expect([...part.firstArc]).toEqual([0, 1, 2, 3]);
  expect([...part.headOfArc]).toEqual([1, 2, 0]);
  expect([...costs_s]).toEqual([5, 6, 7]);
});
