/** Real files of the folder of data by the reader that a command would choose; copies get damaged. */
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readDrtVehicles } from '../../demand/import/drt-vehicles.js';
import { readLinkMiddles } from '../../demand/import/matsim-links.js';
import { readMatsimPlans } from '../../demand/import/matsim-plans.js';
import { readSumoRoutes } from '../../demand/import/sumo-routes.js';
import { readTntpTrips } from '../../demand/import/tntp-trips.js';
import { readCsvTrips } from '../../demand/import/trips-csv.js';
import { importCurbLr } from '../../networks/import/curb-lr.js';
import { importNetwork } from '../../networks/import/import-network.js';
import { blobsOf, unpacked } from '../../networks/import/pbf-blobs.js';
import { blob } from '../../networks/import/small-pbf.js';
import { readTntpNetwork } from '../../networks/import/tntp.js';
import { districtOutline } from '../district-outline.js';
import { readTextFile, readZippedText } from '../text-file.js';
import { bytesOf, type Format, named, PLACES, type Read } from './file-formats.js';

interface Reader {
  readonly files: RegExp;
  /** What the copy is called, which chooses the reader where a command goes by it. */
  readonly file: string;
  /** Made once for each file; `file` is its path in the folder of data. */
  readonly reader: (data: string, file: string) => Promise<Read>;
}

const plainly = async (): Promise<Read> => importNetwork;

const ACOSTA = 'sumo-bologna/acosta';
const MIELEC = 'matsim-maas/mielec_2014_02/network.xml.gz';

/** The first that fits counts. */
const READERS: readonly Reader[] = [
  { files: /\.osm\.pbf$/, file: 'town.osm.pbf', reader: plainly },
  { files: /\.osm\.gz$/, file: 'town.osm', reader: plainly },
  { files: /\.curblr\.json$/, file: 'curbs.json', reader: curbReader },
  {
    files: /^parking-lots-us\/.*\.geojson/,
    file: 'a.geojson',
    reader: async () => districtOutline,
  },
  { files: /json(?:\.gz)?$/, file: 'lines.geojson', reader: plainly },
  { files: /^gmns\/.*\.csv/, file: 'table.csv', reader: tableReader },
  { files: /_od_demand\.csv/, file: 'od.csv', reader: tripReader },
  // Of thirty cities in one list, which is no district: refused as too wide.
  { files: /edges\.csv/, file: 'edges.csv', reader: edgesReader },
  { files: /nodes\.csv/, file: 'nodes.csv', reader: nodesReader },
  { files: /^taxi-.*\.csv/, file: 'trips.csv', reader: taxiReader },
  { files: /maas.*\/network\.xml/, file: 'town.xml', reader: plainly },
  { files: /\/plans_.*\.xml/, file: 'plans.xml', reader: plansReader },
  { files: /maas.*\/(?:taxis|vehicles).*\.xml/, file: 'taxis.xml', reader: fleetReader },
  { files: /\.net\.xml/, file: 'town.net.xml', reader: plainly },
  { files: /\.rou\.xml/, file: 'town.rou.xml', reader: routesReader },
  { files: /\.add\.xml$/, file: 'more.add.xml', reader: additionalReader },
  {
    files: /_net\.tntp/,
    file: 'a_net.tntp',
    reader: async () => async (file) => readTntpNetwork(await named(file)),
  },
  { files: /_trips\.tntp/, file: 'a_trips.tntp', reader: tntpTripsReader },
  { files: /_node\.tntp/, file: 'a_node.tntp', reader: tntpNodesReader },
];

/** Paths of all files that some command reads, in the order of their names. */
export const realFiles = (data: string): readonly string[] =>
  readdirSync(data, { recursive: true, encoding: 'utf8' })
    .filter((path) => readerOf(path) !== undefined)
    .sort();

const readerOf = (path: string): Reader | undefined =>
  READERS.find(({ files }) => files.test(path));

/**
 * The file unzipped, if it is not asked for `asItIs`, with its reader. Blobs of PBF are unpacked too:
 * damage within packed ones is found by their checksums and gets no farther.
 */
export async function realFormat(
  data: string,
  path: string,
  { asItIs = false } = {},
): Promise<Format> {
  const known = readerOf(path);
  if (known === undefined) throw new Error(`nothing reads ${path}`);
  const stored = readFileSync(join(data, path));
  const isZipped = path.endsWith('.gz');
  const bytes = asItIs ? stored : isZipped ? gunzipSync(stored) : await unpackedBlobs(stored, path);
  const whole = (): Uint8Array => bytes;
  const file = isZipped && asItIs ? `${known.file}.gz` : known.file;
  return { file, whole, read: await known.reader(data, path) };
}

/** Of PBF; other files are as they are. */
async function unpackedBlobs(stored: Uint8Array, path: string): Promise<Uint8Array> {
  if (!path.endsWith('.pbf')) return stored;
  const blobs: Uint8Array[] = [];
  const source = (async function* () {
    yield stored;
  })();
  for await (const each of blobsOf(path, source)) {
    blobs.push(blob(each.type, unpacked(each, path), false));
  }
  return Buffer.concat(blobs);
}

async function curbReader(data: string): Promise<Read> {
  const { network } = await importNetwork(join(data, 'osm-graphhopper/monaco.osm.gz'));
  return async (file) => importCurbLr(network, await readTextFile(file), file);
}

/** One table of a folder whose others are whole. */
async function tableReader(data: string, path: string): Promise<Read> {
  const folder = mkdtempSync(join(tmpdir(), 'blockwise-damaged-gmns-'));
  cpSync(join(data, dirname(path)), folder, { recursive: true, mode: 0 });
  return async (file) => {
    cpSync(file, join(folder, basename(path, '.gz')));
    return importNetwork(folder);
  };
}

async function edgesReader(data: string, path: string): Promise<Read> {
  const nodes = join(data, path.replace('edges.csv', 'nodes.csv'));
  return (file) => importNetwork(file, { nodes });
}

async function nodesReader(data: string, path: string): Promise<Read> {
  const edges = join(data, path.replace('nodes.csv', 'edges.csv'));
  return (nodes) => importNetwork(edges, { nodes });
}

async function taxiReader(data: string): Promise<Read> {
  const { network } = await importNetwork(join(data, 'osm-valhalla/nyc.osm.pbf'));
  const ways = ['from_lon=3', 'from_lat=4', 'to_lon=5', 'to_lat=6'];
  const options = { ...PLACES, columns: ['departure=2', ...ways, 'party_size=7', 'name=8'] };
  return async (file) => readCsvTrips(await readZippedText(file), file, network, options);
}

/** Ends of trips that are nodes of another network: refused, but never by a stack. */
async function tripReader(data: string): Promise<Read> {
  const { network } = await importNetwork(join(data, 'osm-graphhopper/monaco.osm.gz'));
  const options = { ...PLACES, columns: ['origin=orig', 'destination=dest'] };
  return async (file) => readCsvTrips(await readZippedText(file), file, network, options);
}

async function plansReader(data: string): Promise<Read> {
  const { network } = await importNetwork(join(data, MIELEC));
  return (file) => readMatsimPlans({ file, bytes: bytesOf(file) }, network, PLACES);
}

async function fleetReader(data: string): Promise<Read> {
  const file = join(data, MIELEC);
  const { network } = await importNetwork(file);
  const links = await readLinkMiddles({ file, bytes: bytesOf(file) });
  return (taxis) => readDrtVehicles({ file: taxis, bytes: bytesOf(taxis) }, network, links);
}

async function routesReader(data: string): Promise<Read> {
  const { network } = await importNetwork(join(data, ACOSTA, 'acosta_buslanes.net.xml.gz'));
  const types = join(data, ACOSTA, 'acosta_vtypes.add.xml');
  return (file) =>
    readSumoRoutes(
      [types, file].map((each) => ({ file: each, bytes: bytesOf(each) })),
      network,
    );
}

async function additionalReader(data: string): Promise<Read> {
  const network = join(data, ACOSTA, 'acosta_buslanes.net.xml.gz');
  return (file) => importNetwork(network, { additional: [file] });
}

async function tntpTripsReader(data: string, path: string): Promise<Read> {
  const net = join(data, path.replace('_trips.tntp', '_net.tntp').replace(/\.gz$/, ''));
  const { network } = readTntpNetwork({ file: net, text: readFileSync(net, 'utf8') });
  const { zoneCount } = network;
  return async (file) => readTntpTrips(await named(file), { zoneCount });
}

async function tntpNodesReader(data: string, path: string): Promise<Read> {
  const net = join(data, path.replace('_node.tntp', '_net.tntp'));
  return (nodes) => importNetwork(net, { nodes });
}
