/**
 * Real streets turned into another layout on the same land: the same addresses, gates and, but for
 * what is listed, the same streets, so that the district can be measured against itself.
 */
import { append } from '../../core/base/extremes.js';
import { KMH_mps } from '../../core/base/units.js';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
import { blockCuts, type CutOptions, cutKey } from './block-cuts.js';
import { calmNetwork } from './calm-network.js';
import type { Converted } from './calm-streets.js';
import { type Change, changeSentences, changesText } from './changes.js';
import type { ConvertedLayout } from './converted-layouts.js';
import { cutStreets } from './cut-streets.js';
import { openClosedEnds } from './open-turns.js';
import { lostLinks, reachOf } from './reachable.js';
import { planOf } from './street-plan.js';
import { keepJunctionSizes } from './turn-rows.js';

export interface ConvertOptions {
  /** Blocks along each side of a group; 3 for a superilla, 4 for a superblock. */
  readonly groupSize?: number;
  /** No faster inside groups; 10 km/h in a superilla, 30 in a superblock. */
  readonly innerSpeed_kmh?: number;
  /** Junctions at which a superblock may be entered; 4. */
  readonly entranceCount?: number;
  /** Streets of this rank or above stay between groups; 3. */
  readonly mainRank?: number;
  /** Small blocks: larger ones get a street through them; 2 ha. */
  readonly largestBlock_m2?: number;
  /** Only blocks whose middle is in the area; all without it. */
  readonly isInArea?: (point: Point) => boolean;
}

export interface ConvertedNetwork {
  readonly network: NetworkDraft;
  readonly changes: readonly Change[];
  /** What was made, in a sentence. */
  readonly summary: string;
}

/** A secondary street or more carries traffic of the whole city. */
const MAIN_RANK = 3;
const LARGEST_BLOCK_m2 = 20_000;
const SUPERBLOCK_ENTRANCES = 4;

export function convertNetwork(
  draft: NetworkDraft,
  layout: ConvertedLayout,
  options: ConvertOptions = {},
): ConvertedNetwork {
  const made =
    layout === 'small-block' ? smallBlocks(draft, options) : calmed(draft, layout, options);
  const changes = [...made.changes, ...droppedPlans(draft, made.network)];
  const name = `${draft.name}, ${layout}`;
  const movements = keepJunctionSizes(draft.movements, made.network.movements);
  return { ...made, changes, network: { ...made.network, name, layout, movements } };
}

function calmed(
  draft: NetworkDraft,
  layout: 'superilla' | 'superblock',
  options: ConvertOptions,
): ConvertedNetwork {
  const { mainRank = MAIN_RANK, isInArea = () => true } = options;
  const isSuperilla = layout === 'superilla';
  const {
    groupSize = isSuperilla ? 3 : 4,
    innerSpeed_kmh = isSuperilla ? 10 : 30,
    entranceCount = SUPERBLOCK_ENTRANCES,
  } = options;
  const { draft: network, ...made } = calmNetwork(draft, {
    groupSize,
    mainRank,
    isInArea,
    hasLoops: isSuperilla,
    innerSpeed_mps: innerSpeed_kmh * KMH_mps,
    ...(isSuperilla ? {} : { entranceCount }),
  });
  const { changes, groupCount, blockCount } = made;
  const left = changes.filter(({ kind }) => kind === 'left as it is').length;
  const rest = left === 0 ? '' : `; ${left} groups stay as they are`;
  const summary = `${groupCount} groups of ${blockCount} blocks in all are closed to through traffic${rest}`;
  return { network, changes, summary };
}

/** Each pass halves what is too large; a block of a square kilometre takes six. */
const MOST_PASSES = 12;

function smallBlocks(draft: NetworkDraft, options: ConvertOptions): ConvertedNetwork {
  const { largestBlock_m2 = LARGEST_BLOCK_m2, isInArea = () => true } = options;
  const opened = openClosedEnds(draft, { isInArea });
  let network = opened.draft;
  const changes: Change[] = [...opened.changes];
  const refused = new Set<string>();
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const cut = cutOnce(network, { largestBlock_m2, isInArea, refused });
    if (cut === null) break;
    network = cut.draft;
    append(changes, cut.changes);
  }
  const streets = changes.filter(({ kind }) => kind === 'new street');
  const length_m = streets.reduce((sum, change) => sum + change.length_m, 0);
  const summary =
    `${opened.changes.length} junctions opened, ` +
    `${streets.length} new streets of ${Math.round(length_m)} m in all`;
  return { network, changes, summary };
}

/** One pass; a street that could not be reached and left, or cuts off another, is not made. */
function cutOnce(
  draft: NetworkDraft,
  options: CutOptions & { readonly refused: Set<string> },
): Converted | null {
  const plan = planOf(draft);
  const was = reachOf(draft);
  for (;;) {
    const cuts = blockCuts(plan, options);
    if (cuts.length === 0) return null;
    const made = cutStreets(draft, plan, cuts);
    const is = reachOf(made.draft);
    const unserved = cuts.filter((_, at) =>
      made.linksOfCut[at]!.some((link) => !is.served.has(link)),
    );
    const isWorse = lostLinks(made.draft, { was, is }).length > 0;
    const bad = unserved.length > 0 || !isWorse ? unserved : cuts;
    if (bad.length === 0) return made;
    for (const cut of bad) options.refused.add(cutKey(cut));
  }
}

/** The same with its changes as the text of a file and as sentences for the user. */
export function toldConversion(...args: Parameters<typeof convertNetwork>) {
  const made = convertNetwork(...args);
  return {
    ...made,
    changesText: changesText(made.changes),
    sentences: changeSentences(made.changes),
  };
}

/** Signal plans that knew other turns: they are computed anew. */
function droppedPlans(before: NetworkDraft, after: NetworkDraft): readonly Change[] {
  const kept = new Set(after.signals?.map(({ node }) => node));
  const places = new Map(before.nodes.map((node) => [node.name, node]));
  return (before.signals ?? []).flatMap(({ node }): Change[] => {
    if (kept.has(node)) return [];
    const { x_m, y_m } = places.get(node)!;
    const message = 'its signal plan knew other turns: a new one is computed';
    return [{ kind: 'plan dropped', subject: node, group: '', x_m, y_m, length_m: 0, message }];
  });
}
