/** Taxis and requests on one of the grids, as both simulators read them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw, PURPOSE } from '../../core/base/random.js';
import type { LinkDraft } from '../../core/network/network-draft.js';
import { importSumo } from '../../networks/import/sumo.js';
import { drawnPair } from './sumo-grids.js';

export interface TaxiCase {
  readonly name: string;
  /** SUMO network. */
  readonly net: string;
  readonly end_s: number;
  /** By taxi: where it stands at the start. */
  readonly taxis: readonly string[];
  readonly requests: readonly TaxiRequest[];
}

export interface TaxiRequest {
  readonly time_s: number;
  readonly from: string;
  readonly from_m: number;
  readonly to: string;
  readonly to_m: number;
}

export interface TaxiCaseSize {
  readonly taxiCount: number;
  readonly requestsPerHour: number;
  readonly end_s: number;
}

/** What came out. */
export interface TaxiOutcome {
  readonly requestCount: number;
  readonly pickedUpCount: number;
  readonly servedCount: number;
  /** Of who has been picked up. */
  readonly meanWait_s: number;
  /** Of who has arrived, from getting in to getting out. */
  readonly meanRide_s: number;
}

/** Standing time to let people in, and out; stops are in the lane. */
export const DWELL_s = 30;
/** Both look at open requests this often. */
export const DISPATCH_s = 5;
/** People get in and out in the middle of a link, and taxis begin there. */
export const MIDDLE = 0.5;

const SEED = 42;

/** Requests come evenly, between links drawn until they are 800 m apart. */
export async function taxiCase(
  name: string,
  net: string,
  { taxiCount, requestsPerHour, end_s }: TaxiCaseSize,
): Promise<TaxiCase> {
  const { links } = (await importSumo(net, { addsPlaces: false })).network;
  const requestCount = Math.round((requestsPerHour * end_s) / 3600);
  return {
    name,
    net,
    end_s,
    taxis: Array.from({ length: taxiCount }, (_, taxi) => {
      const share = draw(SEED, PURPOSE.place, taxi, 1_000_003);
      return links[Math.floor(share * links.length)]!.name;
    }),
    requests: requestsOn(links, requestCount, end_s),
  };
}

function requestsOn(links: readonly LinkDraft[], count: number, end_s: number): TaxiRequest[] {
  const middle_m = new Map(links.map(({ name, length_m }) => [name, MIDDLE * length_m]));
  return Array.from({ length: count }, (_, row) => {
    const [from, to] = drawnPair(links, row);
    const [from_m, to_m] = [middle_m.get(from)!, middle_m.get(to)!];
    return { time_s: Math.floor((row * end_s) / count), from, from_m, to, to_m };
  });
}

/** SUMO's route file: taxis that stand until they are called, and persons who ride. */
export function writeTaxiRoutes({ taxis, requests }: TaxiCase, dir: string): string {
  const file = join(dir, 'taxis.rou.xml');
  const lines = [
    '<vType id="taxi" vClass="taxi" personCapacity="4" sigma="0.5">',
    '  <param key="has.taxi.device" value="true"/>',
    `  <param key="device.taxi.pickUpDuration" value="${DWELL_s}"/>`,
    `  <param key="device.taxi.dropOffDuration" value="${DWELL_s}"/>`,
    '</vType>',
    ...taxis.map(
      (edge, taxi) =>
        `<vehicle id="t${taxi}" type="taxi" line="taxi" depart="0" departPos="random_free">` +
        `<route edges="${edge}"/></vehicle>`,
    ),
    ...requests.map(
      ({ time_s, from, from_m, to, to_m }, row) =>
        `<person id="p${row}" depart="${time_s}" departPos="${from_m.toFixed(2)}">` +
        `<ride from="${from}" to="${to}" arrivalPos="${to_m.toFixed(2)}" lines="taxi"/></person>`,
    ),
  ];
  writeFileSync(file, `<routes>\n${lines.join('\n')}\n</routes>\n`);
  return file;
}
