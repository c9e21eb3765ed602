/** When vehicles set out: one time of a vehicle or trip, and many of a flow. */
import { draw, hashName, PURPOSE } from '../../core/base/random.js';
import { type SumoVehicle, secondsOf } from './sumo-vehicles.js';

export interface Departure {
  readonly name: string;
  readonly departure_s: number;
}

/** More vehicles of one flow than any road can carry in a day, by far. */
const MOST_OF_A_FLOW = 1_000_000;

/** A sentence where the times make no sense. */
export function departuresOf(vehicle: SumoVehicle, seed: number): Departure[] | string {
  if (vehicle.kind === 'flow') return departuresOfFlow(vehicle, seed);
  const departure_s = secondsOf(vehicle.depart);
  if (departure_s === null || departure_s < 0) return 'left out: its departure is no time';
  return [{ name: vehicle.id, departure_s }];
}

function departuresOfFlow(flow: SumoVehicle, seed: number): Departure[] | string {
  const [begin_s, end_s] = [secondsOf(flow.begin), secondsOf(flow.end)];
  if (begin_s === null || end_s === null || begin_s < 0 || end_s < begin_s) {
    return 'left out: it does not run from one time to a later one';
  }
  const times_s = timesOf(flow, begin_s, end_s, seed);
  if (times_s === null) return 'left out: it says not how many vehicles there are, or too many';
  return times_s.map((departure_s, at) => ({ name: `${flow.id}.${at}`, departure_s }));
}

/** Evenly from the beginning on, or by a draw each second. */
function timesOf(
  { id, number, vehsPerHour, period, probability }: SumoVehicle,
  begin_s: number,
  end_s: number,
  seed: number,
): number[] | null {
  if (probability !== '') return timesByChance(id, Number(probability), { begin_s, end_s, seed });
  const gap_s = gapOf(number, vehsPerHour, period, end_s - begin_s);
  if (!(gap_s > 0)) return null;
  const count = number === '' ? Math.ceil((end_s - begin_s) / gap_s) : Number(number);
  if (!(count >= 0 && count <= MOST_OF_A_FLOW)) return null;
  return Array.from({ length: Math.floor(count) }, (_, at) => begin_s + at * gap_s);
}

function gapOf(number: string, vehsPerHour: string, period: string, length_s: number): number {
  const HOUR_s = 3600;
  if (vehsPerHour !== '') return HOUR_s / Number(vehsPerHour);
  if (period !== '') return Number(period);
  return number === '' ? Number.NaN : length_s / Math.max(1, Number(number));
}

function timesByChance(
  id: string,
  share: number,
  { begin_s, end_s, seed }: { begin_s: number; end_s: number; seed: number },
): number[] | null {
  const secondCount = Math.ceil(end_s - begin_s);
  if (!(share >= 0 && share <= 1) || secondCount > MOST_OF_A_FLOW) return null;
  const hash = hashName(id);
  const seconds = Array.from({ length: secondCount }, (_, second) => second);
  return seconds
    .filter((second) => draw(seed, PURPOSE.arrivals, hash, second) < share)
    .map((second) => begin_s + second);
}
