/** Curb zones on the faces of blocks, in whole bays of 6 m, and the gaps where driveways fit. */
import { UserError } from '../../core/base/errors.js';
import { allDay, type CurbUse } from '../../core/network/curb-use.js';
import type { CurbDraft } from '../../core/network/network-draft.js';
import { evenCounts } from './apportion.js';
import type { GenerateSpec } from './generate-spec.js';
import type { Face } from './grid-land.js';

/** Stall, pick-up bay and loading bay alike. */
const BAY_m = 6;
export const BAY_DEPTH_m = 2.5;
/** No stopping this close to a junction. */
const CLEAR_m = 10;

const BAY_USES = ['parking', 'pudo', 'loading', 'charging'] as const;
type BayUse = (typeof BAY_USES)[number];

/** Longest zone of a use: drop-offs are spread along a face, so that nobody walks far. */
const MOST_BAYS: Readonly<Record<BayUse, number>> = {
  parking: Number.POSITIVE_INFINITY,
  pudo: 8,
  loading: 4,
  charging: 4,
};

export interface FaceCurb {
  readonly face: Face;
  readonly zones: readonly CurbDraft[];
  /** Stretches without a zone, in order. */
  readonly gaps: readonly { readonly from_m: number; readonly to_m: number }[];
}

/** Shares the bays of `spec` among the faces by their length, whole bays each. */
export function gridCurbs(spec: GenerateSpec, faces: readonly Face[]): FaceCurb[] {
  const lengths = faces.map((face) => face.length_m);
  const bays = {
    parking: evenCounts(spec.curbStallCount, lengths),
    pudo: evenCounts(spec.pudoBayCount, lengths),
    loading: evenCounts(spec.loadingBayCount, lengths),
    charging: evenCounts(spec.chargingBayCount ?? 0, lengths),
  };
  return faces.map((face, place) =>
    faceCurb(spec, face, {
      parking: bays.parking[place]!,
      pudo: bays.pudo[place]!,
      loading: bays.loading[place]!,
      charging: bays.charging[place]!,
    }),
  );
}

type BayCounts = Readonly<Record<BayUse, number>>;

function faceCurb(
  { name, longestZone_m = Number.POSITIVE_INFINITY }: GenerateSpec,
  face: Face,
  bays: BayCounts,
): FaceCurb {
  const wanted = zonesInOrder(bays, Math.floor(longestZone_m / BAY_m));
  const taken_m = wanted.reduce((sum, { bayCount }) => sum + bayCount * BAY_m, 0);
  const gap_m = (face.length_m - 2 * CLEAR_m - taken_m) / (wanted.length + 1);
  if (gap_m < 0 && wanted.length > 0) throw tooShort(name, face, taken_m);
  const zones: CurbDraft[] = [];
  const gaps: { from_m: number; to_m: number }[] = [];
  let at_m = CLEAR_m;
  let free_m = 0;
  for (const { use, number, bayCount } of wanted) {
    // Rounded starts of zones of whole metres keep them apart: rounding never changes the order.
    const start_m = toDecimetre(at_m + gap_m);
    const end_m = toDecimetre(start_m + bayCount * BAY_m);
    zones.push({
      name: `${face.link}-${use}-${number}`,
      link: face.link,
      start_m,
      end_m,
      depth_m: BAY_DEPTH_m,
      timetable: allDay(use),
    });
    gaps.push({ from_m: free_m, to_m: start_m });
    free_m = end_m;
    at_m += gap_m + bayCount * BAY_m;
  }
  gaps.push({ from_m: free_m, to_m: face.length_m });
  return { face, zones, gaps };
}

/** Each use in zones of equal size, the uses mixed along the face. */
function zonesInOrder(
  bays: BayCounts,
  mostBays: number,
): { readonly use: CurbUse; readonly number: number; readonly bayCount: number }[] {
  return BAY_USES.flatMap((use, order) => {
    const most = Math.min(MOST_BAYS[use], mostBays);
    const zoneCount = Math.ceil(bays[use] / most) || (bays[use] > 0 ? 1 : 0);
    const sizes = evenCounts(bays[use], new Array<number>(zoneCount).fill(1));
    return sizes.map((bayCount, zone) => ({
      use,
      number: zone + 1,
      bayCount,
      order,
      along: (zone + 0.5) / zoneCount,
    }));
  }).sort((a, b) => a.along - b.along || a.order - b.order);
}

const toDecimetre = (at_m: number): number => Math.round(at_m * 10) / 10;

function tooShort(network: string, face: Face, taken_m: number): UserError {
  return new UserError({
    code: 'GEN-011',
    severity: 'error',
    file: network,
    line: 0,
    column: 0,
    field: 'curbStallCount',
    message:
      `curb zones of ${taken_m} m must fit on ${face.link}, ` +
      `which has ${(face.length_m - 2 * CLEAR_m).toFixed(1)} m between its ends`,
  });
}
