/** The places that a scenario names for lines, visits and stations, found in the network. */
import { shown } from '../../base/errors.js';
import type { LinkId } from '../../base/ids.js';
import { indexLinks, type LinkIndex, nearestLink } from '../../network/nearest.js';
import type { LinkDraft, NetworkDraft } from '../../network/network-draft.js';
import type { LinkPlace, RoadNetwork } from '../../network/road-network.js';
import type { PlaceProblem, StartPlace, StopPlan } from './service-plans.js';
import type { WayFinder } from './service-ways.js';

/** Each gives null or undefined where there is no such place, or no way, and notes the problem. */
export interface PlaceBook {
  note(code: PlaceProblem['code'], field: string, message: string): void;
  stop(text: string, field: string): StopPlan | null;
  /** Where a vehicle that comes from there gets onto the road, on its best way to `to`. */
  start(text: string, to: LinkPlace, wayFrom: WayFinder, field: string): StartPlace | null;
  /** The street by which a gate is left on the best way from `from`. */
  exit(
    text: string,
    from: LinkPlace,
    wayFrom: WayFinder,
    field: string,
  ): { readonly gate: string; readonly link: LinkId; readonly at: LinkPlace } | undefined;
  /** A curb zone or a lot in which a vehicle can stand for hours. */
  standing(text: string, field: string): { readonly isLot: boolean; readonly at: LinkPlace } | null;
}

const ON_LINK = /^(.*\S)\s*@\s*(\d+(?:\.\d+)?)$/;
const POINT = /^(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)$/;

/** A bus stops at least this far from both ends of a link: its rear clear of the junction. */
export const CLEAR_m = 15;

export function createPlaceBook(
  draft: NetworkDraft,
  network: RoadNetwork,
  problems: PlaceProblem[],
): PlaceBook {
  const linkRow = new Map(network.linkNames.map((name, row) => [name, row as LinkId]));
  const links = new Map(draft.links.map((link) => [link.name, link]));
  const zones = new Map(draft.curbs.map((curb) => [curb.name, curb]));
  const addresses = new Map(draft.addresses.map((address) => [address.name, address]));
  const gates = new Map(draft.gates.map((gate) => [gate.name, gate]));
  const lots = new Map(draft.lots.map((lot) => [lot.name, lot]));
  const note: PlaceBook['note'] = (code, field, message) => {
    problems.push({ code, field, message });
  };
  const place = (link: string, position_m: number): LinkPlace => ({
    link: linkRow.get(link)!,
    position_m,
  });
  const ends = (name: string, side: 'entries' | 'exits'): LinkPlace[] =>
    (gates.get(name)?.[side] ?? []).map((link) =>
      place(link, side === 'entries' ? 0 : links.get(link)!.length_m),
    );
  const stop = stopFinder(draft, links, place);

  return {
    note,
    stop: (text, field) => {
      const zone = zones.get(text);
      if (zone !== undefined) {
        const at = place(zone.link, (zone.start_m + zone.end_m) / 2);
        return { ...at, name: text, zone: text };
      }
      const at = stop(text, addresses.get(text));
      if (at === null) note('RUN-030', field, `no zone, address, link or point: ${shown(text)}`);
      return at === null ? null : { ...at, name: text, zone: null };
    },
    start: (text, to, wayFrom, field) => {
      const address = addresses.get(text);
      const found: StartPlace[] =
        address === undefined
          ? ends(text, 'entries').map((at) => ({ ...at, gate: text }))
          : [{ ...place(address.link, address.position_m), gate: null }];
      if (found.length === 0) {
        note('RUN-030', field, `no gate, link or address that leads in: ${shown(text)}`);
        return null;
      }
      const best = leastBy(found, (at) => wayFrom(at, to)?.free_s ?? Number.POSITIVE_INFINITY);
      if (best === null) note('RUN-031', field, `has no way in from ${shown(text)}`);
      return best;
    },
    exit: (text, from, wayFrom, field) => {
      const found = ends(text, 'exits');
      if (found.length === 0) {
        note('RUN-030', field, `no gate or link that leads out: ${shown(text)}`);
        return undefined;
      }
      const best = leastBy(found, (at) => wayFrom(from, at)?.free_s ?? Number.POSITIVE_INFINITY);
      if (best === null) note('RUN-031', field, `has no way out to ${shown(text)}`);
      return best === null ? undefined : { gate: text, link: best.link, at: best };
    },
    standing: (text, field) => {
      const zone = zones.get(text);
      if (zone !== undefined) {
        return { isLot: false, at: place(zone.link, (zone.start_m + zone.end_m) / 2) };
      }
      const lot = lots.get(text);
      if (lot === undefined) {
        note('RUN-030', field, `no curb zone or lot: ${shown(text)}`);
        return null;
      }
      if ((lot.depth ?? 1) > 1 || lot.isRemote) {
        note('RUN-032', field, `a lot that nobody walks to: ${shown(text)}`);
        return null;
      }
      const [entrance] = lot.entrances;
      return { isLot: true, at: place(entrance!.link, entrance!.position_m) };
    },
  };
}

/** The first of those with the least cost; null if all are infinite. */
export function leastBy<Each>(list: readonly Each[], cost: (each: Each) => number): Each | null {
  let best: Each | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const each of list) {
    const its = cost(each);
    if (its >= least) continue;
    best = each;
    least = its;
  }
  return best;
}

function stopFinder(
  draft: NetworkDraft,
  links: ReadonlyMap<string, LinkDraft>,
  place: (link: string, position_m: number) => LinkPlace,
): (
  text: string,
  address: { readonly link: string; readonly position_m: number } | undefined,
) => LinkPlace | null {
  let index: LinkIndex | null = null;
  const clear = (link: string, position_m: number): LinkPlace => {
    const { length_m } = links.get(link)!;
    const end_m = length_m - CLEAR_m;
    return place(
      link,
      end_m < CLEAR_m ? length_m / 2 : Math.min(Math.max(position_m, CLEAR_m), end_m),
    );
  };
  return (text, address) => {
    if (address !== undefined) return clear(address.link, address.position_m);
    const link = links.get(text);
    if (link !== undefined) return clear(text, link.length_m / 2);
    const onLink = ON_LINK.exec(text);
    if (onLink !== null && links.has(onLink[1]!)) {
      const position_m = Number(onLink[2]);
      return position_m <= links.get(onLink[1]!)!.length_m ? clear(onLink[1]!, position_m) : null;
    }
    const point = POINT.exec(text);
    if (point === null) return null;
    index ??= indexLinks(draft.links);
    const isRight = ({ side }: { readonly side: string }): boolean => side === 'right';
    const near = nearestLink(index, Number(point[1]), Number(point[2]), isRight);
    return near === null ? null : clear(near.link, near.position_m);
  };
}
