/**
 * V-CURB. Bays held ahead for guided vehicles: each takes a bay from when it books to when it leaves,
 * so that they are a loss system whose holding time is the way there and the stop together. Of
 * bookings as Poisson as arrivals are, the share that finds no bay is Erlang's B of that load,
 * whatever the times; and no one who has a bay held is refused it when it comes.
 */
import { draw, PURPOSE } from '../../core/base/random.js';
import { claimBay, holdBay, releaseBay, takeHeldBay } from '../../core/curb/zones.js';
import { createZones, type ZoneTable } from '../../core/state/tables.js';
import { BATCHES, erlangB, ofBatches } from './curbs.js';
import { type Achieved, counted, type ValidationCase } from './validation-case.js';

const BAY_m = 6;
const BAYS = 4;
const DWELL_s = 60;
const BOOKINGS = 60_000;

/** A way of a minute to two and a half, and a stop of the mean length, exponential. */
const way_s = (unit: number): number => 60 + 90 * unit;
const stand_s = (unit: number): number => -Math.log(1 - unit) * DWELL_s;
const MEAN_WAY_s = 105;

interface Held {
  readonly arrives_s: number;
  readonly leaves_s: number;
  hasCome: boolean;
}

/** Who comes takes the bay held for it; true if it gets one. */
type Take = (zones: ZoneTable) => boolean;
const takeOwn: Take = (zones) => {
  takeHeldBay(zones, 0);
  return true;
};

/** By batches: bookings that found no bay, and vehicles with a bay held that got none when they came. */
function book(flow_vph: number, take: Take) {
  const zones = createZones(1);
  zones.bayRoom_m[0] = BAYS * BAY_m;
  const held: Held[] = [];
  const refused = new Float64Array(BATCHES);
  let turnedAwayCount = 0;
  let time_s = 0;
  for (let booking = 0; booking < BOOKINGS; booking++) {
    const unit = (what: number): number => draw(11, PURPOSE.arrivals, booking, what);
    time_s -= (Math.log(1 - unit(0)) * 3600) / flow_vph;
    for (let at = held.length - 1; at >= 0; at--) {
      const vehicle = held[at]!;
      if (!vehicle.hasCome && vehicle.arrives_s <= time_s) {
        vehicle.hasCome = true;
        if (!take(zones)) turnedAwayCount++;
      }
      if (vehicle.leaves_s > time_s) continue;
      if (zones.stoppedCount[0]! > 0) releaseBay(zones, 0, BAY_m);
      held.splice(at, 1);
    }
    if (holdBay(zones, 0, BAY_m)) {
      const arrives_s = time_s + way_s(unit(1));
      held.push({ arrives_s, leaves_s: arrives_s + stand_s(unit(2)), hasCome: false });
    } else refused[Math.floor((booking * BATCHES) / BOOKINGS)]! += BATCHES / BOOKINGS;
  }
  return { refused: ofBatches(refused), turnedAwayCount };
}

/** A bay is asked for again by who comes, beside the one held, which nobody gives back. */
const takeAnother: Take = (zones) => claimBay(zones, 0, BAY_m);

const shares: ValidationCase[] = [54, 91.5, 177.6].map((flow_vph) => ({
  name: `V-CURB ${BAYS} bays held ahead for a way of ${MEAN_WAY_s} s and a dwell of 60 s, ${flow_vph} veh/h: refused`,
  unit: '',
  target: erlangB(BAYS, (flow_vph * (MEAN_WAY_s + DWELL_s)) / 3600),
  tolerance: {
    difference: 0,
    standardErrors: 3,
    because: '3 standard errors over 30 batches of 2,000 bookings',
  },
  run: (): Achieved => book(flow_vph, takeOwn).refused,
  broken: (): Achieved => book(flow_vph, takeAnother).refused,
}));

const kept: ValidationCase = {
  name: `V-CURB ${BAYS} bays held ahead: vehicles that came and did not get theirs`,
  unit: 'vehicles',
  target: 0,
  tolerance: counted,
  run: () => book(91.5, takeOwn).turnedAwayCount,
  broken: () => book(91.5, takeAnother).turnedAwayCount,
};

export const cases: readonly ValidationCase[] = [...shares, kept];
