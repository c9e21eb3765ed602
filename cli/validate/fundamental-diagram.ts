/**
 * V-FD. On a ring the flow over the density is Newell's triangle, q = min(v k, (1 − k s)/tau), for
 * every driver alone, and in a mixed stream tau and s are the means of the mixture.
 */
import { KMH_mps } from '../../core/base/units.js';
import { createRing, type RingDriver, ringFlow_vph } from '../../core/testing/ring-road.js';
import { INSTANT_DRIVER } from '../../core/testing/road-scene.js';
import { exactly, type ValidationCase } from './validation-case.js';

const FREE_mps = 50 * KMH_mps;
const LENGTH_m = 4.5;
/** Every tau of the book is a whole number of these. */
const STEP_s = 0.5;
/** Cars on the ring: enough that the streets of the densest one have room for another car. */
const CARS = 120;
const WATCH_s = 60;

interface Style {
  readonly tau_s: number;
  readonly spacing_m: number;
}

const STYLES: readonly Style[] = [
  { tau_s: 1.5, spacing_m: 7.5 },
  { tau_s: 1, spacing_m: 7 },
  { tau_s: 0.5, spacing_m: 6.5 },
];

/** Distance between fronts at capacity: s + v tau. */
const atCapacity_m = ({ tau_s, spacing_m }: Style): number => spacing_m + FREE_mps * tau_s;

/** The triangle over the distance between fronts, 1/k. */
const triangle_vph = ({ tau_s, spacing_m }: Style, front_m: number): number =>
  3600 * Math.min(FREE_mps / front_m, (1 - spacing_m / front_m) / tau_s);

const STREAMS: readonly { readonly name: string; front_m(style: Style): number }[] = [
  { name: 'half the density of capacity', front_m: (style) => 2 * atCapacity_m(style) },
  { name: 'capacity', front_m: atCapacity_m },
  {
    name: 'half way to a jam',
    front_m: (style) => 2 / (1 / atCapacity_m(style) + 1 / style.spacing_m),
  },
  { name: '10 % short of a jam', front_m: ({ spacing_m }) => spacing_m / 0.9 },
];

/** What the cars have in their heads may differ from the stream they are put into: a broken twin. */
interface Model {
  readonly tauFactor: number;
  readonly freeFactor: number;
}
const SOUND: Model = { tauFactor: 1, freeFactor: 1 };

const oneStyle: ValidationCase[] = STYLES.flatMap((style) =>
  STREAMS.map(({ name, front_m }) => {
    const target = triangle_vph(style, front_m(style));
    const isFree = front_m(style) > atCapacity_m(style);
    const flow = (model: Model): number =>
      flowOf(
        Array.from({ length: CARS }, () => ({ style, front_m: front_m(style) })),
        model,
      );
    return {
      name: `V-FD tau ${style.tau_s} s, s ${style.spacing_m} m: flow at ${name}`,
      unit: 'veh/h',
      target,
      tolerance: exactly(target),
      run: () => flow(SOUND),
      broken: () => flow(isFree ? { ...SOUND, freeFactor: 0.9 } : { ...SOUND, tauFactor: 1.1 }),
    };
  }),
);

/** Of four cars so many are connected, tau 0.5 s; the others are human, 1.5 s. */
const mixed: ValidationCase[] = [1, 2, 3].map((connected) => {
  const [human, , automated] = STYLES as readonly [Style, Style, Style];
  const share = connected / 4;
  const headway_s = (style: Style): number => atCapacity_m(style) / FREE_mps;
  const target = 3600 / (share * headway_s(automated) + (1 - share) * headway_s(human));
  const flow = (model: Model): number =>
    flowOf(
      Array.from({ length: CARS }, (_, car) => {
        const style = car % 4 < connected ? automated : human;
        return { style, front_m: atCapacity_m(style) };
      }),
      model,
    );
  return {
    name: `V-FD ${100 * share} % with tau 0.5 s among 1.5 s: capacity`,
    unit: 'veh/h',
    target,
    tolerance: exactly(target),
    run: () => flow(SOUND),
    broken: () => flow({ ...SOUND, tauFactor: 1.1 }),
  };
});

export const cases: readonly ValidationCase[] = [...oneStyle, ...mixed];

/** Flow of a stream that drives as fast as its spacing allows from the start. */
function flowOf(
  stream: readonly { readonly style: Style; readonly front_m: number }[],
  { tauFactor, freeFactor }: Model,
): number {
  const { style, front_m } = stream[0]!;
  const other = stream.find((one) => one.style !== style)?.style ?? style;
  const classOf = ({ tau_s, spacing_m }: Style) => ({
    ...INSTANT_DRIVER,
    tau_s: tau_s * tauFactor,
    length_m: LENGTH_m,
    standstillGap_m: spacing_m - LENGTH_m,
  });
  const drivers = stream.map(
    (one): RingDriver => ({ driver: one.style === style ? 0 : 1, spacing_m: one.front_m }),
  );
  const ring = createRing({
    drivers,
    classes: [classOf(style), classOf(other)],
    speed_mps: Math.min(FREE_mps, (front_m - style.spacing_m) / style.tau_s),
    freeSpeed_mps: FREE_mps * freeFactor,
    dt_s: STEP_s,
  });
  return ringFlow_vph(ring, WATCH_s);
}
