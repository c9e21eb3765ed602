/** Mielec as MATSim's taxi and shuttle scenarios have it, read in place. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { importMatsim } from '../../networks/import/matsim.js';
import { type KernelStreets, nearestLink } from './manhattan-streets.js';
import { type PrecomputedStreets, precomputedStreets } from './precomputed-streets.js';
import type { DayRequest } from './served-day.js';

export interface Town {
  readonly folder: string;
  readonly streets: PrecomputedStreets;
  /** By link: the junction at its end, where people get in and out. */
  readonly endOf: ReadonlyMap<string, number>;
  /** The same streets for the kernel. */
  readonly inTraffic: () => Promise<KernelStreets>;
}

export const MIELEC_LEVELS = ['1.0', '1.5', '2.0', '2.5', '3.0', '3.5', '4.0'] as const;

export interface Level {
  readonly level: string;
  readonly streets: PrecomputedStreets;
  readonly dayOf: (service: { readonly kind: 'taxi' | 'drt'; readonly fleetFile: string }) => {
    readonly requests: readonly DayRequest[];
    readonly starts: readonly number[];
  };
}

/** Null where the data is not at hand. */
export function readMielec(): Town | null {
  const folder = join(process.env['BLOCKWISE_DATA'] ?? '', 'matsim-maas', 'mielec_2014_02');
  if (!existsSync(join(folder, 'network.xml.gz'))) return null;
  const text = textOf(folder, 'network.xml.gz');
  const nodes = elementsOf(text, 'node');
  const rowOf = new Map(nodes.map(({ id }, row) => [id!, row]));
  const links = elementsOf(text, 'link').sort((a, b) => rowOf.get(a.from!)! - rowOf.get(b.from!)!);
  const firstArc = new Int32Array(nodes.length + 1);
  for (const { from } of links) firstArc[rowOf.get(from!)! + 1]!++;
  for (let node = 0; node < nodes.length; node++) firstArc[node + 1]! += firstArc[node]!;
  const ends = links.map(({ to }) => rowOf.get(to!)!);
  const streets = precomputedStreets({
    graph: {
      vertexCount: nodes.length,
      arcCount: links.length,
      firstArc,
      headOfArc: Int32Array.from(ends),
    },
    arcLength_m: Float64Array.from(links, ({ length }) => Number(length)),
    arcTime_s: Float64Array.from(links, (link) => Number(link.length) / Number(link.freespeed)),
    places: {
      x: Float64Array.from(nodes, ({ x }) => Number(x)),
      y: Float64Array.from(nodes, ({ y }) => Number(y)),
    },
  });
  return {
    folder,
    streets,
    endOf: new Map(links.map(({ id }, row) => [id!, ends[row]!])),
    async inTraffic() {
      const { network } = await importMatsim(join(folder, 'network.xml.gz'));
      const at = nodes.map(({ x, y }) => [Number(x), Number(y)] as const);
      return { network, linkAt: at.map((place) => nearestLink(network, place)) };
    },
  };
}

export function levelOf({ folder, streets, endOf }: Town, level: string): Level {
  return {
    level,
    streets,
    dayOf({ kind, fleetFile }) {
      const plans = textOf(folder, `plans_only_${kind}_${level}.xml.gz`);
      const acts = elementsOf(plans, 'act(?:ivity)?');
      const requests = acts.flatMap((act, at): DayRequest[] => {
        if (act.end_time === undefined) return [];
        const from = endOf.get(act.link!)!;
        const to = endOf.get(acts[at + 1]!.link!)!;
        return [{ time_s: clock_s(act.end_time), from, to, partySize: 1 }];
      });
      const fleet = elementsOf(textOf(folder, fleetFile), 'vehicle');
      return {
        requests: requests.sort((a, b) => a.time_s - b.time_s),
        starts: fleet.map(({ start_link }) => endOf.get(start_link!)!),
      };
    },
  };
}

const textOf = (folder: string, file: string): string =>
  gunzipSync(readFileSync(join(folder, file))).toString();

/** Attributes of every element of that name; enough for these files, which have nothing else. */
const elementsOf = (text: string, name: string): Record<string, string | undefined>[] =>
  [...text.matchAll(new RegExp(`<${name}\\s([^>]*?)/?>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries(
      [...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
    ),
  );

const clock_s = (text: string): number =>
  text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
