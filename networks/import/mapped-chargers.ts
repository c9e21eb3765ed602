/**
 * Charging stations of a map: within a car park they are chargers of its lot, at the kerb zones for
 * charging cut out of those for parking.
 */
import { allDay } from '../../core/network/curb-use.js';
import { indexLinks, type LinkIndex, nearestLink } from '../../core/network/nearest.js';
import type { CurbDraft, LotDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { insideOf } from '../complete/polyline.js';
import { lotNameOf, wholeNumber } from './mapped-lots.js';
import type { MappedPlace } from './mapped-places.js';

/** A station farther from the middle of the carriageway stands in a yard or a car park. */
const FARTHEST_m = 20;
const STALL_m = 6;
/** Two cars share a post where the map does not say. */
const USUAL_STALLS = 2;
const MOST_STALLS = 50;

const CLOSED: ReadonlySet<string> = new Set(['no', 'private']);

/** For bicycles, or not for everyone. */
const isForCars = ({ tags }: MappedPlace): boolean =>
  !CLOSED.has(tags.get('access') ?? '') &&
  ['motorcar', 'motor_vehicle'].every((key) => tags.get(key) !== 'no');

/** Needs curbs, and the lots of car parks. */
export function addMappedChargers(
  draft: NetworkDraft,
  places: readonly MappedPlace[],
  { heart, notes }: { heart: ReadonlySet<string>; notes: NoteBook },
): NetworkDraft {
  const stations = places.filter(({ tags }) => tags.get('amenity') === 'charging_station');
  if (stations.length === 0) return draft;
  const served = draft.links.filter(({ name, isInside }) => isInside && heart.has(name));
  const index = indexLinks(served);
  const inLots = new Map<string, number>();
  const lotAt = lotFinder(draft, places);
  let { curbs } = draft;
  for (const station of stations) {
    if (!isForCars(station)) {
      notes.repair(
        'OSM-124',
        station.name,
        'private charging stations, and for bicycles: left out',
      );
      continue;
    }
    const stalls = wholeNumber(station.tags.get('capacity'), MOST_STALLS);
    const lot = lotAt(station);
    const isSaid = stalls !== null;
    if (lot !== null) inLots.set(lot, (inLots.get(lot) ?? 0) + (stalls ?? USUAL_STALLS));
    else {
      const cut = withChargersAt(curbs, station, { index, stalls });
      if (cut === null) {
        const message = 'charging stations without a kerb to park at: left out';
        notes.repair('OSM-125', station.name, message);
        continue;
      }
      curbs = cut;
    }
    if (isSaid) continue;
    const message = `charging stations without a number of stalls: ${USUAL_STALLS} assumed`;
    notes.guess('OSM-214', station.name, message);
  }
  notes.guess('OSM-215', 'chargers', 'power of charging stations as the scenario has it');
  const lots = draft.lots.map((lot): LotDraft => {
    const count = inLots.get(lot.name);
    if (count === undefined) return lot;
    const most = Math.max(count, lot.chargerCount ?? 0);
    return { ...lot, chargerCount: Math.min(most, lot.stallCount) };
  });
  return { ...draft, curbs, lots };
}

/** Finds the lot of the smallest car park around a station. */
function lotFinder(
  { lots }: NetworkDraft,
  places: readonly MappedPlace[],
): (station: MappedPlace) => string | null {
  const known = new Set(lots.map(({ name }) => name));
  const parks = places
    .filter((place) => place.outline.length > 2 && known.has(lotNameOf(place)))
    .sort((a, b) => a.area_m2 - b.area_m2);
  return (station) => {
    const around = parks.find(({ outline }) => insideOf(outline, station.at));
    return around === undefined ? null : lotNameOf(around);
  };
}

/** Out of the zones at the kerb that it stands at; null where it stands at none. */
function withChargersAt(
  curbs: readonly CurbDraft[],
  station: MappedPlace,
  { index, stalls }: { index: LinkIndex; stalls: number | null },
): readonly CurbDraft[] | null {
  const [x_m, y_m] = station.at;
  const near = nearestLink(index, x_m, y_m, ({ side }) => side === 'right');
  if (near === null || near.distance_m > FARTHEST_m) return null;
  return withChargers(curbs, station, { ...near, stalls });
}

/** Whole stalls out of the zone for parking that is nearest on the link; null without one. */
function withChargers(
  curbs: readonly CurbDraft[],
  { name }: MappedPlace,
  { link, position_m, stalls }: { link: string; position_m: number; stalls: number | null },
): readonly CurbDraft[] | null {
  const apart_m = ({ start_m, end_m }: CurbDraft): number =>
    Math.max(0, start_m - position_m, position_m - end_m);
  const zone = curbs
    .filter((curb) => curb.link === link && isForParking(curb))
    .reduce<CurbDraft | null>(
      (best, curb) => (best === null || apart_m(curb) < apart_m(best) ? curb : best),
      null,
    );
  if (zone === null) return null;
  const room = stallsIn(zone.start_m, zone.end_m);
  const count = Math.min(room, stalls ?? USUAL_STALLS);
  if (count < 1) return null;
  const wanted = Math.round((position_m - zone.start_m) / STALL_m - count / 2);
  const first = Math.max(0, Math.min(room - count, wanted));
  const start_m = zone.start_m + first * STALL_m;
  const end_m = start_m + count * STALL_m;
  const timetable = allDay('charging');
  const pieces: CurbDraft[] = [
    { ...zone, end_m: start_m },
    { ...zone, name: `${zone.name} charging ${name}`, start_m, end_m, timetable },
    { ...zone, name: `${zone.name} beyond ${name}`, start_m: end_m },
  ];
  const left = pieces.filter((piece) => stallsIn(piece.start_m, piece.end_m) > 0);
  return curbs.flatMap((curb) => (curb === zone ? left : [curb]));
}

const isForParking = ({ timetable }: CurbDraft): boolean =>
  timetable.every(({ use }) => use === 'parking');

/** A zone is a sum of stalls: the last one must not be lost to a digit. */
const stallsIn = (start_m: number, end_m: number): number =>
  Math.floor((end_m - start_m) / STALL_m + 1e-6);
