/**
 * The example district's people, jobs and gates with next to no streets: 3,600 addresses in
 * 2.4 km × 2.4 km, five gates a side. The demand must not care which streets there are.
 */
import type {
  AddressDraft,
  GateDraft,
  LinkDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';

const SIDE_m = 2400;
const PITCH_m = 40;
const GATE_PITCH_m = 480;
const RESIDENT_COUNT = 57_600;
const JOB_COUNT = 43_200;
/** Of the jobs this share thins out from the centre with this scale; the rest is even. */
const CENTRED_SHARE = 0.7;
const CENTRE_SCALE_m = 800;

/** `streets` names the layout; its links differ, its places do not. */
export function testDistrict(streets: 'few' | 'many'): NetworkDraft {
  const links = Array.from({ length: streets === 'few' ? 2 : 9 }, (_, row) => linkOf(row));
  const addresses = addressesOn(links);
  return {
    name: 'test district',
    layout: streets,
    crs: 'local',
    attribution: '',
    district: { polygon: squareOf(SIDE_m), area_m2: SIDE_m * SIDE_m },
    nodes: [],
    links,
    movements: [],
    curbs: [],
    lots: [],
    blocks: [],
    addresses: streets === 'few' ? addresses : addresses.toReversed(),
    gates: gatesOn(links),
  };
}

const squareOf = (side_m: number): Point[] => [
  [0, 0],
  [side_m, 0],
  [side_m, side_m],
  [0, side_m],
];

function linkOf(row: number): LinkDraft {
  return {
    name: `link${row}`,
    from: `node${row}`,
    to: `node${row + 1}`,
    street: `street${row}`,
    length_m: SIDE_m,
    freeSpeed_mps: 14,
    laneCount: 1,
    leftPocket_m: 0,
    rank: 2,
    carriageway_m: 3.3,
    sidewalk_m: 3,
    isInside: true,
    geometry: [
      [0, row],
      [SIDE_m, row],
    ],
  };
}

function addressesOn(links: readonly LinkDraft[]): AddressDraft[] {
  const perSide = SIDE_m / PITCH_m;
  const places = Array.from({ length: perSide * perSide }, (_, row) => ({
    x_m: ((row % perSide) + 0.5) * PITCH_m,
    y_m: (Math.floor(row / perSide) + 0.5) * PITCH_m,
  }));
  const centred = places.map(({ x_m, y_m }) =>
    Math.exp(-Math.hypot(x_m - SIDE_m / 2, y_m - SIDE_m / 2) / CENTRE_SCALE_m),
  );
  const centredTotal = centred.reduce((sum, weight) => sum + weight, 0);
  const jobWeights = centred.map(
    (weight) => (CENTRED_SHARE * weight) / centredTotal + (1 - CENTRED_SHARE) / places.length,
  );
  const residents = wholeShares(
    RESIDENT_COUNT,
    places.map(() => 1 / places.length),
  );
  const jobs = wholeShares(JOB_COUNT, jobWeights);
  return places.map((place, row) => ({
    name: `a${String(row).padStart(4, '0')}`,
    ...place,
    block: '',
    residentCount: residents[row]!,
    jobCount: jobs[row]!,
    link: links[row % links.length]!.name,
    position_m: place.x_m,
    walk_m: 10,
    isGuessed: false,
  }));
}

/** Whole numbers in proportion to `shares` that add up to `total`. */
function wholeShares(total: number, shares: readonly number[]): number[] {
  let sum = 0;
  let given = 0;
  return shares.map((share) => {
    sum += share;
    const count = Math.round(total * sum) - given;
    given += count;
    return count;
  });
}

function gatesOn(links: readonly LinkDraft[]): GateDraft[] {
  const gates: GateDraft[] = [];
  const entries = [links[0]!.name];
  const exits = [links.at(-1)!.name];
  for (let along_m = GATE_PITCH_m / 2; along_m < SIDE_m; along_m += GATE_PITCH_m) {
    for (const [side, x_m, y_m] of [
      ['south', along_m, 0],
      ['north', along_m, SIDE_m],
      ['west', 0, along_m],
      ['east', SIDE_m, along_m],
    ] as const) {
      gates.push({ name: `${side}${along_m}`, x_m, y_m, entries, exits, weight: 1 });
    }
  }
  return gates;
}
