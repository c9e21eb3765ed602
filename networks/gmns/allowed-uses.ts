/** Reads and writes GMNS lists of uses: who may drive a link or a lane. */
import { LANE_CLASSES, type LaneClass } from '../../core/network/lane-use.js';

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
  const words = wordsIn(uses);
  return words.length === 0 || words.some((use) => !NOT_CARS.has(use));
}

const wordsIn = (uses: string): string[] =>
  uses
    .toLowerCase()
    .replaceAll(';', ',')
    .split(',')
    .map((use) => use.trim())
    .filter((use) => use !== '');

/** What others call the classes of vehicles that are not everyone's. */
const MEANINGS: Readonly<Record<string, readonly LaneClass[]>> = {
  ...Object.fromEntries(LANE_CLASSES.map((each) => [each, [each]])),
  all: LANE_CLASSES,
  transit: ['bus'],
  av: ['pav', 'sav'],
  automated: ['pav', 'sav'],
  taxi: ['sav'],
  truck: ['van'],
  freight: ['van'],
  delivery: ['van'],
  none: [],
};

/** The classes of a list all of whose words stand for some of them; null where cars of any kind may drive. */
export function laneClassesIn(uses: string | undefined): readonly LaneClass[] | null {
  const words = wordsIn(uses ?? '');
  const meanings = words.map((word) => MEANINGS[word]);
  if (words.length === 0 || meanings.some((each) => each === undefined)) return null;
  const named = new Set(meanings.flat());
  return LANE_CLASSES.filter((each) => named.has(each));
}

export const usesText = (classes: readonly LaneClass[]): string =>
  classes.length === 0 ? 'none' : classes.join(',');
