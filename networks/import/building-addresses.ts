/** Addresses in the buildings of a map: people by floor area, where enough buildings are mapped. */
import { HECTARE_m2 } from '../../core/base/units.js';
import { indexLinks, nearestLink } from '../../core/network/nearest.js';
import type { AddressDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { JOBS_PER_HA, RESIDENTS_PER_HA } from '../complete/frontage-addresses.js';
import type { NoteBook } from '../complete/note-book.js';
import { insideOf } from '../complete/polyline.js';
import { shareOut } from '../complete/shares.js';
import { wholeNumber } from './mapped-lots.js';
import type { MappedPlace } from './mapped-places.js';

/** With less floor for each resident and job, most of the buildings are not on the map. */
const LEAST_FLOOR_m2 = 20;
const FARTHEST_m = 200;
const MOST_LEVELS = 100;
const USUAL_LEVELS = 2;
const APARTMENT_LEVELS = 5;

const HOMES: ReadonlySet<string> = new Set([
  'apartments',
  'residential',
  'house',
  'detached',
  'semidetached_house',
  'terrace',
  'bungalow',
  'dormitory',
]);
const WORK: ReadonlySet<string> = new Set([
  'office',
  'commercial',
  'retail',
  'industrial',
  'warehouse',
  'hotel',
  'school',
  'kindergarten',
  'university',
  'college',
  'hospital',
  'public',
  'civic',
  'government',
  'supermarket',
  'train_station',
]);
/** Nobody lives or works there all day. */
const EMPTY: ReadonlySet<string> = new Set([
  'no',
  'garage',
  'garages',
  'carport',
  'parking',
  'roof',
  'shed',
  'hut',
  'ruins',
  'construction',
  'greenhouse',
  'service',
  'transformer_tower',
]);

/** Null where the map has too few buildings to carry the people of a usual district. */
export function addBuildingAddresses(
  draft: NetworkDraft,
  places: readonly MappedPlace[],
  { heart, notes }: { heart: ReadonlySet<string>; notes: NoteBook },
): NetworkDraft | null {
  const floors = floorsOf(places);
  const area_ha = draft.district.area_m2 / HECTARE_m2;
  const [residentCount, jobCount] = [RESIDENTS_PER_HA, JOBS_PER_HA].map((perHectare) =>
    Math.round(perHectare * area_ha),
  ) as [number, number];
  const floor_m2 = floors.reduce((sum, { home_m2, work_m2 }) => sum + home_m2 + work_m2, 0);
  if (floor_m2 < LEAST_FLOOR_m2 * (residentCount + jobCount)) return null;
  const sites = sitesOf(floors, { draft, heart, notes });
  const residents = shareOut(
    residentCount,
    sites.map(({ home_m2 }) => home_m2),
  );
  const jobs = shareOut(
    jobCount,
    sites.map(({ work_m2 }) => work_m2),
  );
  const addresses = sites.map(
    ({ address }, at): AddressDraft => ({
      ...address,
      residentCount: residents[at]!,
      jobCount: jobs[at]!,
    }),
  );
  const people = `${RESIDENTS_PER_HA} residents and ${JOBS_PER_HA} jobs a hectare`;
  const message = `${addresses.length} buildings share ${people} by their floor area`;
  notes.guess('OSM-212', 'addresses', message);
  return { ...draft, addresses: [...draft.addresses, ...addresses] };
}

interface Floors {
  readonly place: MappedPlace;
  readonly home_m2: number;
  readonly work_m2: number;
}

/** The building's own word decides, else the land it stands on, else half and half. */
function floorsOf(places: readonly MappedPlace[]): readonly Floors[] {
  const lands = places.filter(({ tags }) => tags.has('landuse') && !tags.has('building'));
  return places.flatMap((place): Floors[] => {
    const { tags, area_m2 } = place;
    const kind = tags.get('building');
    if (kind === undefined || EMPTY.has(kind) || tags.get('amenity') === 'parking') return [];
    const said = wholeNumber(tags.get('building:levels'), MOST_LEVELS);
    const floor_m2 = area_m2 * (said ?? (kind === 'apartments' ? APARTMENT_LEVELS : USUAL_LEVELS));
    const homeShare = homeShareOf(place, kind, lands);
    return [{ place, home_m2: floor_m2 * homeShare, work_m2: floor_m2 * (1 - homeShare) }];
  });
}

function homeShareOf(place: MappedPlace, kind: string, lands: readonly MappedPlace[]): number {
  if (HOMES.has(kind)) return 1;
  if (WORK.has(kind)) return 0;
  const land = lands.find(({ outline }) => insideOf(outline, place.at))?.tags.get('landuse');
  if (land === 'residential') return 1;
  return land === 'commercial' || land === 'retail' || land === 'industrial' ? 0 : 0.5;
}

/** At the nearest street that has the building on its right, or runs one way. */
function sitesOf(
  floors: readonly Floors[],
  { draft, heart, notes }: { draft: NetworkDraft; heart: ReadonlySet<string>; notes: NoteBook },
) {
  const MOTORWAY_RANK = 5;
  const served = draft.links.filter(
    ({ name, isInside, rank }) => isInside && rank < MOTORWAY_RANK && heart.has(name),
  );
  const index = indexLinks(served);
  const linkNamed = new Map(served.map((link) => [link.name, link]));
  const driven = new Set(served.map(({ from, to, street }) => `${from}\n${to}\n${street}`));
  const isOneWay = (name: string): boolean => {
    const { from, to, street } = linkNamed.get(name)!;
    return !driven.has(`${to}\n${from}\n${street}`);
  };
  return floors.flatMap(({ place, home_m2, work_m2 }) => {
    const [x_m, y_m] = place.at;
    const near = nearestLink(
      index,
      x_m,
      y_m,
      ({ side, link }) => side === 'right' || isOneWay(link),
    );
    if (near === null || near.distance_m > FARTHEST_m) {
      notes.repair(
        'OSM-122',
        place.name,
        `buildings over ${FARTHEST_m} m from any street: left out`,
      );
      return [];
    }
    const { link, position_m, distance_m: walk_m } = near;
    const at = { x_m, y_m, block: '', link, position_m, walk_m };
    return [
      { address: { name: `building ${place.name}`, ...at, isGuessed: false }, home_m2, work_m2 },
    ];
  });
}
