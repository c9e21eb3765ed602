/**
 * V-CURB. Bays whose drivers drive on when all are taken are a loss system: with Poisson arrivals the
 * refused share is Erlang's B, whatever the time they stand.
 */
import { draw, PURPOSE } from '../../core/base/random.js';
import { claimBay, releaseBay } from '../../core/curb/zones.js';
import { createZones } from '../../core/state/tables.js';
import type { Achieved, ValidationCase } from './validation-case.js';

const DWELL_s = 60;
const BAY_m = 6;
const ARRIVALS = 60_000;
const BATCHES = 30;

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
function erlangB(bayCount: number, load: number): number {
  let blocked = 1;
  for (let bay = 1; bay <= bayCount; bay++) blocked = (load * blocked) / (bay + load * blocked);
  return blocked;
}

/** Refused share of a zone with `bayCount` bays, with its standard error over batches. */
function refusedShare(bayCount: number, flow_vph: number, dwell: Dwell): Achieved {
  const zones = createZones(1);
  zones.end_m[0] = bayCount * BAY_m;
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
  const mean = refused.reduce((sum, share) => sum + share, 0) / BATCHES;
  const variance = refused.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (BATCHES - 1);
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

export const cases: readonly ValidationCase[] = [
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
