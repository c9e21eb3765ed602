/** V-PARK. The stock of a lot, cars stacked in dense lots, and what a way to a remote lot adds. */
import { draw, PURPOSE } from '../../core/base/random.js';
import { createDenseLots, retrieveCar } from '../../core/parking/dense-lot.js';
import { cheapest } from '../../core/parking/idle-choice.js';
import { claimLotStall, releaseLotStall } from '../../core/parking/lots.js';
import { createLots } from '../../core/state/tables.js';
import { DROP, drivenWay_m, FAR_LOT, visit, wayBetween_m } from '../../core/testing/idle-town.js';
import { type Achieved, counted, exactly, type ValidationCase } from './validation-case.js';

/** Share of time that a Poisson stock of mean `load` is at most `most`. */
function poissonShare(load: number, most: number): number {
  // Logarithms: e^-1000 is no number.
  let log = -load;
  let share = Math.exp(log);
  for (let count = 1; count <= most; count++) {
    log += Math.log(load / count);
    share += Math.exp(log);
  }
  return share;
}

function quantile(load: number, share: number): number {
  let count = 0;
  while (poissonShare(load, count) < share) count++;
  return count;
}

/** Fewest stalls that refuse at most the share: B(c, a) = a B(c−1) / (c + a B(c−1)). */
function stallsForRefusals(load: number, share: number): number {
  let stalls = 0;
  for (let blocked = 1; blocked > share; stalls++) {
    blocked = (load * blocked) / (stalls + 1 + load * blocked);
  }
  return stalls;
}

const BATCHES = 40;
const HOLDING_TIMES = 4000;

/** Share of time with at most `most` cars in a lot that everybody gets into. */
function shareAtMost(load: number, most: number): Achieved {
  const lots = createLots(2);
  lots.stallCount[0] = 100 * load;
  const STAY = 1;
  // Twice the stay or none of it: the stock does not mind how stays are spread.
  const stay = (arrival: number): number =>
    (draw(load, PURPOSE.stay, arrival, 1) < 0.5 ? 2 : 0.02) * STAY;
  const leaves: number[] = [];
  const within = new Float64Array(BATCHES);
  const spent = new Float64Array(BATCHES);
  let time = 0;
  for (let arrival = 0; time < HOLDING_TIMES; arrival++) {
    const next = time - Math.log(1 - draw(load, PURPOSE.stay, arrival, 0)) / (load / 1.01);
    for (let now = time; now < next; ) {
      const until = Math.min(next, leaves[0] ?? Infinity);
      const batch = Math.min(BATCHES - 1, Math.floor((now / HOLDING_TIMES) * BATCHES));
      // The first stays fill the lot.
      if (now > 10 * STAY) {
        spent[batch]! += until - now;
        if (lots.takenCount[0]! <= most) within[batch]! += until - now;
      }
      if (until === leaves[0]) {
        leaves.shift();
        releaseLotStall(lots, 0);
      }
      now = until;
    }
    time = next;
    claimLotStall(lots, 0);
    insert(leaves, time + stay(arrival));
  }
  const shares = within.map((part, batch) => part / spent[batch]!);
  const mean = shares.reduce((sum, share) => sum + share, 0) / BATCHES;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, standardError: Math.sqrt(variance / BATCHES) };
}

/** Into a rising list. */
function insert(list: number[], value: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1]! > value) at--;
  list.splice(at, 0, value);
}

const stock: ValidationCase = {
  name: 'V-PARK lot with free entry at a load of 100: share of time with at most 110 cars',
  unit: '',
  target: poissonShare(100, 110),
  tolerance: { difference: 0, standardErrors: 3, because: '3 standard errors over 40 batches' },
  run: () => shareAtMost(100, 110),
  broken: () => shareAtMost(100, 114),
};

const sizes: ValidationCase[] = [
  [100, 124, 117],
  [1000, 1074, 1029],
].flatMap(([load, most, stalls]): ValidationCase[] => [
  {
    name: `V-PARK stock at most this for 99 % of the time at a load of ${load}`,
    unit: 'cars',
    target: most!,
    tolerance: counted,
    run: () => quantile(load!, 0.99),
    broken: () => quantile(load!, 0.95),
  },
  {
    name: `V-PARK stalls that refuse 1 % of the cars at a load of ${load}`,
    unit: 'stalls',
    target: stalls!,
    tolerance: counted,
    run: () => stallsForRefusals(load!, 0.01),
    broken: () => stallsForRefusals(load!, 0.05),
  },
]);

interface Lane {
  readonly isTwoEnded: boolean;
  readonly putsBack: boolean;
}

/** Moves for each car of a full lane, on average. */
function movesOutOf(depth: number, lane: Lane): number {
  let moves = 0;
  for (let wanted = 0; wanted < depth; wanted++) {
    const lots = createLots(2);
    lots.depth[0] = depth;
    lots.stallCount[0] = depth * (depth + 1);
    const dense = createDenseLots(lots);
    for (let car = 0; car < depth; car++) dense.slots.vehicle[car] = car as never;
    dense.stacks.count[0] = depth;
    const at = { stack: 0, vehicle: wanted };
    moves += retrieveCar(dense, 0, at, { ...lane, moved: () => {} });
  }
  return moves / depth;
}

const LANES: readonly (readonly [string, Lane, (k: number) => number])[] = [
  ['moved on', { isTwoEnded: false, putsBack: false }, (k) => (k - 1) / 2],
  ['put back', { isTwoEnded: false, putsBack: true }, (k) => k - 1],
  [
    'open at both ends',
    { isTwoEnded: true, putsBack: false },
    (k) => (k % 2 === 0 ? (k - 2) / 4 : (k - 1) ** 2 / (4 * k)),
  ],
];

const lanes: ValidationCase[] = LANES.flatMap(([what, lane, formula]) =>
  [2, 3, 6, 9].map((depth) => ({
    name: `V-PARK full lane ${depth} deep, cars ${what}: mean moves of a retrieval`,
    unit: '',
    target: formula(depth),
    tolerance: exactly(formula(depth)),
    run: () => movesOutOf(depth, lane),
    broken: () => movesOutOf(depth + 2, lane),
  })),
);

const remoteTrip: ValidationCase = {
  name: 'V-PARK remote trip: its way is d(drop, lot) + d(lot, next) on the roads',
  unit: 'm',
  target: remoteWay_m(),
  tolerance: exactly(remoteWay_m(), 'lengths of links and junctions'),
  run: () => wayBetween_m('remote-first'),
  broken: () => wayBetween_m('nearest'),
};

function remoteWay_m(): number {
  const { world } = visit('remote-first', 3600);
  return drivenWay_m(world, DROP, FAR_LOT) + drivenWay_m(world, FAR_LOT, DROP);
}

/** The longest stay for which a vehicle stays, found by asking for longer and longer ones. */
function longestStay_s(retrieval_s: number): number {
  const costs = { drive_perKm: 0.3, time_perHour: 6 };
  const stay = { way_m: 0, time_s: 0, retrieval_s: 0, fee_perHour: 4 };
  const away = { way_m: 3000, time_s: 600, retrieval_s, fee_perHour: 1 };
  let [stays_s, leaves_s] = [0, 86_400];
  while (leaves_s - stays_s > 1e-6) {
    const middle_s = (stays_s + leaves_s) / 2;
    if (cheapest([stay, away], middle_s, costs) === 0) stays_s = middle_s;
    else leaves_s = middle_s;
  }
  return stays_s;
}

const leaveRule: ValidationCase = {
  name: 'V-PARK idle vehicle: 3 km, 10 min and 1 min of retrieval against 3 an hour, stays up to',
  unit: 's',
  // (3 km · 0.3 + 660 s · 6 an hour) / 3 an hour.
  target: ((3 * 0.3 + (660 / 3600) * 6) / 3) * 3600,
  tolerance: exactly(2400),
  run: () => longestStay_s(60),
  broken: () => longestStay_s(0),
};

export const cases: readonly ValidationCase[] = [stock, ...sizes, ...lanes, remoteTrip, leaveRule];
