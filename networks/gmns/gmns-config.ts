/** `config.csv`: the name of the network, its units and its coordinates. One row. */
import { FOOT_m, KMH_mps, MILE_m, MPH_mps } from '../../core/base/units.js';
import {
  DRIVING_SIDES,
  type DrivingSide,
  type NetworkDraft,
} from '../../core/network/network-draft.js';
import { optional, text, word } from './column.js';
import { TableFormat } from './table-format.js';

const LENGTHS = ['m', 'km', 'ft', 'mi'] as const;
export type LengthUnit = (typeof LENGTHS)[number];
export const LENGTH_m: Readonly<Record<LengthUnit, number>> = {
  m: 1,
  km: 1000,
  ft: FOOT_m,
  mi: MILE_m,
};

const SPEEDS = ['kph', 'm/s', 'mph'] as const;
export type SpeedUnit = (typeof SPEEDS)[number];
export const SPEED_mps: Readonly<Record<SpeedUnit, number>> = {
  kph: KMH_mps,
  'm/s': 1,
  mph: MPH_mps,
};

const LENGTH_SPELLINGS: Readonly<Record<string, LengthUnit>> = {
  meter: 'm',
  meters: 'm',
  metre: 'm',
  metres: 'm',
  kilometer: 'km',
  kilometers: 'km',
  kilometre: 'km',
  kilometres: 'km',
  foot: 'ft',
  feet: 'ft',
  mile: 'mi',
  miles: 'mi',
};
const SPEED_SPELLINGS: Readonly<Record<string, SpeedUnit>> = {
  'km/h': 'kph',
  kmh: 'kph',
  kmph: 'kph',
  mps: 'm/s',
};

export interface ConfigRow {
  readonly name: string;
  readonly shortLength: LengthUnit | undefined;
  readonly longLength: LengthUnit | undefined;
  readonly speed: SpeedUnit | undefined;
  readonly crs: string | undefined;
  readonly geometryFormat: string | undefined;
  readonly version: string | undefined;
  readonly idType: string | undefined;
  /** Undefined in folders that another program wrote. */
  readonly layout: string | undefined;
  readonly drivingSide: DrivingSide | undefined;
  readonly attribution: string | undefined;
}

export const configTable = new TableFormat<ConfigRow>('config.csv', 'Name, units, coordinates', {
  key: null,
  columns: {
    name: text('dataset_name', 'name of the network'),
    shortLength: optional(
      word('short_length', LENGTHS, 'unit of widths and of places along links', LENGTH_SPELLINGS),
    ),
    longLength: optional(word('long_length', LENGTHS, 'unit of link lengths', LENGTH_SPELLINGS)),
    speed: optional(word('speed', SPEEDS, 'unit of speeds', SPEED_SPELLINGS)),
    crs: optional(text('crs', '`local` for planar metres, else a PROJ string or EPSG code')),
    geometryFormat: optional(text('geometry_field_format', 'format of geometry columns')),
    version: optional(text('version_number', 'version of GMNS')),
    idType: optional(text('id_type', 'type of ids')),
    layout: optional(text('bw_layout', 'how the network came to be')),
    drivingSide: optional(
      word('bw_driving_side', DRIVING_SIDES, '`left`: left and right of turns are mirrored'),
    ),
    attribution: optional(text('bw_attribution', 'who must be named as the source')),
  },
});

export const configRowOf = (network: NetworkDraft, speed: SpeedUnit): ConfigRow => ({
  name: network.name,
  shortLength: 'm',
  longLength: 'm',
  speed,
  crs: network.crs,
  geometryFormat: 'WKT',
  version: '0.96',
  idType: 'string',
  layout: network.layout,
  drivingSide: network.drivingSide,
  attribution: network.attribution,
});
