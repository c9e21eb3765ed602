/** What a field of a scenario file is, and how one is written down in a line. */

/**
 * `clock` is a time of day in seconds after midnight or as "HH:MM"; it may pass 24:00. `clocks` is
 * a rising list of them. `path` is a path inside the file's folder. `group` has fields below it and
 * is listed only where null may stand for it. `text` names a place, `texts` several, `list` is one of
 * groups with the fields of `entry`. `names` is one text or several, `classes` the same of words for
 * vehicle classes, `place` a choice or a whole number, `flag` true or false.
 */
export type FieldKind =
  | 'name'
  | 'number'
  | 'integer'
  | 'choice'
  | 'clock'
  | 'clocks'
  | 'path'
  | 'text'
  | 'texts'
  | 'names'
  | 'classes'
  | 'place'
  | 'list'
  | 'flag'
  | 'group';

export interface ScenarioField {
  /** Keys from the top of the file, joined by dots. */
  readonly path: string;
  readonly kind: FieldKind;
  /** Empty for texts and pure numbers. */
  readonly unit: string;
  /** Included; of numbers, clocks and the entries of lists. */
  readonly min: number;
  readonly max: number;
  /** The texts a `choice` may be. */
  readonly choices: readonly string[];
  readonly sentence: string;
  /** Of the entries of a `list`; their paths are keys of the entry. */
  readonly entry?: readonly ScenarioField[];
  /** Values of entries' fields that a file may leave out; for others those of the list's own group. */
  readonly initial?: Readonly<Record<string, unknown>>;
  /** An empty text or list is a value too. */
  readonly mayBeEmpty?: boolean;
}

export const field = (
  kind: FieldKind,
  path: string,
  sentence: string,
  more: Partial<ScenarioField> = {},
): ScenarioField => ({
  unit: '',
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  choices: [],
  ...more,
  kind,
  path,
  sentence,
});

export type Range = readonly [min: number, max: number];

export const number = (path: string, unit: string, [min, max]: Range, sentence: string) =>
  field('number', path, sentence, { unit, min, max });
export const integer = (path: string, unit: string, [min, max]: Range, sentence: string) =>
  field('integer', path, sentence, { unit, min, max });
export const choice = (path: string, choices: readonly string[], sentence: string) =>
  field('choice', path, sentence, { choices });
export const clock = (path: string, max: number, sentence: string) =>
  field('clock', path, sentence, { unit: 's', min: 0, max });

export const driverFields = (path: string, who: string): ScenarioField[] => [
  number(`${path}.tau_s`, 's', [0.1, 5], `Reaction time of ${who} (Newell's tau).`),
  number(`${path}.length_m`, 'm', [1, 25], `Length of the vehicle of ${who}, bumper to bumper.`),
  number(`${path}.standstillGap_m`, 'm', [0.1, 10], `Gap to the leader when ${who} stand.`),
  number(`${path}.acceleration_mps2`, 'm/s²', [0.1, 10], `Highest acceleration of ${who}.`),
  number(
    `${path}.comfortableBraking_mps2`,
    'm/s²',
    [0.5, 10],
    `Braking of ${who}; decides whether amber can still be obeyed.`,
  ),
];
