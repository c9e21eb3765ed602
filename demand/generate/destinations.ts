/** Which address someone goes to: homes by people, work by jobs and distance, errands by pull. */
import { PURPOSE } from '../../core/base/random.js';
import type { DemandSpec } from './demand-spec.js';
import type { Draws } from './draws.js';
import { deterrenceMatrix, doublyConstrained, type Matrix, originConstrained } from './gravity.js';
import { type Address, other, type Place, type Places } from './places.js';
import { WeightedChoice } from './weighted-choice.js';
import type { Zones } from './zones.js';

export class Destinations {
  readonly #addresses: readonly Address[];
  readonly #homes: WeightedChoice<Address>;
  readonly #jobs: WeightedChoice<Address>;
  readonly #attractions: WeightedChoice<Address>;
  readonly #work: ZoneChoice;
  readonly #errands: ZoneChoice;

  constructor({ addresses, zones }: Places, spec: DemandSpec) {
    const residents = (address: Address) => address.residentCount;
    const jobs = (address: Address) => address.jobCount;
    const attraction = (address: Address) => address.attraction;
    this.#addresses = addresses;
    this.#homes = new WeightedChoice(addresses, residents);
    this.#jobs = new WeightedChoice(addresses, jobs);
    this.#attractions = new WeightedChoice(addresses, attraction);
    const byZone = (amountOf: (address: Address) => number) =>
      zones.members.map((rows) => rows.reduce((sum, row) => sum + amountOf(addresses[row]!), 0));
    const workPull = deterrenceMatrix(zones, spec.workDeterrence_perM);
    const errandPull = deterrenceMatrix(zones, spec.errandDeterrence_perM);
    const work = doublyConstrained(workPull, byZone(residents), byZone(jobs));
    const errands = originConstrained(errandPull, byZone(attraction));
    this.#work = new ZoneChoice(work, zones, addresses, jobs);
    this.#errands = new ZoneChoice(errands, zones, addresses, attraction);
  }

  /** Somebody lives here, and there is somewhere else to go. */
  get hasHomes(): boolean {
    return this.#addresses.length > 1 && this.#homes.totalWeight > 0;
  }

  get hasJobs(): boolean {
    return this.#jobs.totalWeight > 0;
  }

  get hasAttraction(): boolean {
    return this.#attractions.totalWeight > 0;
  }

  get addressCount(): number {
    return this.#addresses.length;
  }

  home(draws: Draws): Address {
    return this.#homes.pick(draws.next(PURPOSE.place));
  }

  /** The work place of someone who comes from outside. */
  job(draws: Draws): Address {
    return this.#jobs.pick(draws.next(PURPOSE.place));
  }

  /** Where someone from outside goes first: by pull, whatever the distance. */
  attraction(draws: Draws): Address {
    return this.#attractions.pick(draws.next(PURPOSE.place));
  }

  /** The work place of someone who lives at `home`. */
  workFrom(home: Address, draws: Draws): Address {
    return other([home], this.#addresses, () => this.#work.pick(home, draws));
  }

  /** A shop, a friend, the next delivery: the nearer the likelier, but not here nor at `base`. */
  errandFrom(here: Address, draws: Draws, base: Place = here): Address {
    return other([here, base], this.#addresses, () => this.#errands.pick(here, draws));
  }
}

/** First the zone, by a row of the gravity model; then an address in it, by weight. */
class ZoneChoice {
  readonly #zones: readonly WeightedChoice<number>[];
  readonly #addresses: readonly WeightedChoice<Address>[];

  constructor(
    trips: Matrix,
    zones: Zones,
    addresses: readonly Address[],
    weightOf: (address: Address) => number,
  ) {
    const all = [...zones.members.keys()];
    this.#zones = all.map(
      (from) => new WeightedChoice(all, (to) => trips[from * all.length + to]!),
    );
    this.#addresses = zones.members.map(
      (rows) =>
        new WeightedChoice(
          rows.map((row) => addresses[row]!),
          weightOf,
        ),
    );
  }

  pick(from: Address, draws: Draws): Address {
    const zone = this.#zones[from.zone]!.pick(draws.next(PURPOSE.gravity));
    return this.#addresses[zone]!.pick(draws.next(PURPOSE.place));
  }
}
