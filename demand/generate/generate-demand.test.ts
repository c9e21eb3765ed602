import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import type { AddressDraft, GateDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { byDeparture, type Demand } from '../../core/scenario/demand.js';
import type { TripDraft, TripKind } from '../../core/scenario/trip.js';
import { DAY } from '../day-curve.js';
import { testDistrict } from '../testing/district.js';
import { writeTrips } from '../trips-file.js';
import { carsInsideAt, figuresOf, locate } from './demand-figures.js';
import { DEFAULT_DEMAND, type DemandSpec, demandFor } from './demand-spec.js';
import { generateDemand } from './generate-demand.js';
import { plausibleDrive_s } from './places.js';
import { LEAST_STAY_s } from './tours.js';

const HOUR_s = 3600;
const district = testDistrict('few');
const places = locate(district);
const demand = generateDemand(district);

function chainsOf(trips: readonly TripDraft[]): TripDraft[][] {
  const chains = new Map<string, TripDraft[]>();
  for (const trip of trips) {
    const chain = chains.get(trip.vehicle);
    if (chain === undefined) chains.set(trip.vehicle, [trip]);
    else chain.push(trip);
  }
  return [...chains.values()];
}

/** Texts of a hundred thousand trips are compared in no time, objects are not. */
const linesOf = (trips: readonly TripDraft[]): string[] => writeTrips(trips).split('\n');

const withCount = (kind: TripKind, count: number): DemandSpec => ({
  ...DEFAULT_DEMAND,
  tripCounts: { ...DEFAULT_DEMAND.tripCounts, [kind]: count },
});

describe('the example district', () => {
  const figures = figuresOf(demand, places);

  test('makes exactly the trips asked for, without a word of excuse', () => {
    expect(figures.tripCounts).toEqual(DEFAULT_DEMAND.tripCounts);
    expect(figures.tripCount).toBe(96_000);
    expect(demand.notes).toEqual([]);
  });

  test('has a tenth of its trips in the top hour, within half a per cent of all', () => {
    expect(figures.topHour.share).toBeGreaterThan(0.095);
    expect(figures.topHour.share).toBeLessThan(0.105);
  });

  test('has trips of 1.7 to 2 km within the rim on average', () => {
    expect(figures.meanDistance_m).toBeGreaterThan(1700);
    expect(figures.meanDistance_m).toBeLessThan(2000);
  });

  test('has every car of a resident at home at 04:00 and at the end of the day', () => {
    expect(carsInsideAt(DAY.start_s - 1, demand, places)).toBe(16_900);
    expect(carsInsideAt(DAY.end_s, demand, places)).toBe(16_900);
  });

  test('has about 21,200 cars standing inside at 14:00', () => {
    // Within 2 %: the stays are round numbers, not fitted to the car.
    expect(Math.abs(carsInsideAt(14 * HOUR_s, demand, places) / 21_200 - 1)).toBeLessThan(0.02);
  });

  test('is a list in the order of departure with unique names', () => {
    const sorted = demand.trips.toSorted(byDeparture);
    expect(sorted.every((trip, row) => trip === demand.trips[row])).toBe(true);
    expect(new Set(demand.trips.map(({ name }) => name)).size).toBe(96_000);
    const vehicles = new Set(demand.trips.map(({ vehicle }) => vehicle));
    expect(demand.idleCars.filter(({ vehicle }) => vehicles.has(vehicle))).toEqual([]);
  });

  test('sends homes by people, commuters by gates and through traffic across', () => {
    const ofKind = (kind: TripKind) => demand.trips.filter((trip) => trip.kind === kind);
    const north = (name: string) => places.get(name)!.y_m > 1200;
    const commuters = ofKind('commuter').filter(({ origin }) => places.get(origin)!.isGate);
    const through = ofKind('through');
    const opposite = through.filter(({ origin, destination }) => {
      const [from, to] = [origin, destination].map((name) => name.replace(/\d+/, ''));
      return ['north south', 'south north', 'east west', 'west east'].includes(`${from} ${to}`);
    });
    const share = commuters.filter(({ origin }) => origin.startsWith('north')).length;
    // Five gates of twenty; four standard deviations of 9,050 such draws are 1.8 %.
    expect(Math.abs(share / commuters.length - 0.25)).toBeLessThan(0.018);
    const homes = demand.idleCars.filter(({ address }) => north(address)).length;
    // Four standard deviations of 2,600 halves are 4 %.
    expect(Math.abs(homes / demand.idleCars.length - 0.5)).toBeLessThan(0.04);
    // Blind to sides, 5 of 19 other gates would be opposite.
    expect(opposite.length / through.length).toBeGreaterThan(0.5);
  });

  test('has 1.25 persons in a resident car', () => {
    const parties = demand.trips.filter(({ kind }) => kind === 'resident');
    const mean = parties.reduce((sum, { partySize }) => sum + partySize, 0) / parties.length;
    // Four standard deviations (0.54 of a car) over 14,300 cars are 0.018.
    expect(Math.abs(mean - 1.25)).toBeLessThan(0.018);
  });
});

describe('common random numbers', () => {
  test('the same trips come out whatever the streets and the order of rows', () => {
    const many = generateDemand(testDistrict('many'));
    expect(writeTrips(many.trips) === writeTrips(demand.trips)).toBe(true);
    expect(many.idleCars).toEqual(demand.idleCars);
  });

  test('a car fewer changes nothing about any other', () => {
    const without = (vehicle: string) =>
      linesOf(demand.trips.filter((trip) => trip.vehicle !== vehicle));
    const fewerThrough = generateDemand(district, withCount('through', 27_299));
    expect(linesOf(fewerThrough.trips).join() === without('t27300').join()).toBe(true);
    const fewerCommuters = generateDemand(district, withCount('commuter', 18_098));
    expect(linesOf(fewerCommuters.trips).join() === without('c09050').join()).toBe(true);
  });

  test('the cars of a smaller factor are among those of a larger one', () => {
    const half = generateDemand(district, { ...DEFAULT_DEMAND, factor: 0.5 });
    expect(half.trips.length).toBe(48_000);
    const lines = new Set(linesOf(demand.trips));
    const others = half.trips.filter((trip) => !lines.has(linesOf([trip])[1]!));
    // Only the last residents' cars and vans may plan otherwise, to make the count exact.
    expect(new Set(others.map(({ vehicle }) => vehicle)).size).toBeLessThanOrEqual(4);
  });

  test('where every car makes two trips an odd count comes out one lower', () => {
    const { trips } = generateDemand(district, { ...DEFAULT_DEMAND, factor: 0.25 });
    expect(figuresOf({ trips }, places).tripCounts).toEqual({
      resident: 9325,
      commuter: 4524,
      visitor: 2550,
      van: 775,
      through: 6825,
    });
  });

  test('another seed gives other trips, as many', () => {
    const some = generateDemand(district, { ...DEFAULT_DEMAND, factor: 0.05, seed: 2 });
    const base = generateDemand(district, { ...DEFAULT_DEMAND, factor: 0.05 });
    expect(some.trips.length).toBe(base.trips.length);
    expect(some.trips).not.toEqual(base.trips);
  });
});

const networkOf = (addresses: AddressDraft[], gates: GateDraft[]): NetworkDraft => ({
  ...district,
  addresses,
  gates,
});
const addressesTaken = (every: number): AddressDraft[] =>
  district.addresses.filter((_, row) => row % every === 0);

/** What a car could not do, in words; empty when every chain can be driven. */
function impossibleIn({ trips }: Demand, network: NetworkDraft): string[] {
  const located = locate(network);
  const entries = new Set(network.gates.filter((g) => g.entries.length > 0).map((g) => g.name));
  const exits = new Set(network.gates.filter((g) => g.exits.length > 0).map((g) => g.name));
  const found: string[] = [];
  for (const chain of chainsOf(trips)) {
    const first = chain[0]!;
    const last = chain.at(-1)!;
    const isHome = last.destination === first.origin;
    const isOut = located.get(last.destination)!.isGate;
    if (first.departure_s < DAY.start_s) found.push(`${first.name} before the day`);
    if (last.departure_s >= DAY.end_s) found.push(`${last.name} after the day`);
    if (first.kind === 'resident' ? !isHome : !isOut) found.push(`${last.name} does not end`);
    for (const [leg, trip] of chain.entries()) {
      const from = located.get(trip.origin)!;
      const to = located.get(trip.destination)!;
      if (trip.origin === trip.destination) found.push(`${trip.name} goes nowhere`);
      if (from.isGate && !entries.has(from.name)) found.push(`${trip.name} in by an exit`);
      if (to.isGate && !exits.has(to.name)) found.push(`${trip.name} out by an entry`);
      const next = chain[leg + 1];
      if (next === undefined) continue;
      const earliest_s = trip.departure_s + plausibleDrive_s(from, to) + LEAST_STAY_s;
      if (next.departure_s < earliest_s) found.push(`${next.name} too soon`);
      const isThere = next.origin === to.name || (to.isGate && located.get(next.origin)!.isGate);
      if (!isThere) found.push(`${next.name} starts elsewhere`);
    }
  }
  return found;
}

describe('any network', () => {
  test('every car drives on from where it stands, after it has arrived and stayed', () => {
    expect(impossibleIn(demand, district)).toEqual([]);
    const other = generateDemand(district, { ...DEFAULT_DEMAND, factor: 0.1, seed: 7 });
    expect(impossibleIn(other, district)).toEqual([]);
  });

  test('that also holds for random places, large distances and one-way gates', () => {
    const coordinate = fc.integer({ min: 0, max: 25_000 });
    const count = fc.integer({ min: 0, max: 40 });
    const address = fc.record({ x_m: coordinate, y_m: coordinate, residents: count, jobs: count });
    const way = fc.constantFrom<readonly string[]>([], ['link0']);
    const gate = fc.record({ x_m: coordinate, y_m: coordinate, entries: way, exits: way });
    const input = fc.record({
      addresses: fc.array(address, { minLength: 1, maxLength: 12 }),
      gates: fc.array(gate, { maxLength: 5 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(input, (drawn) => {
        const addresses = drawn.addresses.map(({ residents, jobs, ...place }, row) => ({
          ...district.addresses[0]!,
          ...place,
          name: `a${row}`,
          residentCount: residents,
          jobCount: jobs,
        }));
        const gates = drawn.gates.map((one, row) => ({ name: `g${row}`, weight: 1, ...one }));
        const network = networkOf(addresses, gates);
        const made = generateDemand(network, { ...demandFor(network), seed: drawn.seed });
        expect(impossibleIn(made, network)).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  test('the rates for the example are its counts, and follow people and jobs elsewhere', () => {
    expect(demandFor(district)).toEqual(DEFAULT_DEMAND);
    const half = district.addresses.map((address) => ({
      ...address,
      residentCount: address.residentCount / 2,
      jobCount: address.jobCount / 2,
    }));
    expect(demandFor({ addresses: half })).toEqual({
      ...DEFAULT_DEMAND,
      tripCounts: { resident: 18_650, commuter: 9050, visitor: 5100, van: 1550, through: 13_650 },
      residentCarCount: 8450,
    });
  });

  test('without gates only trips inside are made, and the notes say what is missing', () => {
    const network = networkOf(addressesTaken(20), []);
    const { trips, notes } = generateDemand(network, demandFor(network));
    expect(new Set(trips.map(({ kind }) => kind))).toEqual(new Set(['resident']));
    expect(trips.length).toBe(demandFor(network).tripCounts.resident);
    expect(notes.map((note) => note.replace(/\d+/, 'n'))).toEqual(
      ['commuter', 'visitor', 'van', 'through'].map(
        (kind) =>
          `No ${kind} trips were made of n: the network has no gates that let traffic in and out.`,
      ),
    );
  });

  test('one gate cannot be crossed', () => {
    const network = networkOf(addressesTaken(20), district.gates.slice(0, 1));
    const { trips, notes } = generateDemand(network, demandFor(network));
    expect(new Set(trips.map(({ kind }) => kind))).toEqual(
      new Set(['resident', 'commuter', 'visitor', 'van']),
    );
    expect(notes).toEqual([
      expect.stringMatching(/^No through trips .*: no gate leads to another\.$/),
    ]);
  });

  test('without jobs residents still shop and go out', () => {
    const addresses = addressesTaken(20).map((address) => ({ ...address, jobCount: 0 }));
    const network = networkOf(addresses, [...district.gates]);
    const made = generateDemand(network, { ...demandFor(network), factor: 0.5 });
    expect(made.trips.some(({ kind }) => kind === 'resident')).toBe(true);
    expect(impossibleIn(made, network)).toEqual([]);
    const asked = generateDemand(network, { ...DEFAULT_DEMAND, factor: 0.01 });
    expect(asked.notes).toEqual(['No commuter trips were made of 181: no address has jobs.']);
  });

  test('more driving than cars is said, and so is a network without addresses', () => {
    const few = generateDemand(district, { ...DEFAULT_DEMAND, factor: 0.01, residentCarCount: 0 });
    expect(few.idleCars).toEqual([]);
    expect(few.notes).toEqual([
      expect.stringMatching(/^Residents' trips take \d+ cars, more than/),
    ]);
    const empty = generateDemand(networkOf([], [...district.gates]));
    expect(new Set(empty.trips.map(({ kind }) => kind))).toEqual(new Set(['through']));
    expect(empty.notes).toHaveLength(5);
  });

  test('impossible numbers and impossible distances are refused with a code', () => {
    const spec = { ...DEFAULT_DEMAND, factor: -1, residentCarCount: Number.NaN };
    expect(() => generateDemand(district, spec)).toThrow(UserError);
    expect(() => generateDemand(district, spec)).toThrow(
      /DEM-001 factor[\s\S]*DEM-001 residentCar/,
    );
    const [a, b] = district.addresses;
    const far = networkOf([a!, { ...b!, x_m: 1e6 }], []);
    expect(() => generateDemand(far)).toThrow(/DEM-002/);
  });
});
