/**
 * V-CURB. Bays with a queue, an unlimited curb, and bays whose drivers drive on when all are taken are a loss system: with Poisson arrivals the
 * refused share is Erlang's B, whatever the time they stand.
 */
import { draw, PURPOSE } from '../../core/base/random.js';
import { claimBay, releaseBay } from '../../core/curb/zones.js';
import { productivity } from '../../core/metrics/curbs.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import { simulate } from '../../core/simulate.js';
import { createZones } from '../../core/state/tables.js';
import { townRun } from '../../core/testing/small-town.js';
import { type Achieved, counted, exactly, type ValidationCase } from './validation-case.js';

const DWELL_s = 60;
const BAY_m = 6;
const ARRIVALS = 60_000;
export const BATCHES = 30;

type Dwell = (unit: number) => number;
const exponential: Dwell = (unit) => -Math.log(1 - unit) * DWELL_s;
const constant: Dwell = () => DWELL_s;

/** Arrivals an hour of which 5 % find all bays taken, by number of bays. */
const FLOWS: readonly (readonly [bays: number, flow_vph: number])[] = [
  [1, 3.2],
  [2, 22.9],
  [3, 54],
  [4, 91.5],
  [6, 177.6],
  [8, 272.6],
  [10, 372.9],
];

/** B(c, a) = a B(c−1) / (c + a B(c−1)). */
export function erlangB(bayCount: number, load: number): number {
  let blocked = 1;
  for (let bay = 1; bay <= bayCount; bay++) blocked = (load * blocked) / (bay + load * blocked);
  return blocked;
}

/** Refused share of a zone with `bayCount` bays, with its standard error over batches. */
function refusedShare(bayCount: number, flow_vph: number, dwell: Dwell): Achieved {
  const zones = createZones(1);
  zones.bayRoom_m[0] = bayCount * BAY_m;
  const leaving_s: number[] = [];
  const refused = new Float64Array(BATCHES);
  let time_s = 0;
  for (let arrival = 0; arrival < ARRIVALS; arrival++) {
    const [gap, stay] = [0, 1].map((what) => draw(bayCount, PURPOSE.arrivals, arrival, what));
    time_s -= (Math.log(1 - gap!) * 3600) / flow_vph;
    for (let at = leaving_s.length - 1; at >= 0; at--) {
      if (leaving_s[at]! > time_s) continue;
      releaseBay(zones, 0, BAY_m);
      leaving_s.splice(at, 1);
    }
    if (claimBay(zones, 0, BAY_m)) leaving_s.push(time_s + dwell(stay!));
    else refused[Math.floor((arrival * BATCHES) / ARRIVALS)]! += BATCHES / ARRIVALS;
  }
  return ofBatches(refused);
}

export function ofBatches(values: Float64Array): { mean: number; standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / BATCHES;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, standardError: Math.sqrt(variance / BATCHES) };
}

const tolerance = {
  difference: 0,
  standardErrors: 3,
  because: '3 standard errors over 30 batches of 2,000 arrivals',
};

const bayCase = (bays: number, flow_vph: number, dwell: Dwell, what: string): ValidationCase => ({
  name: `V-CURB ${bays} ${bays === 1 ? 'bay' : 'bays'}, ${flow_vph} veh/h, ${what} dwell of 60 s: refused`,
  unit: '',
  target: erlangB(bays, (flow_vph * DWELL_s) / 3600),
  tolerance,
  run: () => refusedShare(bays, flow_vph, dwell),
  // Refuses with a free bay: the last one is never given.
  broken: () => refusedShare(bays - 1, flow_vph, dwell),
});

/** Erlang's C: the share that waits, of drivers who all wait for a bay. */
function erlangC(bayCount: number, load: number): number {
  const blocked = erlangB(bayCount, load);
  return blocked / (1 - (load / bayCount) * (1 - blocked));
}

/** Mean wait of drivers who wait in line for a bay, with its standard error over batches. */
function meanWait_s(bayCount: number, load: number): Achieved {
  const zones = createZones(1);
  zones.bayRoom_m[0] = bayCount * BAY_m;
  const leaving_s: number[] = [];
  const waits_s = new Float64Array(BATCHES);
  let time_s = 0;
  /** When the last who came has got a bay: nobody overtakes. */
  let lastServed_s = 0;
  for (let arrival = 0; arrival < ARRIVALS; arrival++) {
    const [gap, stay] = [0, 1].map((what) => draw(97, PURPOSE.arrivals, arrival, what));
    time_s -= (Math.log(1 - gap!) * DWELL_s) / load;
    let served_s = Math.max(time_s, lastServed_s);
    freeUntil(served_s);
    while (!claimBay(zones, 0, BAY_m)) {
      served_s = Math.min(...leaving_s);
      freeUntil(served_s);
    }
    leaving_s.push(served_s + exponential(stay!));
    lastServed_s = served_s;
    waits_s[Math.floor((arrival * BATCHES) / ARRIVALS)]! +=
      (served_s - time_s) * (BATCHES / ARRIVALS);
  }
  return ofBatches(waits_s);

  function freeUntil(until_s: number): void {
    for (let at = leaving_s.length - 1; at >= 0; at--) {
      if (leaving_s[at]! > until_s) continue;
      releaseBay(zones, 0, BAY_m);
      leaving_s.splice(at, 1);
    }
  }
}

/** Of the book: waits at 85 % load, s. */
const WAITS: readonly (readonly [bays: number, wait_s: number])[] = [
  [1, 340],
  [2, 156],
  [3, 97],
  [4, 69],
  [6, 42],
  [10, 21],
];
const LOAD = 0.85;
const waitOf_s = (bays: number, load: number): number =>
  (erlangC(bays, load) * DWELL_s) / (bays - load);

const waits: ValidationCase[] = WAITS.flatMap(([bays, wait_s]) => [
  {
    name: `V-CURB ${bays} ${bays === 1 ? 'bay' : 'bays'} with a queue at 85 % load: mean wait`,
    unit: 's',
    target: waitOf_s(bays, LOAD * bays),
    tolerance: {
      difference: 0,
      standardErrors: 3,
      because: '3 standard errors over 30 batches of 2,000 arrivals',
    },
    run: () => meanWait_s(bays, LOAD * bays),
    broken: () => meanWait_s(bays, 0.8 * bays),
  },
  {
    name: `V-CURB ${bays} ${bays === 1 ? 'bay' : 'bays'} with a queue at 85 % load: ${wait_s} s by the formula`,
    unit: 's',
    target: wait_s,
    tolerance: { difference: 0.5, because: 'the book gives whole seconds' },
    run: () => waitOf_s(bays, LOAD * bays),
    broken: () => waitOf_s(bays, 0.8 * bays),
  },
]);

const FOOT_m = 0.3048;

const busStop: ValidationCase = {
  name: 'V-CURB 100 passengers in 4 h on 80 ft of bus stop: passengers an hour on 20 ft',
  unit: '',
  target: 6.25,
  tolerance: exactly(6.25),
  run: () => perTwentyFeet(4),
  broken: () => perTwentyFeet(3),
};

/** The simulator counts on 6 m, the book on 20 ft. */
const perTwentyFeet = (duration_h: number): number =>
  (productivity({ personCount: 100, duration_h, length_m: 80 * FOOT_m }) * 20 * FOOT_m) / 6;

/** Of two hundred short days, steps of one bay more that turned more vehicles away. */
function rises(lengthOf_m: (arrival: number) => number): number {
  let count = 0;
  for (let day = 0; day < 200; day++) {
    let before = Infinity;
    for (let bays = 1; bays <= 10; bays++) {
      const refused = refusedOf(day, bays, lengthOf_m);
      if (refused > before) count++;
      before = refused;
    }
  }
  return count;
}

/** Of 40 vehicles, one every 10 s. */
function refusedOf(day: number, bays: number, lengthOf_m: (arrival: number) => number): number {
  const zones = createZones(1);
  zones.bayRoom_m[0] = bays * BAY_m;
  const standing: { leaves_s: number; length_m: number }[] = [];
  let time_s = 0;
  let refused = 0;
  for (let arrival = 0; arrival < 40; arrival++) {
    time_s -= Math.log(1 - draw(day, PURPOSE.arrivals, arrival, 0)) * 10;
    for (let at = standing.length - 1; at >= 0; at--) {
      if (standing[at]!.leaves_s > time_s) continue;
      releaseBay(zones, 0, standing[at]!.length_m);
      standing.splice(at, 1);
    }
    const length_m = lengthOf_m(arrival);
    const leaves_s = time_s + exponential(draw(day, PURPOSE.arrivals, arrival, 1));
    if (claimBay(zones, 0, length_m)) standing.push({ leaves_s, length_m });
    else refused++;
  }
  return refused;
}

const monotone: ValidationCase = {
  name: 'V-CURB 1 to 10 bays, the same arrivals of equal vehicles: times that a bay more refused more',
  unit: '',
  target: 0,
  tolerance: counted,
  run: () => rises(() => BAY_m),
  // Vehicles of unequal lengths: a long one that fits into the bay more keeps several short ones out.
  broken: () => rises((arrival) => (arrival % 3 === 0 ? 5 * BAY_m : BAY_m)),
};

/** Files of a run that differ between a curb that never fills and one without limits. */
async function differingParts(curb_m: number): Promise<number> {
  const given = townRun('private-automated');
  const network = {
    ...given.network,
    links: given.network.links.map((link) => ({ ...link, length_m: link.length_m + 3000 })),
    curbs: given.network.curbs.map((curb) => ({ ...curb, end_m: curb.start_m + curb_m })),
  };
  const [counted, unlimited] = await Promise.all(
    (['timetabled', 'unlimited'] as const).map((policy) => {
      const scenario = { ...given.scenario, curb: { ...given.scenario.curb, policy } };
      return simulate({ ...given, network, scenario });
    }),
  );
  const parts = Object.keys(counted!) as (keyof RunResult)[];
  return parts.filter((part) => JSON.stringify(counted![part]) !== JSON.stringify(unlimited![part]))
    .length;
}

const infinite: ValidationCase = {
  name: 'V-CURB a curb that never fills against one without limits: parts of the result that differ',
  unit: '',
  target: 0,
  tolerance: { difference: 0, because: 'the same bytes' },
  run: () => differingParts(2400),
  broken: () => differingParts(6),
};

export const cases: readonly ValidationCase[] = [
  ...waits,
  busStop,
  monotone,
  infinite,
  ...FLOWS.map(([bays, flow_vph]) => bayCase(bays, flow_vph, exponential, 'exponential')),
  bayCase(3, 54, constant, 'constant'),
  ...FLOWS.map(
    ([bays, flow_vph]): ValidationCase => ({
      name: `V-CURB ${bays} ${bays === 1 ? 'bay' : 'bays'}, ${flow_vph} veh/h: 5 % refused by the formula`,
      unit: '',
      target: 0.05,
      tolerance: { difference: 0.0009, because: 'the flow is given to 0.1 veh/h' },
      run: () => erlangB(bays, (flow_vph * DWELL_s) / 3600),
      broken: () => erlangB(bays, (1.1 * flow_vph * DWELL_s) / 3600),
    }),
  ),
];
