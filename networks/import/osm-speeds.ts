/** Values of OSM's `maxspeed`: numbers with units, words, and the codes of countries' usual limits. */
import { KMH_mps, MPH_mps } from '../../core/base/units.js';

/** Usual limits by country and kind of road, where they are not those of `*`, km/h. */
const USUAL_kmh: ReadonlyMap<string, number> = new Map([
  ['*:urban', 50],
  ['*:rural', 90],
  ['*:trunk', 110],
  ['*:motorway', 130],
  ['*:living_street', 10],
  ['*:walk', 7],
  ['*:school', 30],
  ['RU:urban', 60],
  ['RU:living_street', 20],
  ['RU:motorway', 110],
  ['UA:living_street', 20],
  ['BY:urban', 60],
  ['BY:living_street', 20],
  ['DE:rural', 100],
  ['AT:rural', 100],
  ['FR:rural', 80],
  ['FR:living_street', 20],
  ['CH:rural', 80],
  ['CH:motorway', 120],
  ['CH:living_street', 20],
  ['CN:urban', 50],
  ['CN:motorway', 120],
  ['ES:motorway', 120],
  ['ES:living_street', 20],
  ['PT:motorway', 120],
  ['GB:nsl_restricted', 30 * 1.609344],
  ['GB:nsl_single', 60 * 1.609344],
  ['GB:nsl_dual', 70 * 1.609344],
  ['GB:motorway', 70 * 1.609344],
]);

/** Slower is a mistake in the data, and so is faster. */
const SLOWEST_mps = 4 * KMH_mps;
const FASTEST_mps = 150 * KMH_mps;
/** What `none` is worth to a planner: the advisory speed of German motorways. */
const UNLIMITED_mps = 130 * KMH_mps;
const WALK_mps = 7 * KMH_mps;

/** Null for values that are not understood or cannot be. */
export function speedOf_mps(text: string, highway: string): number | null {
  const value = text.trim();
  if (value === 'none') return highway.startsWith('motorway') ? UNLIMITED_mps : null;
  if (value === 'walk') return WALK_mps;
  const speed_mps = measured_mps(value) ?? usual_mps(value);
  return speed_mps !== null && speed_mps >= SLOWEST_mps && speed_mps <= FASTEST_mps
    ? speed_mps
    : null;
}

function measured_mps(value: string): number | null {
  const match = /^([0-9]{1,3}(?:\.[0-9]{1,3})?) ?(km\/h|kmh|kph|mph|knots)?$/.exec(value);
  if (match === null) return null;
  const unit_mps = match[2] === 'mph' ? MPH_mps : match[2] === 'knots' ? 0.514444 : KMH_mps;
  return Number(match[1]) * unit_mps;
}

/** `RU:urban`, `DE:zone:30`, `FR:zone30`, `IT:50`. */
function usual_mps(value: string): number | null {
  const match = /^([A-Z]{2})(?:-[A-Z]{2,3})?:([a-z_]{0,20}):?([0-9]{0,3})$/.exec(value);
  if (match === null) return null;
  const [, country, kind, number] = match;
  if (number !== '') return Number(number) * KMH_mps;
  const speed_kmh = USUAL_kmh.get(`${country}:${kind}`) ?? USUAL_kmh.get(`*:${kind}`);
  return speed_kmh === undefined ? null : speed_kmh * KMH_mps;
}
