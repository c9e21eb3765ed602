/** Trips as vehicles of SUMO: from edge to edge, from and to positions along them. */
import type { AddressDraft, GateDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type DriverClass, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { lostCount } from './exported.js';
import { element, rounded, xmlText } from './xml-text.js';

interface Plan {
  edgesOf(link: string): readonly string[];
  placeOn(link: string, position_m: number): { lane: string; position_m: number };
}

/** Where a trip begins or ends: an edge, and the place on it where it is not an end of it. */
interface End {
  readonly edge: string;
  readonly position_m: number | null;
}

/** Who drives, and how. */
export type Driving = Pick<Scenario, 'regime' | 'drivers'>;

/** Every trip in a car of its own, in the order of departures, as SUMO wants them. */
export function sumoTrips(
  network: NetworkDraft,
  trips: readonly TripDraft[],
  { plan, driving = DEFAULT_SCENARIO }: { plan: Plan; driving?: Driving | undefined },
): { readonly text: string; readonly lost: readonly string[] } {
  const { drivers, regime } = driving;
  const cars = regime === 'today' ? TYPES.human : TYPES.automated;
  const ends = new TripEnds(network, plan);
  const rows: string[] = [];
  const sorted = [...trips].sort(
    (a, b) => a.departure_s - b.departure_s || (a.name < b.name ? -1 : 1),
  );
  for (const trip of sorted) {
    const from = ends.find(trip.origin, 'entries');
    const to = ends.find(trip.destination, 'exits');
    if (from === null || to === null) continue;
    const type = trip.kind === 'van' ? TYPES.van : cars;
    rows.push(tripText(trip, { from, to, type }, plan));
  }
  return {
    text: xmlText(
      element('routes', {}, [
        typeText(cars, regime === 'today' ? drivers.human : drivers.automated),
        typeText(TYPES.van, drivers.van),
        ...rows,
      ]),
    ),
    lost: [
      ...lostCount(
        trips.length - rows.length,
        'trips to or from gates that lead only the other way',
      ),
      ...lostCount(ends.severalCount, 'ends of trips at gates of several streets: at the first'),
      'who shares a ride or walks, and where cars are parked: every trip is a car of its own',
    ],
  };
}

class TripEnds {
  /** Ends of trips at gates with several links. */
  severalCount = 0;
  readonly #gates: ReadonlyMap<string, GateDraft>;
  readonly #addresses: ReadonlyMap<string, AddressDraft>;
  readonly #plan: Plan;

  constructor({ gates, addresses }: NetworkDraft, plan: Plan) {
    this.#gates = new Map(gates.map((gate) => [gate.name, gate]));
    this.#addresses = new Map(addresses.map((address) => [address.name, address]));
    this.#plan = plan;
  }

  /** Null at a gate without a link of the kind. */
  find(place: string, kind: 'entries' | 'exits'): End | null {
    const address = this.#addresses.get(place);
    if (address !== undefined) {
      const { lane, position_m } = this.#plan.placeOn(address.link, address.position_m);
      return { edge: lane.slice(0, lane.lastIndexOf('_')), position_m };
    }
    const links = this.#gates.get(place)?.[kind] ?? [place];
    if (links.length > 1) this.severalCount++;
    if (links[0] === undefined) return null;
    const edges = this.#plan.edgesOf(links[0]);
    return { edge: (kind === 'entries' ? edges[0] : edges.at(-1))!, position_m: null };
  }
}

/** Without a route SUMO finds the way itself. */
function tripText(
  { name, departure_s, route }: TripDraft,
  { from, to, type }: { from: End; to: End; type: string },
  plan: Plan,
): string {
  const attributes = {
    id: name.replace(/\s/g, '_'),
    type,
    depart: rounded(departure_s),
    departLane: 'best',
    departPos: from.position_m === null ? 'base' : rounded(from.position_m),
    departSpeed: from.position_m === null ? 'max' : '0',
    arrivalPos: to.position_m === null ? 'max' : rounded(to.position_m),
  };
  if (route === undefined) return element('trip', { ...attributes, from: from.edge, to: to.edge });
  const edges = route.flatMap((link) => plan.edgesOf(link)).join(' ');
  return element('vehicle', attributes, [element('route', { edges })]);
}

const TYPES = { human: 'car', automated: 'automated', van: 'van' };

const typeText = (id: string, driver: DriverClass): string =>
  element('vType', {
    id,
    tau: rounded(driver.tau_s),
    length: rounded(driver.length_m),
    minGap: rounded(driver.standstillGap_m),
    accel: rounded(driver.acceleration_mps2),
    decel: rounded(driver.comfortableBraking_mps2),
  });
