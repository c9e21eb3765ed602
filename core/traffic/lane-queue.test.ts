import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LaneId, type MoverId, NONE } from '../base/ids.js';
import { buildRoadNetwork } from '../network/build-network.js';
import {
  createDrivers,
  createLaneStates,
  createLinkStates,
  createMovers,
} from '../state/tables.js';
import { streetMap } from '../testing/street-map.js';
import { joinBehind, joinRear, lastAhead, leaveLane, storage_m } from './lane-queue.js';

const MOVERS = 12;
const LANE = 1 as LaneId;

const network = buildRoadNetwork(streetMap('a--b'));

const emptyTables = () => ({
  network,
  movers: createMovers(MOVERS),
  lanes: createLaneStates(network.laneCount),
  links: createLinkStates(network.linkCount),
  drivers: createDrivers(1),
});
type Tables = ReturnType<typeof emptyTables>;

/** From the front, read both ways. */
function moversOn({ movers, lanes }: Tables): number[] {
  const forth: number[] = [];
  for (let at = lanes.front[LANE]; at !== NONE; at = movers.behind[at]) forth.push(at);
  const back: number[] = [];
  for (let at = lanes.rear[LANE]; at !== NONE; at = movers.ahead[at]) back.push(at);
  expect(back.reverse()).toEqual(forth);
  return forth;
}

test('twin: whatever joins and leaves, the lane is the list that a plain array would be', () => {
  const anAction = fc.record({
    mover: fc.nat(MOVERS - 1),
    place: fc.nat(MOVERS),
    isAtRear: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anAction, { maxLength: 60 }), (actions) => {
      const tables = emptyTables();
      const plain: number[] = [];
      for (const { mover, place, isAtRear } of actions) {
        const at = plain.indexOf(mover);
        if (at >= 0) {
          leaveLane(tables, mover as MoverId);
          plain.splice(at, 1);
        } else if (isAtRear) {
          joinRear(tables, mover as MoverId, LANE);
          plain.push(mover);
        } else {
          const index = place % (plain.length + 1);
          joinBehind(tables, mover as MoverId, LANE, (plain[index - 1] ?? NONE) as MoverId);
          plain.splice(index, 0, mover);
        }
        expect(moversOn(tables)).toEqual(plain);
        expect(tables.lanes.count[LANE]).toBe(plain.length);
        expect(tables.movers.lane[mover]).toBe(plain.includes(mover) ? LANE : NONE);
      }
    }),
    { numRuns: 200, seed: 1 },
  );
});

test('a mover on no lane cannot leave one', () => {
  expect(() => leaveLane(emptyTables(), 3 as MoverId)).toThrow('on no lane');
});

test('the next mover begins its own wait at the stop line when the first has left', () => {
  const tables = emptyTables();
  for (const mover of [4, 5, 6] as MoverId[]) joinRear(tables, mover, LANE);
  tables.lanes.arrived_s[LANE] = 17;
  leaveLane(tables, 5 as MoverId);
  expect(tables.lanes.arrived_s[LANE]).toBe(17);
  leaveLane(tables, 4 as MoverId);
  expect(tables.lanes.arrived_s[LANE]).toBe(-1);
});

test('the last mover ahead of a place stands at it or beyond', () => {
  const tables = emptyTables();
  for (const [mover, position_m] of [80, 50, 20].entries()) {
    joinRear(tables, mover as MoverId, LANE);
    tables.movers.position_m[mover] = position_m;
  }
  expect([81, 80, 60, 50, 20.1, 0].map((at_m) => lastAhead(tables, LANE, at_m))).toEqual([
    NONE,
    0,
    0,
    1,
    1,
    2,
  ]);
});

test('twin: from whichever end, the last mover ahead is the one found from the rear', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: MOVERS });
  fc.assert(
    fc.property(gaps, fc.nat(200), (steps, place) => {
      const tables = emptyTables();
      let position_m = 150;
      for (const [mover, step_m] of steps.entries()) {
        joinRear(tables, mover as MoverId, LANE);
        position_m -= step_m;
        tables.movers.position_m[mover] = position_m;
      }
      const plain = steps.findLastIndex((_, mover) => tables.movers.position_m[mover]! >= place);
      expect(lastAhead(tables, LANE, place)).toBe(plain);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('where somebody passes, the one ahead in the list is the one found from the rear', () => {
  const tables = emptyTables();
  for (const [mover, position_m] of [90, 60, 62, 20].entries()) {
    joinRear(tables, mover as MoverId, LANE);
    tables.movers.position_m[mover] = position_m;
  }
  expect(lastAhead(tables, LANE, 61)).toBe(0);
  tables.links.passer[network.lanes.link[LANE]!] = 1 as MoverId;
  expect(lastAhead(tables, LANE, 61)).toBe(2);
});

test('a standing mover takes its length and its gap', () => {
  const tables = emptyTables();
  tables.drivers.length_m[0] = 4.5;
  tables.drivers.standstillGap_m[0] = 3;
  expect(storage_m(tables, 0)).toBe(7.5);
});
