/** Car parks that are on the map, as lots beside the street that leads to them. */
import { indexLinks, nearestLink } from '../../core/network/nearest.js';
import type { LotDraft, LotKind, NetworkDraft, Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import type { MappedPlace } from './mapped-places.js';

/** Ground by stall with its share of the aisles; a structure's floors share theirs. */
const SURFACE_m2 = 28;
const STRUCTURE_m2 = 32;
/** A structure or underground car park has as many floors where the map does not say. */
const USUAL_LEVELS: Readonly<Record<LotKind, number>> = {
  surface: 1,
  structure: 3,
  underground: 2,
  viaduct: 1,
};
const MOST_LEVELS = 20;
/** Stalls of a car park that is a point without a number. */
const USUAL_STALLS = 30;
const MOST_STALLS = 20_000;
/** Farther from any street it is behind something that the map does not show. */
const FARTHEST_m = 150;

const KINDS: ReadonlyMap<string, LotKind> = new Map([
  ['multi-storey', 'structure'],
  ['rooftop', 'structure'],
  ['garage_boxes', 'surface'],
  ['underground', 'underground'],
]);
const CLOSED: ReadonlySet<string> = new Set(['no', 'private']);

/** Entered from the nearest of the links that `isServed` accepts. */
export function addMappedLots(
  draft: NetworkDraft,
  places: readonly MappedPlace[],
  { heart, notes }: { heart: ReadonlySet<string>; notes: NoteBook },
): NetworkDraft {
  const served = draft.links.filter(({ name, isInside }) => isInside && heart.has(name));
  const index = indexLinks(served);
  const linkNamed = new Map(served.map((link) => [link.name, link]));
  const lots: LotDraft[] = [];
  for (const place of places) {
    if (place.tags.get('amenity') !== 'parking') continue;
    if (CLOSED.has(place.tags.get('access') ?? '')) {
      notes.repair('OSM-120', place.name, 'private car parks: left out');
      continue;
    }
    const near = nearestLink(index, place.at[0], place.at[1]);
    if (near === null || near.distance_m > FARTHEST_m) {
      notes.repair(
        'OSM-121',
        place.name,
        `car parks over ${FARTHEST_m} m from any street: left out`,
      );
      continue;
    }
    const { length_m } = linkNamed.get(near.link)!;
    const position_m = Math.min(Math.max(near.position_m, 1), length_m - 1);
    lots.push(lotOf(place, { link: near.link, position_m }, notes));
  }
  return { ...draft, lots: [...draft.lots, ...lots] };
}

function lotOf(
  place: MappedPlace,
  entrance: LotDraft['entrances'][number],
  notes: NoteBook,
): LotDraft {
  const { name, tags, area_m2 } = place;
  const [x_m, y_m]: Point = place.at;
  const kind = KINDS.get(tags.get('parking') ?? '') ?? 'surface';
  const said = wholeNumber(tags.get('building:levels') ?? tags.get('levels'), MOST_LEVELS);
  const levelCount = kind === 'surface' ? 1 : (said ?? USUAL_LEVELS[kind]);
  const perStall_m2 = kind === 'surface' ? SURFACE_m2 : STRUCTURE_m2;
  const capacity = wholeNumber(tags.get('capacity'), MOST_STALLS);
  const byArea = Math.floor((area_m2 * levelCount) / perStall_m2);
  if (capacity === null) {
    const by = area_m2 > 0 ? `area, ${perStall_m2} m² each` : `nothing: ${USUAL_STALLS} assumed`;
    notes.guess('OSM-211', name, `stalls of car parks by ${by}`);
  }
  const chargers = wholeNumber(tags.get('capacity:charging'), MOST_STALLS);
  const guessed = area_m2 > 0 ? Math.min(MOST_STALLS, Math.max(1, byArea)) : USUAL_STALLS;
  const stallCount = capacity ?? guessed;
  return {
    name: lotNameOf(place),
    kind,
    stallCount,
    ...(chargers === null ? {} : { chargerCount: Math.min(chargers, stallCount) }),
    land_m2PerStall: kind === 'underground' ? 0.1 : perStall_m2 / levelCount,
    levelCount,
    isRemote: false,
    isInside: true,
    x_m,
    y_m,
    block: '',
    entrances: [entrance],
  };
}

export const lotNameOf = ({ name }: MappedPlace): string => `lot ${name}`;

/** From 1 to `most`; null for anything else. */
export function wholeNumber(text: string | undefined, most: number): number | null {
  if (text === undefined || !/^[0-9]{1,6}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= 1 && number <= most ? number : null;
}
