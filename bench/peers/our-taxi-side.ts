/**
 * Our run of a case of taxis, in a process of its own so that its CPU can be told.
 *
 *     node dist/bench/peers/our-taxi-side.js CASE.json DT_S
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inOrder } from '../../core/kernel/stages.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { addressOn, curbOn, lotOn } from '../../core/testing/street-map.js';
import { importSumo } from '../../networks/import/sumo.js';
import { DWELL_s, MIDDLE, type TaxiCase, type TaxiOutcome } from './taxi-case.js';

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
    network: withPlaces(network, taxis, requests),
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

const placeOn = (link: string): string => `at ${link}`;

/** Where people get in and out, and where taxis begin, all in the middle of links. */
function withPlaces(
  network: NetworkDraft,
  taxis: readonly string[],
  requests: TaxiCase['requests'],
): NetworkDraft {
  const linkNamed = new Map(network.links.map((link) => [link.name, link]));
  const middle_m = (link: string): number => MIDDLE * linkNamed.get(link)!.length_m;
  const middleOf = (link: string) => {
    const { geometry } = linkNamed.get(link)!;
    const [[x_m, y_m], [toX_m, toY_m]] = [geometry[0]!, geometry.at(-1)!];
    return { x_m: x_m + MIDDLE * (toX_m - x_m), y_m: y_m + MIDDLE * (toY_m - y_m) };
  };
  const served = [...new Set(requests.flatMap(({ from, to }) => [from, to]))].sort();
  const starts = [...new Set(taxis)].sort();
  return {
    ...network,
    addresses: served.map((link) =>
      addressOn(link, {
        ...middleOf(link),
        name: placeOn(link),
        position_m: middle_m(link),
        walk_m: 0,
      }),
    ),
    curbs: served.map((link) =>
      curbOn(link, {
        use: 'pudo',
        depth_m: 0,
        start_m: middle_m(link) - 6,
        end_m: middle_m(link) + 6,
      }),
    ),
    lots: starts.map((link) =>
      lotOn(link, {
        ...middleOf(link),
        position_m: middle_m(link),
        stallCount: taxis.filter((each) => each === link).length,
        // The network's land is its streets.
        isInside: false,
      }),
    ),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const taxiCase = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as TaxiCase;
  console.log(JSON.stringify(await runOurTaxis(taxiCase, Number(process.argv[3]))));
}
