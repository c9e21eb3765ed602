/** One way of driving for vehicles of many types: the mean of them, weighted by their numbers. */
import type { RepairNote } from '../../core/network/repair-note.js';
import type { DriverClass } from '../../core/scenario/scenario.js';
import {
  DEFAULT_TYPE,
  type SumoType,
  type SumoVehicle,
  type SumoVehicles,
} from './sumo-vehicles.js';

export function typesOf(
  { types, mixes }: SumoVehicles,
  taken: ReadonlyMap<SumoVehicle, number>,
): { driver: DriverClass; notes: RepairNote[] } {
  const weights = new Map<SumoType, number>();
  for (const [{ type }, count] of taken) {
    const mix = mixes.get(type) ?? [types.get(type) ?? DEFAULT_TYPE];
    const total = mix.reduce((sum, { probability }) => sum + probability, 0);
    for (const each of mix) {
      weights.set(each, (weights.get(each) ?? 0) + (count * each.probability) / total);
    }
  }
  return { driver: meanDriver(weights), notes: notesOf(weights) };
}

function meanDriver(weights: ReadonlyMap<SumoType, number>): DriverClass {
  const total = [...weights.values()].reduce((a, b) => a + b, 0);
  const mean = (of: (type: SumoType) => number): number => {
    let sum = 0;
    for (const [type, weight] of weights) sum += (of(type) * weight) / total;
    return rounded(sum);
  };
  return {
    tau_s: mean(({ tau_s }) => tau_s),
    length_m: mean(({ length_m }) => length_m),
    standstillGap_m: mean(({ minGap_m }) => minGap_m),
    acceleration_mps2: mean(({ accel_mps2 }) => accel_mps2),
    comfortableBraking_mps2: mean(({ decel_mps2 }) => decel_mps2),
  };
}

/** Means of shares that sum to 1 only nearly. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

function notesOf(weights: ReadonlyMap<SumoType, number>): RepairNote[] {
  const notes: RepairNote[] = [];
  const values = ({ length_m, minGap_m, tau_s, accel_mps2, decel_mps2 }: SumoType): string =>
    JSON.stringify([length_m, minGap_m, tau_s, accel_mps2, decel_mps2]);
  const kinds = new Set([...weights.keys()].map(values));
  if (kinds.size > 1) {
    const subject = [...weights.keys()].map(({ id }) => id).join(', ');
    const message = `${kinds.size} ways of driving: all vehicles drive like the mean of them`;
    notes.push({ code: 'DEM-053', subject, message, kind: 'repair' });
  }
  const classes = [...weights.keys()].map(({ vehicleClass }) => vehicleClass);
  const others = [...new Set(classes)].filter((name) => name !== 'passenger');
  for (const name of others) {
    notes.push({ code: 'DEM-054', subject: name, message: 'driven like cars', kind: 'repair' });
  }
  return notes;
}
