/** Picks rows with probabilities in proportion to weights, by bisection of their running sums. */
export class WeightedChoice<Item> {
  readonly #items: readonly Item[];
  readonly #sums: Float64Array;
  readonly totalWeight: number;

  constructor(items: readonly Item[], weightOf: (item: Item) => number) {
    this.#items = items;
    this.#sums = new Float64Array(items.length);
    let sum = 0;
    for (let row = 0; row < items.length; row++) {
      sum += Math.max(weightOf(items[row]!), 0);
      this.#sums[row] = sum;
    }
    this.totalWeight = sum;
  }

  /** The item below whose running sum the share `u` of all weight lies; never one of weight 0. */
  pick(u: number): Item {
    const target = u * this.totalWeight;
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sums[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return this.#items[low]!;
  }
}
