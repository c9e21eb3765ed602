/**
 * Calls for emergency vehicles, drawn before the run: as many as a day has on average, each at a time
 * that is as likely as any other, at an address drawn by its name, answered by the station that is
 * nearest on empty streets.
 */
import { draw, hashName, PURPOSE } from '../../base/random.js';
import { byName } from '../../network/facts.js';
import type { AddressDraft, NetworkDraft } from '../../network/network-draft.js';
import type { Scenario } from '../../scenario/scenario.js';
import { leastBy, type PlaceBook } from './service-places.js';
import type { CallPlan } from './service-plans.js';
import type { WayFinder } from './service-ways.js';

const DAY_s = 86_400;

export function planCalls(
  scenario: Scenario,
  draft: NetworkDraft,
  book: PlaceBook,
  wayFrom: WayFinder,
): CallPlan[] {
  const { emergency, seed } = scenario;
  if (emergency.calls_perDay === 0) return [];
  if (draft.addresses.length === 0) {
    book.note('RUN-030', 'emergency.calls_perDay', 'no address from which a call could come');
    return [];
  }
  const stations = stationsOf(scenario, draft);
  const addresses = [...draft.addresses].sort(byName);
  const hashes = addresses.map(({ name }) => hashName(name));
  const rest = draw(seed, PURPOSE.call, hashName('calls of the day'));
  const count = Math.floor(emergency.calls_perDay + rest);
  const calls: CallPlan[] = [];
  for (let at = 0; at < count; at++) {
    const name = `call ${String(at + 1).padStart(4, '0')}`;
    const made_s = timeInRun(scenario, draw(seed, PURPOSE.call, hashName(name)) * DAY_s);
    if (made_s === null) continue;
    const address = addressOf(addresses, hashes, seed, hashName(name));
    const call = callTo(address, stations, book, wayFrom);
    if (call !== null) calls.push({ ...call, name, made_s });
  }
  return calls;
}

/** The named ones, else all gates that lead in and out. */
function stationsOf({ emergency }: Scenario, draft: NetworkDraft): readonly string[] {
  if (emergency.stations.length > 0) return [...emergency.stations].sort();
  return draft.gates
    .filter(({ entries, exits }) => entries.length > 0 && exits.length > 0)
    .map(({ name }) => name)
    .sort();
}

/** A time of day as the clock time in the run, or null where the run does not have it. */
function timeInRun({ start_s, end_s }: Scenario, ofDay_s: number): number | null {
  const time_s = ofDay_s >= start_s ? ofDay_s : ofDay_s + DAY_s;
  return time_s >= start_s && time_s < end_s ? time_s : null;
}

/** Every address draws; the lowest is it. An address more or less changes few calls of others. */
function addressOf(
  addresses: readonly AddressDraft[],
  hashes: readonly number[],
  seed: number,
  call: number,
): AddressDraft {
  let best = addresses[0]!;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [row, address] of addresses.entries()) {
    const drawn = draw(seed, PURPOSE.call, call ^ hashes[row]!, 1);
    if (drawn >= lowest) continue;
    lowest = drawn;
    best = address;
  }
  return best;
}

function callTo(
  address: AddressDraft,
  stations: readonly string[],
  book: PlaceBook,
  wayFrom: WayFinder,
): Omit<CallPlan, 'name' | 'made_s'> | null {
  const at = book.stop(address.name, 'emergency.calls_perDay')!;
  const candidates = stations.flatMap((station, row) => {
    const start = book.start(station, at, wayFrom, `emergency.stations.${row}`);
    return start === null ? [] : [{ station, start, way: wayFrom(start, at)! }];
  });
  const best = leastBy(candidates, ({ way }) => way.free_s);
  return best === null ? null : { ...best, address: address.name, at };
}
