/** Fields of `curb.control`: when dynamic curbs change, and how much each use may have. */
import { DAY_s } from '../base/units.js';
import { CURB_USES } from '../network/curb-use.js';
import { BUS_ZONES, SPARE_METRES } from './curb-choices.js';
import { choice, number, type Range, type ScenarioField } from './scenario-field.js';

const SHARE: Range = [0, 1];

/** Bounds of each use on a street side, for a controller. */
const boundFields = (bound: 'leastShare' | 'mostShare', word: string): readonly ScenarioField[] =>
  CURB_USES.filter((use) => use !== 'none').map((use) =>
    number(
      `curb.control.${bound}.${use}`,
      '',
      SHARE,
      `${word} share of the metres of a street side for ${USE_WORDS[use]}.`,
    ),
  );

const USE_WORDS = {
  parking: 'parking',
  pudo: 'picking up and dropping off',
  loading: 'loading',
  bus: 'buses, if they are moved',
  charging: 'charging',
} as const;

export const CURB_CONTROL_FIELDS: readonly ScenarioField[] = [
  number('curb.control.period_s', 's', [60, 7200], 'How often dynamic curbs are decided anew.'),
  number('curb.control.notice_s', 's', [0, 7200], 'Least time between notice and change of use.'),
  number('curb.control.keep_s', 's', [0, DAY_s], 'Least time for which a zone keeps its use.'),
  number('curb.control.fullShare', '', SHARE, 'A use with more of its metres taken wants more.'),
  number('curb.control.spareShare', '', SHARE, 'A use with less of its metres taken gives some.'),
  ...boundFields('leastShare', 'Least'),
  ...boundFields('mostShare', 'Most'),
  choice(
    'curb.control.spareMetres',
    SPARE_METRES,
    'Whether metres that no use wants become free land.',
  ),
  choice('curb.control.busZones', BUS_ZONES, 'Whether metres for buses are moved too.'),
];
