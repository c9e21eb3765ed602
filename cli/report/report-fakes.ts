/** Stand-ins for the tests of this folder: runs and studies that look like real ones, by draws alone. */
import { draw, hashName, PURPOSE } from '../../core/base/random.js';
import { DAY_s, HOUR_s } from '../../core/base/units.js';
import type { RunResult, StateRow } from '../../core/metrics/run-result.js';
import { useAt } from '../../core/network/curb-use.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Regime } from '../../core/scenario/scenario.js';
import {
  type GenerateSpec,
  generateNetwork,
  SMALL_BLOCK_DISTRICT,
  SUPERBLOCK_DISTRICT,
} from '../../networks/generate/generate-network.js';
import type { RunSpec } from '../study/design.js';
import { fakeRun, resultOf, studyOf } from '../study/study-fakes.js';
import type { StudyResult } from '../study/study-result.js';
import type { StudyReportInput, StudyReportRun } from './study-report.js';

export const MAP_HOUR = 17;

/** A sixth of the example district's land, for tests that need speed. */
const SMALL: Partial<GenerateSpec> = {
  side_m: 960,
  curbStallCount: 1200,
  pudoBayCount: 400,
  loadingBayCount: 200,
  lotStallCount: 2400,
  remoteLotCount: 4,
  remoteStallCount: 3600,
  residentCount: 9000,
  jobCount: 7000,
  addressCount: 500,
};

export function fakeNetworks(change: Partial<GenerateSpec> = SMALL): Record<string, NetworkDraft> {
  return {
    'small-block': generateNetwork({ ...SMALL_BLOCK_DISTRICT, ...change }),
    superblock: generateNetwork({
      ...SUPERBLOCK_DISTRICT,
      ...change,
      curbStallCount: 0,
      lotStallCount:
        (change.lotStallCount ?? SMALL_BLOCK_DISTRICT.lotStallCount) +
        (change.curbStallCount ?? SMALL_BLOCK_DISTRICT.curbStallCount),
    }),
  };
}

const DAY_START_s = 4 * HOUR_s;
const PERIOD_s = 900;

const noise = (name: string, count = 0): number => draw(1, PURPOSE.arrivals, hashName(name), count);

/** Two peaks, 0..1. */
function activityAt(time_s: number): number {
  const hour = (time_s / HOUR_s) % 24;
  const peak = (at: number, width: number): number => Math.max(0, 1 - Math.abs(hour - at) / width);
  return Math.max(0.05, peak(8.5, 3), 0.45 * peak(13, 5), peak(17.5, 3.5));
}

export function fakeRunResult(network: NetworkDraft, regime: Regime): RunResult {
  const isShared = regime === 'shared-automated';
  const isAutomated = regime !== 'today';
  const hours = Array.from({ length: 24 }, (_, hour) => DAY_START_s + (hour + 1) * HOUR_s);
  const stallsIn = (isInside: boolean): number =>
    network.lots
      .filter((lot) => lot.isInside === isInside)
      .reduce((sum, lot) => sum + lot.stallCount, 0);
  const shareOf = (isInside: boolean, time_s: number): number => {
    const stock = 0.9 - 0.25 * activityAt(time_s);
    if (isInside) return stock * (isShared ? 0.15 : isAutomated ? 0.5 : 1);
    return isAutomated ? stock * (isShared ? 0.1 : 0.4) : 0;
  };
  return {
    summary: fakeFigures({ layout: network.layout, regime, seed: 1 }),
    states: fakeStates(stallsIn(true), isAutomated, isShared),
    land: hours.map((time_s) => fakeLand(network, time_s, { isShared, shareOf })),
    links: fakeLinks(network, isAutomated),
    curbs: network.curbs
      .filter(({ name }) => noise(name) < 0.6)
      .map(({ name, timetable }, at) => ({
        time_s: MAP_HOUR * HOUR_s + PERIOD_s,
        zone: name,
        use: isShared && at % 2 === 0 ? 'pudo' : useAt(timetable, MAP_HOUR * HOUR_s),
        stopCount: 4,
        refusedCount: 0,
        parkedCount: 2,
        stopped_s: 120,
        parkings: 0,
        parked_s: 1800,
        personCount: 3,
        occupancy: 0.5,
        persons_perHour6m: 6,
        revenue: 0,
      })),
    lots: hours.flatMap((time_s) =>
      network.lots.map(({ name, kind, isInside, stallCount }) => ({
        time_s,
        lot: name,
        kind,
        users: 'all' as const,
        isInside,
        stallCount,
        takenCount: Math.round(
          stallCount * Math.min(1, shareOf(isInside, time_s) * (0.7 + 0.6 * noise(name))),
        ),
        refusedCount: 0,
        depth: 1,
        retrievedCount: 0,
        moveCount: 0,
        revenue: 0,
      })),
    ),
    blocks: [],
    freedLand: [],
    fullCurbs: [],
    tolls: [],
    iterations: [],
    sessions: [],
    trips: [],
    fleet: [],
    chargers: [],
    batteries: [],
    gridlock: [],
  };
}

function fakeStates(stallCount: number, isAutomated: boolean, isShared: boolean): StateRow[] {
  return Array.from({ length: 96 }, (_, period) => {
    const time_s = DAY_START_s + (period + 1) * PERIOD_s;
    const busy = activityAt(time_s) * stallCount * 0.08;
    const parked = stallCount * (0.9 - 0.25 * activityAt(time_s)) * (isShared ? 0.2 : 1);
    const count = (share: number): number => Math.round(busy * share);
    return {
      time_s,
      parkedCurb: Math.round(parked * (isAutomated ? 0.02 : 0.3)),
      parkedLot: Math.round(parked * (isAutomated ? 0.5 : 0.7)),
      parkedOutside: Math.round(parked * (isAutomated ? 0.45 : 0)),
      stopped: count(0.06),
      doubleParked: count(0.02),
      waitingToEnter: count(0.05),
      occupied: count(0.7),
      pickup: count(isShared ? 0.25 : 0),
      cruising: count(isAutomated ? 0 : 0.12),
      toParking: count(isAutomated ? 0.3 : 0),
      rebalancing: count(isShared ? 0.06 : 0),
    };
  });
}

function fakeLand(
  network: NetworkDraft,
  time_s: number,
  about: { isShared: boolean; shareOf: (isInside: boolean, time_s: number) => number },
): RunResult['land'][number] {
  const lot_m2 = (isInside: boolean): number =>
    network.lots
      .filter((lot) => lot.isInside === isInside)
      .reduce((sum, lot) => sum + lot.stallCount * lot.land_m2PerStall, 0);
  const curb_m2 = (use: string): number =>
    network.curbs
      .filter(({ timetable }) => timetable[0]!.use === use)
      .reduce((sum, curb) => sum + (curb.end_m - curb.start_m) * curb.depth_m, 0);
  const isPudoTime = about.isShared && time_s > 7 * HOUR_s && time_s <= 20 * HOUR_s;
  const parking_m2 = isPudoTime ? 0 : curb_m2('parking');
  const share = about.shareOf(true, time_s);
  const outside = about.shareOf(false, time_s);
  const blocks_m2 = network.blocks.reduce((sum, block) => sum + block.area_m2, 0) - lot_m2(true);
  const curbs_m2 = curb_m2('parking') + curb_m2('pudo') + curb_m2('loading');
  const street_m2 = network.district.area_m2 - blocks_m2 - lot_m2(true) - curbs_m2;
  return {
    time_s,
    movingLanes_m2: street_m2 * 0.55,
    sidewalks_m2: street_m2 * 0.45,
    curbParkingTaken_m2: parking_m2 * share,
    curbParkingFree_m2: parking_m2 * (1 - share),
    curbPudo_m2: curb_m2('pudo') + curb_m2('parking') - parking_m2,
    curbLoading_m2: curb_m2('loading'),
    curbCharging_m2: 0,
    curbUnused_m2: 0,
    lotsTaken_m2: lot_m2(true) * share,
    lotsFree_m2: lot_m2(true) * (1 - share),
    blocks_m2,
    exportedTaken_m2: lot_m2(false) * outside,
    exportedFree_m2: lot_m2(false) * (1 - outside),
  };
}

/** Rows of the map's hour and the one before it, slower towards the middle. */
function fakeLinks(network: NetworkDraft, isAutomated: boolean): RunResult['links'][number][] {
  const side_m = Math.sqrt(network.district.area_m2);
  const rows: RunResult['links'][number][] = [];
  for (const link of network.links) {
    const [x_m, y_m] = link.geometry[0]!;
    const off = Math.max(Math.abs(x_m - side_m / 2), Math.abs(y_m - side_m / 2)) / side_m;
    const centre = Math.max(0, 1 - 1.6 * off);
    for (let period = 0; period < 8; period++) {
      const chance = noise(link.name, period >> 2);
      if (chance < 0.02) continue;
      const tti =
        1.1 + centre * (isAutomated ? 3.2 : 1.4) * chance * chance + 0.4 * noise(link.name, 9);
      const vehicleCount = Math.round(link.laneCount * (8 + 40 * centre * noise(link.name, 5)));
      rows.push({
        time_s: (MAP_HOUR - 1) * HOUR_s + (period + 1) * PERIOD_s,
        link: link.name,
        vehicle_s: (vehicleCount * link.length_m * tti) / link.freeSpeed_mps,
        vehicle_m: vehicleCount * link.length_m,
        entryCount: vehicleCount,
        exitCount: vehicleCount,
        longestQueueCount: Math.round(tti * 2),
        tti,
      });
    }
  }
  return rows;
}

/** Figures of the size that the example district has. */
export function fakeFigures(of: {
  layout: string;
  regime: Regime;
  seed: number;
}): Record<string, number> {
  const { layout, regime, seed } = of;
  const isBig = layout === 'superblock';
  const level = { today: 0, 'private-automated': 1, 'shared-automated': 2 }[regime];
  const near = (key: string, value: number, spread = 0.02): number => {
    const day = draw(seed, PURPOSE.arrivals, hashName(key)) - 0.5;
    const own = draw(seed, PURPOSE.arrivals, hashName(`${key} ${layout} ${regime}`)) - 0.5;
    return value * (1 + spread * (day + 0.4 * own));
  };
  const used_m2 = [386_000, 205_000, 61_000][level]! * (isBig ? 0.9 : 1);
  const outside_m2 = [0, 190_000, 42_000][level]!;
  const vkt_km = [178_000, 241_000, 216_000][level]! * (isBig ? 1.03 : 1);
  const delay_s = [62, 88, 75][level]! * (isBig ? [1.0, 1.9, 1.5][level]! : 1);
  return {
    land_used_curb_m2: isBig ? 0 : near('land_used_curb_m2', [96_000, 8_000, 1_500][level]!),
    land_used_lot_m2: near('land_used_lot_m2', used_m2 * 0.75),
    land_used_m2: near('land_used_m2', used_m2),
    land_used_share: near('land_used_m2', used_m2) / 57_600,
    land_required_m2: near('land_required_m2', used_m2 / 0.88),
    land_required_share: near('land_required_m2', used_m2 / 0.88) / 57_600,
    land_supply_m2: 520_000,
    land_freed_m2: 520_000 - near('land_required_m2', used_m2 / 0.88),
    land_exported_used_m2: near('land_exported_used_m2', outside_m2),
    land_exported_required_m2: near('land_exported_required_m2', outside_m2 / 0.9),
    vkt_km: near('vkt_km', vkt_km),
    vkt_occupied_km: near('vkt_km', vkt_km) * [0.96, 0.71, 0.74][level]!,
    vkt_pickup_km: near('vkt_pickup_km', [0, 24_000, 38_000][level]!),
    vkt_cruising_km: near('vkt_cruising_km', [7_100, 300, 900][level]!),
    vkt_to_parking_km: near('vkt_to_parking_km', [0, 45_000, 9_000][level]!),
    vkt_rebalancing_km: 0,
    vht_h: near('vht_h', [5_900, 8_600, 7_300][level]!),
    tti: near('tti', 1.3 + 0.3 * level + (isBig ? 0.2 : 0)),
    delay_per_trip_s: near('delay_per_trip_s', delay_s, isBig && level === 0 ? 0.3 : 0.04),
    longest_queue_veh: Math.round(near('longest_queue_veh', 24 + 10 * level)),
    lane_blocked_h: near('lane_blocked_h', 3 + 9 * level),
    trips: 96_000,
    trips_arrived: 96_000 - 12 * level,
    trips_unfinished: 12 * level,
    trips_not_entered: 2 * level,
    gridlock_rings: 0,
    pickup_way_mean_m: 150,
    detour_mean: 1.9,
    late_pickup_share: 1,
    late_ride_share: 5,
    in_vehicle_mean_s: near('in_vehicle_mean_s', 320 + 40 * level),
    walk_mean_s: near('walk_mean_s', 90 - 30 * level),
    wait_p50_s: level === 2 ? near('wait_p50_s', 190) : Number.NaN,
    wait_p95_s: level === 2 ? near('wait_p95_s', 430) : Number.NaN,
    rejected_share: level === 2 ? near('rejected_share', 1.4) : Number.NaN,
    fleet_size: level === 2 ? 1250 : 0,
    trips_per_vehicle: level === 2 ? near('trips_per_vehicle', 51) : Number.NaN,
    empty_share: near('empty_share', 4 + 22 * (level > 0 ? 1 : 0)),
  };
}

const STUDY = `
name: small-block-vs-superblock
layouts: { small-block: { layout: small-block }, superblock: { layout: superblock } }
regimes: [today, private-automated, shared-automated]
seeds: [1, 2, 3, 4, 5]
scenario: { fleet: { vehicleCount: 1250 } }
compare:
  layouts: [[small-block, superblock]]
  regimes: [[today, private-automated], [today, shared-automated]]
map: { hour: 17 }
`;

/** `change` alters a run's figures. */
export async function fakeStudyResult(
  change: (spec: RunSpec) => Record<string, number> = () => ({}),
): Promise<StudyResult> {
  const figures = (spec: RunSpec): Record<string, number> => ({
    ...fakeFigures({ layout: spec.layoutName, regime: spec.regime, seed: spec.seed }),
    ...change(spec),
  });
  const result = await resultOf(studyOf(STUDY), fakeRun(figures));
  const rungs = [1000, 1250].map((vehicleCount) => ({
    vehicleCount,
    rejected: [
      { layout: 'small-block', share: vehicleCount === 1000 ? 0.031 : 0.014, waitP95_s: 300 },
      { layout: 'superblock', share: vehicleCount === 1000 ? 0.036 : 0.016, waitP95_s: 340 },
    ],
    isBelowLimit: vehicleCount === 1250,
  }));
  return {
    ...result,
    fleetLadder: {
      rejectedLimit: 0.02,
      waitLimit_s: 420,
      rungs,
      vehicleCount: 1250,
      meetsLimit: true,
      bounds: result.layouts.map((layout) => ({
        layout,
        bound: { vehicleCount: 812, rideCount: 4000, from_s: 61_200, to_s: 64_800 },
      })),
    },
  };
}

export async function fakeStudyInput(
  networks: Record<string, NetworkDraft> = fakeNetworks(),
): Promise<StudyReportInput & { runs: readonly StudyReportRun[] }> {
  const result = await fakeStudyResult();
  const runs = result.layouts.flatMap((layout) =>
    result.regimes.map((regime) => ({
      layout,
      regime,
      seed: 1,
      network: networks[layout]!,
      run: fakeRunResult(networks[layout]!, regime),
      pudoHours:
        regime === 'shared-automated' ? { from_s: 7 * HOUR_s, to_s: DAY_s - 4 * HOUR_s } : null,
    })),
  );
  return { result, runs, mapHour: MAP_HOUR };
}
