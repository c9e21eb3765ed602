/** V-PARK. Looking along a curb, and a district whose land stays the same whoever parks on it. */
import { draw, PURPOSE } from '../../core/base/random.js';
import { claimStall, releaseStall } from '../../core/curb/zones.js';
import { takeStallOnLink } from '../../core/kernel/standing/parking.js';
import { toCm2 } from '../../core/metrics/land-books.js';
import type { LandRow } from '../../core/metrics/run-result.js';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { createRoadScene, sceneScenario } from '../../core/testing/road-scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../core/testing/street-map.js';
import { type Achieved, once, type ValidationCase } from './validation-case.js';

const STALLS = 200;
const STALL_m = 6;
const SEARCHES = 2000;

/** Stalls looked at until one is free, each taken with probability `occupancy` whatever the others. */
function inspected(occupancy: number): Achieved {
  const network: NetworkDraft = {
    ...streetMap('a>b', { step_m: (STALLS * STALL_m) / 2 }),
    curbs: Array.from({ length: STALLS }, (_, stall) => ({
      ...curbOn('ab', { start_m: stall * STALL_m, end_m: (stall + 1) * STALL_m }),
      name: String(stall).padStart(4, '0'),
    })),
    addresses: [addressOn('ab', { position_m: 0 })],
  };
  const parking = { ...DEFAULT_SCENARIO.parking, walkLimit_m: 10 * STALLS * STALL_m };
  const world = createRoadScene({ network, trips: [], scenario: { parking } });
  const { zones } = world;
  let sum = 0;
  let squares = 0;
  for (let search = 0; search < SEARCHES; search++) {
    for (let zone = 0; zone < STALLS; zone++) {
      if (zones.parkedCount[zone] === 1) releaseStall(zones, zone, STALL_m);
      if (draw(1, PURPOSE.search, search, zone) < occupancy) claimStall(zones, zone, STALL_m);
    }
    const count = takeStallOnLink(world, 0, { from_m: 0, address: 0, seeker: null })!.row + 1;
    sum += count;
    squares += count ** 2;
  }
  const mean = sum / SEARCHES;
  return { mean, standardError: Math.sqrt((squares / SEARCHES - mean ** 2) / SEARCHES) };
}

const searches: ValidationCase[] = [0.5, 0.8, 0.9].map((occupancy) => ({
  name: `V-PARK search along a curb ${100 * occupancy} % taken: stalls looked at, 1/(1−p)`,
  unit: 'stalls',
  target: 1 / (1 - occupancy),
  tolerance: { difference: 0, standardErrors: 3, because: '3 standard errors of 2,000 searches' },
  run: () => inspected(occupancy),
  broken: () => inspected(occupancy + 0.03),
}));

/** A street where visitors come and go for three hours, with curbs of two uses and two lots. */
function visitorStreet(): { readonly network: NetworkDraft; readonly trips: TripDraft[] } {
  const drawn = streetMap('a---b---c', '    |    ', '    d    ', { step_m: 53.7, gates: 'ac' });
  const network: NetworkDraft = {
    ...drawn,
    curbs: [
      curbOn('ab', { start_m: 20, end_m: 61.37 }),
      curbOn('bc', {
        start_m: 10,
        end_m: 47.3,
        depth_m: 2.13,
        timetable: [
          { from_s: 0, to_s: 5400, use: 'parking' },
          { from_s: 5400, to_s: 86_400, use: 'pudo' },
        ],
      }),
    ],
    lots: [
      lotOn('bd', { position_m: 30, stallCount: 40, land_m2PerStall: 27.77 }),
      { ...lotOn('cb', { position_m: 30, stallCount: 15 }), isInside: false },
    ],
    // Land for the lot that stands inside: 40 x 27.77 m² of it.
    blocks: [{ name: 'block', polygon: square(40), area_m2: 1600 }],
    addresses: [addressOn('ab', { position_m: 80 }), addressOn('bc', { position_m: 80 })],
  };
  const trips = Array.from({ length: 60 }, (_, visitor) => {
    const address = network.addresses[visitor % 2]!.name;
    const both = { kind: 'visitor', vehicle: `car ${visitor}`, partySize: 1 } as const;
    const comes_s = 60 + visitor * 100;
    return [
      {
        ...both,
        name: `in ${visitor}`,
        departure_s: comes_s,
        origin: 'gate-a',
        destination: address,
      },
      {
        ...both,
        name: `out ${visitor}`,
        departure_s: comes_s + 1500,
        origin: address,
        destination: 'gate-c',
      },
    ];
  }).flat();
  return { network, trips };
}

const square = (side_m: number): Point[] => [
  [0, 0],
  [side_m, 0],
  [side_m, side_m],
  [0, side_m],
];

const threeHours = once(async () => {
  const { network, trips } = visitorStreet();
  const scenario = { ...sceneScenario(), end_s: 3 * 3600 };
  const { land } = await simulate({ scenario, network, trips, idleCars: [] });
  return { land, area_m2: network.district.area_m2 };
});

/** Hours at whose end the parts do not sum to the district, to the square centimetre. */
async function wrongHours(change: (row: LandRow) => LandRow): Promise<number> {
  const { land, area_m2 } = await threeHours();
  const isWrong = (row: LandRow): boolean => {
    const { time_s: _, exportedTaken_m2: _taken, exportedFree_m2: _free, ...parts } = change(row);
    const sum_cm2 = Object.values(parts).reduce((sum, part_m2) => sum + toCm2(part_m2), 0);
    return sum_cm2 !== toCm2(area_m2);
  };
  return land.length >= 3 ? land.filter(isWrong).length : Number.NaN;
}

const ledger: ValidationCase = {
  name: 'V-PARK land ledger of three hours of visitors: hours that do not sum to the district',
  unit: '',
  target: 0,
  tolerance: { difference: 0, because: 'to the square centimetre' },
  run: () => wrongHours((row) => row),
  broken: () => wrongHours((row) => ({ ...row, lotsFree_m2: row.lotsFree_m2 + 1e-4 })),
};

export const cases: readonly ValidationCase[] = [...searches, ledger];
