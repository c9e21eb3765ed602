/**
 * A town of four junctions with curbs, lots and gates, and a busy hour in it, the same in every
 * regime: what tests of whole runs run.
 */
import { draw, PURPOSE } from '../base/random.js';
import type { RunInputs } from '../kernel/build-world.js';
import type { NetworkDraft } from '../network/network-draft.js';
import { DEFAULT_SCENARIO, type Regime, type Scenario } from '../scenario/scenario.js';
import type { TripDraft } from '../scenario/trip.js';
import { addressOn, curbOn, lotOn, streetMap } from './street-map.js';

export const TOWN_START_s = 8 * 3600;

/** Cars turn round beyond the gates. Two curbs for parking, one for pick-up, two for loading; an open lot in town and a remote one. */
export const smallTown: NetworkDraft = {
  ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', '   |      ', '   S      ', {
    step_m: 60,
    junction_m: 6,
    control: 'warrant',
    uturns: 'WES',
  }),
  district: {
    polygon: [
      [0, 0],
      [600, 0],
      [600, 600],
      [0, 600],
    ],
    area_m2: 360_000,
  },
  blocks: [
    {
      name: 'centre',
      area_m2: 10_000,
      polygon: [
        [200, 120],
        [300, 120],
        [300, 220],
        [200, 220],
      ],
    },
  ],
  curbs: [
    curbOn('ab', { start_m: 20, end_m: 56 }),
    curbOn('cd', { start_m: 20, end_m: 56 }),
    curbOn('ba', { start_m: 60, end_m: 78, use: 'pudo' }),
    curbOn('db', { start_m: 10, end_m: 28, use: 'loading' }),
    curbOn('dc', { start_m: 30, end_m: 42, use: 'loading' }),
  ],
  lots: [
    lotOn('bd', { name: 'yard', position_m: 60, stallCount: 40, x_m: 380, y_m: 180 }),
    lotOn('Sc', {
      name: 'remote',
      position_m: 30,
      stallCount: 60,
      isRemote: true,
      isInside: false,
      x_m: 180,
      y_m: 30,
    }),
  ],
  addresses: [
    addressOn('ab', { name: 'bakery', position_m: 80, x_m: 260, y_m: 250 }),
    addressOn('ba', { name: 'school', position_m: 90, x_m: 240, y_m: 230 }),
    addressOn('cd', { name: 'office', position_m: 90, x_m: 280, y_m: 110 }),
    addressOn('db', { name: 'flats', position_m: 30, x_m: 370, y_m: 150 }),
    addressOn('ca', { name: 'house', position_m: 50, x_m: 170, y_m: 180 }),
  ],
};

/** What a test changes about the default scenario, groups of settings included. */
export type Settings = {
  readonly [Field in keyof Scenario]?: Scenario[Field] extends string | number
    ? Scenario[Field]
    : Partial<Scenario[Field]>;
};

export function scenarioOf(settings: Settings): Scenario {
  const fields = Object.entries(settings).map(([field, value]) => {
    const preset = DEFAULT_SCENARIO[field as keyof Scenario];
    return [field, typeof preset === 'object' ? { ...preset, ...(value as object) } : value];
  });
  return { ...DEFAULT_SCENARIO, ...Object.fromEntries(fields) };
}

export function townRun(regime: Regime, settings: Settings = {}): RunInputs {
  return {
    scenario: scenarioOf({
      name: 'town',
      regime,
      start_s: TOWN_START_s,
      end_s: TOWN_START_s + 3600,
      overtime_s: 1800,
      fleet: { vehicleCount: 12 },
      curb: { dwell_s: 20, deliveryDwell_s: 120 },
      ...settings,
    }),
    network: smallTown,
    trips: townTrips(),
    idleCars: [{ vehicle: 'idle', address: 'flats' }],
  };
}

const KINDS = ['resident', 'commuter', 'visitor', 'van', 'through'] as const;
const PLACES = ['bakery', 'school', 'office', 'flats', 'house'];
const GATES = ['gate-W', 'gate-E', 'gate-S'];

/** Forty cars, each kind in turn: out and back, or through; all set out within forty minutes. */
function townTrips(): TripDraft[] {
  return Array.from({ length: 40 }, (_, car): TripDraft[] => {
    const chance = (count: number): number => draw(1, PURPOSE.place, car, count);
    const kind = KINDS[car % KINDS.length]!;
    const place = PLACES[Math.floor(5 * chance(0))]!;
    const gate = GATES[Math.floor(3 * chance(1))]!;
    const otherGate = GATES[(GATES.indexOf(gate) + 1) % 3]!;
    const other = PLACES[(PLACES.indexOf(place) + 2) % 5]!;
    const departure_s = TOWN_START_s + Math.floor(2400 * chance(2));
    const trip = { kind, vehicle: `car${car}`, partySize: 1 + (car % 2) };
    const first = { ...trip, name: `t${car}-out`, departure_s };
    const second = { ...trip, name: `t${car}-back`, departure_s: departure_s + 900 };
    if (kind === 'through') return [{ ...first, origin: gate, destination: otherGate }];
    const from = kind === 'resident' ? other : gate;
    return [
      { ...first, origin: from, destination: place },
      { ...second, origin: place, destination: from },
    ];
  }).flat();
}
