/**
 * Our run of a case of taxis, in a process of its own so that its CPU can be told.
 *
 *     node dist/bench/peers/our-taxi-side.js CASE.json DT_S
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inOrder } from '../../core/kernel/stages.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { importSumo } from '../../networks/import/sumo.js';
import { placeOn, withServedPlaces } from '../reach/served-places.js';
import { DWELL_s, type TaxiCase, type TaxiOutcome } from './taxi-case.js';

export interface OurTaxiRun {
  readonly cpu_s: number;
  readonly stepping_s: number;
  readonly outcome: TaxiOutcome;
}

export async function runOurTaxis(taxiCase: TaxiCase, dt_s: number): Promise<OurTaxiRun> {
  const inputs = await taxiInputs(taxiCase, dt_s);
  let began_ms = 0;
  const result = await simulate(inputs, {
    executor: (stage) => {
      if (began_ms === 0) began_ms = performance.now();
      inOrder(stage);
    },
  });
  const stepping_s = (performance.now() - began_ms) / 1000;
  const { user, system } = process.cpuUsage();
  const arrived = result.trips.filter(({ status }) => status === 'arrived');
  const [pickedUpCount, waited_s] = result.fleet.reduce(
    ([count, sum_s], { pickedUpCount: here, wait_s }) => [
      count + here,
      sum_s + (here > 0 ? here * wait_s : 0),
    ],
    [0, 0],
  );
  return {
    cpu_s: (user + system) / 1e6,
    stepping_s,
    outcome: {
      requestCount: result.trips.length,
      pickedUpCount,
      servedCount: arrived.length,
      meanWait_s: waited_s / pickedUpCount,
      meanRide_s: arrived.reduce((sum, trip) => sum + trip.inVehicle_s, 0) / arrived.length,
    },
  };
}

/** Nobody is turned away, as in SUMO. */
const LONGEST_WAIT_s = 7200;

export async function taxiInputs({ name, net, end_s, taxis, requests }: TaxiCase, dt_s: number) {
  const { network } = await importSumo(net, { addsPlaces: false });
  const { curb, fleet, signals } = DEFAULT_SCENARIO;
  const scenario: Scenario = {
    ...DEFAULT_SCENARIO,
    name,
    dt_s,
    start_s: 0,
    end_s,
    overtime_s: 0,
    regime: 'shared-automated',
    curb: { ...curb, policy: 'unlimited', dwell_s: DWELL_s },
    fleet: {
      ...fleet,
      vehicleCount: taxis.length,
      dispatcher: 'nearest-idle',
      maxWait_s: LONGEST_WAIT_s,
      // An idle taxi stays where it is.
      idleStay_s: end_s,
    },
    signals: { ...signals, periodStarts_s: [0] },
  };
  return {
    scenario,
    network: withServedPlaces(
      network,
      requests.flatMap(({ from, to }) => [from, to]),
      taxis,
    ),
    trips: requests.map(
      ({ time_s, from, to }, row): TripDraft => ({
        name: `p${row}`,
        kind: 'resident',
        vehicle: `p${row}`,
        departure_s: time_s,
        origin: placeOn(from),
        destination: placeOn(to),
        partySize: 1,
      }),
    ),
    idleCars: [],
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const taxiCase = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as TaxiCase;
  console.log(JSON.stringify(await runOurTaxis(taxiCase, Number(process.argv[3]))));
}
