/**
 * The share of a district's land that is parking, beside the shares of other places: off-street lots
 * in a file by place, as the Parking Reform Network gives them for city centres
 * (`{ "albany-ny": { "name": "Albany, NY", "percentage": "29%" }, … }`).
 */
import { UserError } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { isObject, parseJsonObject } from '../import/curb-json.js';

export interface ParkingShares {
  readonly name: string;
  /** Of the district's land, 0 to 1. */
  readonly offStreet: number;
  readonly atCurb: number;
}

/** Land of lots inside the district, and of curb that is for parking at some hour. */
export function parkingSharesOf({
  name,
  district,
  lots,
  curbs,
  links,
}: NetworkDraft): ParkingShares {
  const inside = new Set(links.filter(({ isInside }) => isInside).map((link) => link.name));
  const lots_m2 = lots
    .filter(({ isInside }) => isInside)
    .reduce((sum, { stallCount, land_m2PerStall }) => sum + stallCount * land_m2PerStall, 0);
  const curb_m2 = curbs
    .filter(({ link, timetable }) => inside.has(link) && timetable.some(isForParking))
    .reduce((sum, { start_m, end_m, depth_m }) => sum + (end_m - start_m) * depth_m, 0);
  return { name, offStreet: lots_m2 / district.area_m2, atCurb: curb_m2 / district.area_m2 };
}

const isForParking = ({ use }: { readonly use: string }): boolean => use === 'parking';

export interface PlaceShares {
  /** Off-street shares, 0 to 1, rising. */
  readonly shares: readonly number[];
  /** Places whose share cannot be read. */
  readonly unread: readonly string[];
}

const PERCENTAGE = /^(\d{1,3}(?:\.\d+)?)%$/;

/** Throws UserError PRK-001 where the text is no such file. */
export function readPlaceShares(text: string, file: string): PlaceShares {
  const shares: number[] = [];
  const unread: string[] = [];
  for (const [key, place] of Object.entries(parseJsonObject(text, file, 'PRK-001'))) {
    const percentage = isObject(place) ? place['percentage'] : undefined;
    const found = typeof percentage === 'string' ? PERCENTAGE.exec(percentage) : null;
    if (found === null || Number(found[1]) > 100) unread.push(key);
    else shares.push(Number(found[1]) / 100);
  }
  if (shares.length === 0) {
    const message = 'must have a place with a percentage, like "29%"';
    const where = { file, line: 0, column: 0, field: 'percentage' };
    throw new UserError({ code: 'PRK-001', severity: 'error', ...where, message });
  }
  return { shares: shares.sort((a, b) => a - b), unread };
}

/** A line for the district, one for the places, and one for where it stands among them. */
export function parkingShareLines(
  { name, offStreet, atCurb }: ParkingShares,
  { shares, unread }: PlaceShares,
): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const at = (part: number): string => percent(shares[Math.round(part * (shares.length - 1))]!);
  const below = shares.filter((share) => share < offStreet).length;
  return [
    `${name || 'district'}: off-street parking ${percent(offStreet)} of the land, parking at the curb ${percent(atCurb)}`,
    `${shares.length} places: off-street parking from ${at(0)} to ${at(1)}, quartiles ${at(0.25)}, ${at(0.5)}, ${at(0.75)}`,
    `${below} of them have less than the district`,
    ...(unread.length === 0 ? [] : [`not read: ${unread.join(', ')}`]),
  ];
}
