/** What the rows of a PBF block have in common, and places as it writes them. */
import type { BlockTexts } from './pbf-texts.js';

/** What a block says about all of its rows. */
export interface BlockFrame {
  readonly texts: BlockTexts;
  readonly granularity: number;
  readonly latOffset: number;
  readonly lonOffset: number;
}

/** Whole nanodegrees by a power of ten: the same digits as the decimal text of XML gives. */
export const degreesOf = (
  lat: number,
  lon: number,
  { granularity, latOffset, lonOffset }: BlockFrame,
): [lat_deg: number, lon_deg: number] => [
  (latOffset + granularity * lat) / 1e9,
  (lonOffset + granularity * lon) / 1e9,
];

export const isPlace = (id: number, lat_deg: number, lon_deg: number): boolean =>
  Number.isSafeInteger(id) && Math.abs(lat_deg) <= 90 && Math.abs(lon_deg) <= 180;
