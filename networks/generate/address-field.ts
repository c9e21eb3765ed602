/**
 * The addresses of a district with the people and jobs at them: the same in every layout that is
 * built on the same land. They stand on a jittered lattice, clear of the streets of all layouts.
 */
import { UserError } from '../../core/base/errors.js';
import { draw, hashName, PURPOSE } from '../../core/base/random.js';
import type { Point } from '../../core/network/network-draft.js';
import { largestRemainders } from './apportion.js';
import type { GenerateSpec, StreetPattern } from './generate-spec.js';
import { isStreet } from './grid.js';

export interface FieldAddress {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
  readonly residentCount: number;
  readonly jobCount: number;
}

/** Function of the side, the counts, the seed and the set of street patterns, in any order. */
export function addressField(spec: GenerateSpec): FieldAddress[] {
  const points = clearPoints(spec, [spec, ...spec.keepClearOf]);
  const residents = largestRemainders(spec.residentCount, residentWeights(points, spec.seed));
  const jobs = largestRemainders(spec.jobCount, jobWeights(points, spec));
  const digits = String(points.length).length;
  return points.map(([x_m, y_m], place) => ({
    name: `a${String(place + 1).padStart(digits, '0')}`,
    x_m,
    y_m,
    residentCount: residents[place]!,
    jobCount: jobs[place]!,
  }));
}

/** The coarsest lattice with enough points on block land, less the ones drawn to be left out. */
function clearPoints(spec: GenerateSpec, streets: readonly StreetPattern[]): Point[] {
  const { addressCount, seed } = spec;
  const blockShare = Math.min(
    ...streets.map((street) => 1 - street.rightOfWay_m / street.spacing_m),
  );
  const coarsest = Math.ceil(Math.sqrt(addressCount) / blockShare);
  // Streets that leave less than a hundredth of the land are not worth a finer lattice.
  const finest = 10 * Math.ceil(Math.sqrt(addressCount));
  for (let perSide = coarsest; perSide <= finest; perSide++) {
    const cells = latticeCells(spec, perSide).filter(
      ({ point }) => !streets.some((street) => point.some((at_m) => isStreet(street, at_m))),
    );
    if (cells.length < addressCount) continue;
    const rank = new Map(cells.map(({ entity }) => [entity, jitter(seed, entity, 2)]));
    const byRank = [...cells].sort((a, b) => rank.get(a.entity)! - rank.get(b.entity)!);
    const leftOut = new Set(byRank.slice(addressCount));
    return cells.filter((cell) => !leftOut.has(cell)).map(({ point }) => point);
  }
  throw new UserError({
    code: 'GEN-010',
    severity: 'error',
    file: spec.name,
    line: 0,
    column: 0,
    field: 'keepClearOf',
    message: 'must leave land for the addresses between the streets of all layouts',
  });
}

/** One point a cell, to the decimetre: rows from south to north, each from west to east. */
function latticeCells(
  { side_m, seed }: GenerateSpec,
  perSide: number,
): { readonly point: Point; readonly entity: number }[] {
  const cell_m = side_m / perSide;
  return Array.from({ length: perSide * perSide }, (_, cell) => {
    const entity = hashName(`address cell ${cell}`);
    const point: Point = [
      toDecimetre(((cell % perSide) + jitter(seed, entity, 0)) * cell_m),
      toDecimetre((Math.floor(cell / perSide) + jitter(seed, entity, 1)) * cell_m),
    ];
    return { point, entity };
  });
}

const jitter = (seed: number, entity: number, count: number): number =>
  draw(seed, PURPOSE.layoutJitter, entity, count);

const toDecimetre = (at_m: number): number => Math.round(at_m * 10) / 10;

/** Houses differ: each has from half to one and a half times the mean. */
function residentWeights(points: readonly Point[], seed: number): number[] {
  return points.map(
    ([x_m, y_m]) => 0.5 + draw(seed, PURPOSE.layoutJitter, hashName(`residents ${x_m} ${y_m}`)),
  );
}

/** `jobCentreShare` of the jobs fall off as exp(-distance / scale), the others are even. */
function jobWeights(
  points: readonly Point[],
  { side_m, jobCentreShare, jobScale_m }: GenerateSpec,
): number[] {
  const centre_m = side_m / 2;
  const crowding = points.map(([x_m, y_m]) =>
    Math.exp(-Math.hypot(x_m - centre_m, y_m - centre_m) / jobScale_m),
  );
  const crowdingSum = crowding.reduce((sum, weight) => sum + weight, 0);
  return crowding.map(
    (weight) => (jobCentreShare * weight) / crowdingSum + (1 - jobCentreShare) / points.length,
  );
}
