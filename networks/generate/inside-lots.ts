/** Lots on the blocks of a district, where the demand is, with driveways between the curb zones. */
import { UserError } from '../../core/base/errors.js';
import { groupBy } from '../../core/base/group-by.js';
import type { LotDraft, Point } from '../../core/network/network-draft.js';
import { evenCounts, largestRemainders, systematicPlaces } from './apportion.js';
import type { GenerateSpec, LayoutHabits } from './generate-spec.js';
import { toMicron } from './grid.js';
import type { FaceCurb } from './grid-curbs.js';
import type { Face, GridBlock } from './grid-land.js';

export interface BlockWithDemand {
  readonly block: GridBlock;
  readonly curbs: readonly FaceCurb[];
  /** Residents and jobs. */
  readonly demand: number;
}

/** Conventional stalls with their aisles: 28 m² on the ground, 32 m² a floor on three floors. */
const KINDS = {
  surface: { land_m2PerStall: 28, levelCount: 1 },
  structure: { land_m2PerStall: 32 / 3, levelCount: 3 },
} as const;
type InsideKind = keyof typeof KINDS;

/** Driveways keep this far from stop lines, or 0.3 of a shorter face. */
const DRIVEWAY_CLEAR_m = 60;
const DRIVEWAY_CLEAR_SHARE = 0.3;
const DRIVEWAY_WIDTH_m = 5;
/** Every lot is entered and left in two places where its block has them: right in, right out. */
const ENTRANCES_PER_LOT = 2;

/** Most of a block's land that its lots may take. */
const MOST_LAND_SHARE = 0.5;

interface Site extends BlockWithDemand {
  readonly doors: readonly Door[];
  readonly lots: LotDraft[];
}

/**
 * Stalls of `spec` in lots of at most a typical size, where the residents and jobs are.
 * Where a block has no land left, the next one along the way takes the lot.
 */
export function insideLots(
  spec: GenerateSpec,
  habits: LayoutHabits,
  blocks: readonly BlockWithDemand[],
): LotDraft[] {
  const sites: Site[] = serpentine(blocks)
    .map((block) => ({ ...block, doors: doorsOf(spec, block), lots: [] }))
    .filter(({ doors }) => doors.length > 0);
  const demands = sites.map(({ demand }) => demand);
  if (spec.lotStallCount > 0 && !demands.some((demand) => demand > 0)) throw noPlace(spec);
  const surfaceStalls = Math.round(spec.lotStallCount * spec.surfaceShare);
  const stalls = { surface: surfaceStalls, structure: spec.lotStallCount - surfaceStalls };
  for (const kind of ['surface', 'structure'] as const) {
    for (const { place, stallCount } of lotPlan(stalls[kind], habits.lotStalls[kind], demands)) {
      const site = [...sites.slice(place), ...sites.slice(0, place)].find((next) =>
        hasRoom(next, stallCount * KINDS[kind].land_m2PerStall),
      );
      if (site === undefined) throw noLand(spec, stallCount);
      site.lots.push(lotAt(site, { kind, stallCount }));
    }
  }
  return sites.flatMap(({ lots }) => lots);
}

/**
 * Large blocks have lots of their own, as many stalls as their share of the demand. Where there are
 * fewer lots than blocks, each serves the blocks around it: one at every equal step of the demand.
 */
function lotPlan(
  stallCount: number,
  typicalCount: number,
  demands: readonly number[],
): { readonly place: number; readonly stallCount: number }[] {
  const equalLots = (total: number): number[] =>
    evenCounts(total, new Array<number>(Math.ceil(total / typicalCount)).fill(1));
  const lots = equalLots(stallCount);
  if (lots.length < demands.length) {
    const places = systematicPlaces(lots.length, demands);
    return lots.map((count, lot) => ({ place: places[lot]!, stallCount: count }));
  }
  return largestRemainders(stallCount, demands).flatMap((ofBlock, place) =>
    equalLots(ofBlock).map((count) => ({ place, stallCount: count })),
  );
}

function hasRoom({ block, lots }: Site, more_m2: number): boolean {
  const taken_m2 = lots.reduce((sum, lot) => sum + lot.stallCount * lot.land_m2PerStall, 0);
  return taken_m2 + more_m2 <= MOST_LAND_SHARE * block.area_m2;
}

/** Rows in turn to the east and to the west, so that neighbours in the list are neighbours. */
function serpentine(blocks: readonly BlockWithDemand[]): readonly BlockWithDemand[] {
  const rows = [...groupBy(blocks, ({ block }) => block.row).values()];
  return rows.flatMap((row, at) => (at % 2 === 0 ? row : row.toReversed()));
}

interface Door {
  readonly face: Face;
  readonly position_m: number;
}

/** Driveways of a block: one face after the other, on each the ones nearest its middle first. */
function doorsOf({ leftPocket_m }: GenerateSpec, { curbs }: BlockWithDemand): Door[] {
  const ofFaces = curbs.map(({ face, gaps }) => {
    const clear_m = Math.min(DRIVEWAY_CLEAR_m, DRIVEWAY_CLEAR_SHARE * face.length_m);
    const doors = gaps
      .filter(({ from_m, to_m }) => to_m - from_m >= DRIVEWAY_WIDTH_m)
      .map(({ from_m, to_m }) => ({ face, position_m: toMicron((from_m + to_m) / 2) }))
      .filter(({ position_m }) => position_m >= clear_m && position_m <= face.length_m - clear_m)
      .sort(
        (a, b) =>
          Math.abs(a.position_m - face.length_m / 2) - Math.abs(b.position_m - face.length_m / 2) ||
          a.position_m - b.position_m,
      );
    const pocket_m = face.endsAtJunction ? leftPocket_m : 0;
    const beforePocket = doors.filter((door) => door.position_m < face.length_m - pocket_m);
    return beforePocket.length > 0 ? beforePocket : doors;
  });
  const most = Math.max(0, ...ofFaces.map((doors) => doors.length));
  return Array.from({ length: most }, (_, turn) => turn).flatMap((turn) =>
    ofFaces.flatMap((doors) => doors.slice(turn, turn + 1)),
  );
}

function lotAt(
  { block, doors, lots }: Site,
  { kind, stallCount }: { readonly kind: InsideKind; readonly stallCount: number },
): LotDraft {
  const entranceCount = Math.min(ENTRANCES_PER_LOT, doors.length);
  const entrances = Array.from(
    { length: entranceCount },
    (_, at) => doors[(lots.length * ENTRANCES_PER_LOT + at) % doors.length]!,
  );
  const [x_m, y_m] = halfwayIn(block, entrances[0]!);
  return {
    name: `lot-${block.name.replace('block-', '')}-${lots.length + 1}`,
    kind,
    stallCount,
    ...KINDS[kind],
    isRemote: false,
    isInside: true,
    x_m,
    y_m,
    block: block.name,
    entrances: entrances.map(({ face, position_m }) => ({ link: face.link, position_m })),
  };
}

/** A lot stands between its first driveway and the middle of its block. */
function halfwayIn({ polygon }: GridBlock, { face, position_m }: Door): Point {
  const [south, north] = [polygon[0]!, polygon[2]!];
  const middle: Point = [(south[0] + north[0]) / 2, (south[1] + north[1]) / 2];
  return [
    toMicron((face.start[0] + face.heading[0] * position_m + middle[0]) / 2),
    toMicron((face.start[1] + face.heading[1] * position_m + middle[1]) / 2),
  ];
}

const lotError = (spec: GenerateSpec, code: string, message: string): UserError =>
  new UserError({
    code,
    severity: 'error',
    file: spec.name,
    line: 0,
    column: 0,
    field: 'lotStallCount',
    message,
  });

const noPlace = (spec: GenerateSpec): UserError =>
  lotError(spec, 'GEN-012', 'needs a block with residents or jobs and room for a driveway');

const noLand = (spec: GenerateSpec, stallCount: number): UserError =>
  lotError(
    spec,
    'GEN-013',
    `needs land for a lot of ${stallCount} stalls, but lots take half of every block already`,
  );
