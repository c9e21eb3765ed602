/** How much of which demand to generate, with the example district's numbers as defaults. */
import { UserError } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { TripKind } from '../../core/scenario/trip.js';

export interface DemandSpec {
  /** Every draw is a function of it. */
  readonly seed: number;
  /** The one knob: scales all trips and cars. A smaller factor's cars are among a larger one's. */
  readonly factor: number;
  /** Vehicle trips a day at factor 1. */
  readonly tripCounts: Readonly<Record<TripKind, number>>;
  /** Cars that residents own at factor 1; those that make no trip stand at home all day. */
  readonly residentCarCount: number;
  /** How fast work places lose pull with distance c: exp(-deterrence × c). */
  readonly workDeterrence_perM: number;
  /** The same for shops, leisure and the next stop of a van. */
  readonly errandDeterrence_perM: number;
}

/**
 * The example district: 57,600 people and 43,200 jobs on 576 ha. Residents' trips are 2.7 a person,
 * 30 % of them by car with 1.25 in it. The deterrences bring the mean way inside the district, over
 * all kinds, to 1.86 km.
 */
export const DEFAULT_DEMAND: DemandSpec = {
  seed: 1,
  factor: 1,
  tripCounts: { resident: 37_300, commuter: 18_100, visitor: 10_200, van: 3_100, through: 27_300 },
  residentCarCount: 16_900,
  workDeterrence_perM: 0.0012,
  errandDeterrence_perM: 0.002,
};

const EXAMPLE = { residentCount: 57_600, jobCount: 43_200 };

/**
 * The example's rates applied to the people and jobs of `network`: residents' trips and cars a
 * person, commuters and visitors a job, vans a person or job, and through traffic in its share of
 * all trips. For the example district these are DEFAULT_DEMAND's counts.
 */
export function demandFor(network: Pick<NetworkDraft, 'addresses'>): DemandSpec {
  const { tripCounts, residentCarCount } = DEFAULT_DEMAND;
  let residentCount = 0;
  let jobCount = 0;
  for (const address of network.addresses) {
    residentCount += address.residentCount;
    jobCount += address.jobCount;
  }
  const perPerson = residentCount / EXAMPLE.residentCount;
  const perJob = jobCount / EXAMPLE.jobCount;
  const perEither = (residentCount + jobCount) / (EXAMPLE.residentCount + EXAMPLE.jobCount);
  const { resident, commuter, visitor, van, through } = tripCounts;
  const ending = resident * perPerson + (commuter + visitor) * perJob + van * perEither;
  const endingInExample = resident + commuter + visitor + van;
  return {
    ...DEFAULT_DEMAND,
    tripCounts: {
      resident: Math.round(resident * perPerson),
      commuter: Math.round(commuter * perJob),
      visitor: Math.round(visitor * perJob),
      van: Math.round(van * perEither),
      through: Math.round((through * ending) / endingInExample),
    },
    residentCarCount: Math.round(residentCarCount * perPerson),
  };
}

/** Refuses numbers that no demand can have. */
export function checkSpec(spec: DemandSpec): void {
  const { seed, factor, tripCounts, residentCarCount } = spec;
  const numbers = {
    seed: Math.abs(seed),
    factor,
    residentCarCount,
    workDeterrence_perM: spec.workDeterrence_perM,
    errandDeterrence_perM: spec.errandDeterrence_perM,
    ...Object.fromEntries(
      Object.entries(tripCounts).map(([kind, count]) => [`tripCounts.${kind}`, count]),
    ),
  };
  const problems = Object.entries(numbers)
    .filter(([, value]) => !(Number.isFinite(value) && value >= 0))
    .map(([field, value]) => ({
      code: 'DEM-001',
      severity: 'error' as const,
      file: 'demand',
      line: 0,
      column: 0,
      field,
      message: `must be a finite number, 0 or more, got ${value}`,
    }));
  if (problems.length > 0) throw new UserError(problems);
}
