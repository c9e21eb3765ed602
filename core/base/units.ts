/** What one foreign unit is worth in ours; files are converted at the door, never in the kernel. */
export const KMH_mps = 1 / 3.6;
export const MPH_mps = 0.44704;
export const MILE_m = 1609.344;
export const FOOT_m = 0.3048;
export const HOUR_s = 3600;
export const MINUTE_s = 60;
export const DAY_s = 86_400;
export const HECTARE_m2 = 10_000;
