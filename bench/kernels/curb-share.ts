/**
 * What curbs cost of a step: a filled city with a million stops a day at 1,000, 3,000 and 10,000 zones.
 * A stop here is all that the curb does for one: the choice of a bay near an address, its metres taken,
 * the events of its stop, and its metres given back; the way there and on is the traffic's. Beside them
 * the stage `curbs`, with a controller that decides every minute, fifteen times as often as by default.
 * The hash covers the state at the end.
 *
 *     node dist/bench/kernels/curb-share.js [--smoke]
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { draw, PURPOSE } from '../../core/base/random.js';
import { noteMissed } from '../../core/curb/controller.js';
import { claimBay, releaseBay, useCode } from '../../core/curb/zones.js';
import { TO_BAY } from '../../core/kernel/activities.js';
import { inOrder, type Stage, stagesOf } from '../../core/kernel/stages.js';
import { bayNear, noteFreed } from '../../core/kernel/standing/curb-bays.js';
import { hashOfState } from '../../core/kernel/state-parts.js';
import { allDay, type CurbUse } from '../../core/network/curb-use.js';
import type { CurbDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import { ON_ROAD } from '../../core/traffic/traffic-state.js';
import type { World } from '../../core/world.js';
import { SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { districtOf, filledCity } from '../cities/filled-city.js';

export interface CurbShareSize {
  readonly side_m: number;
  readonly vehicleCount: number;
  readonly zoneCounts: readonly number[];
  readonly stopsADay: number;
  readonly rounds: number;
  readonly stepsARound: number;
}

export const FULL: CurbShareSize = {
  side_m: 3840,
  vehicleCount: 12_000,
  zoneCounts: [1000, 3000, 10_000],
  stopsADay: 1_000_000,
  rounds: 5,
  stepsARound: 120,
};
export const SMOKE: CurbShareSize = {
  side_m: 960,
  vehicleCount: 300,
  zoneCounts: [50, 200],
  stopsADay: 100_000,
  rounds: 2,
  stepsARound: 120,
};

export interface CurbShareRow {
  readonly zoneCount: number;
  readonly stopCount: number;
  /** Stops that found no room. */
  readonly refusedCount: number;
  readonly onRoadAtEnd: number;
  /** Of a step, its stops and the stage `curbs` over all of it; by rounds. */
  readonly share: Spread;
  /** The stage alone. */
  readonly stageShare: Spread;
  readonly stop_us: Spread;
  readonly step_us: Spread;
  readonly hash: string;
}

interface Spread {
  readonly min: number;
  readonly median: number;
}

/** The cities take turns, so that a busy machine is the same for all. */
export function benchCurbShare(size: CurbShareSize = FULL): CurbShareRow[] {
  const cities = size.zoneCounts.map((zoneCount) => openCity(size, zoneCount));
  for (let round = 0; round <= size.rounds; round++) {
    for (const city of cities) {
      const times = runRound(city, size);
      // Functions are compiled in the first.
      if (round > 0) city.rounds.push(times);
    }
  }
  return cities.map(rowOf);
}

interface City {
  readonly world: World;
  readonly zoneCount: number;
  readonly stages: readonly Stage[];
  readonly rounds: RoundTimes[];
  /** Zones with a bay to be given back, by the step in which that is due, round and round. */
  readonly leaving: number[][];
  stopCount: number;
  refusedCount: number;
}

interface RoundTimes {
  readonly stops_ms: number;
  readonly curbs_ms: number;
  readonly all_ms: number;
  readonly stopCount: number;
  readonly stepCount: number;
}

const ZONE_m = 12;
const DAY_s = 86_400;
/** A stop lasts a minute. */
const STAND_s = 60;

function openCity({ side_m, vehicleCount, zoneCounts }: CurbShareSize, zoneCount: number): City {
  const { curb, dt_s } = DEFAULT_SCENARIO;
  const spec = { name: `curbs ${zoneCount}`, vehicleCount };
  const control = { ...curb.control, period_s: 60 };
  const world = filledCity(
    { ...spec, district: districtOf(SMALL_BLOCK_DISTRICT, side_m) },
    {
      curbs: (made) => zonesOf(made, zoneCount),
      curb: { ...curb, policy: 'dynamic', control },
    },
  );
  // As many bays in all, so that as many stops are served: few zones must not seem cheap by refusing.
  const more = Math.max(...zoneCounts) / zoneCount;
  for (let zone = 0; zone < zoneCount; zone++) world.zones.bayRoom_m[zone]! *= more;
  const leaving = Array.from({ length: STAND_s / dt_s }, (): number[] => []);
  const counts = { stopCount: 0, refusedCount: 0 };
  return { world, zoneCount, stages: stagesOf(world), rounds: [], leaving, ...counts };
}

const USES: readonly CurbUse[] = ['parking', 'pudo', 'loading'];

/** Short zones, evenly picked along the streets of the city, for each use in turn. */
function zonesOf({ curbs }: NetworkDraft, zoneCount: number): CurbDraft[] {
  const pieces = curbs.flatMap((curb): CurbDraft[] => {
    const count = Math.floor((curb.end_m - curb.start_m) / ZONE_m);
    return Array.from({ length: count }, (_, at) => {
      const start_m = curb.start_m + at * ZONE_m;
      return { ...curb, name: `${curb.name}-${at}`, start_m, end_m: start_m + ZONE_m };
    });
  });
  if (pieces.length < zoneCount) throw new Error(`The streets have ${pieces.length} zones.`);
  return Array.from({ length: zoneCount }, (_, at) => ({
    ...pieces[Math.floor((at * pieces.length) / zoneCount)]!,
    timetable: allDay(USES[at % USES.length]!),
  }));
}

function runRound(city: City, { stepsARound, stopsADay }: CurbShareSize): RoundTimes {
  const { world, stages } = city;
  const { clock, scenario, events } = world;
  const before = city.stopCount;
  let [stops_ms, curbs_ms, all_ms] = [0, 0, 0];
  for (let step = 0; step < stepsARound; step++) {
    const passed_s = (clock.step + 1) * scenario.dt_s;
    clock.time_s = scenario.start_s + passed_s;
    const began_ms = performance.now();
    makeStops(city, Math.floor((passed_s * stopsADay) / DAY_s));
    const stopped_ms = performance.now();
    let [last_ms, stage_ms] = [stopped_ms, 0];
    for (const stage of stages) {
      inOrder(stage);
      const now_ms = performance.now();
      if (stage.name === 'curbs') stage_ms = now_ms - last_ms;
      last_ms = now_ms;
    }
    stops_ms += stopped_ms - began_ms;
    curbs_ms += stage_ms;
    all_ms += last_ms - began_ms;
    clock.step++;
    events.clear();
  }
  const stopCount = city.stopCount - before;
  return { stops_ms, curbs_ms, all_ms, stopCount, stepCount: stepsARound };
}

/** Those whose minute is over leave; others come until there have been as many as are due. */
function makeStops(city: City, dueCount: number): void {
  const { world, leaving } = city;
  const { zones, places, clock, scenario, events } = world;
  const { bay_m } = scenario.curb;
  const list = leaving[clock.step % leaving.length]!;
  const facts = { vehicle: 0, vehicleClass: 0 };
  for (const zone of list) {
    const link = zones.link[zone]!;
    releaseBay(zones, zone, bay_m);
    noteFreed(world, zone);
    events.publish('stopEnded', clock.time_s, {
      ...facts,
      zone,
      link,
      stood_s: STAND_s,
      personCount: 1,
    });
  }
  list.length = 0;
  while (city.stopCount < dueCount) {
    const stop = city.stopCount++;
    const address = Math.floor(draw(1, PURPOSE.place, stop) * places.addresses.length);
    const { kind, row, link } = bayNear(world, address, stop % 4 === 0);
    if (kind === TO_BAY && claimBay(zones, row, bay_m)) {
      list.push(row);
      events.publish('stopped', clock.time_s, { ...facts, zone: row, link, odometer_m: 0 });
    } else {
      city.refusedCount++;
      noteMissed(world, link, stop % 4 === 0 ? LOADING : PUDO);
    }
  }
}

const PUDO = useCode('pudo');
const LOADING = useCode('loading');

function rowOf({ world, zoneCount, rounds, stopCount, refusedCount }: City): CurbShareRow {
  return {
    zoneCount,
    stopCount,
    refusedCount,
    onRoadAtEnd: world.traffic.counters[ON_ROAD]!,
    share: spread(rounds.map(({ stops_ms, curbs_ms, all_ms }) => (stops_ms + curbs_ms) / all_ms)),
    stageShare: spread(rounds.map(({ curbs_ms, all_ms }) => curbs_ms / all_ms)),
    stop_us: spread(rounds.map((round) => (1000 * round.stops_ms) / round.stopCount)),
    step_us: spread(rounds.map(({ all_ms, stepCount }) => (1000 * all_ms) / stepCount)),
    hash: hashOfState(world),
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[sorted.length >> 1]! };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const size = process.argv.includes('--smoke') ? SMOKE : FULL;
  process.stdout.write(`${JSON.stringify(benchCurbShare(size), null, 2)}\n`);
}
