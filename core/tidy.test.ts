/**
 * What a machine can check of the way this project is laid out: who may import whom, how long a file
 * may be, and that nothing in core reads a clock, draws chance of its own, or touches the outside.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOPS = ['core', 'networks', 'demand', 'cli', 'bench'];

/** Folders of core that a folder of core may import, besides itself. */
const MODEL = ['base', 'state', 'network', 'events'];
const CORE: Readonly<Record<string, readonly string[]>> = {
  base: [],
  state: ['base'],
  network: ['base', 'state'],
  scenario: ['base', 'state', 'network', 'events'],
  events: ['base', 'state'],
  traffic: MODEL,
  routing: MODEL,
  fleet: MODEL,
  curb: MODEL,
  parking: MODEL,
  metrics: ['base', 'events', 'scenario', 'network'],
};
/** Of core/network the metrics may know facts and the meaning of codes, not tables. */
const NETWORK_FOR_METRICS = ['facts', 'curb-use'];
const NETWORKS_AND_DEMAND = ['base', 'network', 'scenario', 'events'];

interface Source {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Relative imports as paths from the root without ending; packages as they are named. */
  readonly imports: readonly string[];
}

const sources: Source[] = TOPS.flatMap((top) => filesUnder(top)).map(read);
const production = sources.filter(({ path }) => !isForTests(path));

function filesUnder(top: string): string[] {
  return readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(top, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

function importsOf(path: string, text: string): string[] {
  const found = text.matchAll(/(?:\bfrom\s*|^import\s*|\bimport\(\s*)'([^']+)'/gm);
  return [...found].map(([, name]) =>
    name!.startsWith('.') ? posix.join(dirname(path), name!).replace(/\.js$/, '') : name!,
  );
}

function isForTests(path: string): boolean {
  return path.endsWith('.test.ts') || path.includes('/testing/') || path.endsWith('-fakes.ts');
}

/** `core/fleet`, `core/simulate.ts`, `cli`. */
function roomOf(path: string): { top: string; folder: string } {
  const [top, folder = '', ...rest] = path.split('/');
  return { top: top!, folder: rest.length > 0 ? folder : '' };
}

/** What is wrong with `path` importing `target`, or null. */
function wrongImport(path: string, target: string): string | null {
  if (!TOPS.includes(target.split('/')[0]!)) return null;
  const from = roomOf(path);
  const to = roomOf(target);
  if (from.top === 'core') return wrongInCore(from.folder, target, to);
  const allowed: Readonly<Record<string, readonly string[]>> = {
    networks: ['core', 'networks'],
    demand: ['core', 'demand'],
    cli: ['core', 'networks', 'demand', 'cli'],
    bench: ['core', 'networks', 'demand', 'bench'],
  };
  if (!allowed[from.top]!.includes(to.top)) return `${from.top} may not import ${to.top}`;
  const isOutside = from.top === 'networks' || from.top === 'demand';
  if (isOutside && to.top === 'core' && !NETWORKS_AND_DEMAND.includes(to.folder)) {
    return `${from.top} may not import core/${to.folder}`;
  }
  return null;
}

function wrongInCore(
  folder: string,
  target: string,
  to: { top: string; folder: string },
): string | null {
  if (to.top !== 'core') return `core may not import ${to.top}`;
  const rule = CORE[folder];
  // The kernel, and the files beside the folders, wire everything together.
  if (rule === undefined || to.folder === folder) return null;
  if (!rule.includes(to.folder)) return `core/${folder} may not import core/${to.folder || target}`;
  const isKnownToMetrics = NETWORK_FOR_METRICS.includes(target.split('/')[2] ?? '');
  if (folder === 'metrics' && to.folder === 'network' && !isKnownToMetrics) {
    return `core/metrics may not import ${target}`;
  }
  return null;
}

const wrongImports = (files: readonly Source[]): string[] =>
  files.flatMap(({ path, imports }) =>
    imports.flatMap((target) => {
      const wrong = wrongImport(path, target);
      return wrong === null ? [] : [`${path}: ${wrong}`];
    }),
  );

test('imports go only the ways that the rooms allow', () => {
  expect(production.length).toBeGreaterThan(200);
  expect(wrongImports(production)).toEqual([]);
});

test('an import the wrong way is found', () => {
  const wrong = (path: string, line: string): string[] =>
    wrongImports([{ path, text: line, imports: importsOf(path, line) }]);
  expect(wrong('core/fleet/a.ts', "import { x } from '../traffic/motion.js';")).toEqual([
    'core/fleet/a.ts: core/fleet may not import core/traffic',
  ]);
  expect(wrong('core/metrics/a.ts', "import type { T } from '../state/tables.js';")).toHaveLength(
    1,
  );
  expect(
    wrong('core/metrics/a.ts', "import { x } from '../network/build-network.js';"),
  ).toHaveLength(1);
  expect(wrong('core/simulate.ts', "import { x } from '../cli/main.js';")).toHaveLength(1);
  expect(wrong('demand/a.ts', "const x = await import('../networks/b.js');")).toHaveLength(1);
  expect(
    wrong('networks/gmns/a.ts', "import { x } from '../../core/kernel/stages.js';"),
  ).toHaveLength(1);
  expect(wrong('core/kernel/a.ts', "import { x } from '../traffic/motion.js';")).toEqual([]);
});

/** Imports of more than types: what a file cannot run without. */
const neededBy = (path: string, text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\s+(?!type\b)([^'";]*?)\s*from\s*'(\.[^']+)'/gm)]
    .filter(([, names]) => !/^\{(?:\s*type\s+\w+\s*,?)+\s*\}$/.test(names!))
    .map(([, , name]) => posix.join(dirname(path), name!).replace(/\.js$/, '.ts'));

/** Files that lie on some way of needs back to themselves, in groups. */
function circlesOf(files: readonly Pick<Source, 'path' | 'text'>[]): string[][] {
  const needs = new Map(files.map(({ path, text }) => [path, neededBy(path, text)]));
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const stack = [...(needs.get(start) ?? [])];
    for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      stack.push(...(needs.get(path) ?? []));
    }
    return seen;
  };
  const reached = new Map(files.map(({ path }) => [path, reach(path)]));
  const inCircle = files.map(({ path }) => path).filter((path) => reached.get(path)!.has(path));
  const groups = inCircle.map((path) =>
    inCircle.filter((other) => reached.get(path)!.has(other) && reached.get(other)!.has(path)),
  );
  return groups.filter((group, at) => group[0] === inCircle[at]);
}

test('no file needs itself, by whatever other files', () => {
  expect(circlesOf(production)).toEqual([]);
  const files = [
    { path: 'core/a.ts', text: "import { b } from './b.js';" },
    { path: 'core/b.ts', text: "import { type C, c } from './c.js';" },
    { path: 'core/c.ts', text: "import type { B } from './b.js';\nexport { a } from './a.js';" },
    { path: 'core/d.ts', text: "import { type A } from './a.js';" },
  ];
  expect(circlesOf(files)).toEqual([['core/a.ts', 'core/b.ts', 'core/c.ts']]);
  expect(circlesOf(files.slice(1))).toEqual([]);
});

/** Code only: comments may speak of clocks. */
const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

const HIDDEN_INPUTS: readonly (readonly [string, RegExp])[] = [
  ['chance of its own', /\bMath\.random\b|\bcrypto\b/],
  ['a clock', /\bDate\b|\bperformance\b|\bhrtime\b/],
  ['the command line or the environment', /\bprocess\b/],
  ['files, network or other processes', /'node:(?:fs|net|http|https|child_process|os)[^']*'/],
  ['printing', /\bconsole\b/],
];
const hiddenInputs = (text: string): string[] =>
  HIDDEN_INPUTS.filter(([, pattern]) => pattern.test(codeOf(text))).map(([what]) => what);

test('core has no hidden inputs and prints nothing', () => {
  const found = production
    .filter(({ path }) => path.startsWith('core/'))
    .flatMap(({ path, text }) => hiddenInputs(text).map((what) => `${path}: ${what}`));
  expect(found).toEqual([]);
  expect(hiddenInputs('const now = Date.now(); // ok\nconsole.log(Math.random());')).toHaveLength(
    3,
  );
  expect(hiddenInputs('/* Date.now() */ const a = 1; // process.exit()')).toEqual([]);
});

/** Folders whose code runs in every step. */
const STEP = /^core\/(?:traffic|fleet|curb|parking|kernel)\//;
/** Engines may round these differently; + − × ÷ and sqrt are exact everywhere. */
const INEXACT = /\bMath\.(?:pow|exp|log\w*|sin|cos|tan|a\w*tan2?|asin|acos|cbrt|hypot)\b|\*\*/;

test('the step uses no arithmetic that engines may round differently', () => {
  const found = production.filter(
    ({ path, text }) =>
      STEP.test(path) && !PLANNED_ONCE.includes(path) && INEXACT.test(codeOf(text)),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
  expect(INEXACT.test('const x = v ** 4;')).toBe(true);
  expect(INEXACT.test('Math.atan2(1, 2)')).toBe(true);
  expect(INEXACT.test('Math.abs(1)')).toBe(false);
});

/** Before the first step, and only to tell directions some 45° apart. */
const PLANNED_ONCE = ['core/traffic/signal-timing.ts'];

/** A file with more has two subjects. */
const LONGEST = 400;

test('no file is longer than can be read at once', () => {
  const lengthOf = (text: string): number => text.split('\n').length - 1;
  const long = production.filter(({ text }) => lengthOf(text) > LONGEST);
  expect(long.map(({ path, text }) => `${path}: ${lengthOf(text)} lines`)).toEqual([]);
});

test('no test is switched off, and nothing is left to be done later', () => {
  const words = ['TO' + 'DO', 'FIX' + 'ME'];
  const left = sources.filter(({ text }) => words.some((word) => text.includes(word)));
  expect(left.map(({ path }) => path)).toEqual([]);
  const OFF = /\b(?:test|it|describe)\.(?:skip|only|todo|fails)\(/;
  const off = sources.filter(
    ({ path, text }) => path.endsWith('.test.ts') && OFF.test(codeOf(text)),
  );
  expect(off.map(({ path }) => path)).toEqual([]);
});
