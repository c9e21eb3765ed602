/** The page of `network check`: problems and repairs by kind, and what the layout is like. */
import type { Problem } from '../../core/base/errors.js';
import { groupBy } from '../../core/base/group-by.js';
import { PROBLEM_CODES } from '../../core/base/problem-codes.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { paragraph, section } from './figures.js';
import {
  BLOCK_CLASSES,
  blockMap,
  DEAD_END_SIGN,
  deadEndsOf,
  LEANED_CLASSES,
  LOST_COLOUR,
  leanedMap,
  mostLeaned,
  ONE_WAY_COLOUR,
  oneWayLinksOf,
  problemMap,
  type SignedKind,
} from './layout-map.js';
import { legend, outline, swatches } from './legend.js';
import { type MapFrame, mapFrames } from './map-frame.js';
import { element, type Markup } from './markup.js';
import { grouped, NOT_DEFINED, percent } from './numbers.js';
import { page } from './page.js';
import { placeOfField, placeOfNote, placesOf } from './places.js';
import { lineKey, SIGNS, type SignedPlace, signKey } from './signs.js';
import { table } from './tables.js';

export interface CheckReportInput {
  readonly network: NetworkDraft;
  readonly problems: readonly Problem[];
  readonly notes: readonly RepairNote[];
  /** Name and value, a line each. */
  readonly measures: readonly (readonly [name: string, value: string])[];
  readonly betweenness: {
    readonly shares: ReadonlyMap<string, number>;
    readonly linkCount: number;
    readonly sourceCount: number;
  };
}

/** A whole HTML page. */
export function checkReport(input: CheckReportInput): string {
  const { network, problems, betweenness } = input;
  const frame = mapFrames([network])[0]!;
  const kinds = kindsOf(input, frame);
  const errorCount = problems.filter(({ severity }) => severity === 'error').length;
  return page(`${network.name}: check`, [
    element('h1', {}, network.name),
    paragraph(
      `${grouped(network.links.length, 0)} links and ${grouped(network.nodes.length, 0)} nodes on ` +
        `${grouped(network.district.area_m2 / 1e4, 1)} ha: ${errorCount} errors, ` +
        `${problems.length - errorCount} warnings.`,
    ),
    network.attribution === ''
      ? null
      : element('p', { class: 'quiet' }, `Map data: ${network.attribution}`),
    problemSection(network, kinds, frame),
    section(
      'Measures of the layout',
      table({
        caption: 'Of the streets inside the district',
        head: [['measure', 'value']],
        rows: input.measures.map(([name, value]) => ({ cells: [name, value] })),
      }),
    ),
    leanedSection(network, betweenness, frame),
    blockSection(network, frame),
  ]);
}

interface Kind extends SignedKind {
  readonly code: string;
  readonly severity: string;
  readonly words: string;
  readonly count: number;
}

const SEVERITIES = ['error', 'warning', 'repair', 'guess'];

/** Errors first, then by how often. */
function kindsOf({ network, problems, notes }: CheckReportInput, frame: MapFrame): Kind[] {
  const places = placesOf(network);
  const found = [
    ...problems.map((problem) => ({
      ...problem,
      at: placeOfField(problem.field, places),
      words: `${problem.field} ${problem.message}`,
    })),
    ...notes.map((note) => ({
      code: note.code,
      severity: note.kind,
      at: note.kind === 'repair' ? placeOfNote(note, places) : null,
      words: `${note.subject}: ${note.message}`,
    })),
  ];
  const groups = [...groupBy(found, ({ code, severity }) => `${severity} ${code}`)];
  const rank = (key: string): number => SEVERITIES.indexOf(key.split(' ')[0]!);
  groups.sort(([a, as], [b, bs]) => rank(a) - rank(b) || bs.length - as.length || (a < b ? -1 : 1));
  let drawnCount = 0;
  return groups.map(([, alike]) => {
    const drawn = alike.flatMap(({ at, words }): SignedPlace[] =>
      at === null ? [] : [{ at: frame.toPage(at), words }],
    );
    const sign = SIGNS[Math.min(drawn.length > 0 ? drawnCount++ : 0, SIGNS.length - 1)]!;
    const { code, severity } = alike[0]!;
    const words = PROBLEM_CODES[code]?.replace(' (warning)', '') ?? alike[0]!.words;
    return { sign, places: drawn, code, severity, words, count: alike.length };
  });
}

function problemSection(network: NetworkDraft, kinds: readonly Kind[], frame: MapFrame): Markup {
  const drawn = kinds.filter(({ places }) => places.length > 0);
  return section(
    'Problems and repairs',
    paragraph(
      'A sign stands where the thing is; pointing at it tells its name. What has no place on the map is in the table only: guesses, and what was left out of the network.',
    ),
    legend([
      ...['error', 'warning', 'repair'].flatMap((severity) => {
        const of = drawn.filter((kind) => kind.severity === severity);
        const items = of.map(({ sign, words, places }) =>
          signKey(`${words} (${places.length})`, sign),
        );
        return of.length === 0 ? [] : [{ heading: HEADINGS[severity]!, items }];
      }),
      {
        heading: 'Streets',
        items: [
          lineKey('cannot be reached or left', { colour: LOST_COLOUR, width: 2.2 }),
          outline('edge of the district'),
        ],
      },
    ]),
    figure(problemMap(network, drawn, frame)),
    kinds.length === 0 ? paragraph('Nothing was found, repaired or guessed.') : kindsTable(kinds),
  );
}

const kindsTable = (kinds: readonly Kind[]): Markup =>
  table({
    caption: 'All kinds',
    head: [['what', 'code', 'kind', 'times', 'on the map']],
    rows: kinds.map(({ code, words, severity, count, places }) => ({
      cells: [
        words,
        code,
        severity,
        grouped(count, 0),
        places.length === 0 ? NOT_DEFINED : grouped(places.length, 0),
      ],
    })),
  });

const HEADINGS: Readonly<Record<string, string>> = {
  error: 'Errors',
  warning: 'Warnings',
  repair: 'Repairs',
};

function leanedSection(
  network: NetworkDraft,
  { shares, linkCount, sourceCount }: CheckReportInput['betweenness'],
  frame: MapFrame,
): Markup {
  const from =
    sourceCount < linkCount
      ? `from a sample of ${grouped(sourceCount, 0)} of ${grouped(linkCount, 0)} links`
      : `from each of the ${grouped(linkCount, 0)} links`;
  return section(
    'Betweenness',
    paragraph(
      `The share of the fastest ways between all pairs of links, at free speed and over the turns that exist, that lead over a link; reckoned ${from}. Where it is large the network has no other way.`,
    ),
    legend([{ heading: 'Ways over the link', items: swatches(LEANED_CLASSES) }]),
    figure(leanedMap(network, shares, frame)),
    table({
      caption: 'Links that most ways lead over',
      head: [['link', 'from', 'to', 'share of ways']],
      rows: mostLeaned(network, shares).map(({ link, share }) => ({
        cells: [link.name, link.from, link.to, percent(share)],
      })),
    }),
  );
}

const blockSection = (network: NetworkDraft, frame: MapFrame): Markup =>
  section(
    'Blocks, one-way streets and dead ends',
    network.blocks.length < 2
      ? paragraph('The network has no blocks of its own: their size is not known.')
      : null,
    legend([
      { heading: 'Block', items: swatches(BLOCK_CLASSES) },
      {
        heading: 'Streets',
        items: [
          lineKey('driven one way', { colour: ONE_WAY_COLOUR, width: 1.6 }),
          signKey('dead end', DEAD_END_SIGN),
        ],
      },
    ]),
    figure(
      blockMap(
        network,
        { oneWay: oneWayLinksOf(network), deadEnds: deadEndsOf(network, frame) },
        frame,
      ),
    ),
  );

export const figure = (map: Markup): Markup =>
  element('div', { class: 'grid columns-1' }, element('figure', {}, map));
