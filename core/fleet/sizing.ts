/** Fleet size as an answer: the smallest rung of a ladder of sizes that rejects few enough. */

export interface RungResult {
  readonly size: number;
  readonly rejectedShare: number;
}

export interface LadderResult {
  /** The smallest size under the limit; null if even the largest is not. */
  readonly smallest: number | null;
  /** Every rung that was run, by size. */
  readonly evaluated: readonly RungResult[];
  /**
   * Pairs of neighbours among those where the larger fleet rejected more. Bisection assumes that
   * there are none; if there are, a smaller rung than the answer might do too.
   */
  readonly reversals: readonly (readonly [smaller: RungResult, larger: RungResult])[];
}

/** Design standard of the example study: under 2 % of requests rejected. */
const REJECTED_SHARE_LIMIT = 0.02;

/**
 * Runs rungs by bisection, one after the other. `ladder` rises; a share of exactly `limit` fails.
 */
export async function smallestOnLadder(
  ladder: readonly number[],
  rejectedShareOf: (size: number) => Promise<number>,
  limit = REJECTED_SHARE_LIMIT,
): Promise<LadderResult> {
  assertRising(ladder);
  const evaluated: RungResult[] = [];
  let low = 0;
  let high = ladder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const size = ladder[middle]!;
    const rejectedShare = await rejectedShareOf(size);
    evaluated.push({ size, rejectedShare });
    if (rejectedShare < limit) high = middle;
    else low = middle + 1;
  }
  evaluated.sort((a, b) => a.size - b.size);
  return { smallest: ladder[low] ?? null, evaluated, reversals: reversalsIn(evaluated) };
}

function assertRising(ladder: readonly number[]): void {
  if (ladder.length === 0) throw new RangeError('A ladder of fleet sizes needs a rung.');
  for (let rung = 1; rung < ladder.length; rung++) {
    if (!(ladder[rung]! > ladder[rung - 1]!)) {
      throw new RangeError(`A ladder of fleet sizes must rise: ${ladder.join(', ')}.`);
    }
  }
}

function reversalsIn(evaluated: readonly RungResult[]): (readonly [RungResult, RungResult])[] {
  return evaluated
    .slice(1)
    .map((larger, rung) => [evaluated[rung]!, larger] as const)
    .filter(([smaller, larger]) => larger.rejectedShare > smaller.rejectedShare);
}
