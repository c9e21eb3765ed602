/** Rows of a fixed number of numbers in one growing typed array: the tables that folds write. */
import type { TableColumn } from './column-table.js';

export class GrowingRows {
  readonly width: number;
  numbers: Float64Array;
  count = 0;

  constructor(width: number) {
    this.width = width;
    this.numbers = new Float64Array(width * 64);
  }

  /** Appends the `width` numbers of `source` from `at` on. */
  append(source: ArrayLike<number>, at = 0): void {
    const { width } = this;
    const start = this.count * width;
    if (start + width > this.numbers.length) this.#grow();
    for (let column = 0; column < width; column++) {
      this.numbers[start + column] = source[at + column]!;
    }
    this.count++;
  }

  /** A column of the table; good until the next `append`. */
  column(offset: number, texts?: readonly string[]): TableColumn {
    const { numbers, width } = this;
    return { numbers, first: offset, stride: width, ...(texts === undefined ? {} : { texts }) };
  }

  /** One result a row, made from where the row's numbers begin. */
  map<Result>(make: (numbers: Float64Array, at: number) => Result): Result[] {
    const results: Result[] = [];
    for (let row = 0; row < this.count; row++) results.push(make(this.numbers, row * this.width));
    return results;
  }

  /** All numbers of all rows; the view is good until the next `append`. */
  save(): Float64Array {
    return this.numbers.subarray(0, this.count * this.width);
  }

  load(numbers: ArrayLike<number>): void {
    this.count = 0;
    for (let at = 0; at < numbers.length; at += this.width) this.append(numbers, at);
  }

  #grow(): void {
    const grown = new Float64Array(this.numbers.length * 2);
    grown.set(this.numbers);
    this.numbers = grown;
  }
}
