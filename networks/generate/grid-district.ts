/** Puts a district together: a grid of streets, and on its land blocks, addresses, curbs, lots. */
import { KMH_mps } from '../../core/base/units.js';
import type { AddressDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { addressField, type FieldAddress } from './address-field.js';
import { type GenerateSpec, LANE_m, type LayoutHabits } from './generate-spec.js';
import { type Grid, gridOf, toMicron } from './grid.js';
import { BAY_DEPTH_m, type FaceCurb, gridCurbs } from './grid-curbs.js';
import { gridGates } from './grid-gates.js';
import { blockOf, frontage, type GridBlock, gridBlocks } from './grid-land.js';
import { gridStreets } from './grid-streets.js';
import { insideLots } from './inside-lots.js';
import { remoteLots } from './remote-lots.js';

export function gridDistrict(spec: GenerateSpec, habits: LayoutHabits): NetworkDraft {
  const { side_m } = spec;
  const grid = gridOf(spec);
  const blocks = gridBlocks(grid);
  const curbs = gridCurbs(
    spec,
    blocks.flatMap((block) => block.faces),
  );
  const streets = gridStreets(grid, {
    lanesPerDirection: spec.lanesPerDirection,
    freeSpeed_mps: (spec.speed_kmh ?? 50) * KMH_mps,
    leftPocket_m: spec.leftPocket_m,
    rank: habits.rank,
    sidewalkOf_m: sidewalks(spec, habits, curbs),
  });
  const gates = gridGates(grid, spec.gateStretch_m);
  const addresses = addressField(spec).map((address) =>
    withAccess(address, { grid, blocks, sidewalk_m: wholeSidewalk_m(spec, habits) }),
  );
  return {
    name: spec.name,
    layout: spec.layout,
    crs: 'local',
    attribution: '',
    district: {
      polygon: [
        [0, 0],
        [side_m, 0],
        [side_m, side_m],
        [0, side_m],
      ],
      area_m2: side_m * side_m,
    },
    ...streets,
    curbs: curbs.flatMap(({ zones }) => zones),
    lots: [
      ...insideLots(spec, habits, withDemand(blocks, addresses, curbs)),
      ...remoteLots(spec, grid, gates),
    ],
    blocks: blocks.map(({ name, polygon, area_m2 }) => ({ name, polygon, area_m2 })),
    addresses,
    gates,
  };
}

/** Half the right-of-way without its lanes and curb lane. */
function wholeSidewalk_m(spec: GenerateSpec, { curbLane_m }: LayoutHabits): number {
  return toMicron(spec.rightOfWay_m / 2 - spec.lanesPerDirection * LANE_m - curbLane_m);
}

/** Lay-bys are cut into the sidewalk: a link's mean sidewalk is narrower by their land. */
function sidewalks(
  spec: GenerateSpec,
  habits: LayoutHabits,
  curbs: readonly FaceCurb[],
): (link: string) => number {
  const whole_m = wholeSidewalk_m(spec, habits);
  if (habits.curbLane_m > 0) return () => whole_m;
  const narrowed_m = new Map(
    curbs.map(({ face, zones }) => {
      const layBy_m = zones.reduce((sum, zone) => sum + zone.end_m - zone.start_m, 0);
      return [face.link, whole_m - (layBy_m * BAY_DEPTH_m) / face.length_m];
    }),
  );
  return (link) => narrowed_m.get(link) ?? whole_m;
}

/** Vehicles stop for an address at least a car's length from the ends of the link. */
const ACCESS_CLEAR_m = 5;

/** The nearest face of its block is where an address meets the streets. */
function withAccess(
  address: FieldAddress,
  land: {
    readonly grid: Grid;
    readonly blocks: readonly GridBlock[];
    readonly sidewalk_m: number;
  },
): AddressDraft {
  const point = [address.x_m, address.y_m] as const;
  const block = blockOf(land.grid, land.blocks, point);
  const { face, position_m, distance_m } = frontage(block, point);
  const last_m = face.length_m - ACCESS_CLEAR_m;
  return {
    ...address,
    block: block.name,
    link: face.link,
    position_m: Math.min(last_m, Math.max(ACCESS_CLEAR_m, position_m)),
    walk_m: toMicron(distance_m + land.sidewalk_m / 2),
    isGuessed: false,
  };
}

function withDemand(
  blocks: readonly GridBlock[],
  addresses: readonly AddressDraft[],
  curbs: readonly FaceCurb[],
): { block: GridBlock; curbs: FaceCurb[]; demand: number }[] {
  const demands = new Map<string, number>();
  for (const { block, residentCount, jobCount } of addresses)
    demands.set(block, (demands.get(block) ?? 0) + residentCount + jobCount);
  const curbOf = new Map(curbs.map((curb) => [curb.face, curb]));
  return blocks.map((block) => ({
    block,
    curbs: block.faces.map((face) => curbOf.get(face)!),
    demand: demands.get(block.name) ?? 0,
  }));
}
