/**
 * What a user can mend, as data: each problem has a stable code and a place in a file.
 *
 *     riverside/link.csv:2:14 NET-014 to_node_id: must name a row of node.csv, got "c"
 */
export interface Problem {
  /** Stable, e.g. `NET-014`; listed in core/base/problem-codes.ts. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1; 0 where the problem is the file as a whole. */
  readonly line: number;
  /** From 1; 0 where the whole line is meant. */
  readonly column: number;
  /** Name of the field, e.g. `to_node_id` or `curbs.1.length_m`; may be empty. */
  readonly field: string;
  readonly message: string;
}

/**
 * Something the user can fix: a bad file, flag or scenario. The CLI prints the problems without a
 * stack trace. Every other error is a bug in this program and keeps its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[] | Problem) {
    const list = Array.isArray(problems) ? problems : [problems as Problem];
    super(describeProblems(list));
    this.problems = list;
  }
}

/** A run that had to stop for a reason other than bad input, e.g. a broken conservation law. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code} ${message}`);
    this.code = code;
  }
}

/** At most this many examples a code are shown; all are counted. */
const EXAMPLES_SHOWN = 100;
const VALUE_LENGTH = 80;

/** Collects what is wrong with one input file, so that the user sees every problem at once. */
export class Problems {
  readonly file: string;
  readonly #found: Problem[] = [];
  readonly #counts = new Map<string, number>();

  constructor(file: string) {
    this.file = file;
  }

  get count(): number {
    let total = 0;
    for (const count of this.#counts.values()) total += count;
    return total;
  }

  get list(): readonly Problem[] {
    return this.#found;
  }

  add(
    code: string,
    place: { line?: number; column?: number; field?: string },
    message: string,
    severity: Problem['severity'] = 'error',
  ): void {
    const seen = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, seen);
    if (seen > EXAMPLES_SHOWN) return;
    const { line = 0, column = 0, field = '' } = place;
    this.#found.push({ code, severity, file: this.file, line, column, field, message });
  }

  throwIfAny(): void {
    const errors = this.#found.filter((problem) => problem.severity === 'error');
    if (errors.length === 0) return;
    const hidden = [...this.#counts].filter(([, count]) => count > EXAMPLES_SHOWN);
    const more = hidden.map(([code, count]) => ({
      ...errors.find((problem) => problem.code === code)!,
      line: 0,
      column: 0,
      field: '',
      message: `and ${count - EXAMPLES_SHOWN} more of these`,
    }));
    throw new UserError([...errors, ...more]);
  }
}

/** One line a problem: `file:line:column CODE field: message`. */
export function describeProblems(problems: readonly Problem[]): string {
  return problems.map(describeProblem).join('\n');
}

function describeProblem({ code, file, line, column, field, message }: Problem): string {
  const place = line === 0 ? file : column === 0 ? `${file}:${line}` : `${file}:${line}:${column}`;
  return `${place} ${code} ${field === '' ? '' : `${field}: `}${message}`;
}

/** A value from the user's file, quoted, without control characters, cut to 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  return `"${clean.length > VALUE_LENGTH ? `${clean.slice(0, VALUE_LENGTH)}…` : clean}"`;
}
