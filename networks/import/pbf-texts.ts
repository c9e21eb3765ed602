/** Texts of a PBF block, made only where somebody asks: most are names of what is not kept. */

export class BlockTexts {
  #bytes: Buffer = Buffer.alloc(0);
  #ends: Int32Array = new Int32Array(64);
  #starts: Int32Array = new Int32Array(64);
  #count = 0;
  #made: string[] = [];

  /** Of another block, which has none yet. */
  begin(bytes: Uint8Array): void {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#count = 0;
    this.#made = [];
  }

  add(start: number, end: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = longer(this.#starts);
      this.#ends = longer(this.#ends);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  text(at: number): string | undefined {
    if (!(at >= 0 && at < this.#count)) return undefined;
    this.#made[at] ??= this.#bytes.toString('utf8', this.#starts[at], this.#ends[at]);
    return this.#made[at];
  }
}

function longer(column: Int32Array): Int32Array {
  const twice = new Int32Array(2 * column.length);
  twice.set(column);
  return twice;
}
