/** The small town with batteries that last for some kilometres, so that an hour has charging in it. */
import { DEFAULT_FLEET, type FleetRules } from '../scenario/scenario.js';
import { TOWN_START_s, townRun } from './small-town.js';
import { type SteppedRun, steppedRun } from './stepped-run.js';

export const TOWN_CHARGING: FleetRules['charging'] = {
  ...DEFAULT_FLEET.charging,
  battery_kWh: 3,
  startShare: 0.5,
  lowShare: 0.4,
  remoteChargerCount: 1,
  lotPower_kW: 12,
};

export const chargingTown = (
  fleet: Partial<FleetRules> = {},
  rules: Partial<FleetRules['charging']> = {},
) =>
  townRun('shared-automated', {
    fleet: { vehicleCount: 6, ...fleet, charging: { ...TOWN_CHARGING, ...rules } },
  });

/** An hour and a half of it, with a look at every step. */
export function chargingHour(
  rules: Partial<FleetRules['charging']> = {},
  fleet: Partial<FleetRules> = {},
  onStep: (run: SteppedRun) => void = () => {},
): SteppedRun {
  const run = steppedRun(chargingTown(fleet, rules));
  run.until(TOWN_START_s + 5400, () => {
    onStep(run);
    return false;
  });
  run.finish();
  return run;
}

/** What a fleet vehicle has used, by its odometer and by the time in which it was not parked. */
export function usedByLog_kWh({ world, log }: SteppedRun, vehicle: number): number {
  const { use_kWhPerKm, use_kWhPerHour } = world.scenario.fleet.charging;
  let awake_s = 0;
  let since_s = -1;
  let odometer_m = 0;
  for (const event of log) {
    if (event.vehicle !== vehicle) continue;
    odometer_m = (event.odometer_m as number | undefined) ?? odometer_m;
    if (event.type === 'unparked') since_s = event.time_s;
    if (event.type !== 'parked' || since_s < 0) continue;
    awake_s += event.time_s - since_s;
    since_s = -1;
  }
  if (since_s >= 0) awake_s += world.clock.time_s - since_s;
  return (odometer_m / 1000) * use_kWhPerKm + (awake_s / 3600) * use_kWhPerHour;
}
