/** Measuring links: at the end of each period everything since the last one is published and begun anew. */
import { type MoverId, NONE } from '../base/ids.js';
import { measureLink } from '../traffic/hand-over.js';
import { MOVER_END } from '../traffic/traffic-state.js';
import type { World } from '../world.js';

/** A mover slower than this stands in a queue. */
const STANDING_mps = 1;

/** Counts standing movers per lane and keeps each link's largest count of the period. */
export function noteQueues({ traffic }: World, standing: Int32Array): void {
  const { movers, links, network, counters } = traffic;
  standing.fill(0);
  for (let mover = 0; mover < counters[MOVER_END]!; mover++) {
    const lane = movers.lane[mover];
    if (lane === NONE || movers.speed_mps[mover]! >= STANDING_mps || movers.isHeld[mover] === 1) {
      continue;
    }
    standing[lane]!++;
  }
  for (let lane = 0; lane < network.linkLaneCount; lane++) {
    const link = network.lanes.link[lane];
    if (standing[lane]! > links.longestQueueCount[link]!) {
      links.longestQueueCount[link] = standing[lane]!;
    }
  }
}

/** Publishes one `linkMeasured` per link that saw a vehicle, and the queues for the road. */
export function publishLinks(world: World, period_s: number): void {
  const { traffic, events, clock } = world;
  const { movers, links, network, counters } = traffic;
  for (let row = 0; row < counters[MOVER_END]!; row++) {
    if (movers.lane[row] !== NONE) measureLink(traffic, row as MoverId, clock.time_s);
  }
  for (let link = 0; link < network.linkCount; link++) {
    if (links.waitingCount[link]! > 0) {
      events.publish('entryQueueMeasured', clock.time_s, {
        link,
        waitingCount: links.waitingCount[link]!,
      });
    }
    if (links.vehicle_s[link] === 0 && links.entryCount[link] === 0) continue;
    events.publish('linkMeasured', clock.time_s, {
      link,
      period_s,
      vehicle_s: links.vehicle_s[link]!,
      vehicle_m: links.vehicle_m[link]!,
      entryCount: links.entryCount[link]!,
      exitCount: links.exitCount[link]!,
      longestQueueCount: links.longestQueueCount[link]!,
      free_s: links.free_s[link]!,
    });
    links.startCount[link]! += links.entryCount[link]! - links.exitCount[link]!;
    links.vehicle_s[link] = 0;
    links.vehicle_m[link] = 0;
    links.free_s[link] = 0;
    links.entryCount[link] = 0;
    links.exitCount[link] = 0;
    links.longestQueueCount[link] = 0;
  }
}
