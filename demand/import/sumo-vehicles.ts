/** What SUMO's route files say, element by element: types, routes, vehicles, trips and flows. */
import { countedText, type TextSource } from '../../core/base/counted-text.js';
import { Problems } from '../../core/base/errors.js';
import { readXml, XmlAttributes, type XmlElement } from '../../core/base/xml.js';

export interface SumoVehicles {
  readonly types: ReadonlyMap<string, SumoType>;
  /** Types that stand for a choice among others, by probability. */
  readonly mixes: ReadonlyMap<string, readonly SumoType[]>;
  readonly routes: ReadonlyMap<string, readonly string[]>;
  readonly vehicles: readonly SumoVehicle[];
  /** Elements that are not read, by name. */
  readonly ignored: ReadonlyMap<string, number>;
}

export interface SumoType {
  readonly id: string;
  readonly vehicleClass: string;
  readonly length_m: number;
  readonly minGap_m: number;
  readonly tau_s: number;
  readonly accel_mps2: number;
  readonly decel_mps2: number;
  /** Of a vTypeDistribution. */
  readonly probability: number;
}

/** A vehicle, a trip, or a flow of either. */
export interface SumoVehicle {
  readonly kind: 'vehicle' | 'trip' | 'flow';
  readonly id: string;
  readonly type: string;
  readonly line: number;
  readonly column: number;
  /** Edges of its own route, or null. */
  edges: readonly string[] | null;
  /** Name of a route, or ''. */
  readonly route: string;
  readonly from: string;
  readonly to: string;
  readonly depart: string;
  readonly departPos: string;
  readonly arrivalPos: string;
  stopCount: number;
  /** Only of a flow. */
  readonly begin: string;
  readonly end: string;
  readonly number: string;
  readonly vehsPerHour: string;
  readonly period: string;
  readonly probability: string;
}

const TEXT_CODES = { badZip: 'DEM-031', tooLarge: 'DEM-032', notUtf8: 'DEM-033' };
const XML_CODES = {
  malformed: 'DEM-034',
  doctype: 'DEM-035',
  limits: 'DEM-036',
  root: 'DEM-037',
};
const BAD_VALUE = 'DEM-038';

/** Types may stand in any additional file, beside signals. */
const ROOTS = ['routes', 'additional', 'add', 'trips', 'tlLogics'];

/** The files are read in their order, as one. Throws UserError with every problem of a file. */
export async function readSumoVehicles(
  sources: readonly TextSource[],
  limit_bytes: number,
): Promise<SumoVehicles> {
  const collector = new VehicleCollector();
  for (const source of sources) {
    const problems = new Problems(source.file);
    await readXml(source.file, countedText(source, limit_bytes, TEXT_CODES), {
      codes: XML_CODES,
      roots: ROOTS,
      open: (element) => collector.open(element, problems),
      close: (name) => collector.close(name),
    });
    problems.throwIfAny();
  }
  return collector.all();
}

/** What SUMO takes for a passenger car where a type says nothing. */
const PASSENGER = { length_m: 5, minGap_m: 2.5, tau_s: 1, accel_mps2: 2.6, decel_mps2: 4.5 };

export const DEFAULT_TYPE: SumoType = {
  id: 'DEFAULT_VEHTYPE',
  vehicleClass: 'passenger',
  probability: 1,
  ...PASSENGER,
};

class VehicleCollector {
  readonly #types = new Map<string, SumoType>([[DEFAULT_TYPE.id, DEFAULT_TYPE]]);
  readonly #mixes = new Map<string, SumoType[]>();
  readonly #routes = new Map<string, readonly string[]>();
  readonly #vehicles: SumoVehicle[] = [];
  readonly #ignored = new Map<string, number>();
  #mix: SumoType[] | null = null;
  #vehicle: SumoVehicle | null = null;

  open(element: XmlElement, problems: Problems): void {
    const read = new XmlAttributes(element, problems, BAD_VALUE);
    switch (element.name) {
      case 'vType': {
        const type = typeOf(read);
        this.#types.set(type.id, type);
        this.#mix?.push(type);
        return;
      }
      case 'vTypeDistribution':
        this.#openMix(element, read);
        return;
      case 'route':
        this.#route(element, read);
        return;
      case 'vehicle':
      case 'trip':
      case 'flow':
        this.#vehicle = vehicleOf(element.name, element, read);
        this.#vehicles.push(this.#vehicle);
        return;
      case 'stop':
        if (this.#vehicle !== null) this.#vehicle.stopCount++;
        return;
      default:
        if (element.depth !== 1) return;
        this.#ignored.set(element.name, (this.#ignored.get(element.name) ?? 0) + 1);
    }
  }

  close(name: string): void {
    if (name === 'vTypeDistribution') this.#mix = null;
    if (name === 'vehicle' || name === 'trip' || name === 'flow') this.#vehicle = null;
  }

  all(): SumoVehicles {
    return {
      types: this.#types,
      mixes: this.#mixes,
      routes: this.#routes,
      vehicles: this.#vehicles,
      ignored: this.#ignored,
    };
  }

  #openMix({ attributes }: XmlElement, read: XmlAttributes): void {
    const listed = wordsOf(attributes.vTypes ?? '');
    this.#mix = listed.flatMap((id) => this.#types.get(id) ?? []);
    this.#mixes.set(read.text('id'), this.#mix);
  }

  #route({ attributes }: XmlElement, read: XmlAttributes): void {
    const edges = wordsOf(read.text('edges'));
    if (this.#vehicle !== null) this.#vehicle.edges = edges;
    else if (attributes.id !== undefined) this.#routes.set(attributes.id, edges);
  }
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const typeOf = (read: XmlAttributes): SumoType => ({
  id: read.text('id'),
  vehicleClass: read.text('vClass', 'passenger'),
  length_m: read.number('length', { absent: PASSENGER.length_m, least: 0.1 }),
  minGap_m: read.number('minGap', { absent: PASSENGER.minGap_m, least: 0 }),
  tau_s: read.number('tau', { absent: PASSENGER.tau_s, least: 0.01 }),
  accel_mps2: read.number('accel', { absent: PASSENGER.accel_mps2, least: 0.01 }),
  decel_mps2: read.number('decel', { absent: PASSENGER.decel_mps2, least: 0.01 }),
  probability: read.number('probability', { absent: 1, least: 0 }),
});

function vehicleOf(
  kind: SumoVehicle['kind'],
  { line, column }: XmlElement,
  read: XmlAttributes,
): SumoVehicle {
  const isFlow = kind === 'flow';
  return {
    kind,
    id: read.text('id'),
    type: read.text('type', DEFAULT_TYPE.id),
    line,
    column,
    edges: null,
    route: read.text('route', ''),
    from: read.text('from', ''),
    to: read.text('to', ''),
    depart: isFlow ? '' : read.text('depart'),
    departPos: read.text('departPos', 'base'),
    arrivalPos: read.text('arrivalPos', 'max'),
    stopCount: 0,
    begin: read.text('begin', '0'),
    end: isFlow ? read.text('end') : '',
    number: read.text('number', ''),
    vehsPerHour: read.text('vehsPerHour', ''),
    period: read.text('period', ''),
    probability: read.text('probability', ''),
  };
}

/** Seconds, or hours:minutes:seconds with days before them; null for anything else. */
export function secondsOf(text: string): number | null {
  if (!/^-?[0-9.:]+(?:e[+-]?[0-9]+)?$/i.test(text)) {
    return null;
  }
  const parts = text.split(':').map((part) => (part === '' ? Number.NaN : Number(part)));
  if (parts.length > 4 || parts.some((part) => !Number.isFinite(part))) return null;
  const [DAY, HOUR, MINUTE] = [24, 60, 60];
  const unit = [DAY, HOUR, MINUTE].slice(4 - parts.length);
  return parts.reduce((sum, part, at) => (at === 0 ? part : sum * unit[at - 1]! + part), 0);
}
