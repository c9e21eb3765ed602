/** `blockwise network`: make, import and check network folders. */
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { describeProblems, Problems } from '../../core/base/errors.js';
import { readScenario, type ScenarioFile } from '../../core/scenario/read-scenario.js';
import { GENERATED_LAYOUTS, NETWORK_FIELDS } from '../../core/scenario/scenario-fields.js';
import { districtOutline } from '../district-outline.js';
import { EXIT } from '../exit-codes.js';
import { plainText } from '../progress.js';
import type { CurbFeed } from '../rooms.js';
import { makeFolder, writeWhole } from '../run-folder/atomic-file.js';
import { readTextFile } from '../text-file.js';
import type { CommandContext } from './context.js';
import { addCheckCommand } from './network-check.js';
import { addConvertCommand } from './network-convert.js';
import { addExportCommand } from './network-export.js';
import { printNetwork } from './network-summary.js';

export function addNetworkCommand(program: Command, context: CommandContext): void {
  const network = program
    .command('network')
    .summary('make, import, check, convert and export networks')
    .description('Makes, imports, checks, converts and exports network folders.')
    .addHelpText('after', '\nExample:\n  blockwise network make superblock --out networks/super');
  addMake(network, context);
  addImport(network, context);
  addCurbs(network, context);
  addCds(network, context);
  addCheckCommand(network, context);
  addConvertCommand(network, context);
  addExportCommand(network, context);
}

function addMake(network: Command, context: CommandContext): void {
  network
    .command('make')
    .summary('generate a district')
    .description('Generates a district and writes it as a network folder.')
    .addArgument(new Argument('<layout>', 'kind of layout').choices(GENERATED_LAYOUTS))
    .requiredOption('--out <dir>', 'folder to write')
    .option('--set <name=value>', "change one of the generator's numbers; may be repeated", add, [])
    .addHelpText('after', `\nNumbers:\n${settingsText()}`)
    .addHelpText(
      'after',
      '\nExample:\n  blockwise network make small-block --set side_m=1200 --out networks/small',
    )
    .action(
      async (layout: string, { out, set }: { out: string; set: string[] }, command: Command) => {
        const { rooms } = context;
        const source = networkSource(layout, set, command);
        const made = await rooms.generateNetwork(source.layout, source.overrides);
        const dir = out;
        await rooms.writeNetworkFolder(made, dir, { repairs: [] });
        printNetwork({ network: made, notes: [] }, out, context);
      },
    );
}

const add = (text: string, before: readonly string[]): string[] => [...before, text];

function settingsText(): string {
  return NETWORK_FIELDS.map(({ path, unit, sentence }) => {
    const name = path.slice('network.'.length);
    return name === 'layout' || name === 'folder' ? '' : `  ${name.padEnd(20)} ${sentence} ${unit}`;
  })
    .filter((line) => line !== '')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Checked as a scenario file's `network` is; a mistake is one of usage. */
function networkSource(layout: string, settings: readonly string[], command: Command) {
  const overrides = settings.map((setting): [string, unknown] => {
    const [name, ...rest] = setting.split('=');
    const text = rest.join('=');
    const value = text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    return [name!, value];
  });
  const problems = new Problems('--set');
  const value = { network: { ...Object.fromEntries(overrides), layout } };
  const { network } = readScenario(value, () => ({ line: 0, column: 0 }), problems);
  if (problems.count > 0) command.error(describeProblems(problems.list), { exitCode: EXIT.usage });
  return network as Extract<ScenarioFile['network'], { layout: unknown }>;
}

interface ImportFlags {
  readonly out: string;
  readonly district?: string;
  readonly additional: readonly string[];
  readonly keepPieces?: boolean;
  readonly nodes?: string;
  readonly columns: readonly string[];
  readonly crs?: string;
}

function addImport(network: Command, context: CommandContext): void {
  network
    .command('import')
    .summary('make a network from OpenStreetMap, SUMO, MATSim, TNTP, lines or lists of edges')
    .description(
      'Makes a network folder from a file of OpenStreetMap data (.osm, .osm.gz, .osm.pbf), a SUMO\n' +
        'network (.net.xml), whose signal plans come with it, a MATSim network (.xml), lines of GeoJSON\n' +
        '(.geojson), a list of edges (.csv) with --nodes, or a TNTP network (.tntp) with --nodes. All of\n' +
        'them may be gzipped. A GMNS folder or archive (.gmns.zip) of another program is completed: turns,\n' +
        'lanes, addresses, curbs and gates that its tables leave out.',
    )
    .argument('<file>', 'map, network, lines, list of edges or GMNS folder')
    .requiredOption('--out <dir>', 'folder to write')
    .option(
      '--district <area>',
      'polygon.geojson or minlon,minlat,maxlon,maxlat: only what is in it',
    )
    .option('--additional <file>', 'SUMO file with other signal programs; may be repeated', add, [])
    .option(
      '--keep-pieces',
      'streets of SUMO too short for a vehicle stay streets: for a network that goes back to SUMO',
    )
    .option('--nodes <file>', 'places of the nodes of a list of edges (CSV) or a TNTP network')
    .option('--columns <field=name>', 'column of a list of edges; may be repeated', add, [])
    .option(
      '--crs <system>',
      'system of the places: EPSG code or PROJ string; else degrees or metres',
    )
    .addHelpText(
      'after',
      '\nExample:\n  blockwise network import centre.osm.gz --out networks/centre\n' +
        '  blockwise network import edges.csv --nodes nodes.csv --columns speed=limit_mph --out networks/a',
    )
    .action(async (file: string, flags: ImportFlags) => {
      const { rooms } = context;
      const { out, district, ...given } = flags;
      const area = district === undefined ? null : await districtOutline(district);
      const read = await rooms.importNetwork(file, { ...given, district: area?.outline });
      const found = { ...read, notes: [...(area?.notes ?? []), ...read.notes] };
      await rooms.writeNetworkFolder(found.network, out, { repairs: found.notes });
      printNetwork(found, out, context);
    });
}

interface CurbOptions {
  readonly cds?: string;
  readonly curblr?: string;
  readonly out: string;
}

function addCurbs(network: Command, context: CommandContext): void {
  network
    .command('curbs')
    .summary('put the curbs of a feed onto a network')
    .description('Puts curbs from a feed in place of those of a network folder.')
    .argument('<dir>', 'network folder')
    .option('--cds <dir>', 'folder with zones.json and policies.json (Curb Data Specification)')
    .option('--curblr <file>', 'file of CurbLR')
    .requiredOption('--out <dir>', 'folder to write')
    .addHelpText(
      'after',
      '\nExample:\n  blockwise network curbs networks/centre --cds feed --out networks/with-curbs',
    )
    .action(async (dir: string, options: CurbOptions, command: Command) => {
      const { rooms } = context;
      const feed = await feedOf(options, command);
      const { network: streets } = await rooms.readNetworkFolder(dir);
      const found = await rooms.importCurbs(streets, feed);
      await rooms.writeNetworkFolder(found.network, options.out, { repairs: found.notes });
      printNetwork(found, options.out, context);
    });
}

async function feedOf({ cds, curblr }: CurbOptions, command: Command): Promise<CurbFeed> {
  const named = async (file: string) => ({ file, text: await readTextFile(file) });
  if ((cds === undefined) === (curblr === undefined)) {
    command.error('needs either --cds or --curblr', { exitCode: EXIT.usage });
  }
  if (curblr !== undefined) return { kind: 'curblr', ...(await named(curblr)) };
  const [zones, policies] = await Promise.all(
    ['zones.json', 'policies.json'].map((name) => named(join(cds!, name))),
  );
  return { kind: 'cds', zones: zones!, policies: policies! };
}

function addCds(network: Command, context: CommandContext): void {
  network
    .command('cds')
    .summary('write the curbs of a network as a feed')
    .description('Writes zones.json and policies.json of the Curb Data Specification.')
    .argument('<dir>', 'network folder')
    .requiredOption('--out <dir>', 'folder to write')
    .addHelpText('after', '\nExample:\n  blockwise network cds networks/centre --out feed')
    .action(async (dir: string, { out }: { out: string }) => {
      const { rooms, stdout } = context;
      const { network: streets } = await rooms.readNetworkFolder(dir);
      const feed = await rooms.exportCds(streets);
      await makeFolder(out);
      await writeWhole(out, 'zones.json', feed.zones);
      await writeWhole(out, 'policies.json', feed.policies);
      stdout.write(`${streets.curbs.length} zones\n${plainText(out)}\n`);
    });
}
