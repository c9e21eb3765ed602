/** Draws about one named thing: the same for the same name, whatever else is generated. */
import { draw, hashName, type Purpose } from '../../core/base/random.js';

export class Draws {
  readonly #seed: number;
  readonly #entity: number;
  readonly #counts = new Map<Purpose, number>();

  constructor(seed: number, name: string) {
    this.#seed = seed;
    this.#entity = hashName(name);
  }

  /** The next draw for `purpose`, in [0, 1). */
  next(purpose: Purpose): number {
    const count = this.#counts.get(purpose) ?? 0;
    this.#counts.set(purpose, count + 1);
    return draw(this.#seed, purpose, this.#entity, count);
  }
}
