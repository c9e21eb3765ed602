import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RunError } from '../base/errors.js';
import { type MoverId, NONE } from '../base/ids.js';
import { REGIMES, type Regime } from '../scenario/scenario.js';
import type { Schema } from '../state/table.js';
import { moverSchema, vehicleSchema } from '../state/tables.js';
import { randomWorld } from '../testing/random-world.js';
import { townRun } from '../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../testing/stepped-run.js';
import { createMoverOrder, sortMovers } from './mover-order.js';
import { MOVER_END } from './traffic-state.js';

const isReference = (name: string): boolean => (moverSchema as Schema)[name]!.refersTo === 'mover';

/** All that the traffic knows of each vehicle's mover, with vehicles in the place of rows. */
function knowledgeOf({ world }: SteppedRun): unknown[] {
  const { movers, lanes, accesses, history, routes, routeCapacity } = world.traffic;
  const vehicleOf = (mover: number): number => (mover === NONE ? NONE : movers.vehicle[mover]);
  const { memory: _, capacity: __, ...columns } = movers;
  const known: unknown[] = [];
  for (let vehicle = 0; vehicle < world.vehicleCount; vehicle++) {
    const mover = world.vehicles.mover[vehicle];
    if (mover === NONE) continue;
    const row = Object.entries(columns).map(([name, column]) =>
      isReference(name) ? vehicleOf(column[mover]!) : column[mover],
    );
    const past = history.odometer_m.slice(mover * history.slots, (mover + 1) * history.slots);
    const way = routes.slice(mover * routeCapacity).slice(0, movers.routeCount[mover]);
    known.push([vehicle, row, past, way]);
  }
  const ends = (column: ArrayLike<number>) => Array.from(column, vehicleOf);
  const last = Array.from(lanes.lastOut as ArrayLike<number>, (mover, lane) =>
    mover !== NONE && movers.crossedFrom[mover] === lane ? vehicleOf(mover) : NONE,
  );
  return [known, ends(lanes.front), ends(lanes.rear), last, ends(accesses.front)];
}

const rush = (minutes: number, regime: Regime = 'today') => {
  const run = steppedRun(townRun(regime));
  run.until(run.world.clock.time_s + 60 * minutes);
  return run;
};

test.each(REGIMES)('numbering anew changes what no vehicle and no lane knows, %s', (regime) => {
  let moverCount = 0;
  for (const minutes of [7, 15, 20, 33]) {
    const run = rush(minutes, regime);
    const before = knowledgeOf(run);
    moverCount += (before[0] as unknown[]).length;
    sortMovers(run.world.traffic, run.world.vehicles, createMoverOrder(run.world.traffic));
    expect(knowledgeOf(run)).toEqual(before);
  }
  expect(moverCount).toBeGreaterThan(3);
});

test('rows in use begin at 0 and run down each lane from its front', () => {
  const run = rush(20);
  const { traffic, vehicles } = run.world;
  const used = traffic.counters[MOVER_END]! - traffic.freeMovers.count[0]!;
  sortMovers(traffic, vehicles, createMoverOrder(traffic));
  expect(traffic.counters[MOVER_END]).toBe(used);
  expect(traffic.freeMovers.count[0]).toBe(0);
  const { movers, lanes } = traffic;
  let row = 0;
  for (let lane = 0; lane < lanes.capacity; lane++) {
    let mover: MoverId | typeof NONE = lanes.front[lane]!;
    for (; mover !== NONE; mover = movers.behind[mover]!) expect(mover).toBe(row++);
  }
  expect(row).toBeGreaterThan(1);
});

/** Runs of random worlds with room for all cars that stand in them at the start. */
function acceptedRuns(count: number): SteppedRun[] {
  const accepted: SteppedRun[] = [];
  for (let seed = 1; accepted.length < count; seed++) {
    try {
      accepted.push(steppedRun(randomWorld(seed, 6)));
    } catch (error) {
      if (!(error instanceof RunError && error.code === 'RUN-002')) throw error;
    }
  }
  return accepted;
}

test('worlds numbered anew every minute keep every conservation law to their end', () => {
  for (const run of acceptedRuns(12)) {
    const { traffic, vehicles, clock } = run.world;
    const order = createMoverOrder(traffic);
    for (let minute = 0; minute < 6; minute++) {
      run.until(clock.time_s + 60);
      sortMovers(traffic, vehicles, order);
    }
  }
});

test('a reference that is not renamed is noticed', () => {
  const run = rush(20);
  const { traffic, vehicles } = run.world;
  const before = knowledgeOf(run);
  const forgotten = Array.from(traffic.lanes.front as ArrayLike<number>);
  sortMovers(traffic, vehicles, createMoverOrder(traffic));
  for (const [lane, front] of forgotten.entries()) traffic.lanes.front[lane] = front as MoverId;
  expect(knowledgeOf(run)).not.toEqual(before);
});

test('every column that holds movers says so', () => {
  expect(vehicleSchema.mover.refersTo).toBe('mover');
  const tables = readFileSync(new URL('../state/tables.ts', import.meta.url), 'utf8');
  expect(tables.split('rowOf<MoverId>(')).toHaveLength(2);
});
