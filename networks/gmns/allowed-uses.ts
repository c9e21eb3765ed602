/** Reads GMNS lists of uses: who may drive a link or a lane. */

/** Uses that no car is among; GMNS leaves the words to the file (use_definition.csv). */
const NOT_CARS: ReadonlySet<string> = new Set([
  'walk',
  'ped',
  'pedestrian',
  'foot',
  'bike',
  'bicycle',
  'cycle',
  'bus',
  'transit',
  'tram',
  'rail',
  'railway',
  'ferry',
  'none',
]);

/** True for an empty list and for lists with any word that is not known to be something else. */
export function isForCars(uses: string | undefined): boolean {
  if (uses === undefined) return true;
  const words = uses
    .toLowerCase()
    .replaceAll(';', ',')
    .split(',')
    .map((use) => use.trim())
    .filter((use) => use !== '');
  return words.length === 0 || words.some((use) => !NOT_CARS.has(use));
}
