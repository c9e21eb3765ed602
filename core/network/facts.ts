/**
 * What metrics and reports may know of a network: names, lengths and areas by row, nothing that
 * changes. Rows are in the sorted order of names, as in the tables of the run.
 */
import { blockFinder } from './block-beside.js';
import type { CurbSpan } from './curb-use.js';
import type { LotUsers } from './lot-users.js';
import type { LotDraft, LotKind, NetworkDraft } from './network-draft.js';

export type { LotKind, LotUsers };

export interface NetworkFacts {
  readonly layout: string;
  readonly districtArea_m2: number;
  readonly links: readonly {
    readonly name: string;
    readonly length_m: number;
    readonly laneCount: number;
    readonly freeSpeed_mps: number;
    readonly isInside: boolean;
  }[];
  readonly zones: readonly {
    readonly name: string;
    readonly link: number;
    readonly length_m: number;
    readonly depth_m: number;
    /** The timetable in force in this run, regime applied. */
    readonly timetable: readonly CurbSpan[];
    readonly stall_m: number;
    /** From the start of its link. */
    readonly start_m?: number;
    /** Block it lies beside, or empty. */
    readonly block?: string;
  }[];
  readonly lots: readonly {
    readonly name: string;
    readonly kind: LotKind;
    readonly stallCount: number;
    /** Who may drive in, as the run takes it; absent: all. */
    readonly users?: LotUsers;
    readonly land_m2PerStall: number;
    readonly isRemote: boolean;
    readonly isInside: boolean;
    /** Cars one behind another; 1 in a conventional lot. */
    readonly depth?: number;
    readonly x_m?: number;
    readonly y_m?: number;
    /** Block it stands in, or empty. */
    readonly block?: string;
  }[];
  /** Land of the district that never changes its use during a run, m². */
  readonly land: {
    /** Carriageways, junctions included. */
    readonly movingLanes_m2: number;
    readonly sidewalks_m2: number;
    /** Curb lanes, all uses. */
    readonly curb_m2: number;
    /** Ground of lots inside the district. */
    readonly lots_m2: number;
    /** Everything else: blocks without their lots. */
    readonly blocks_m2: number;
  };
}

export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** Facts of `draft` with the timetables of the run, in the row order of the run's tables. */
export function factsOf(
  draft: NetworkDraft,
  run: {
    timetableOf: (curb: NetworkDraft['curbs'][number]) => readonly CurbSpan[];
    stall_m: number;
    /** By lot, in the order of names. */
    lotUsers?: (lots: readonly LotDraft[]) => readonly LotUsers[];
  },
): NetworkFacts {
  const links = [...draft.links].sort(byName);
  const linkRow = new Map(links.map((link, row) => [link.name, row]));
  const curbs = [...draft.curbs].sort(byName);
  const lots = [...draft.lots].sort(byName);
  const blockBeside = blockFinder(draft);
  const users = run.lotUsers?.(lots) ?? [];
  return {
    layout: draft.layout,
    districtArea_m2: draft.district.area_m2,
    links: links.map(({ name, length_m, laneCount, freeSpeed_mps, isInside }) => ({
      name,
      length_m,
      laneCount,
      freeSpeed_mps,
      isInside,
    })),
    zones: curbs.map((curb) => ({
      name: curb.name,
      link: linkRow.get(curb.link)!,
      length_m: curb.end_m - curb.start_m,
      depth_m: curb.depth_m,
      timetable: run.timetableOf(curb),
      stall_m: run.stall_m,
      start_m: curb.start_m,
      block: blockBeside(curb),
    })),
    lots: lots.map((lot, row) => ({
      name: lot.name,
      kind: lot.kind,
      stallCount: lot.stallCount,
      users: users[row] ?? lot.users ?? 'all',
      land_m2PerStall: lot.land_m2PerStall,
      isRemote: lot.isRemote,
      isInside: lot.isInside,
      depth: lot.depth ?? 1,
      x_m: lot.x_m,
      y_m: lot.y_m,
      block: lot.block,
    })),
    land: landOf(draft),
  };
}

/** Blocks are measured; streets are the rest, so that the parts sum to the district exactly. */
function landOf(draft: NetworkDraft): NetworkFacts['land'] {
  const inside = new Set(draft.links.filter((link) => link.isInside).map((link) => link.name));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const lots_m2 = sum(
    draft.lots.filter((lot) => lot.isInside).map((lot) => lot.stallCount * lot.land_m2PerStall),
  );
  const curb_m2 = sum(
    draft.curbs
      .filter((curb) => inside.has(curb.link))
      .map((curb) => (curb.end_m - curb.start_m) * curb.depth_m),
  );
  const blockLand_m2 = sum(draft.blocks.map((block) => block.area_m2));
  const street_m2 = draft.district.area_m2 - blockLand_m2;
  const sidewalks_m2 = Math.min(
    street_m2 - curb_m2,
    sum(draft.links.filter((l) => l.isInside).map((l) => l.length_m * l.sidewalk_m)),
  );
  return {
    movingLanes_m2: street_m2 - curb_m2 - sidewalks_m2,
    sidewalks_m2,
    curb_m2,
    lots_m2,
    blocks_m2: blockLand_m2 - lots_m2,
  };
}
