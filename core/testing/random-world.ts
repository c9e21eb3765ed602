/**
 * Small worlds at random, a function of their seed: a grid with streets left out, one-way or wider,
 * junctions of every control, curbs, lots, gates, and a few dozen trips of every kind in one regime.
 */
import { draw, PURPOSE } from '../base/random.js';
import type { RunInputs } from '../kernel/build-world.js';
import { largestComponent, strongComponents } from '../network/components.js';
import { allDay, type CurbSpan, type CurbUse } from '../network/curb-use.js';
import type {
  AddressDraft,
  Control,
  CurbDraft,
  LotDraft,
  NetworkDraft,
} from '../network/network-draft.js';
import type { IdleCar } from '../scenario/demand.js';
import {
  AUTOMATED,
  AV_LEVELS,
  CURB_POLICIES,
  DEFAULT_SCENARIO,
  DISPATCHERS,
  IDLE_CHOICES,
  MOVED_CARS,
  PLACE_CHOICES,
  REBALANCINGS,
  REGIMES,
  type Scenario,
  SPARE_METRES,
  WHEN_FULL,
} from '../scenario/scenario.js';
import { TRIP_KINDS, type TripDraft } from '../scenario/trip.js';
import { addressOn, curbOn, lotOn, streetMap } from './street-map.js';

/** Eight in the morning, where the parts of a timetable that the worlds use begin and end. */
export const WORLD_START_s = 8 * 3600;

/** Random choices of one world, each made once in a fixed order. */
class Choices {
  readonly #seed: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  share(): number {
    return draw(this.#seed, PURPOSE.place, 0, this.#count++);
  }

  /** Is it one of the `share` that are? */
  is(share: number): boolean {
    return this.share() < share;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.share() * (to - from + 1));
  }

  real(from: number, to: number): number {
    return from + this.share() * (to - from);
  }

  of<Thing>(things: readonly Thing[]): Thing {
    return things[this.whole(0, things.length - 1)]!;
  }
}

export function randomWorld(seed: number, minutes: number): RunInputs {
  const choices = new Choices(seed);
  const network = furnished(choices, randomStreets(choices));
  const scenario = randomScenario(choices, seed, minutes);
  const { trips, idleCars } = randomDemand(choices, network, minutes);
  return { scenario, network, trips, idleCars };
}

/** Nodes of the grid; `v` is an arrow and cannot be one. */
const LETTERS = 'abcdefghijklmnopqrstuwxyz';

const CONTROLS_DRAWN: readonly Control[] = [
  'none',
  'allWayStop',
  'yield',
  'stop',
  'signal',
  'reservation',
  'warrant',
];

function randomStreets(choices: Choices): NetworkDraft {
  const columns = choices.whole(2, 4);
  const rows = choices.whole(2, 3);
  const letter = (column: number, row: number): string => LETTERS[row * columns + column]!;
  const across = (): string => (choices.is(0.1) ? '  ' : choices.is(0.15) ? '->' : '--');
  const down = (): string =>
    choices.is(0.1) ? ' ' : choices.is(0.15) ? choices.of('^v'.split('')) : '|';
  const gateLetters = ['W', 'X', 'Y', 'Z'];
  const lines: string[] = [];
  // Gates hang on the ends of the first and the last row, by streets in both directions.
  for (let row = 0; row < rows; row++) {
    const isRim = row === 0 || row === rows - 1;
    const [west, east] = isRim ? [gateLetters.shift()!, gateLetters.shift()!] : [' ', ' '];
    let line = isRim ? `${west}--` : '   ';
    for (let column = 0; column < columns; column++) {
      line += letter(column, row);
      if (column < columns - 1) line += across();
    }
    lines.push(isRim ? `${line}--${east}` : line);
    if (row < rows - 1) {
      lines.push(`   ${Array.from({ length: columns }, down).join('  ')}`);
    }
  }
  const laneCount = choices.is(0.3) ? 2 : 1;
  const uturns = choices.is(0.3) ? { uturns: LETTERS.slice(0, columns) } : {};
  return streetMap(lines.join('\n'), {
    step_m: choices.of([30, 40, 60]),
    laneCount,
    leftPocket_m: choices.is(0.5) ? 20 : 0,
    junction_m: choices.of([0, 6]),
    movement_m: choices.of([8, 14]),
    freeSpeed_mps: choices.of([30 / 3.6, 50 / 3.6]),
    control: choices.of(CONTROLS_DRAWN),
    gates: 'WXYZ',
    ...uturns,
  });
}

/** In half the worlds places stand only where one can come from everywhere and go on to everywhere. */
function furnished(choices: Choices, streets: NetworkDraft): NetworkDraft {
  const heart = heartOf(streets);
  const curbs: CurbDraft[] = [];
  const addresses: AddressDraft[] = [];
  const isSound = choices.is(0.5) && heart.size >= 6;
  const inner = streets.links.filter(({ name }) =>
    isSound ? heart.has(name) : !/[WXYZ]/.test(name),
  );
  for (const { name, length_m, geometry } of inner) {
    const [from, to] = [geometry[0]!, geometry.at(-1)!];
    const place = (position_m: number) => ({
      x_m: from[0] + ((to[0] - from[0]) * position_m) / length_m,
      y_m: from[1] + ((to[1] - from[1]) * position_m) / length_m,
    });
    if (choices.is(0.6)) {
      const start_m = choices.real(0, length_m / 4);
      const middle_m = choices.real(length_m / 2, (3 * length_m) / 4);
      curbs.push(randomCurb(choices, name, start_m, middle_m));
      if (choices.is(0.3)) curbs.push(randomCurb(choices, name, middle_m, length_m));
    }
    if (choices.is(0.6)) {
      const position_m = choices.real(0, length_m);
      addresses.push(addressOn(name, { position_m, ...place(position_m) }));
    }
  }
  if (addresses.length < 2) {
    for (const { name } of inner.slice(0, 2)) addresses.push(addressOn(name, { position_m: 1 }));
  }
  const unique = new Map(addresses.map((address) => [address.name, address]));
  return {
    ...streets,
    curbs,
    addresses: [...unique.values()],
    lots: randomLots(choices, { ...streets, links: isSound ? inner : streets.links }),
  };
}

/** Names of the links from each of which one can drive to each other one. */
function heartOf({ links, movements }: NetworkDraft): ReadonlySet<string> {
  const row = new Map(links.map(({ name }, at) => [name, at]));
  const next: number[][] = links.map(() => []);
  for (const { from, to } of movements) next[row.get(from)!]!.push(row.get(to)!);
  return new Set(largestComponent(strongComponents(next)).map((at) => links[at]!.name));
}

const TIMETABLES: readonly (readonly CurbUse[])[] = [
  ['parking', 'pudo'],
  ['loading', 'parking'],
  ['pudo', 'loading'],
];

/** A third of the zones change their use five minutes after the worlds begin. */
function randomCurb(choices: Choices, link: string, start_m: number, end_m: number): CurbDraft {
  const change_s = WORLD_START_s + 300;
  const [before, after] = choices.of(TIMETABLES);
  const changing: readonly CurbSpan[] = [
    { from_s: 0, to_s: change_s, use: before! },
    { from_s: change_s, to_s: 86_400, use: after! },
  ];
  const use = choices.of(['parking', 'parking', 'pudo', 'loading'] as const);
  const timetable = choices.is(0.3) ? changing : allDay(use);
  return curbOn(link, { start_m, end_m, use, timetable });
}

/** Small ones that fill up, and a large one so that every car has a place at the start. */
function randomLots(choices: Choices, { links, nodes }: NetworkDraft): LotDraft[] {
  const lots: LotDraft[] = [];
  const count = choices.whole(2, 4);
  for (let at = 0; at <= count; at++) {
    const link = choices.of(links);
    const second = choices.of(links);
    const node = nodes.find(({ name }) => name === link.from)!;
    const entrances = [link, second]
      .slice(0, choices.whole(1, 2))
      .map(({ name, length_m }) => ({ link: name, position_m: choices.real(0, length_m) }));
    lots.push(
      lotOn(link.name, {
        name: `lot${at}`,
        isInside: false,
        position_m: 0,
        entrances,
        depth: choices.whole(1, 4),
        isTwoEnded: choices.is(0.3),
        stallCount: at < 2 ? choices.whole(30, 60) : choices.whole(1, 5),
        isRemote: at === 1 || (at > 1 && choices.is(0.4)),
        x_m: node.x_m,
        y_m: node.y_m,
      }),
    );
  }
  return lots;
}

function randomScenario(choices: Choices, seed: number, minutes: number): Scenario {
  const { drivers, routing, signals, parking, curb, fleet } = DEFAULT_SCENARIO;
  return {
    ...DEFAULT_SCENARIO,
    name: `world-${seed}`,
    seed,
    regime: choices.of(REGIMES),
    dt_s: choices.of([0.5, 0.5, 1]),
    start_s: WORLD_START_s,
    end_s: WORLD_START_s + minutes * 60,
    overtime_s: 0,
    drivers: { ...drivers, automated: AUTOMATED[choices.of(AV_LEVELS)] },
    routing: {
      ...routing,
      refresh_s: choices.of([60, 300]),
      routeCapacity: choices.of([4, 5, 96]),
    },
    signals: { ...signals, minCycle_s: 30, maxCycle_s: 60, rounds: 1 },
    parking: {
      ...parking,
      searchLimit_s: choices.of([0, 60, 300]),
      movedCars: choices.of(MOVED_CARS),
      ...randomAccess(new Choices(seed + ACCESS)),
      idleChoice: choices.of(IDLE_CHOICES),
      curbFee_perHour: choices.of([0, 3]),
      cruiseLimit_s: choices.of([300, 3600]),
    },
    curb: {
      ...curb,
      pudoHours: choices.is(0.3) ? { from_s: WORLD_START_s, to_s: WORLD_START_s + 600 } : null,
      dwell_s: choices.of([5, 30]),
      deliveryDwell_s: choices.of([30, 240]),
      policy: choices.of(CURB_POLICIES),
      control: {
        ...curb.control,
        period_s: choices.of([60, 300]),
        notice_s: choices.of([0, 60]),
        keep_s: choices.of([0, 300]),
        spareMetres: choices.of(SPARE_METRES),
      },
      whenFull: { human: choices.of(WHEN_FULL), automated: choices.of(WHEN_FULL) },
      longestWait_s: choices.of([0, 60, 300]),
      besideShare: choices.of([0, 0.3]),
      guidance: randomGuidance(new Choices(seed + GUIDANCE)),
      pullIn_s: choices.of([0, 0, 4]),
      pullOut_s: choices.of([0, 0, 3.2]),
      compliance: { human: choices.of([0, 0.5, 1]), automated: choices.of([0, 1]) },
    },
    fleet: {
      ...fleet,
      vehicleCount: choices.whole(1, 8),
      seatCount: choices.whole(1, 4),
      dispatcher: choices.of(DISPATCHERS),
      rebalancing: choices.of(REBALANCINGS),
      rebalanceEvery_s: 60,
      idleStay_s: choices.of([0, 60]),
    },
  };
}

const ACCESS = 2_000_000;

const randomAccess = (choices: Choices): Partial<Scenario['parking']> => ({
  lotUsers: choices.of(['as-mapped', 'as-mapped', 'shared']),
  stallChoice: choices.of(PLACE_CHOICES),
  residentHours: { from_s: WORLD_START_s + choices.whole(0, 600), to_s: 6 * 3600 },
});

/** Choices of their own: one more setting must not make all worlds others. */
const GUIDANCE = 1_000_000;

const randomGuidance = (choices: Choices): Scenario['curb']['guidance'] => ({
  share: choices.of([0, 0.5, 1]),
  ahead_s: choices.of([0, 60, 86_400]),
  longestHold_s: choices.of([20, 300]),
});

function randomDemand(
  choices: Choices,
  { addresses, gates }: NetworkDraft,
  minutes: number,
): { trips: TripDraft[]; idleCars: IdleCar[] } {
  const address = (): string => choices.of(addresses).name;
  const gate = (): string => choices.of(gates).name;
  const trips: TripDraft[] = [];
  const carCount = choices.whole(6, 24);
  for (let car = 0; car < carCount; car++) {
    const kind = choices.of(TRIP_KINDS);
    const stops = stopsOf(kind, choices.whole(1, 3), address, gate);
    const staysThere = choices.is(0.2) && kind !== 'through' && kind !== 'van';
    if (staysThere) stops.pop();
    let departure_s = WORLD_START_s + choices.real(0, minutes * 20);
    for (const [leg, destination] of stops.slice(1).entries()) {
      const origin = stops[leg]!;
      if (origin === destination) continue;
      trips.push({
        name: `t${car}-${leg}`,
        kind,
        vehicle: `car${car}`,
        departure_s,
        origin,
        destination,
        partySize: choices.whole(1, 2),
      });
      departure_s += choices.of([1, 60, 200, 400]);
    }
  }
  const idleCars = Array.from({ length: choices.whole(0, 4) }, (_, at) => ({
    vehicle: `idle${at}`,
    address: address(),
  }));
  return { trips, idleCars };
}

/** Where a car's day leads: residents from home and back, the others in by a gate and out again. */
function stopsOf(
  kind: TripDraft['kind'],
  visitCount: number,
  address: () => string,
  gate: () => string,
): string[] {
  if (kind === 'through') return [gate(), gate()];
  const visits = Array.from({ length: visitCount }, address);
  const ends = kind === 'resident' ? address() : gate();
  return [ends, ...visits, ends];
}
