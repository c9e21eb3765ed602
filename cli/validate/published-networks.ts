/**
 * V-UE on networks with published best-known solutions (github.com/bstabler/TransportationNetworks),
 * where `BLOCKWISE_DATA` names a folder that has them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problems } from '../../core/base/errors.js';
import { numberOf, parseTntp } from '../../core/base/tntp-text.js';
import type { StaticNetwork, ZoneTrips } from '../../core/network/static-network.js';
import {
  type AssignmentFigures,
  figuresOf,
} from '../../core/routing/assignment/assignment-figures.js';
import { assign, startAssignment } from '../../core/routing/assignment/equilibrium.js';
import {
  type CostWeights,
  costFunctions,
  marginalFunctions,
} from '../../core/routing/assignment/link-costs.js';
import { readTntpTrips } from '../../demand/import/tntp-trips.js';
import { readTntpNetwork } from '../../networks/import/tntp.js';
import { readZippedText } from '../text-file.js';
import { exactly, once, type ValidationCase } from './validation-case.js';

const FOLDER = join(process.env['BLOCKWISE_DATA'] ?? '', 'tntp');
export const HAS_DATA = (process.env['BLOCKWISE_DATA'] ?? '') !== '' && existsSync(FOLDER);

interface PublishedNetwork {
  readonly network: StaticNetwork;
  readonly trips: ZoneTrips;
  /** Best-known volumes, by link. */
  readonly volume: Float64Array;
}

async function readPublished(stem: string, zippedTrips = ''): Promise<PublishedNetwork> {
  const source = async (ending: string) => {
    const file = join(FOLDER, `${stem}_${ending}`);
    return { file, text: await readZippedText(file) };
  };
  const { network } = readTntpNetwork(await source('net.tntp'));
  const { trips } = readTntpTrips(await source(`trips.tntp${zippedTrips}`), network);
  return { network, trips, volume: volumesIn(await source('flow.tntp'), network) };
}

/** Lines of from, to, volume, cost under a line of names. */
function volumesIn(
  { file, text }: { readonly file: string; readonly text: string },
  { linkCount, linkFrom, linkTo }: StaticNetwork,
): Float64Array {
  const { lines } = parseTntp(text, new Problems(file), { hasTags: false });
  const volumeOf = new Map(
    lines.map((words) => [`${words[0]!.text} ${words[1]?.text}`, numberOf(words[2]?.text ?? '')]),
  );
  return Float64Array.from(
    { length: linkCount },
    (_, link) => volumeOf.get(`${linkFrom[link]! + 1} ${linkTo[link]! + 1}`) ?? Number.NaN,
  );
}

interface Solution {
  readonly figures: AssignmentFigures;
  /** Worst difference of a link's volume from the published one, as a share of that. */
  readonly worstLink: number;
  /** Σ |difference| over Σ published volumes. */
  readonly apart: number;
}

interface SolveOptions {
  readonly gap: number;
  readonly isOptimum?: boolean;
  readonly weights?: CostWeights;
  /** Stops after so many iterations: a broken solver. */
  readonly iterationCount?: number;
}

const FREE: CostWeights = { length: 0, toll: 0 };

function solve(
  { network, trips, volume: published }: PublishedNetwork,
  { gap, isOptimum, weights = FREE, iterationCount = 500 }: SolveOptions,
): Solution {
  const felt = costFunctions(network, weights);
  const functions = isOptimum === true ? marginalFunctions(felt) : felt;
  const assignment = startAssignment(network, trips, functions);
  assign(assignment, { relativeGap: gap, iterationCount });
  const { volume } = assignment.state;
  let worstLink = 0;
  let apart = 0;
  let whole = 0;
  for (let link = 0; link < network.linkCount; link++) {
    const difference = Math.abs(volume[link]! - published[link]!);
    worstLink = Math.max(worstLink, difference / Math.max(published[link]!, ONE_VEHICLE));
    apart += difference;
    whole += published[link]!;
  }
  return { figures: figuresOf(assignment, felt), worstLink, apart: apart / whole };
}

/** Links with less are compared as if they had this much: a share of next to nothing says nothing. */
const ONE_VEHICLE = 1;

interface Book {
  readonly name: string;
  readonly read: () => Promise<PublishedNetwork>;
  readonly weights?: CostWeights;
  readonly objective: number;
  readonly tightGap: number;
  readonly looseGaps: readonly number[];
  readonly isTightLong?: true;
}

const BOOKS: readonly Book[] = [
  {
    name: 'Sioux Falls',
    read: once(() => readPublished('SiouxFalls/SiouxFalls')),
    objective: 4_231_335.28710744,
    tightGap: 1e-10,
    looseGaps: [1e-4, 1e-6],
  },
  {
    name: 'Anaheim',
    read: once(() => readPublished('Anaheim/Anaheim')),
    objective: 1_286_032.171,
    tightGap: 1e-10,
    // Its ways cost so nearly the same that at 1e-4 volumes are still 0.7 % apart.
    looseGaps: [1e-6],
  },
  {
    name: 'Chicago Sketch',
    read: once(() => readPublished('Chicago-Sketch/ChicagoSketch', '.gz')),
    weights: { length: 0.04, toll: 0.02 },
    objective: 17_313_018.738747,
    tightGap: 2e-8,
    looseGaps: [1e-4, 1e-6],
    isTightLong: true,
  },
];

function casesOf(book: Book): ValidationCase[] {
  const { name, read, objective, tightGap, looseGaps, weights = FREE } = book;
  const solvedTo = (gap: number, iterationCount = 500) =>
    once(async () => solve(await read(), { gap, weights, iterationCount }));
  const tight = solvedTo(tightGap);
  const started = solvedTo(tightGap, 0);
  const oneRound = solvedTo(tightGap, 1);
  const long = book.isTightLong === true ? { isLong: true as const } : {};
  const bound = (because: string) => ({ difference: 0, isBound: true as const, because });
  return [
    ...looseGaps.map((gap): ValidationCase => {
      const loose = solvedTo(gap);
      return {
        name: `V-UE ${name} at a gap of ${gap.toExponential()}: Σ|Δx|/Σx against published volumes`,
        unit: '',
        target: 0.003,
        tolerance: bound('the book’s bound at loose gaps'),
        run: async () => (await loose()).apart,
        broken: async () => (await started()).apart,
        needsData: true,
      };
    }),
    {
      name: `V-UE ${name}: relative gap`,
      unit: '',
      target: tightGap,
      tolerance: bound('a bound'),
      run: async () => (await tight()).figures.relativeGap,
      broken: async () => (await oneRound()).figures.relativeGap,
      needsData: true,
      ...long,
    },
    {
      name: `V-UE ${name}: objective, published`,
      unit: '',
      target: objective,
      tolerance: exactly(objective, 'the best known; the gap adds less'),
      run: async () => (await tight()).figures.objective,
      broken: async () => (await oneRound()).figures.objective,
      needsData: true,
      ...long,
    },
    {
      name: `V-UE ${name}: worst link against its published volume`,
      unit: '',
      target: 0.001,
      tolerance: bound('0.1 % of the link, links below a vehicle as if they had one'),
      run: async () => (await tight()).worstLink,
      broken: async () => (await oneRound()).worstLink,
      needsData: true,
      ...long,
    },
  ];
}

const sioux = BOOKS[0]!.read;
const SIOUX_GAP = 1e-10;
const EQUILIBRIUM_TIME = 7_480_225.345;
const OPTIMUM_TIME = 7_194_256.053;

const siouxTime = async (isOptimum: boolean): Promise<number> =>
  solve(await sioux(), { gap: SIOUX_GAP, isOptimum }).figures.totalTime;

const siouxCases: ValidationCase[] = [
  {
    name: 'V-UE Sioux Falls: total time at the user equilibrium',
    unit: '',
    target: EQUILIBRIUM_TIME,
    tolerance: exactly(EQUILIBRIUM_TIME, 'the best known; the gap adds less'),
    run: () => siouxTime(false),
    broken: () => siouxTime(true),
    needsData: true,
  },
  {
    name: 'V-UE Sioux Falls: total time at the system optimum',
    unit: '',
    target: OPTIMUM_TIME,
    tolerance: exactly(OPTIMUM_TIME, 'the best known; the gap adds less'),
    run: () => siouxTime(true),
    broken: () => siouxTime(false),
    needsData: true,
  },
];

export const cases: readonly ValidationCase[] = [...BOOKS.flatMap(casesOf), ...siouxCases];
