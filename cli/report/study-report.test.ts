import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { METRICS } from '../../core/metrics/metric-catalogue.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import {
  fakeNetworks,
  fakeRunResult,
  fakeStudyInput,
  fakeStudyResult,
  MAP_HOUR,
} from './report-fakes.js';
import { runReport } from './run-report.js';
import { studyReport } from './study-report.js';

const HOSTILE = `<script>alert("x")</script>&'"]]>--><style>*{}</style>`;

interface Parsed {
  readonly elements: Map<string, number>;
  readonly attributeNames: Set<string>;
}

/** Throws where the page is not well-formed. */
function parse(html: string): Parsed {
  const parser = new SaxesParser({ xmlns: true });
  const elements = new Map<string, number>();
  const attributeNames = new Set<string>();
  parser.on('opentag', ({ local, attributes }) => {
    elements.set(local, (elements.get(local) ?? 0) + 1);
    for (const name of Object.keys(attributes)) attributeNames.add(name);
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(html).close();
  return { elements, attributeNames };
}

function withHostileNames(network: NetworkDraft): NetworkDraft {
  const rename = (name: string): string => `${name}${HOSTILE}`;
  return {
    ...network,
    name: rename(network.name),
    attribution: HOSTILE,
    links: network.links.map((link) => ({ ...link, name: rename(link.name) })),
    curbs: network.curbs.map((curb) => ({
      ...curb,
      name: rename(curb.name),
      link: rename(curb.link),
    })),
    lots: network.lots.map((lot) => ({ ...lot, name: rename(lot.name) })),
  };
}

const input = await fakeStudyInput();
const html = studyReport(input);

test('the page is well-formed, and nothing in it runs or is fetched', () => {
  const { elements, attributeNames } = parse(html);
  for (const name of [
    'script',
    'iframe',
    'object',
    'embed',
    'link',
    'img',
    'image',
    'base',
    'form',
    'a',
  ])
    expect(elements.has(name)).toBe(false);
  for (const name of attributeNames) expect(name).not.toMatch(/^on|^(src|href|style|xlink:href)$/);
  const rest = html.replace(/xmlns="http:\/\/www\.w3\.org\/(2000\/svg|1999\/xhtml)"/g, '');
  expect(rest).not.toMatch(/https?:|url\(|@import|javascript:/i);
  expect(html).toContain(
    'http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"',
  );
});

test('the same input gives the same bytes, and no other', async () => {
  expect(studyReport(await fakeStudyInput())).toBe(html);
  expect(studyReport({ ...input, mapHour: 8 })).not.toBe(html);
});

test('it has every figure once a cell and every metric', () => {
  const { elements } = parse(html);
  expect(html.match(/<figure>/g)).toHaveLength(6 * 5);
  expect(elements.get('figure')).toBe(30);
  for (const { label } of METRICS) expect(html).toContain(label.replace("'", '&#39;'));
  for (const heading of ['How to read it', 'Differences', 'Fleet size', 'Streets, 17:00–18:00'])
    expect(html).toContain(`<h2>${heading}</h2>`);
});

test('names from input stay text wherever they stand', async () => {
  const { result, runs } = input;
  const networks = new Map(runs.map(({ network }) => [network, withHostileNames(network)]));
  const hostile = studyReport({
    ...input,
    result: {
      ...result,
      name: HOSTILE,
      failures: [{ run: HOSTILE, code: 'RUN-001', message: HOSTILE }],
    },
    runs: runs.map((run) => ({
      ...run,
      network: networks.get(run.network)!,
      run: {
        ...run.run,
        links: run.run.links.map((row) => ({ ...row, link: `${row.link}${HOSTILE}` })),
        gridlock: [{ time_s: 61_200, ring: 1, link: HOSTILE, vehicle: 1 }],
      },
    })),
    notes: [HOSTILE],
    command: HOSTILE,
  });
  const { elements } = parse(hostile);
  expect(elements.has('script')).toBe(false);
  expect(elements.get('style')).toBe(1);
  expect(hostile).not.toContain('<script');
  expect(hostile.split('&lt;script&gt;').length).toBeGreaterThan(100);
});

test('the answer is made from the figures', () => {
  const text = html.replace(/\u202F/g, ' ');
  expect(text).toMatch(
    /With shared automated driving, superblock needs 6\.1 % less parking land in total than small-block \(95 % interval 5\.9 % to 6\.4 % less\)\. Superblock has 50 % more delay per trip/,
  );
});

test('a cell with gridlock is warned of, marked in the tables, and nothing is claimed from it', async () => {
  const result = await fakeStudyResult(({ layoutName, regime }) =>
    layoutName === 'superblock' && regime === 'shared-automated' ? { gridlock_rings: 2 } : {},
  );
  const flagged = studyReport({ ...input, result });
  const [answer] = /<div class="answer">.*?<\/div>/s.exec(flagged)!;
  expect(answer).toContain(
    'nothing is claimed on parking land in total of superblock and small-block',
  );
  expect(answer).toContain('On small-block, shared automated driving needs');
  expect(flagged).toContain('gridlock with seeds 1, 2, 3, 4, 5');
  expect(flagged).toContain('<td>≥ ');
  expect(html).not.toContain('<td>≥ ');
});

test('what was repaired or guessed is told, and nothing where nothing was', () => {
  expect(html).not.toContain('Repairs and guesses');
  const notes = ['Network, guess OSM-010: way 5: lanes (and 3 more)', 'Data: somebody'];
  const [section] = /<h2>Repairs and guesses.*?<\/section>/s.exec(
    studyReport({ ...input, notes }),
  )!;
  for (const note of notes) expect(section).toContain(`<li>${note}</li>`);
});

test('a cell without a run leaves its figures out', () => {
  const fewer = studyReport({ ...input, runs: input.runs.slice(1) });
  expect(fewer.match(/<figure>/g)).toHaveLength(5 * 5);
  expect(studyReport({ ...input, runs: [] })).not.toContain('<figure>');
});

test('it prints: whole figures and rows, heads repeated, headings with what they head', () => {
  const [, print] = /@media print \{(.*)\n\}/s.exec(html)!;
  for (const rule of ['break-inside: avoid', 'table-header-group', 'break-after: avoid'])
    expect(print).toContain(rule);
  expect(html).toContain('@page { size: A4');
});

test('the report of a single run is a well-formed page with its figures and its warning', () => {
  const network = fakeNetworks()['superblock']!;
  const run = fakeRunResult(network, 'today');
  const about = { scenarioName: 'one & only', network, mapHour: MAP_HOUR };
  const calm = runReport({ ...about, run });
  parse(calm);
  expect(calm.match(/<figure>/g)).toHaveLength(5);
  expect(calm).toContain('<h1>one &amp; only</h1>');
  expect(calm).not.toContain('lower bounds');
  const summary = { ...run.summary, trips_unfinished: 5000, gridlock_rings: 1 };
  const gridlock = [{ time_s: 61_200, ring: 7, link: network.links[0]!.name, vehicle: 3 }];
  const stuck = runReport({ ...about, run: { ...run, summary, gridlock } });
  expect(stuck).toContain('Delays and times are lower bounds');
  expect(stuck).toContain('<h2>Gridlock</h2>');
});
