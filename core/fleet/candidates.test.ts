import { expect, test } from 'vitest';
import type { LinkId, TripId } from '../base/ids.js';
import type { FleetVehicleId } from '../state/fleet-tables.js';
import { drawBelow } from '../testing/fleet-day.js';
import { createCandidates, findCandidates, takeEarliest } from './candidates.js';
import { createFleet, noteVehicleAt, type TravelTime } from './fleet.js';
import { submitRequest } from './requests.js';

const alongStreet: TravelTime = (_, from_m, __, to_m) => Math.abs(from_m - to_m);
const street = 0 as LinkId;

test('come by earliest pick-up, equals by row, and only if that is in time', () => {
  const candidates = createCandidates(64);
  for (let seed = 1; seed <= 40; seed++) {
    const fleet = createFleet({
      vehicleCount: 64,
      seatCount: 4,
      requestCapacity: 1,
      maxWait_s: 20,
      maxDetour: 1,
      detourAllowance_s: 0,
      dwell_s: 0,
    });
    // Few different places, so that many are equally near; some beyond the longest wait.
    const earliest = Array.from({ length: 64 }, (_, vehicle) => {
      const position_m = drawBelow(24, seed, vehicle, 0);
      noteVehicleAt(fleet, vehicle as FleetVehicleId, street, position_m, 0);
      return { vehicle, earliest_s: position_m };
    });
    const request = submitRequest(fleet, {
      trip: 0 as TripId,
      partySize: 1,
      originLink: street,
      originPosition_m: 0,
      destinationLink: street,
      destinationPosition_m: 9,
      time_s: 0,
      direct_s: 9,
    });
    findCandidates(fleet, request, 0, alongStreet, candidates);
    const expected = earliest
      .filter(({ earliest_s }) => earliest_s <= 20)
      .sort((a, b) => a.earliest_s - b.earliest_s || a.vehicle - b.vehicle)
      .map(({ vehicle }) => vehicle);
    const found: number[] = [];
    while (candidates.count > 0) found.push(takeEarliest(candidates));
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(30);
    expect(found.length).toBeLessThan(64);
  }
});
