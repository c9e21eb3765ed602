/** Marks the curb at bus stops for buses: `buses.stopBays: marked`. */
import type { CurbSpan } from '../../network/curb-use.js';
import { allDay } from '../../network/curb-use.js';
import { byName } from '../../network/facts.js';
import type { CurbDraft, NetworkDraft } from '../../network/network-draft.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { LinePlan, StopPlan } from './service-plans.js';

/** A rest of a zone that is shorter than a stall goes to the bus stop. */
const LEAST_REST_m = 6;

export interface MarkedCurbs {
  readonly draft: NetworkDraft;
  readonly lines: readonly LinePlan[];
}

/**
 * The network with `bay_m` of curb for buses at every stop that has a zone long enough beside or near
 * it on its link; a zone is cut, so that all its metres keep a use. Stops without one stay in the lane.
 */
export function markBusCurbs(
  draft: NetworkDraft,
  lines: readonly LinePlan[],
  { linkNames }: RoadNetwork,
  bay_m: number,
): MarkedCurbs {
  const curbs = new Map(draft.curbs.map((curb) => [curb.name, curb]));
  const marked = (stop: StopPlan): StopPlan => {
    if (stop.zone !== null) return stop;
    const link = linkNames[stop.link]!;
    const zone = nearestZone([...curbs.values()], link, stop.position_m, bay_m);
    if (zone === null) return stop;
    if (isForBuses(zone)) return at(stop, zone);
    curbs.delete(zone.name);
    const parts = partsOf(zone, stop.position_m, bay_m);
    for (const part of parts) curbs.set(part.name, part);
    return at(stop, parts.find(isForBuses)!);
  };
  const changed = lines.map((line) => ({ ...line, stops: line.stops.map(marked) }));
  return { draft: { ...draft, curbs: [...curbs.values()] }, lines: changed };
}

const at = (stop: StopPlan, zone: CurbDraft): StopPlan => ({
  ...stop,
  position_m: middle_m(zone),
  zone: zone.name,
});

const middle_m = ({ start_m, end_m }: CurbDraft): number => (start_m + end_m) / 2;
const isForBuses = ({ timetable }: CurbDraft): boolean =>
  timetable.every(({ use }: CurbSpan) => use === 'bus');

/** Farther along the street than this it would be another stop. */
const NEAR_m = 60;

function nearestZone(
  curbs: readonly CurbDraft[],
  link: string,
  position_m: number,
  bay_m: number,
): CurbDraft | null {
  const away_m = (zone: CurbDraft): number =>
    Math.max(0, zone.start_m - position_m, position_m - zone.end_m);
  const [nearest = null] = curbs
    .filter((zone) => zone.link === link && zone.end_m - zone.start_m >= bay_m)
    .filter((zone) => away_m(zone) <= NEAR_m)
    .sort((a, b) => away_m(a) - away_m(b) || byName(a, b));
  return nearest;
}

/** The bay as near to the stop as the zone allows, and what is left of the zone on both sides. */
function partsOf(zone: CurbDraft, position_m: number, bay_m: number): CurbDraft[] {
  const { name, start_m, end_m } = zone;
  const wanted_m = position_m - bay_m / 2;
  let from_m = Math.min(Math.max(wanted_m, start_m), end_m - bay_m);
  let to_m = from_m + bay_m;
  if (from_m - start_m < LEAST_REST_m) from_m = start_m;
  if (end_m - to_m < LEAST_REST_m) to_m = end_m;
  const before = { ...zone, end_m: from_m };
  const bay = { ...zone, name: `${name} bus`, start_m: from_m, end_m: to_m };
  const after = { ...zone, name: `${name} rest`, start_m: to_m };
  return [before, { ...bay, timetable: allDay('bus') }, after].filter(
    (part) => part.end_m > part.start_m,
  );
}
