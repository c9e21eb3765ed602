/**
 * A hectare with two streets, three curb zones and three lots, and logs written by hand: what the
 * tests of metrics count with. Rows are in the order of names.
 */
import { EVENT_FIELDS, type EventRecord, type EventType } from '../events/catalogue.js';
import { EventBuffer } from '../events/event-buffer.js';
import { allDay } from '../network/curb-use.js';
import type { NetworkFacts } from '../network/facts.js';

export const ZONE = { east: 0, north: 1, rim: 2 } as const;
export const LOT_ROW = { garage: 0, remote: 1, yard: 2 } as const;

const link = (name: string, isInside = true): NetworkFacts['links'][number] => ({
  name,
  length_m: 100,
  laneCount: 1,
  freeSpeed_mps: 10,
  isInside,
});

/**
 * 10,000 m²: 2,000 lanes + 1,000 sidewalks + 150 + 50 curb + 300 + 280 lots + 6,220 blocks.
 * `east` (10 stalls) is for pick-up from 08:00 to 20:00 and for parking by night. Outside stand the
 * remote lot, 560 m², and the zone `rim`, 30 m².
 */
export const smallDistrict: NetworkFacts = {
  layout: 'drawn',
  districtArea_m2: 10_000,
  links: [link('a'), link('b'), link('rim', false)],
  zones: [
    {
      name: 'east',
      link: 0,
      length_m: 60,
      depth_m: 2.5,
      stall_m: 6,
      timetable: [
        { from_s: 0, to_s: 28_800, use: 'parking' },
        { from_s: 28_800, to_s: 72_000, use: 'pudo' },
        { from_s: 72_000, to_s: 86_400, use: 'parking' },
      ],
    },
    {
      name: 'north',
      link: 1,
      length_m: 20,
      depth_m: 2.5,
      stall_m: 6,
      timetable: allDay('loading'),
    },
    { name: 'rim', link: 2, length_m: 12, depth_m: 2.5, stall_m: 6, timetable: allDay('parking') },
  ],
  lots: [
    lot({ name: 'garage', kind: 'structure', stallCount: 30, land_m2PerStall: 10 }),
    lot({ name: 'remote', stallCount: 20, isRemote: true, isInside: false }),
    lot({ name: 'yard', stallCount: 10 }),
  ],
  land: {
    movingLanes_m2: 2000,
    sidewalks_m2: 1000,
    curb_m2: 200,
    lots_m2: 580,
    blocks_m2: 6220,
  },
};

function lot(
  given: Partial<NetworkFacts['lots'][number]> & { name: string; stallCount: number },
): NetworkFacts['lots'][number] {
  return { kind: 'surface', land_m2PerStall: 28, isRemote: false, isInside: true, ...given };
}

/** One thing that happened; fields that do not matter to a test are left out and are 0. */
export type Happening = {
  [Type in EventType]: readonly [type: Type, time_s: number, event: Partial<EventRecord<Type>>];
}[EventType];

export function logOf(happenings: readonly Happening[]): EventBuffer {
  const buffer = new EventBuffer();
  for (const [type, time_s, event] of happenings) {
    const blank = Object.fromEntries(EVENT_FIELDS[type].map((name) => [name, 0]));
    buffer.publish(type, time_s, { ...blank, ...event } as EventRecord<typeof type>);
  }
  return buffer;
}
