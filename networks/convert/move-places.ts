/** Curbs, lots, addresses and gates of links that are gone, put on the links in their place. */
import type {
  AddressDraft,
  CurbDraft,
  LinkDraft,
  LotDraft,
  NetworkDraft,
} from '../../core/network/network-draft.js';
import { drawnLength_m, pointAt } from '../complete/polyline.js';
import type { Change } from './changes.js';

/** A link that stands for a stretch of one that is gone. */
export interface Successor {
  readonly link: string;
  /** Stretch of the old link. */
  readonly from_m: number;
  readonly to_m: number;
  /** It runs the other way. */
  readonly isReversed: boolean;
  /** It is the other side of the street: who lives here walks across. */
  readonly isOtherSide: boolean;
}

/** `draft` has its new links already; `successors` by the name of the old link. */
export function movePlaces(
  draft: NetworkDraft,
  successors: ReadonlyMap<string, readonly Successor[]>,
): { draft: NetworkDraft; changes: readonly Change[] } {
  const linkNamed = new Map(draft.links.map((link) => [link.name, link]));
  const curbNames = new Set(draft.curbs.map(({ name }) => name));
  const ground: Ground = { successors, linkNamed, changes: [], curbNames };
  const curbs = draft.curbs.flatMap((curb) => movedCurbs(curb, ground));
  const lots = draft.lots.map((lot) => movedLot(lot, ground));
  const addresses = draft.addresses.map((address) => movedAddress(address, ground));
  return { draft: { ...draft, curbs, lots, addresses }, changes: ground.changes };
}

interface Ground {
  readonly successors: ReadonlyMap<string, readonly Successor[]>;
  readonly linkNamed: ReadonlyMap<string, LinkDraft>;
  readonly changes: Change[];
  readonly curbNames: Set<string>;
}

/** Where `position_m` of the old link is now. */
function placeNow(
  parts: readonly Successor[],
  position_m: number,
  { linkNamed }: Ground,
): { part: Successor; link: LinkDraft; position_m: number } {
  const part = parts.find(({ to_m }) => position_m <= to_m) ?? parts.at(-1)!;
  const link = linkNamed.get(part.link)!;
  const share = Math.min(1, Math.max(0, (position_m - part.from_m) / (part.to_m - part.from_m)));
  return { part, link, position_m: (part.isReversed ? 1 - share : share) * link.length_m };
}

function movedAddress(address: AddressDraft, ground: Ground): AddressDraft {
  const parts = ground.successors.get(address.link);
  if (parts === undefined) return address;
  const { part, link, position_m } = placeNow(parts, address.position_m, ground);
  const walk_m = address.walk_m + (part.isOtherSide ? link.carriageway_m : 0);
  if (part.isReversed) {
    const message = `is reached by ${link.name}, ${walk_m.toFixed(0)} m on foot`;
    ground.changes.push(changeOf('address moved', address, message));
  }
  return { ...address, link: link.name, position_m, walk_m };
}

function movedLot(lot: LotDraft, ground: Ground): LotDraft {
  if (!lot.entrances.some(({ link }) => ground.successors.has(link))) return lot;
  const entrances = lot.entrances.map((entrance) => {
    const parts = ground.successors.get(entrance.link);
    if (parts === undefined) return entrance;
    const { part, link, position_m } = placeNow(parts, entrance.position_m, ground);
    if (part.isReversed) {
      ground.changes.push(changeOf('lot entrance moved', lot, `is entered from ${link.name}`));
    }
    return { link: link.name, position_m };
  });
  return { ...lot, entrances };
}

const changeOf = (
  kind: Change['kind'],
  { name, x_m, y_m }: { name: string; x_m: number; y_m: number },
  message: string,
): Change => ({ kind, subject: name, group: '', x_m, y_m, length_m: 0, message });

/** A zone on the left of a one-way street has no place; one over a new corner is cut in two. */
function movedCurbs(curb: CurbDraft, ground: Ground): readonly CurbDraft[] {
  const parts = ground.successors.get(curb.link);
  if (parts === undefined) return [curb];
  const kept = parts
    .filter(({ isOtherSide }) => !isOtherSide)
    .flatMap((part): CurbDraft[] => {
      const [low_m, high_m] = [
        Math.max(curb.start_m, part.from_m),
        Math.min(curb.end_m, part.to_m),
      ];
      if (high_m - low_m < SHORTEST_ZONE_m) return [];
      const ends_m = [low_m, high_m].map((at_m) => placeNow([part], at_m, ground).position_m);
      const [start_m, end_m] = part.isReversed ? ends_m.reverse() : ends_m;
      return [{ ...curb, link: part.link, start_m: start_m!, end_m: end_m! }];
    })
    .map((zone, at) => (at === 0 ? zone : { ...zone, name: freeName(zone.name, ground) }));
  const lost_m = kept.reduce(
    (left_m, { start_m, end_m }) => left_m - (end_m - start_m),
    curb.end_m - curb.start_m,
  );
  if (lost_m > SHORTEST_ZONE_m) ground.changes.push(lostCurb(curb, { lost_m, parts, ground }));
  return kept;
}

function freeName(stem: string, { curbNames }: Ground): string {
  for (let number = 2; ; number++) {
    const name = `${stem} ${number}`;
    if (curbNames.has(name)) continue;
    curbNames.add(name);
    return name;
  }
}

/** Shorter ones hold nobody. */
const SHORTEST_ZONE_m = 1;

function lostCurb(
  curb: CurbDraft,
  { lost_m, parts, ground }: { lost_m: number; parts: readonly Successor[]; ground: Ground },
): Change {
  const { geometry } = ground.linkNamed.get(parts[0]!.link)!;
  const [x_m, y_m] = pointAt(geometry, drawnLength_m(geometry) / 2);
  const uses = [...new Set(curb.timetable.map(({ use }) => use))].join(', ');
  const message = `${lost_m.toFixed(1)} m of curb for ${uses}`;
  return {
    kind: 'curb removed',
    subject: curb.name,
    group: '',
    x_m,
    y_m,
    length_m: lost_m,
    message,
  };
}
