/**
 * Fleet size as an answer: the smallest fleet that meets its targets. Sizes are tried one after the
 * other on the same day (common random numbers): doubled or halved from a first guess until one is
 * enough and one is not, then in the middle between these two.
 *
 * That takes it that a larger fleet serves no worse. The answer does not rest on it: the size named
 * has been run and is enough, and a size smaller by no more than the step has been run and is not.
 */

export interface FleetTrial<Outcome> {
  readonly vehicleCount: number;
  readonly isEnough: boolean;
  readonly outcome: Outcome;
}

export interface FleetSizing<Outcome> {
  /** The smallest size that is enough; null if none up to the largest is. */
  readonly smallest: number | null;
  /** Every size that was run, rising. */
  readonly trials: readonly FleetTrial<Outcome>[];
}

export interface SizingBounds {
  /** Where to begin. */
  readonly guess: number;
  readonly largest: number;
  /** Sizes nearer to each other are not told apart, as a share of the size; one vehicle at least. */
  readonly stepShare: number;
}

export async function smallestFleet<Outcome>(
  { guess, largest, stepShare }: SizingBounds,
  tryFleet: (vehicleCount: number) => Promise<{ isEnough: boolean; outcome: Outcome }>,
): Promise<FleetSizing<Outcome>> {
  if (!(largest >= 1)) throw new RangeError(`The largest fleet must have a vehicle: ${largest}.`);
  const trials: FleetTrial<Outcome>[] = [];
  const isEnough = async (vehicleCount: number): Promise<boolean> => {
    const trial = { vehicleCount, ...(await tryFleet(vehicleCount)) };
    trials.push(trial);
    return trial.isEnough;
  };
  const first = Math.min(Math.max(1, Math.round(guess)), largest);
  const isFirstEnough = await isEnough(first);
  let tooFew = isFirstEnough ? 0 : first;
  let enough: number | null = isFirstEnough ? first : null;
  while (enough === null && tooFew < largest) {
    const larger = Math.min(2 * tooFew, largest);
    if (await isEnough(larger)) enough = larger;
    else tooFew = larger;
  }
  while (isFirstEnough && tooFew === 0 && enough! > 1) {
    const smaller: number = Math.floor(enough! / 2);
    if (await isEnough(smaller)) enough = smaller;
    else tooFew = smaller;
  }
  while (enough !== null && enough - tooFew > Math.max(1, Math.floor(stepShare * enough))) {
    const middle: number = (tooFew + enough) >> 1;
    if (await isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  trials.sort((a, b) => a.vehicleCount - b.vehicleCount);
  return { smallest: enough, trials };
}
