/** Least and greatest of any number of values: Math.min(...values) breaks on a hundred thousand. */

/** Infinity where there is none, as Math.min has it. */
export function leastOf(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** -Infinity where there is none, as Math.max has it. */
export function greatestOf(values: Iterable<number>): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) greatest = Math.max(greatest, value);
  return greatest;
}

/** As `list.push(...more)`, which breaks on a hundred thousand. */
export function append<Each>(list: Each[], more: readonly Each[]): void {
  for (const each of more) list.push(each);
}
