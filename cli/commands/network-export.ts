/** `blockwise network export`: a network folder in the format of another program. */
import { basename, dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Problems } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { readScenario } from '../../core/scenario/read-scenario.js';
import { EXPORT_FORMATS, type ExportFormat } from '../../networks/export/export-formats.js';
import { plainText } from '../progress.js';
import { makeFolder, writeWhole } from '../run-folder/atomic-file.js';
import { readTextFile } from '../text-file.js';
import { readYamlFile } from '../yaml-file.js';
import type { CommandContext } from './context.js';

interface Flags {
  readonly to: ExportFormat;
  readonly out: string;
  readonly trips?: string;
  readonly scenario?: string;
  readonly origin?: { readonly lon_deg: number; readonly lat_deg: number };
}

export function addExportCommand(network: Command, context: CommandContext): void {
  network
    .command('export')
    .summary('write a network folder for another program')
    .description(
      'Writes a network folder for another program and says what its format cannot hold.\n' +
        '\n' +
        'gmns     folder of CSV tables, or one archive where the path ends in .zip\n' +
        'sumo     folder of plain XML for netconvert, with parking areas; with --trips ready to run\n' +
        'matsim   network v2; gzipped where the path ends in .gz\n' +
        'geojson  links, nodes and places on the globe',
    )
    .argument('<dir>', 'network folder')
    .addOption(
      new Option('--to <format>', 'format to write').choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'folder (gmns, sumo) or file to write')
    .option('--trips <file>', 'sumo: CSV file of trips to run on it, each in a car of its own')
    .option('--scenario <file>', 'sumo: scenario that says who drives the trips, and how')
    .option('--origin <lon,lat>', 'geojson: where 0, 0 of a generated network is put', lonLat)
    .addHelpText(
      'after',
      '\nExample:\n  blockwise network export networks/centre --to sumo --out sumo/centre',
    )
    .action(async (dir: string, flags: Flags) => exportFolder(dir, flags, context));
}

async function exportFolder(dir: string, flags: Flags, context: CommandContext): Promise<void> {
  const { rooms, stdout } = context;
  const { to, out, origin } = flags;
  const { network } = await rooms.readNetworkFolder(dir);
  const trips = flags.trips === undefined ? null : await tripsOf(flags.trips, network, context);
  const { files, lost, hint } = await rooms.exportNetwork(network, to, {
    isArchive: /\.zip$/i.test(out),
    ...(origin === undefined ? {} : { origin }),
    ...(trips === null ? {} : { trips }),
    ...(flags.scenario === undefined ? {} : { driving: await drivingOf(flags.scenario) }),
  });
  for (const [name, content] of files) {
    const [folder, file] = name === '' ? [dirname(out), basename(out)] : [out, name];
    await makeFolder(folder);
    const isZipped = name === '' && /\.gz$/i.test(out);
    await writeWhole(folder, file, isZipped ? gzipSync(content) : Buffer.from(content));
  }
  const counts = `${network.nodes.length} nodes, ${network.links.length} links`;
  stdout.write(`${plainText(`${network.name}: ${counts} written for ${to}`)}\n`);
  for (const sentence of lost) stdout.write(`  not held: ${plainText(sentence)}\n`);
  if (hint !== '') stdout.write(`${plainText(hint)}\n`);
  stdout.write(`${plainText(out)}\n`);
}

async function tripsOf(file: string, network: NetworkDraft, { rooms }: CommandContext) {
  const namesOf = (things: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set(things.map(({ name }) => name));
  const known = {
    addresses: namesOf(network.addresses),
    gates: namesOf(network.gates),
    links: namesOf(network.links),
  };
  return rooms.readTrips(await readTextFile(file), file, known, ANY_TIME);
}

/** Drivers and regime of a scenario file, all of which must be sound. */
async function drivingOf(file: string) {
  const yaml = await readYamlFile(file);
  const problems = new Problems(yaml.file);
  const { scenario } = readScenario(yaml.value, yaml.where, problems);
  problems.throwIfAny();
  return scenario;
}

/** A day may begin before midnight and go on after the next. */
const ANY_TIME = { start_s: 0, end_s: 7 * 86_400 };

function lonLat(text: string): { lon_deg: number; lat_deg: number } {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [lon_deg, lat_deg] = parts as [number, number];
  if (parts.length === 2 && Math.abs(lon_deg) <= 180 && Math.abs(lat_deg) <= 90) {
    return { lon_deg, lat_deg };
  }
  throw new InvalidArgumentError('must be degrees east and north, as 7.42,43.73.');
}
