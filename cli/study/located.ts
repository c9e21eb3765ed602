/** A value of a YAML file that knows its place: every reading notes what is wrong and goes on. */
import { type Problems, shown } from '../../core/base/errors.js';
import { isMapping } from './design.js';

export type FieldPath = readonly (string | number)[];

/** What `cli/yaml-file.ts` gives back, with the name of the file. */
export interface LocatedYaml {
  readonly file: string;
  readonly value: unknown;
  where(path: FieldPath): { readonly line: number; readonly column: number };
}

/** Codes of a study file's problems. */
export const STUDY_CODES = {
  shape: 'STU-001',
  unknownField: 'STU-002',
  missing: 'STU-003',
  value: 'STU-004',
  repeated: 'STU-005',
  folder: 'STU-006',
  reference: 'STU-007',
  setByStudy: 'STU-008',
  fleet: 'STU-009',
  ambiguous: 'STU-010',
} as const;

export class Located {
  readonly value: unknown;
  readonly path: FieldPath;
  readonly #yaml: LocatedYaml;
  readonly #problems: Problems;

  private constructor(yaml: LocatedYaml, problems: Problems, path: FieldPath, value: unknown) {
    this.#yaml = yaml;
    this.#problems = problems;
    this.path = path;
    this.value = value;
  }

  /** The file's outermost value; what is wrong is noted in `problems`. */
  static root(yaml: LocatedYaml, problems: Problems): Located {
    return new Located(yaml, problems, [], yaml.value);
  }

  get isPresent(): boolean {
    return this.value !== undefined;
  }

  /** Notes a problem here; `below` names a field of this value that is not in the file. */
  problem(code: string, message: string, below: FieldPath = []): void {
    const field = [...this.path, ...below].join('.');
    this.#problems.add(code, { ...this.#yaml.where(this.path), field }, message);
  }

  /** The field of a mapping or the item of a list; its value is undefined where there is none. */
  field(key: string | number): Located {
    const { value } = this;
    const hasIt = (isMapping(value) || Array.isArray(value)) && Object.hasOwn(value, key);
    const below = hasIt ? (value as Record<string | number, unknown>)[key] : undefined;
    return new Located(this.#yaml, this.#problems, [...this.path, key], below);
  }

  /** All fields; notes where there is no mapping, and each field that is not `known`. */
  fields(known?: readonly string[]): [key: string, field: Located][] {
    if (!isMapping(this.value)) {
      this.problem(STUDY_CODES.shape, `must be a mapping of names to values, got ${shape(this)}`);
      return [];
    }
    const fields = Object.keys(this.value).map((key): [string, Located] => [key, this.field(key)]);
    if (known === undefined) return fields;
    for (const [key, field] of fields) {
      if (known.includes(key)) continue;
      field.problem(STUDY_CODES.unknownField, `is not known here; known are ${known.join(', ')}`);
    }
    return fields.filter(([key]) => known.includes(key));
  }

  /** The items of a list with at least one; notes where there is no such list. */
  items(): Located[] {
    if (!this.isPresent) this.problem(STUDY_CODES.missing, 'must be given');
    else if (!Array.isArray(this.value)) {
      this.problem(STUDY_CODES.shape, `must be a list, got ${shape(this)}`);
    } else if (this.value.length === 0) {
      this.problem(STUDY_CODES.missing, 'must have at least one entry');
    } else {
      return this.value.map((_, item) => this.field(item));
    }
    return [];
  }

  text(limits: { pattern: RegExp; means: string }): string | null {
    if (!this.isPresent) this.problem(STUDY_CODES.missing, `must be given: ${limits.means}`);
    else if (typeof this.value === 'string' && limits.pattern.test(this.value)) return this.value;
    else this.problem(STUDY_CODES.value, `must be ${limits.means}, got ${shape(this)}`);
    return null;
  }

  oneOf<Name extends string>(names: readonly Name[]): Name | null {
    const found = names.find((name) => name === this.value);
    if (found !== undefined) return found;
    const code = this.isPresent ? STUDY_CODES.value : STUDY_CODES.missing;
    this.problem(code, `must be one of ${names.join(', ')}; got ${shape(this)}`);
    return null;
  }

  number(limits: { accepts: (value: number) => boolean; means: string }): number | null {
    const { value } = this;
    if (!this.isPresent) this.problem(STUDY_CODES.missing, `must be given: ${limits.means}`);
    else if (typeof value === 'number' && Number.isFinite(value) && limits.accepts(value)) {
      return value;
    } else this.problem(STUDY_CODES.value, `must be ${limits.means}, got ${shape(this)}`);
    return null;
  }
}

/** A value as messages show it. */
function shape({ value }: Located): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  return isMapping(value) ? 'a mapping' : shown(value);
}
