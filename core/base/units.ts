/** What one foreign unit is worth in ours; files are converted at the door, never in the kernel. */
export const KMH_mps = 1 / 3.6;
export const MPH_mps = 0.44704;
export const MILE_m = 1609.344;
export const FOOT_m = 0.3048;
export const HOUR_s = 3600;
export const MINUTE_s = 60;
export const DAY_s = 86_400;
export const HECTARE_m2 = 10_000;

/** Sums of decimal lengths differ in their last digits: what fits to a millimetre fits. */
export const FITS_m = 1e-3;

/** Stalls, or bays, of a length that fit at a curb. */
export const countFitting = (curb_m: number, each_m: number): number =>
  Math.floor((curb_m + FITS_m) / each_m);
