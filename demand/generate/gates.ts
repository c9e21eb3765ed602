/** Which gate someone comes in by and goes out by. */
import { PURPOSE } from '../../core/base/random.js';
import type { Draws } from './draws.js';
import { type Gate, other, type Place, type Places, rectilinear_m } from './places.js';
import { WeightedChoice } from './weighted-choice.js';

export class Gates {
  readonly #gatesOut: readonly Gate[];
  readonly #entries: WeightedChoice<Gate>;
  readonly #exits: WeightedChoice<Gate>;
  /** Entries from which another gate leads out. */
  readonly #crossable: WeightedChoice<Gate>;
  readonly #across = new Map<string, WeightedChoice<Gate>>();

  constructor({ gatesIn, gatesOut }: Places) {
    this.#gatesOut = gatesOut;
    this.#entries = new WeightedChoice(gatesIn, (gate) => gate.weight);
    this.#exits = new WeightedChoice(gatesOut, (gate) => gate.weight);
    const leadsOn = (entry: Gate) => gatesOut.some((exit) => exit.name !== entry.name);
    this.#crossable = new WeightedChoice(gatesIn.filter(leadsOn), (gate) => gate.weight);
    const centre = meanOf([...gatesIn, ...gatesOut]);
    for (const entry of gatesIn) {
      const pullOf = (exit: Gate) => exit.weight * oppositeness(entry, exit, centre);
      this.#across.set(entry.name, new WeightedChoice(gatesOut, pullOf));
    }
  }

  get isEmpty(): boolean {
    return this.#entries.totalWeight === 0;
  }

  get canBeCrossed(): boolean {
    return this.#crossable.totalWeight > 0;
  }

  entry(draws: Draws): Gate {
    return this.#entries.pick(draws.next(PURPOSE.place));
  }

  exit(draws: Draws): Gate {
    return this.#exits.pick(draws.next(PURPOSE.place));
  }

  /** Out the way they came, unless that gate is one-way. */
  exitAfter(entry: Gate, draws: Draws): Gate {
    return entry.letsOut ? entry : this.exit(draws);
  }

  /** In the way they went out, unless that gate is one-way. */
  entryAfter(exit: Gate, draws: Draws): Gate {
    return exit.letsIn ? exit : this.entry(draws);
  }

  /** Where through traffic comes in. */
  entryAcross(draws: Draws): Gate {
    return this.#crossable.pick(draws.next(PURPOSE.place));
  }

  /** Where through traffic that came in at `entry` goes out: another gate, opposite ones first. */
  exitAcross(entry: Gate, draws: Draws): Gate {
    const across = this.#across.get(entry.name)!;
    return other([entry], this.#gatesOut, () => across.pick(draws.next(PURPOSE.place)));
  }
}

function meanOf(places: readonly Place[]): { x_m: number; y_m: number } {
  const count = Math.max(places.length, 1);
  return {
    x_m: places.reduce((sum, { x_m }) => sum + x_m, 0) / count,
    y_m: places.reduce((sum, { y_m }) => sum + y_m, 0) / count,
  };
}

/**
 * Pull between two gates: 1 for those that face each other straight across the centre, 0 on the same
 * side. It is the square of (1 − cos of the angle between them) / 2, because whoever only turns a
 * corner of the district has a shorter way around it; and it falls off with the metres that the way
 * through is longer than the beeline, because whoever would zigzag takes another highway instead.
 */
function oppositeness(a: Place, b: Place, centre: { x_m: number; y_m: number }): number {
  if (a.name === b.name) return 0;
  const ax = a.x_m - centre.x_m;
  const ay = a.y_m - centre.y_m;
  const bx = b.x_m - centre.x_m;
  const by = b.y_m - centre.y_m;
  const lengths = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
  const cosine = lengths > 0 ? (ax * bx + ay * by) / lengths : 0;
  const facing = (1 - cosine) / 2;
  const beeline_m = Math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by));
  return facing * facing * Math.exp(-ZIGZAG_perM * (rectilinear_m(a, b) - beeline_m));
}

/** Half the pull is gone after 350 m of zigzag: about one superblock's side too many. */
const ZIGZAG_perM = 0.002;
