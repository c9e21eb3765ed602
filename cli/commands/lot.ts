/** `blockwise lot`: lays out a dense automated lot on a piece of land, beside the usual one. */
import { type Command, InvalidArgumentError } from 'commander';
import { CONVENTIONAL_STALL, savingOf } from '../../core/network/lot-geometry.js';
import type { Point } from '../../core/network/network-draft.js';
import {
  conventionalRules,
  DENSE_RULES,
  type LotLayout,
  layOutLot,
  rectangle,
} from '../../core/parking/lot-layout.js';
import { EXIT } from '../exit-codes.js';
import { layOut } from '../study/text-table.js';
import type { CommandContext } from './context.js';

interface LotOptions {
  readonly size?: Point[];
  readonly corners?: Point[];
  readonly retrieval?: number;
  readonly move: number;
  readonly out: number;
  readonly putBack?: true;
}

/** What a retrieval may take, s: the dense lots shown beside each other when none is asked for. */
const RETRIEVALS_s = [30, 45, 60, 90, 120];

export function addLotCommand(
  program: Command,
  { stdout, setExitCode, stderr }: CommandContext,
): void {
  program
    .command('lot')
    .summary('lay out a dense automated lot')
    .description('Lays out as many cars as a piece of land holds at a given retrieval time.')
    .option('--size <width x length>', 'a rectangle, m', sizeOf)
    .option('--corners <x,y x,y ...>', 'a polygon, m', cornersOf)
    .option('--retrieval <seconds>', 'mean retrieval from a full lot; several are shown', seconds)
    .option('--move <seconds>', 'moving one car out of the way', seconds, DENSE_RULES.move_s)
    .option('--out <seconds>', 'way out of a car with none before it', seconds, 30)
    .option('--put-back', 'moved cars return to their lane')
    .addHelpText('after', '\nExample:\n  blockwise lot --size 60x45 --retrieval 60')
    .action((options: LotOptions) => {
      const polygon = options.size ?? options.corners;
      if (polygon === undefined) {
        stderr.write('Name the land: --size 60x45 or --corners "0,0 60,0 60,45 0,45".\n');
        setExitCode(EXIT.usage);
        return;
      }
      stdout.write(describeLots(polygon, options));
    });
}

/** Characters; the table is narrower. */
const WIDE = 100;

/** One line a layout: cars, land, retrieval, and the saving on the usual lot in both readings. */
export function describeLots(polygon: readonly Point[], options: LotOptions): string {
  const usual = layOutLot(polygon, conventionalRules(CONVENTIONAL_STALL));
  if (usual === null) return 'The land holds no car.\n';
  const asked_s = options.retrieval === undefined ? RETRIEVALS_s : [options.retrieval];
  const rows = asked_s.map((mean_s) => {
    const layout = layOutLot(polygon, {
      ...DENSE_RULES,
      retrieval_s: options.out,
      move_s: options.move,
      putsBack: options.putBack === true,
      meanRetrieval_s: mean_s,
    });
    return layout === null
      ? [`dense, ${mean_s} s`, '0', '', '', '', '', '']
      : [`dense, ${mean_s} s`, ...figuresOf(layout, usual)];
  });
  const header = ['lot', 'cars', 'm² a car', 'deepest', 'retrieval, s', 'more cars', 'less land'];
  const lines = [['conventional', ...figuresOf(usual, usual)], ...rows];
  const rowsOfTable = lines.map((cells) => ({ cells }));
  return `${layOut({ head: [header], rows: rowsOfTable }, WIDE).join('\n')}\n`;
}

function figuresOf(layout: LotLayout, usual: LotLayout): string[] {
  const { moreCarsShare, lessLandShare } = savingOf(usual.land_m2PerStall, layout.land_m2PerStall);
  const deepest = layout.lanes.reduce((most, { depth }) => Math.max(most, depth), 0);
  return [
    String(layout.carCount),
    layout.land_m2PerStall.toFixed(1),
    String(deepest),
    layout.meanRetrieval_s.toFixed(0),
    `${(100 * moreCarsShare).toFixed(0)} %`,
    `${(100 * lessLandShare).toFixed(0)} %`,
  ];
}

/** Land of more than a square kilometre is no lot. */
const LARGEST_m = 1000;

function sizeOf(text: string): Point[] {
  const match = /^(\d{1,4}(?:\.\d{1,3})?)x(\d{1,4}(?:\.\d{1,3})?)$/.exec(text.replace(/\s/g, ''));
  if (match === null) throw new InvalidArgumentError('must be like 60x45.');
  const [width_m, length_m] = [Number(match[1]), Number(match[2])];
  return within(rectangle(width_m, length_m));
}

function cornersOf(text: string): Point[] {
  const corners = text
    .trim()
    .split(/\s+/)
    .map((corner) => corner.split(',').map(Number));
  const isRight = corners.every((corner) => corner.length === 2 && corner.every(Number.isFinite));
  if (!isRight || corners.length < 3 || corners.length > 100) {
    throw new InvalidArgumentError('must be 3 to 100 corners like "0,0 60,0 60,45".');
  }
  return within(corners as unknown as Point[]);
}

function within(polygon: Point[]): Point[] {
  const isSmall = [0, 1].every((axis) => {
    const values = polygon.map((point) => point[axis]!);
    return Math.max(...values) - Math.min(...values) <= LARGEST_m;
  });
  if (!isSmall) throw new InvalidArgumentError(`must be at most ${LARGEST_m} m across.`);
  return polygon;
}

function seconds(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= 0 && value <= 3600)) throw new InvalidArgumentError('must be 0 to 3600.');
  return value;
}
