import { expect, test } from 'vitest';
import { type LinkId, NONE, type TripId } from '../base/ids.js';
import {
  FLEET_VEHICLE_STATE,
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
} from '../state/fleet-tables.js';
import { assignRequests } from './dispatch.js';
import { createFleet, type Fleet, noteVehicleAt, type TravelTime } from './fleet.js';
import { createInsertion } from './insertion.js';
import { createNearestIdle } from './nearest-idle.js';
import { submitRequest } from './requests.js';
import { completeStop, firstStop, stopsHere } from './stop-plan.js';

/** One long street at 10 m/s. */
const alongStreet: TravelTime = (_, from_m, __, to_m) => Math.abs(from_m - to_m) / 10;
const street = 0 as LinkId;
const cab = 0 as FleetVehicleId;
const insertion = {
  dispatcher: createInsertion({ vehicleCount: 2, planCapacity: 8 }),
  patience_s: 60,
};

function fleetOnStreet({ vehicleCount = 1, planCapacity = 8 } = {}): Fleet {
  const fleet = createFleet({
    vehicleCount,
    planCapacity,
    seatCount: 4,
    requestCapacity: 10,
    maxWait_s: 120,
    maxDetour: 1.5,
    detourAllowance_s: 30,
    dwell_s: 10,
  });
  for (let row = 0; row < vehicleCount; row++) {
    noteVehicleAt(fleet, row as FleetVehicleId, street, 0, 0);
  }
  return fleet;
}

interface Ask {
  from_m?: number;
  to_m?: number;
  partySize?: number;
  time_s?: number;
  direct_s?: number;
}

function ask(fleet: Fleet, ride: Ask): RequestId {
  const { from_m = 0, to_m = 1000, partySize = 1, time_s = 0 } = ride;
  const { direct_s = Math.abs(from_m - to_m) / 10 } = ride;
  return submitRequest(fleet, {
    trip: 0 as TripId,
    partySize,
    originLink: street,
    originPosition_m: from_m,
    destinationLink: street,
    destinationPosition_m: to_m,
    time_s,
    direct_s,
  });
}

test('a lone request is picked up, ridden and dropped off, and its vehicle is idle again', () => {
  const fleet = fleetOnStreet();
  const { requests, vehicles, stops } = fleet;
  const request = ask(fleet, { from_m: 100, to_m: 600, partySize: 3 });
  expect(assignRequests(fleet, 5, alongStreet, insertion)).toBe(1);
  expect(requests.state[request]).toBe(REQUEST_STATE.assigned);
  expect(vehicles.state[cab]).toBe(FLEET_VEHICLE_STATE.busy);
  expect(stops.arrival_s[firstStop(fleet, cab)]).toBe(15);

  expect(completeStop(fleet, cab, 15)).toBe(request);
  expect(requests.state[request]).toBe(REQUEST_STATE.onboard);
  expect(vehicles.onboardCount[cab]).toBe(3);
  expect(vehicles.available_s[cab]).toBe(25);
  expect(stops.arrival_s[firstStop(fleet, cab)]).toBe(75);

  completeStop(fleet, cab, 75);
  expect(requests.state[request]).toBe(REQUEST_STATE.done);
  expect(requests.droppedOff_s[request]).toBe(75);
  expect(vehicles.onboardCount[cab]).toBe(0);
  expect(vehicles.state[cab]).toBe(FLEET_VEHICLE_STATE.idle);
  expect(firstStop(fleet, cab)).toBe(NONE);
  expect(vehicles.position_m[cab]).toBe(600);
});

test('stops at one place are served in one stand and share its dwell', () => {
  const fleet = fleetOnStreet();
  ask(fleet, { from_m: 100, to_m: 600 });
  ask(fleet, { from_m: 100, to_m: 700 });
  assignRequests(fleet, 0, alongStreet, insertion);
  expect(stopsHere(fleet, cab)).toBe(2);
  const arrivals_s: number[] = [];
  for (let stop = firstStop(fleet, cab); stop !== NONE; stop = fleet.stops.next[stop]) {
    arrivals_s.push(fleet.stops.arrival_s[stop]);
  }
  expect(arrivals_s).toEqual([10, 10, 70, 90]);
  completeStop(fleet, cab, 10);
  expect(stopsHere(fleet, cab)).toBe(1);
});

test('a vehicle on its way takes a traveller along where that costs least', () => {
  const fleet = fleetOnStreet({ vehicleCount: 2 });
  ask(fleet, { from_m: 100, to_m: 1000 });
  assignRequests(fleet, 0, alongStreet, insertion);
  const second = ask(fleet, { from_m: 400, to_m: 800 });
  assignRequests(fleet, 0, alongStreet, insertion);
  // Two more stands of 10 s, against 40 + 10 + 40 + 10 s of the idle vehicle.
  expect(fleet.requests.vehicle[second]).toBe(cab);
  expect(fleet.vehicles.stopCount[cab]).toBe(4);
});

test('a ride that is late already gets no later, but others may follow it', () => {
  const fleet = fleetOnStreet();
  const late = ask(fleet, { from_m: 0, to_m: 1000 });
  assignRequests(fleet, 0, alongStreet, insertion);
  completeStop(fleet, cab, 0);
  // It had to be there by 190 s and is halfway at 300 s.
  noteVehicleAt(fleet, cab, street, 500, 300);
  const alongTheWay = ask(fleet, { from_m: 600, to_m: 1200, time_s: 300 });
  expect(assignRequests(fleet, 300, alongStreet, insertion)).toBe(1);
  expect(fleet.requests.vehicle[alongTheWay]).toBe(cab);
  expect(fleet.stops.request[firstStop(fleet, cab)]).toBe(late);
  expect(fleet.stops.arrival_s[firstStop(fleet, cab)]).toBe(350);
});

test('a planned ride that slow streets have made too long may begin later', () => {
  const fleet = fleetOnStreet();
  ask(fleet, { from_m: 200, to_m: 400 });
  assignRequests(fleet, 0, alongStreet, insertion);
  const slowStreet: TravelTime = (...way) => 4 * alongStreet(...way);
  const first = ask(fleet, { from_m: 100, to_m: 150, direct_s: 20 });
  assignRequests(fleet, 0, slowStreet, insertion);
  expect(fleet.requests.vehicle[first]).toBe(cab);
  expect(fleet.stops.request[firstStop(fleet, cab)]).toBe(first);
});

test('requests are decided in order of submission, back-dated ones included', () => {
  const fleet = fleetOnStreet();
  const late = ask(fleet, { time_s: 20 });
  const early = ask(fleet, { time_s: 10 });
  const alsoLate = ask(fleet, { time_s: 20 });
  const nearestIdle = { dispatcher: createNearestIdle(), patience_s: 10 };
  expect(assignRequests(fleet, 30, alongStreet, nearestIdle)).toBe(3);
  expect(Array.from(fleet.decided.slice(0, 3))).toEqual([early, late, alsoLate]);
  expect(fleet.requests.state[early]).toBe(REQUEST_STATE.assigned);
  expect(fleet.requests.state[late]).toBe(REQUEST_STATE.rejected);
});

test('a request is tried until its patience ends and then rejected', () => {
  const fleet = fleetOnStreet();
  const far = ask(fleet, { from_m: 5000, to_m: 6000 });
  expect(assignRequests(fleet, 59, alongStreet, insertion)).toBe(0);
  expect(fleet.requests.state[far]).toBe(REQUEST_STATE.submitted);
  expect(assignRequests(fleet, 60, alongStreet, insertion)).toBe(1);
  expect(fleet.requests.state[far]).toBe(REQUEST_STATE.rejected);
  expect(fleet.ledger.firstPending[0]).toBe(NONE);
});

test.each([
  ['more people than seats', { partySize: 5 }],
  ['no way to the destination', { direct_s: Number.POSITIVE_INFINITY }],
])('a request with %s is rejected at once', (_, ride) => {
  const fleet = fleetOnStreet();
  const request = ask(fleet, ride);
  assignRequests(fleet, 0, alongStreet, insertion);
  expect(fleet.requests.state[request]).toBe(REQUEST_STATE.rejected);
});

test('a vehicle that was never noted anywhere, or cannot get there, is not sent', () => {
  const fleet = fleetOnStreet({ vehicleCount: 2 });
  noteVehicleAt(fleet, cab, NONE as unknown as LinkId, 0, 0);
  noteVehicleAt(fleet, 1 as FleetVehicleId, street, 7, 0);
  const request = ask(fleet, { from_m: 100 });
  const unreachable: TravelTime = (...way) => (way[1] === 7 ? Infinity : alongStreet(...way));
  assignRequests(fleet, 0, unreachable, insertion);
  expect(fleet.requests.state[request]).toBe(REQUEST_STATE.submitted);
});

test('a full plan takes no more requests', () => {
  const fleet = fleetOnStreet({ planCapacity: 4 });
  for (let count = 0; count < 3; count++) ask(fleet, {});
  const dispatcher = createInsertion({ vehicleCount: 1, planCapacity: 4 });
  expect(assignRequests(fleet, 0, alongStreet, { dispatcher, patience_s: 60 })).toBe(2);
  expect(fleet.vehicles.stopCount[cab]).toBe(4);
});

test('a settings mistake is named', () => {
  const fleet = fleetOnStreet();
  for (let count = 0; count < 10; count++) ask(fleet, {});
  expect(() => ask(fleet, {})).toThrow('requestCapacity = 10');
  expect(() => completeStop(fleet, cab, 0)).toThrow('no stop to complete');
  const tooShort = {
    dispatcher: createInsertion({ vehicleCount: 1, planCapacity: 4 }),
    patience_s: 60,
  };
  expect(() => assignRequests(fleet, 0, alongStreet, tooShort)).toThrow('shorter plans');
  expect(() => createFleet({ ...fleet.settings, maxDetour: 0.9 })).toThrow('maxDetour');
  expect(() => createFleet({ ...fleet.settings, dwell_s: Number.NaN })).toThrow('dwell_s');
});
