/** `blockwise network convert`: real streets turned into another layout on the same land. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import {
  CONVERTED_LAYOUTS,
  type ConvertedLayout,
} from '../../networks/convert/converted-layouts.js';
import { noteSentences } from '../inputs.js';
import { plainText } from '../progress.js';
import { writeWhole } from '../run-folder/atomic-file.js';
import { fileError, readTextFile } from '../text-file.js';
import type { CommandContext } from './context.js';

interface Flags {
  readonly to: ConvertedLayout;
  readonly area: string;
  readonly out: string;
  readonly group?: number;
  readonly entrances?: number;
  readonly innerSpeed?: number;
  readonly mainRank?: number;
  readonly largestBlock?: number;
}

export function addConvertCommand(network: Command, context: CommandContext): void {
  network
    .command('convert')
    .summary('turn the streets of a network folder into another layout')
    .description(
      'Turns the streets of a network folder into another layout on the same land and lists every\n' +
        'change in changes.csv, with a map in changes.html. Addresses and gates stay, so both folders\n' +
        'can be compared in a study.\n' +
        '\n' +
        'superilla    groups of blocks with one-way loops at their corners; the other inner streets\n' +
        '             are closed at one end, and through traffic keeps to the rims\n' +
        'superblock   groups with a few entrances, every inner street closed to through traffic\n' +
        'small-block  closed ends opened, and new streets cut through blocks above a size',
    )
    .argument('<dir>', 'network folder')
    .addOption(
      new Option('--to <layout>', 'layout to make')
        .choices(CONVERTED_LAYOUTS)
        .makeOptionMandatory(),
    )
    .option('--area <area>', 'all, west,south,east,north, or a GeoJSON file of polygons', 'all')
    .requiredOption('--out <dir>', 'folder to write')
    .option('--group <blocks>', 'blocks along each side of a group (3; superblock 4)', count)
    .option('--entrances <count>', 'junctions at which a superblock is entered (4)', count)
    .option('--inner-speed <km/h>', 'no faster inside groups (10; superblock 30)', above0)
    .option('--main-rank <rank>', 'streets of this rank or above stay between groups (3)', count)
    .option('--largest-block <ha>', 'small-block: larger ones are cut (2)', above0)
    .addHelpText(
      'after',
      '\nExample:\n  blockwise network convert networks/centre --to superilla --out networks/calm',
    )
    .action(async (dir: string, flags: Flags) => convert(dir, flags, context));
}

async function convert(dir: string, flags: Flags, context: CommandContext): Promise<void> {
  const { rooms, stdout, stderr } = context;
  const found = await rooms.readNetworkFolder(dir);
  const problems = await rooms.checkNetwork(found.network);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors.map((each) => ({ ...each, file: dir })));
  for (const sentence of noteSentences(found)) stderr.write(`${plainText(sentence)}\n`);
  const isInArea = await areaOf(flags.area, found.network, context);
  const { group, entrances, innerSpeed, mainRank, largestBlock } = flags;
  const made = await rooms.convertNetwork(found.network, flags.to, {
    ...(isInArea === null ? {} : { isInArea }),
    ...(group === undefined ? {} : { groupSize: group }),
    ...(entrances === undefined ? {} : { entranceCount: entrances }),
    ...(innerSpeed === undefined ? {} : { innerSpeed_kmh: innerSpeed }),
    ...(mainRank === undefined ? {} : { mainRank }),
    ...(largestBlock === undefined ? {} : { largestBlock_m2: largestBlock * 10_000 }),
  });
  if (made.changes.length === 0) {
    const message =
      flags.to === 'small-block'
        ? 'has no closed ends to open and no blocks above the size given by --largest-block'
        : 'has no blocks that could be converted: a group needs two blocks side by side';
    throw fileError('CNV-005', flags.area === 'all' ? dir : flags.area, message);
  }
  await rooms.writeNetworkFolder(made.network, flags.out, { repairs: found.notes });
  await writeWhole(flags.out, 'changes.csv', made.changesText);
  const { changeReport } = await import('../report/change-report.js');
  const told = { ...made, before: found.network, after: made.network };
  await writeWhole(flags.out, 'changes.html', changeReport(told));
  stdout.write(`${plainText(made.summary)}\n`);
  for (const sentence of made.sentences) stdout.write(`  ${plainText(sentence)}\n`);
  stdout.write(`${plainText(flags.out)}\n`);
}

/** Null for all of it. */
async function areaOf(
  area: string,
  { crs }: NetworkDraft,
  { rooms }: CommandContext,
): Promise<((point: readonly [number, number]) => boolean) | null> {
  if (area === 'all') return null;
  const isBox = /^[-+\d.,eE\s]+$/.test(area);
  return rooms.convertArea(
    isBox ? { box: area } : { text: await readTextFile(area), file: area },
    crs,
  );
}

function count(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  throw new InvalidArgumentError('must be a whole number from 1 to 1000.');
}

function above0(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a number above 0.');
}
