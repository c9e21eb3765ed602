/**
 * The colours, each with its meaning.
 *
 * Chosen so that neighbours differ in lightness, not only in hue: readable with any kind of colour
 * blindness and on a grey-scale print (`greyOf`, held by the tests). Red against green is never the
 * only difference between two things.
 */

export interface Swatch {
  readonly label: string;
  readonly colour: string;
}

/** Travel-time index, from free to blocked: each class darker than the one before. */
export const TTI_CLASSES: readonly (Swatch & { readonly below: number })[] = [
  { label: 'under 1.25', colour: '#c3ced4', below: 1.25 },
  { label: '1.25–1.5', colour: '#e9bd4e', below: 1.5 },
  { label: '1.5–2', colour: '#e5892f', below: 2 },
  { label: '2–3', colour: '#c9482a', below: 3 },
  { label: '3–5', colour: '#8c1646', below: 5 },
  { label: '5 and more', colour: '#33083a', below: Number.POSITIVE_INFINITY },
];

/** Infinity, where vehicles stood for the whole hour, is in the last class. */
export const ttiClass = (tti: number): number => {
  const found = TTI_CLASSES.findIndex(({ below }) => tti < below);
  return found === -1 ? TTI_CLASSES.length - 1 : found;
};

/** Vehicles in the hour; widths in page units of a map. */
export const FLOW_CLASSES = [
  { label: 'under 100', below: 100, width: 1.1 },
  { label: '100–400', below: 400, width: 2.1 },
  { label: '400 and more', below: Number.POSITIVE_INFINITY, width: 3.6 },
] as const;

export const flowClass = (vehicleCount: number): number =>
  FLOW_CLASSES.findIndex(({ below }) => vehicleCount < below);

const NAVY = '#12406e';
const BLUE = '#3f7fbf';
const AMBER = '#e69f00';
const GREEN = '#2f8f5f';
const CYAN = '#7cd3df';
const LILAC = '#b79ac8';

export const CURB_COLOURS = {
  parking: { label: 'parking', colour: NAVY },
  pudo: { label: 'pick-up and drop-off', colour: AMBER },
  loading: { label: 'loading', colour: GREEN },
  none: { label: 'no stopping', colour: '#c8c8c8' },
  bus: { label: 'bus stops', colour: '#8c1646' },
  charging: { label: 'charging', colour: CYAN },
} as const;

/** From the axis upwards, in the order of the stack. */
export const LAND_INSIDE = [
  { key: 'curbParkingTaken_m2', label: 'parked cars at the curb', colour: NAVY },
  { key: 'lotsTaken_m2', label: 'parked cars in lots', colour: BLUE },
  { key: 'curbPudo_m2', label: 'curb for pick-up and drop-off', colour: AMBER },
  { key: 'curbLoading_m2', label: 'curb for loading', colour: GREEN },
  { key: 'curbCharging_m2', label: 'curb for charging', colour: CYAN },
  { key: 'curbUnused_m2', label: 'curb without a use', colour: '#a3a3a3' },
  { key: 'curbParkingFree_m2', label: 'free stalls at the curb', colour: '#b9cfe4' },
  { key: 'lotsFree_m2', label: 'free stalls in lots', colour: '#e4edf6' },
] as const;

/** From the axis downwards. */
export const LAND_OUTSIDE = [
  { key: 'exportedTaken_m2', label: 'parked cars outside the district', colour: LILAC },
] as const;

/** Vehicles that stand in stalls. */
export const STANDING_STATES = [
  { key: 'parkedCurb', label: 'parked at the curb', colour: NAVY },
  { key: 'parkedLot', label: 'parked in lots', colour: BLUE },
  { key: 'parkedOutside', label: 'parked outside the district', colour: LILAC },
] as const;

/** Vehicles that move, want to, or stop for a moment; light and dark take turns. */
export const ROAD_STATES = [
  { key: 'occupied', label: 'with travellers or goods', colour: NAVY },
  { key: 'pickup', label: 'empty to a traveller', colour: '#6ba6d8' },
  { key: 'toParking', label: 'empty to a lot or home', colour: '#7a4a8e' },
  { key: 'rebalancing', label: 'empty to expected requests', colour: '#cfb4da' },
  { key: 'cruising', label: 'cruising', colour: '#c9482a' },
  { key: 'stopped', label: 'stopped in a bay', colour: '#f2cf6b' },
  { key: 'doubleParked', label: 'stopped in the lane', colour: '#6d1020' },
  { key: 'waitingToEnter', label: 'waiting to get onto the road', colour: '#bdbdbd' },
] as const;

export const INK = {
  text: '#1c2227',
  quiet: '#5d676f',
  line: '#d5d9dc',
  block: '#efeeea',
  road: '#dcdcd8',
  district: '#6f777d',
  lotFree: '#ffffff',
  lotTaken: BLUE,
  freed: '#c2185b',
} as const;

/** Lightness 0..1 on a grey-scale print: Rec. 709 luma of the colour's values. */
export function greyOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (0.2126 * red! + 0.7152 * green! + 0.0722 * blue!) / 255;
}
