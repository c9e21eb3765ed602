/** `blockwise demand`: make a day's trips for a network, or take them from a file. */
import { basename, dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { describeProblems, UserError } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { plainText } from '../progress.js';
import { makeFolder, writeWhole } from '../run-folder/atomic-file.js';
import type { CommandContext } from './context.js';

export function addDemandCommand(program: Command, context: CommandContext): void {
  const demand = program
    .command('demand')
    .summary("make or import a day's trips")
    .description("Makes a day's trips for a network, or takes trips or a fleet from a file.")
    .addHelpText(
      'after',
      '\nExample:\n  blockwise demand make --network networks/centre --out centre-trips.csv',
    );
  addMake(demand, context);
  addImport(demand, context);
  addVehicles(demand, context);
}

interface MakeFlags {
  readonly network: string;
  readonly out: string;
  readonly idleCars?: string;
  readonly factor: number;
  readonly seed: number;
}

function addMake(demand: Command, context: CommandContext): void {
  demand
    .command('make')
    .summary('generate the day of a network')
    .description(
      'Generates the trips of a day from the people, jobs and gates of a network folder.',
    )
    .requiredOption('--network <dir>', 'network folder')
    .requiredOption('--out <file>', 'CSV file of trips to write')
    .option('--idle-cars <file>', 'CSV file of the cars that stand all day')
    .option('--factor <number>', 'multiplies the trips of every kind', amount, 1)
    .option('--seed <number>', 'every draw is a function of it', whole, 1)
    .addHelpText(
      'after',
      '\nExample:\n  blockwise demand make --network networks/centre --factor 0.5 --out half.csv',
    )
    .action(async ({ network: dir, out, idleCars, factor, seed }: MakeFlags) => {
      const { rooms, stdout, stderr } = context;
      const network = await soundNetwork(dir, context);
      const made = await rooms.generateDemand(network, { factor, seed });
      for (const note of made.notes) stderr.write(`${plainText(note)}\n`);
      await write(out, await rooms.tripsText(made.trips));
      if (idleCars !== undefined) await write(idleCars, await rooms.idleCarsText(made.idleCars));
      const cars = idleCars === undefined ? '' : `, ${made.idleCars.length} standing cars`;
      stdout.write(`${made.trips.length} trips${cars}\n${plainText(out)}\n`);
    });
}

interface ImportFlags {
  readonly network: string;
  readonly out: string;
  readonly columns: readonly string[];
  readonly reach: number;
  readonly outsiders: boolean;
  readonly matrix: boolean;
  readonly types: readonly string[];
  readonly zones?: string;
  readonly links?: string;
  readonly table?: string;
  readonly factor: number;
  readonly seed: number;
}

function addImport(demand: Command, context: CommandContext): void {
  demand
    .command('import')
    .summary('take trips from a file')
    .description(
      'Takes trips from a CSV file (.csv, .csv.gz), Parquet (.parquet), a matrix of amounts (CSV with\n' +
        '--matrix, or .omx), or plans of MATSim (.xml, .xml.gz), finds the address of each end, and\n' +
        'writes them as the trips of a network. Vehicles, trips and flows of SUMO (.rou.xml, .trips.xml,\n' +
        'also .gz) keep their routes. Rows that cannot be used are told with their code, line and\n' +
        'column, counted and left out.',
    )
    .argument('<file>', 'file of trips')
    .requiredOption('--network <dir>', 'network folder')
    .requiredOption('--out <file>', 'CSV file of trips to write')
    .option('--columns <field=column,…>', 'which column (name or number) is what', fields, [])
    .option('--reach <m>', 'farther away no address belongs to a point', amount, 200)
    .option(
      '--outsiders',
      'points without an address come in and go out by the nearest gate',
      false,
    )
    .option('--matrix', 'the CSV file holds amounts between places', false)
    .option('--types <files…>', 'SUMO: files with types of vehicles, by commas', fields, [])
    .option('--links <file>', "MATSim's network, for plans that name links which ours has joined")
    .option('--zones <file>', 'CSV file of zones: zone,lon,lat or zone,x,y of their middles')
    .option('--table <name>', 'OMX: which of its matrices')
    .option('--factor <number>', 'multiplies the amounts of a matrix', amount, 1)
    .option('--seed <number>', 'for departures and parts of trips of a matrix', whole, 1)
    .addHelpText(
      'after',
      '\nFields: name, person (whose trips one car makes), class (resident, commuter, visitor, van,\n' +
        'through), departure, party_size, stay, and the places: origin, destination (names) or\n' +
        'from_lon, from_lat, to_lon, to_lat or from_x, from_y, to_x, to_y.\n' +
        'stay: how long the car stands where the trip ends: seconds (stay_min: minutes, stay_h: hours),\n' +
        '"90 min" or h:mm. Where the file has no next trip of the car, a way back is made after it.\n' +
        'With --zones, origin and destination may be zones, whose trips spread over their addresses.\n' +
        'Departures are seconds, times of day or timestamps, whose date is left out.\n' +
        '\nExample:\n  blockwise demand import taxi.csv.gz --network networks/centre --out taxi-trips.csv \\\n' +
        '    --columns departure=2,from_lon=3,from_lat=4,to_lon=5,to_lat=6,party_size=7',
    )
    .action(async (file: string, flags: ImportFlags) => importFile(file, flags, context));
}

async function importFile(file: string, flags: ImportFlags, context: CommandContext) {
  const { rooms, stdout, stderr } = context;
  const network = await soundNetwork(flags.network, context);
  const found = await rooms.importTrips(file, network, {
    columns: flags.columns,
    reach_m: flags.reach,
    areOutsidersAtGates: flags.outsiders,
    isMatrix: flags.matrix,
    types: flags.types,
    ...(flags.zones === undefined ? {} : { zonesFile: flags.zones }),
    ...(flags.links === undefined ? {} : { linksFile: flags.links }),
    ...(flags.table === undefined ? {} : { table: flags.table }),
    factor: flags.factor,
    seed: flags.seed,
  });
  if (found.leftOut.length > 0) {
    stderr.write(`${plainText(describeProblems(found.leftOut.slice(0, SHOWN)))}\n`);
  }
  tellNotes(found.notes, context);
  await write(flags.out, await rooms.tripsText(found.trips));
  stdout.write(`${found.trips.length} trips, ${found.leftOutCount} rows left out\n`);
  for (const [code, count] of found.leftOutByCode) {
    const example = found.leftOut.find((each) => each.code === code)!;
    stdout.write(`  ${code}: ${count} (${plainText(example.message)}, …)\n`);
  }
  stdout.write(`${plainText(flags.out)}\n`);
}

interface VehiclesFlags {
  readonly network: string;
  readonly out: string;
  readonly links?: string;
}

function addVehicles(demand: Command, context: CommandContext): void {
  demand
    .command('vehicles')
    .summary('take a fleet from a file of MATSim')
    .description(
      'Takes the vehicles of MATSim (DVRP, DRT; .xml, .xml.gz): where each begins, its shift and its\n' +
        'seats, and writes a scenario of a run with them. Vehicles that cannot be used are told and\n' +
        'left out.',
    )
    .argument('<file>', 'file of vehicles')
    .requiredOption('--network <dir>', 'network folder')
    .requiredOption('--out <file>', 'scenario file (YAML) to write')
    .option('--links <file>', "MATSim's network, for vehicles on links which ours has joined")
    .addHelpText(
      'after',
      '\nExample:\n  blockwise demand vehicles taxis-25.xml.gz --network networks/town --out taxis.yaml\n' +
        '  blockwise run taxis.yaml --network networks/town --trips trips.csv --out runs/taxis',
    )
    .action(async (file: string, { network: dir, out, links }: VehiclesFlags) => {
      const { rooms, stdout, stderr } = context;
      const network = await soundNetwork(dir, context);
      const { fleet, scenario } = await rooms.importVehicles(file, network, links);
      if (fleet.leftOut.length > 0) {
        stderr.write(`${plainText(describeProblems(fleet.leftOut.slice(0, SHOWN)))}\n`);
      }
      tellNotes(fleet.notes, context);
      await write(out, scenario);
      stdout.write(
        `${fleet.vehicleCount} vehicles of ${fleet.seatCount} seats\n${plainText(out)}\n`,
      );
    });
}

function tellNotes(notes: readonly RepairNote[], { stderr }: CommandContext): void {
  for (const { code, subject, message } of notes) {
    stderr.write(`${plainText(`${code} ${subject}: ${message}`)}\n`);
  }
}

/** Examples on the screen; all are counted. */
const SHOWN = 10;

async function soundNetwork(dir: string, { rooms }: CommandContext): Promise<NetworkDraft> {
  const found = await rooms.readNetworkFolder(dir);
  const problems = await rooms.checkNetwork(found.network);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new UserError(errors.map((each) => ({ ...each, file: dir })));
  return found.network;
}

async function write(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeWhole(dirname(path), basename(path), text);
}

const fields = (text: string, before: readonly string[]): string[] => [
  ...before,
  ...text.split(',').filter((part) => part.trim() !== ''),
];

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a number above 0.');
}

function whole(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('must be a whole number, 0 or more.');
}
