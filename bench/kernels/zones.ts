/**
 * A day of stops at curb zones: claiming and giving back bays, and the controller's looks and
 * decisions. The hash covers every zone's metres and use at the end.
 *
 *     node dist/bench/kernels/zones.js [--smoke]
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import {
  decideUses,
  lookAtCurbs,
  noteMissed,
  openEmptied,
  type WatchedCurbs,
} from '../../core/curb/controller.js';
import { claimBay, releaseBay } from '../../core/curb/zones.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import { createCurbWatches, createZones } from '../../core/state/tables.js';

export interface ZonesBenchSize {
  readonly zoneCount: number;
  readonly stopCount: number;
  readonly repeatCount: number;
}

export const FULL: ZonesBenchSize = { zoneCount: 10_000, stopCount: 1_000_000, repeatCount: 5 };
export const SMOKE: ZonesBenchSize = { zoneCount: 40, stopCount: 3000, repeatCount: 2 };

export interface ZonesBenchResult extends ZonesBenchSize {
  readonly refusedCount: number;
  readonly changeCount: number;
  readonly stops_ms: { readonly min: number; readonly median: number };
  readonly control_ms: { readonly min: number; readonly median: number };
  readonly nsPerStop: number;
  readonly hash: string;
}

export function benchZones(size: ZonesBenchSize = FULL): ZonesBenchResult {
  const rounds = Array.from({ length: size.repeatCount }, () => oneDay(size));
  const { hash, refusedCount, changeCount } = rounds[0]!;
  if (rounds.some((round) => round.hash !== hash)) throw new Error('Two rounds of one day differ.');
  const stops_ms = spread(rounds.map((round) => round.stops_ms));
  const control_ms = spread(rounds.map((round) => round.control_ms));
  const nsPerStop = (1e6 * stops_ms.min) / size.stopCount;
  return { ...size, refusedCount, changeCount, stops_ms, control_ms, nsPerStop, hash };
}

function spread(values: readonly number[]): { min: number; median: number } {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[sorted.length >> 1]! };
}

const MINUTES = 1440;
const ZONES_A_LINK = 8;
const BAY_m = 6;

function oneDay({ zoneCount, stopCount }: ZonesBenchSize) {
  const zones = createZones(zoneCount);
  const linkCount = Math.ceil(zoneCount / ZONES_A_LINK);
  const zonesOnLink: number[][] = Array.from({ length: linkCount }, () => []);
  for (let zone = 0; zone < zoneCount; zone++) {
    zones.end_m[zone] = 12;
    zones.bayRoom_m[zone] = 12;
    zones.use[zone] = zone % 3;
    zones.link[zone] = Math.floor(zone / ZONES_A_LINK) as never;
    zonesOnLink[Math.floor(zone / ZONES_A_LINK)]!.push(zone);
  }
  const curbs: WatchedCurbs = {
    zones,
    zonesOnLink,
    curbWatches: createCurbWatches(linkCount),
    serviceWatches: null,
    fits: new Uint8Array(zoneCount).fill(0xff),
  };
  const perMinute = Math.ceil(stopCount / MINUTES);
  const standing: number[][] = [[], [], []];
  const changed: number[] = [];
  let [stops_ms, control_ms, refusedCount, stop, hash] = [0, 0, 0, 0, 0];
  for (let minute = 0; minute < MINUTES; minute++) {
    const began_ms = performance.now();
    // Everybody stands for two to three minutes.
    for (const zone of standing[minute % 3]!) releaseBay(zones, zone, BAY_m);
    standing[minute % 3]!.length = 0;
    for (let left = perMinute; left > 0 && stop < stopCount; left--, stop++) {
      const zone = Math.floor(draw(1, PURPOSE.place, stop) * zoneCount);
      if (claimBay(zones, zone, BAY_m)) standing[minute % 3]!.push(zone);
      else {
        refusedCount++;
        noteMissed(curbs, zones.link[zone]!, 1 + (stop % 2));
      }
    }
    const stopped_ms = performance.now();
    lookAtCurbs(curbs);
    const control = DEFAULT_SCENARIO.curb.control;
    openEmptied(zones, zoneCount, control, minute * 60, changed);
    if (minute % 15 === 0) decideUses(curbs, control, minute * 60);
    control_ms += performance.now() - stopped_ms;
    stops_ms += stopped_ms - began_ms;
  }
  for (let zone = 0; zone < zoneCount; zone++) {
    hash = mix((hash ^ zones.use[zone]!) + Math.round(zones.taken_m[zone]!) + zone);
  }
  return {
    stops_ms,
    control_ms,
    refusedCount,
    changeCount: changed.length,
    hash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const size = process.argv.includes('--smoke') ? SMOKE : FULL;
  process.stdout.write(`${JSON.stringify(benchZones(size), null, 2)}\n`);
}
