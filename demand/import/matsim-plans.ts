/** Plans of MATSim's persons: each leg between two activities is a trip. */
import { countedText, type TextSource } from '../../core/base/counted-text.js';
import { shown } from '../../core/base/errors.js';
import { readXml, type XmlElement } from '../../core/base/xml.js';
import type { AddressDraft, LinkDraft } from '../../core/network/network-draft.js';
import { MATSIM_CODES } from './matsim-codes.js';
import type { LinkMiddles } from './matsim-links.js';
import { PlaceFinder, type PlaceOptions } from './place-finder.js';
import { timeOfDay_s } from './time-of-day.js';
import { type ImportedTrips, TripList } from './trip-list.js';
import type { TripPlaces } from './trip-reader.js';

/** Legs by these are trips of a car here; the others are left out. */
const CAR_MODES = new Set(['car', 'taxi', 'drt', 'ride', 'av', 'sav', 'car_passenger']);
const LIMIT_bytes = 512 << 20;

export type PlansNetwork = TripPlaces & { readonly links: readonly LinkDraft[] };

/** Throws UserError when the file is no file of plans or no trip is left. */
export async function readMatsimPlans(
  source: TextSource,
  network: PlansNetwork,
  options: PlaceOptions & {
    /** Of links that the network may have joined with others. */
    readonly links?: LinkMiddles;
  },
): Promise<ImportedTrips> {
  const reader = new PlansReader(source.file, network, options);
  const chunks = countedText(source, LIMIT_bytes, MATSIM_CODES);
  await readXml(source.file, chunks, {
    codes: MATSIM_CODES,
    roots: ['population', 'plans'],
    open: (element) => reader.open(element),
    close: (name) => reader.close(name),
  });
  return reader.list.done();
}

interface Activity {
  readonly origin: string;
  readonly destination: string;
  readonly end_s: number;
  readonly duration_s: number;
}

class PlansReader {
  readonly list: TripList;
  readonly #finder: PlaceFinder;
  readonly #linkNamed: ReadonlyMap<string, LinkDraft>;
  readonly #middles: LinkMiddles;
  readonly #addressesAt = new Map<string, AddressDraft[]>();
  #person = '';
  #isSelected = false;
  #tripCount = 0;
  #last: Activity | null = null;
  #leg: { mode: string; departure_s: number; line: number; column: number } | null = null;
  #arrival_s = 0;

  constructor(
    file: string,
    network: PlansNetwork,
    options: PlaceOptions & { readonly links?: LinkMiddles },
  ) {
    this.#middles = options.links ?? new Map();
    this.list = new TripList(file, network);
    this.#finder = new PlaceFinder(network, options);
    this.#linkNamed = new Map(network.links.map((link) => [link.name, link]));
    for (const address of network.addresses) {
      const known = this.#addressesAt.get(address.link);
      if (known === undefined) this.#addressesAt.set(address.link, [address]);
      else known.push(address);
    }
  }

  open(element: XmlElement): void {
    const { name, attributes, line, column } = element;
    if (name === 'person') {
      this.#person = attributes.id ?? `line ${line}`;
      this.#tripCount = 0;
    } else if (name === 'plan') {
      this.#isSelected = attributes.selected !== 'no';
      [this.#last, this.#leg, this.#arrival_s] = [null, null, 0];
    } else if (!this.#isSelected) {
      return;
    } else if (name === 'leg') {
      const departure_s = timeOfDay_s(attributes.dep_time ?? '');
      this.#leg = { mode: attributes.mode ?? 'car', departure_s, line, column };
    } else if (name === 'act' || name === 'activity') {
      this.#activity(element);
    }
  }

  /** A second plan of the same person is another day. */
  close(name: string): void {
    if (name === 'plan') this.#isSelected = false;
  }

  #activity({ attributes, line, column }: XmlElement): void {
    const here: Activity = {
      origin: this.#placeOf(attributes, { isOrigin: true }),
      destination: this.#placeOf(attributes, { isOrigin: false }),
      end_s: timeOfDay_s(attributes.end_time ?? ''),
      duration_s: timeOfDay_s(attributes.max_dur ?? attributes.dur ?? ''),
    };
    const [last, leg] = [this.#last, this.#leg];
    [this.#last, this.#leg] = [here, null];
    if (last === null || leg === null) return;
    const spot = { line, column, field: `person ${shown(this.#person)}` };
    const { list } = this;
    if (!CAR_MODES.has(leg.mode)) {
      list.leave('DEM-069', { ...spot, line: leg.line }, `a leg by ${shown(leg.mode)}`);
    } else if (last.origin === '') {
      list.leave('DEM-063', spot, 'no address near enough');
    } else if (here.destination === '') {
      list.leave('DEM-064', spot, 'no address near enough');
    } else {
      const departure_s = this.#departureOf(last, leg.departure_s);
      this.#arrival_s = departure_s;
      const name = `${this.#person} ${++this.#tripCount}`;
      const places = { origin: last.origin, destination: here.destination };
      const trip = { name, person: this.#person, kind: '', departure_s, ...places, partySize: 1 };
      list.add(trip, spot);
    }
  }

  /** The activity's end, or its length after the last departure; travel times are not known yet. */
  #departureOf({ end_s, duration_s }: Activity, legStart_s: number): number {
    if (!Number.isNaN(end_s)) return end_s;
    return Number.isNaN(duration_s) ? legStart_s : this.#arrival_s + duration_s;
  }

  /** By its coordinates, else the middle address of its link, else the one nearest to that. */
  #placeOf(attributes: XmlElement['attributes'], end: { isOrigin: boolean }): string {
    const [x, y] = [coordinate(attributes.x), coordinate(attributes.y)];
    if (Number.isFinite(x) && Number.isFinite(y)) return this.#finder.at(x, y, end);
    const name = attributes.link ?? '';
    const link = this.#linkNamed.get(name);
    if (link === undefined) {
      const middle = this.#middles.get(name);
      return middle === undefined ? '' : this.#finder.at(...middle, end);
    }
    const own = this.#addressesAt.get(link.name);
    if (own !== undefined) return own[own.length >> 1]!.name;
    const [x_m, y_m] = link.geometry[link.geometry.length >> 1]!;
    return this.#finder.at(x_m, y_m, end);
  }
}

const coordinate = (text: string | undefined): number =>
  text === undefined || text.trim() === '' ? Number.NaN : Number(text);
