import { expect, test } from 'vitest';
import { type LinkId, NONE, type TripId } from '../base/ids.js';
import type { FleetVehicleId } from '../state/fleet-tables.js';
import { drawBelow } from '../testing/fleet-day.js';
import { BLOCK_m, createGridCity } from '../testing/grid-city.js';
import { type BlockBalance, balanceBlocks, TAKES_PART } from './block-balance.js';
import { blockGrid } from './block-grid.js';
import { createFleet, type Fleet, noteVehicleAt } from './fleet.js';
import { createRebalancing, type WaitingZones } from './rebalancing.js';
import { submitRequest } from './requests.js';
import { insertStops } from './stop-plan.js';

/** Streets of short links, one above the other; one waits in the middle of each link. */
interface Town {
  readonly columnCount: number;
  readonly rowCount: number;
}

const zonesOf = ({ columnCount, rowCount }: Town): WaitingZones => {
  const zoneCount = columnCount * rowCount;
  const each = Int32Array.from({ length: zoneCount }, (_, link) => link);
  const position_m = new Float64Array(zoneCount).fill(BLOCK_m / 2);
  return { zoneCount, zoneOfLink: each, link: each, position_m };
};

const gridOf = ({ columnCount, rowCount }: Town, side_m: number) => {
  const links = Array.from({ length: columnCount * rowCount }, (_, link) => link);
  const at = {
    x_m: links.map((link) => ((link % columnCount) + 0.5) * BLOCK_m),
    y_m: links.map((link) => (Math.floor(link / columnCount) + 0.5) * BLOCK_m),
  };
  const [east_m, north_m] = [columnCount * BLOCK_m, rowCount * BLOCK_m];
  return blockGrid(at, { west_m: 0, south_m: 0, east_m, north_m }, side_m);
};

function fleetOn(links: readonly number[]): Fleet {
  const fleet = createFleet({
    vehicleCount: links.length,
    seatCount: 4,
    requestCapacity: 50,
    maxWait_s: 300,
    maxDetour: 1.4,
    detourAllowance_s: 60,
    dwell_s: 10,
  });
  for (const [vehicle, link] of links.entries()) {
    noteVehicleAt(fleet, vehicle as FleetVehicleId, link as LinkId, BLOCK_m / 2, 0);
  }
  return fleet;
}

const ask = (fleet: Fleet, link: number) =>
  submitRequest(fleet, {
    trip: 0 as TripId,
    partySize: 1,
    originLink: link as LinkId,
    originPosition_m: BLOCK_m / 2,
    destinationLink: 0 as LinkId,
    destinationPosition_m: 0,
    time_s: 0,
    direct_s: 60,
  });

const NO_BLOCKS: BlockBalance = { grids: [], least: 5, zones: null, reach_m: 200, surplus: 3 };

interface Case {
  readonly town: Town;
  readonly fleet: Fleet;
  /** By link: requests expected. */
  readonly expected: Readonly<Record<number, number>>;
  readonly balance: Partial<BlockBalance>;
  readonly part?: ArrayLike<number>;
}

/** The plan's moves, [vehicle, from link, to link], in order. */
function movesOf({ town, fleet, expected, balance, part }: Case): [number, number, number][] {
  const vehicleCount = fleet.vehicles.capacity;
  const rebalancing = createRebalancing(zonesOf(town), vehicleCount);
  const forecast = (_: number, __: number, into: Float64Array): void => {
    for (const [link, count] of Object.entries(expected)) into[Number(link)]! += count;
  };
  const { travelTime } = createGridCity(town.rowCount, town.columnCount);
  const from = Array.from({ length: vehicleCount }, (_, row) => fleet.vehicles.link[row]!);
  const parts = part ?? new Uint8Array(vehicleCount).fill(TAKES_PART.moves);
  const wish = { time_s: 0, horizon_s: 300, forecast, balance: { ...NO_BLOCKS, ...balance } };
  balanceBlocks(fleet, rebalancing, parts, wish, travelTime);
  return Array.from({ length: rebalancing.moveCount }, (_, move) => {
    const vehicle = rebalancing.vehicle[move]!;
    return [vehicle, from[vehicle]!, rebalancing.zone[move]!];
  });
}

const repeat = (link: number, count: number): number[] => new Array<number>(count).fill(link);

test('theory: a block gives until it is out of balance by no more than allowed', () => {
  // Half of the requests are expected in each block, all 20 vehicles stand in the western one: +10, −10.
  const town = { columnCount: 4, rowCount: 1 };
  const grids = [gridOf(town, 2 * BLOCK_m)];
  const movesAt = (least: number) =>
    movesOf({
      town,
      fleet: fleetOn(repeat(0, 20)),
      expected: { 0: 3, 3: 3 },
      balance: { grids, least },
    });
  expect(movesAt(5)).toHaveLength(5);
  expect(movesAt(0)).toHaveLength(10);
  expect(movesAt(10)).toHaveLength(0);
  // Each to the place that is quickest to reach, the rows in order.
  expect(movesAt(5)).toEqual([0, 1, 2, 3, 4].map((vehicle) => [vehicle, 0, 2]));
});

test('vehicles go to the block beside theirs and no farther', () => {
  const town = { columnCount: 3, rowCount: 1 };
  const grids = [gridOf(town, BLOCK_m)];
  const fleet = fleetOn(repeat(0, 12));
  const moves = movesOf({ town, fleet, expected: { 2: 1 }, balance: { grids } });
  expect(moves.length).toBeGreaterThan(0);
  expect(new Set(moves.map(([, , to]) => to))).toEqual(new Set([1]));
});

test('blocks are balanced large before small, with the vehicles that are left', () => {
  const town = { columnCount: 4, rowCount: 1 };
  const expected = { 0: 1, 1: 1, 2: 1, 3: 1 };
  const grids = [gridOf(town, 2 * BLOCK_m), gridOf(town, BLOCK_m)];
  const moves = movesOf({
    town,
    fleet: fleetOn(repeat(0, 16)),
    expected,
    balance: { grids, least: 1 },
  });
  // +8, −8 over the middle; then of the 9 left in the west all but 5 go to the other western link.
  expect(moves.filter(([, , to]) => to >= 2)).toHaveLength(7);
  expect(moves.filter(([, , to]) => to === 1).length).toBeGreaterThan(0);
  expect(new Set(moves.map(([vehicle]) => vehicle)).size).toBe(moves.length);
});

test('those who wait already are expected too', () => {
  const town = { columnCount: 2, rowCount: 1 };
  const grids = [gridOf(town, BLOCK_m)];
  const asked = fleetOn(repeat(0, 4));
  const wish = { town, expected: { 0: 1 }, balance: { grids, least: 0 } };
  expect(movesOf({ ...wish, fleet: fleetOn(repeat(0, 4)) })).toEqual([]);
  ask(asked, 1);
  expect(movesOf({ ...wish, fleet: asked })).toHaveLength(2);
});

test('a vehicle under way is counted where it is bound, and goes on', () => {
  const town = { columnCount: 2, rowCount: 1 };
  const grids = [gridOf(town, BLOCK_m)];
  const fleet = fleetOn(repeat(0, 4));
  for (const vehicle of [0, 1]) fleet.vehicles.waitsIn[vehicle] = 1;
  const part = Uint8Array.of(TAKES_PART.counts, TAKES_PART.counts, 1, 1);
  const wish = { town, expected: { 0: 1, 1: 1 }, balance: { grids, least: 0 } };
  expect(movesOf({ ...wish, fleet, part })).toEqual([]);
  // Were they out of service, the two that are left would be shared out.
  const without = fleetOn(repeat(0, 4));
  expect(movesOf({ ...wish, fleet: without, part: Uint8Array.of(0, 0, 1, 1) })).toHaveLength(1);
});

test('a zone that has nobody within reach gets a vehicle of the nearest zone with two', () => {
  const town = { columnCount: 5, rowCount: 1 };
  const zones = gridOf(town, BLOCK_m);
  const wish = { town, expected: {}, balance: { zones, reach_m: BLOCK_m, surplus: 9 } };
  expect(movesOf({ ...wish, fleet: fleetOn([0, 2, 2]) })).toEqual([[1, 2, 4]]);
  // A lone vehicle stays, and nobody comes from farther than twice the reach.
  expect(movesOf({ ...wish, fleet: fleetOn([0, 2]) })).toEqual([]);
  expect(movesOf({ ...wish, fleet: fleetOn([0, 1, 1, 1]) })).toEqual([[1, 1, 3]]);
});

test('theory: a stockpile spreads until no neighbour has as many less as stated', () => {
  const town = { columnCount: 2, rowCount: 1 };
  const zones = gridOf(town, BLOCK_m);
  const wish = { town, expected: {}, balance: { zones, surplus: 3 } };
  // 6 and 0, 5 and 1, 4 and 2: two more is not three more.
  expect(movesOf({ ...wish, fleet: fleetOn(repeat(0, 6)) })).toHaveLength(2);
  expect(movesOf({ ...wish, fleet: fleetOn(repeat(0, 2)) })).toHaveLength(0);
});

test('squares without a waiting place are nobody’s neighbours, and overhang is the same on all sides', () => {
  const grid = blockGrid(
    { x_m: [50, 950, 250], y_m: [50, 50, 50] },
    { west_m: 0, south_m: 0, east_m: 1000, north_m: 100 },
    300,
  );
  // Four squares of 300 m over 1,000 m begin at −100 m: the places lie in the first, last and second.
  expect([...grid.blockOfPlace]).toEqual([0, 2, 1]);
  expect(grid.neighbours).toEqual([[1], [0], []]);
  expect([...grid.x_m]).toEqual([50, 350, 950]);
});

/** What a plan must never do; empty for a good one. */
function lawsBroken(given: {
  readonly moves: readonly (readonly [number, number, number])[];
  readonly start: readonly number[];
  readonly mayMove: (vehicle: number) => boolean;
  readonly blockOf: ArrayLike<number>;
  readonly balances: Float64Array;
}): string[] {
  const { moves, start, mayMove, blockOf } = given;
  const balances = given.balances.slice();
  const squares = (): number => balances.reduce((sum, balance) => sum + balance * balance, 0);
  const seen = new Set<number>();
  const broken: string[] = [];
  for (const [vehicle, from, to] of moves) {
    if (!mayMove(vehicle)) broken.push(`${vehicle} is not idle`);
    if (seen.has(vehicle)) broken.push(`${vehicle} moves twice`);
    if (from !== start[vehicle]) broken.push(`${vehicle} is not at ${from}`);
    seen.add(vehicle);
    const [giver, taker] = [blockOf[from]!, blockOf[to]!];
    const before = squares();
    balances[giver]!--;
    balances[taker]!++;
    if (squares() > before) broken.push(`${giver} gave ${taker} more than its surplus`);
  }
  return broken;
}

test('property: only idle vehicles move, each once, and no block gives more than its surplus', () => {
  const town = { columnCount: 6, rowCount: 6 };
  const grid = gridOf(town, 2 * BLOCK_m);
  let moveCount = 0;
  for (let seed = 0; seed < 60; seed++) {
    const start = Array.from(
      { length: 40 },
      (_, row) => drawBelow(36, seed, row, 0) >> drawBelow(2, seed, 99, 1),
    );
    const fleet = fleetOn(start);
    const part = Uint8Array.from(start, (_, row) => drawBelow(3, seed, row, 2));
    for (const vehicle of [3, 7, 20]) {
      const stops = { pickupAfter: NONE, dropoffAfter: NONE } as const;
      insertStops(fleet, vehicle as FleetVehicleId, ask(fleet, 35), stops);
    }
    const isBusy = (vehicle: number): boolean => [3, 7, 20].includes(vehicle);
    const expected = Object.fromEntries(
      start.map((_, link) => [link % 36, drawBelow(5, seed, link, 3)]),
    );
    const counted = start.filter((_, row) => part[row] !== TAKES_PART.no && !isBusy(row));
    const total = Object.values(expected).reduce((sum, count) => sum + count, 0);
    const balances = new Float64Array(grid.blockCount);
    for (const link of counted) balances[grid.blockOfPlace[link]!]!++;
    for (const [link, count] of Object.entries(expected)) {
      balances[grid.blockOfPlace[Number(link)]!]! -= (counted.length * count) / total;
    }
    const moves = movesOf({ town, fleet, expected, part, balance: { grids: [grid], least: 1 } });
    moveCount += moves.length;
    const laws = {
      start,
      mayMove: (vehicle: number) => part[vehicle] === TAKES_PART.moves && !isBusy(vehicle),
      blockOf: grid.blockOfPlace,
      balances,
    };
    expect(lawsBroken({ ...laws, moves })).toEqual([]);
    if (moves.length === 0) continue;
    // Broken twins: the same plan read backwards, carried out twice, or with a busy vehicle in it.
    const backwards = moves.map(([vehicle, from, to]) => [vehicle, to, from] as const);
    expect(lawsBroken({ ...laws, moves: backwards })).not.toEqual([]);
    expect(lawsBroken({ ...laws, moves: [...moves, ...moves] })).not.toEqual([]);
    expect(lawsBroken({ ...laws, moves: [[3, start[3]!, 0] as const, ...moves] })).not.toEqual([]);
  }
  expect(moveCount).toBeGreaterThan(60);
});
