/** SUMO's run of a case of taxis: what it cost, and what came out. */
import { join } from 'node:path';
import { readElements, runAccounted, runText } from './sumo-side.js';
import { DISPATCH_s, type TaxiCase, type TaxiOutcome } from './taxi-case.js';

/** The dispatcher that is nearest-idle, and the router that is fastest. */
const optionsOf = ({ net, end_s }: TaxiCase, routes: string): string[] => [
  ...['-n', net, '-r', routes, '--routing-algorithm', 'astar'],
  ...['--device.taxi.dispatch-algorithm', 'greedy', '--device.taxi.idle-algorithm', 'stop'],
  ...['--device.taxi.dispatch-period', String(DISPATCH_s)],
  ...['--step-length', '1', '--begin', '0', '--end', String(end_s), '--seed', '42'],
  ...['--time-to-teleport', '-1', '--xml-validation', 'never', '--xml-validation.net', 'never'],
  ...['--no-step-log', '--no-warnings', '--duration-log.statistics'],
];

/** One run without outputs; CPU is NaN where the system has no `time`. */
export function timeSumoTaxis(
  asked: TaxiCase,
  routes: string,
): { readonly wall_s: number; readonly cpu_s: number } {
  const { wall_s, cpu_s } = runAccounted(['sumo', ...optionsOf(asked, routes)]);
  return { wall_s, cpu_s };
}

/** One run with an output of every person, arrived or not. */
export async function sumoTaxiOutcome(
  asked: TaxiCase,
  routes: string,
  dir: string,
): Promise<TaxiOutcome> {
  const file = join(dir, 'taxi-trips.xml');
  runText([
    'sumo',
    ...optionsOf(asked, routes),
    ...['--tripinfo-output', file, '--tripinfo-output.write-unfinished'],
  ]);
  let [pickedUpCount, servedCount, wait_s, ride_s] = [0, 0, 0, 0];
  await readElements(file, 'tripinfos', ({ name, attributes }) => {
    if (name !== 'ride' || Number(attributes.depart) < 0) return;
    pickedUpCount++;
    wait_s += Number(attributes.waitingTime);
    if (Number(attributes.arrival) < 0) return;
    servedCount++;
    ride_s += Number(attributes.duration);
  });
  return {
    requestCount: asked.requests.length,
    pickedUpCount,
    servedCount,
    meanWait_s: wait_s / pickedUpCount,
    meanRide_s: ride_s / servedCount,
  };
}
