/** Far more than there are trips and vehicles in any run, and handed over in a second or two. */
const MOST_AT_ONCE = 10_000_000;

/**
 * What is due when: a heap of (clock time, what, row). Entries of one time come out by what, then by
 * row, whatever the order in which they were put in.
 */
export class Calendar {
  #time_s = new Float64Array(1024);
  #what = new Int32Array(1024);
  #row = new Int32Array(1024);
  count = 0;

  add(time_s: number, what: number, row: number): void {
    if (this.count === this.#time_s.length) this.#grow();
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(time_s, what, row, parent)) break;
      this.#copy(parent, at);
      at = parent;
    }
    this.#put(at, time_s, what, row);
  }

  /**
   * Hands over everything due at or before `time_s`, in order; what it adds is handed over as well.
   * What asks for itself again at once would never end: that is a bug, and thrown as one.
   */
  takeDue(time_s: number, take: (what: number, row: number, due_s: number) => void): void {
    for (let takenCount = 0; this.count > 0 && this.#time_s[0]! <= time_s; takenCount++) {
      const due_s = this.#time_s[0]!;
      const what = this.#what[0]!;
      const row = this.#row[0]!;
      if (takenCount > MOST_AT_ONCE) {
        throw new Error(`What ${what} of row ${row} is due at ${due_s} s over and over again.`);
      }
      this.#removeFirst();
      take(what, row, due_s);
    }
  }

  /** All entries, in the order of the heap: time, what, row. */
  save(): Float64Array {
    const entries = new Float64Array(3 * this.count);
    for (let at = 0; at < this.count; at++) {
      entries[3 * at] = this.#time_s[at]!;
      entries[3 * at + 1] = this.#what[at]!;
      entries[3 * at + 2] = this.#row[at]!;
    }
    return entries;
  }

  load(entries: ArrayLike<number>): void {
    this.count = 0;
    for (let at = 0; at < entries.length; at += 3) {
      this.add(entries[at]!, entries[at + 1]!, entries[at + 2]!);
    }
  }

  #removeFirst(): void {
    const last = --this.count;
    const time_s = this.#time_s[last]!;
    const what = this.#what[last]!;
    const row = this.#row[last]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      const other = child + 1;
      const isOtherFirst =
        other < last &&
        this.#isBefore(this.#time_s[other]!, this.#what[other]!, this.#row[other]!, child);
      if (isOtherFirst) child = other;
      if (this.#isBefore(time_s, what, row, child)) break;
      this.#copy(child, at);
      at = child;
    }
    this.#put(at, time_s, what, row);
  }

  #isBefore(time_s: number, what: number, row: number, at: number): boolean {
    const difference_s = time_s - this.#time_s[at]!;
    if (difference_s !== 0) return difference_s < 0;
    if (what !== this.#what[at]!) return what < this.#what[at]!;
    return row < this.#row[at]!;
  }

  #copy(from: number, to: number): void {
    this.#put(to, this.#time_s[from]!, this.#what[from]!, this.#row[from]!);
  }

  #put(at: number, time_s: number, what: number, row: number): void {
    this.#time_s[at] = time_s;
    this.#what[at] = what;
    this.#row[at] = row;
  }

  #grow(): void {
    const size = this.#time_s.length * 2;
    const grow = <Kind extends Float64Array | Int32Array>(from: Kind, to: Kind): Kind => {
      to.set(from);
      return to;
    };
    this.#time_s = grow(this.#time_s, new Float64Array(size));
    this.#what = grow(this.#what, new Int32Array(size));
    this.#row = grow(this.#row, new Int32Array(size));
  }
}
