import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import {
  type FleetVehicleId,
  REQUEST_STATE,
  type RequestId,
  STOP_KIND,
  type StopId,
} from '../state/fleet-tables.js';
import { type FleetDay, serveFleetDay } from '../testing/fleet-day.js';
import { createGridCity } from '../testing/grid-city.js';
import { checkFleet } from './check-fleet.js';
import type { Fleet, TravelTime } from './fleet.js';
import { createInsertion } from './insertion.js';

const { travelTime } = createGridCity(10, 10);

/** Stops a busy day halfway: someone waits, someone rides, someone is undecided. */
function fleetAtWork(): Fleet {
  class Halfway extends Error {}
  let atWork: Fleet | undefined;
  const day: FleetDay = {
    seed: 4,
    blockCount: 10,
    settings: {
      vehicleCount: 6,
      seatCount: 4,
      requestCapacity: 120,
      maxWait_s: 300,
      maxDetour: 1.5,
      detourAllowance_s: 60,
      dwell_s: 20,
    },
    dispatchBy: ({ settings }) => ({ dispatcher: createInsertion(settings), patience_s: 150 }),
    duration_s: 1800,
    dispatchEvery_s: 10,
    placeEvery_m: 50,
    maxPartySize: 3,
    onDispatched(fleet, _, time_s) {
      if (time_s < 900) return;
      atWork = fleet;
      throw new Halfway();
    },
  };
  expect(() => serveFleetDay(day)).toThrow(Halfway);
  return atWork!;
}

test('a sound fleet has no violations', () => {
  expect(checkFleet(fleetAtWork(), travelTime)).toEqual([]);
});

const breakages: [string, string, (fleet: Fleet) => void][] = [
  [
    'a stop lost from its plan',
    'neither free nor in a plan',
    (fleet) => {
      const vehicle = busyVehicle(fleet);
      const first = fleet.vehicles.firstStop[vehicle] as StopId;
      fleet.vehicles.firstStop[vehicle] = fleet.stops.next[first];
    },
  ],
  [
    'a stop with two owners',
    'in two plans',
    (fleet) => {
      const vehicle = busyVehicle(fleet);
      const other = ((vehicle + 1) % fleet.vehicles.capacity) as FleetVehicleId;
      fleet.vehicles.firstStop[other] = fleet.vehicles.firstStop[vehicle];
    },
  ],
  [
    'a plan that is a ring',
    'twice in one',
    (fleet) => {
      const first = fleet.vehicles.firstStop[busyVehicle(fleet)] as StopId;
      fleet.stops.next[first] = first;
    },
  ],
  [
    'a stop freed while in use',
    'free and in use',
    (fleet) => {
      fleet.ledger.firstFreeStop[0] = fleet.vehicles.firstStop[busyVehicle(fleet)];
    },
  ],
  [
    'a drop-off before its pick-up',
    'dropped off before',
    (fleet) => {
      const { stops } = fleet;
      const [pickup, dropoff] = stopsOf(fleet, requestIn(fleet, REQUEST_STATE.assigned));
      stops.kind[pickup!] = STOP_KIND.dropoff;
      stops.kind[dropoff!] = STOP_KIND.pickup;
    },
  ],
  [
    'too many people for the seats',
    'persons in 4 seats',
    (fleet) => {
      fleet.requests.partySize[requestIn(fleet, REQUEST_STATE.assigned)] = 5;
    },
  ],
  [
    'a person who vanished',
    'persons aboard, counted',
    (fleet) => {
      const request = requestIn(fleet, REQUEST_STATE.onboard);
      fleet.vehicles.onboardCount[fleet.requests.vehicle[request]]! -= 1;
    },
  ],
  [
    'a request assigned twice',
    'belongs to vehicle',
    (fleet) => {
      const request = requestIn(fleet, REQUEST_STATE.assigned);
      const other = (fleet.requests.vehicle[request] + 1) % fleet.vehicles.capacity;
      fleet.requests.vehicle[request] = other as FleetVehicleId;
    },
  ],
  [
    'a rejected request that is still planned',
    'planned',
    (fleet) => {
      fleet.requests.state[requestIn(fleet, REQUEST_STATE.assigned)] = REQUEST_STATE.rejected;
    },
  ],
  [
    'a request forgotten by the dispatch',
    'on the pending list',
    (fleet) => {
      fleet.requests.state[requestIn(fleet, REQUEST_STATE.done)] = REQUEST_STATE.submitted;
    },
  ],
  [
    'a vehicle idle with stops',
    'idle with',
    (fleet) => {
      fleet.vehicles.state[busyVehicle(fleet)] = 0;
    },
  ],
  [
    'a stop away from its request',
    'not where the request is',
    (fleet) => {
      fleet.stops.position_m[fleet.vehicles.firstStop[busyVehicle(fleet)]]! += 1;
    },
  ],
  [
    'a pick-up that is too late',
    'picked up',
    (fleet) => {
      fleet.requests.latestPickup_s[requestIn(fleet, REQUEST_STATE.assigned)] = 0;
    },
  ],
  [
    'a planned ride that is too long',
    'dropped off late',
    (fleet) => {
      fleet.requests.longestRide_s[requestIn(fleet, REQUEST_STATE.assigned)] = 0;
    },
  ],
  [
    'a ride under way that is too long',
    'dropped off late',
    (fleet) => {
      fleet.requests.longestRide_s[requestIn(fleet, REQUEST_STATE.onboard)] = 0;
    },
  ],
];

test.each(breakages)('finds %s', (_, message, breakIt) => {
  const fleet = fleetAtWork();
  breakIt(fleet);
  const messages = checkFleet(fleet, travelTime).map((violation) => violation.message);
  expect(messages.join('\n')).toContain(message);
});

test('traffic that slows down breaks promises, not conservation', () => {
  const jammed: TravelTime = (...way) => 3 * travelTime(...way);
  const kinds = checkFleet(fleetAtWork(), jammed).map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['promise']));
});

function busyVehicle({ vehicles }: Fleet): FleetVehicleId {
  let vehicle = 0;
  while (vehicles.stopCount[vehicle]! < 2) vehicle++;
  expect(vehicle).toBeLessThan(vehicles.capacity);
  return vehicle as FleetVehicleId;
}

function requestIn({ requests }: Fleet, state: number): RequestId {
  let request = 0;
  while (request < requests.capacity && requests.state[request] !== state) request++;
  expect(request).toBeLessThan(requests.capacity);
  return request as RequestId;
}

function stopsOf({ vehicles, stops, requests }: Fleet, request: RequestId): StopId[] {
  const found: StopId[] = [];
  const vehicle = requests.vehicle[request];
  for (let stop = vehicles.firstStop[vehicle]!; stop !== NONE; stop = stops.next[stop]!) {
    if (stops.request[stop] === request) found.push(stop);
  }
  return found;
}
