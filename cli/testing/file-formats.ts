/** Every kind of file that a user can hand over, small and whole, with what reads it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Problems } from '../../core/base/errors.js';
import { writeZip } from '../../core/base/zip.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { readScenario } from '../../core/scenario/read-scenario.js';
import { curbOn, streetMap } from '../../core/testing/street-map.js';
import { readDrtVehicles } from '../../demand/import/drt-vehicles.js';
import { importTrips } from '../../demand/import/import-trips.js';
import { readLinkMiddles } from '../../demand/import/matsim-links.js';
import { readMatsimPlans } from '../../demand/import/matsim-plans.js';
import { readOdMatrix } from '../../demand/import/od-matrix.js';
import { readOmxTrips } from '../../demand/import/omx-matrix.js';
import { readSumoRoutes } from '../../demand/import/sumo-routes.js';
import { readTntpTrips } from '../../demand/import/tntp-trips.js';
import { readCsvTrips } from '../../demand/import/trips-csv.js';
import { readZones } from '../../demand/import/zones.js';
import { hasHdf5, writeOmx } from '../../demand/testing/omx-file.js';
import { parquetOf } from '../../demand/testing/parquet-file.js';
import { readTrips, writeTrips } from '../../demand/trips-file.js';
import { testGrid } from '../../networks/complete/test-streets.js';
import { polygonArea } from '../../networks/convert/area.js';
import { exportCds } from '../../networks/export/cds.js';
import { exportNetwork } from '../../networks/export/export-network.js';
import { everything } from '../../networks/gmns/every-feature.js';
import {
  networkFiles,
  readNetworkFiles,
  readNetworkFolder,
} from '../../networks/gmns/network-folder.js';
import { importCds } from '../../networks/import/cds.js';
import { importCurbLr } from '../../networks/import/curb-lr.js';
import { importEdgeList } from '../../networks/import/edge-list.js';
import { importGeoJsonLines } from '../../networks/import/geojson-lines.js';
import { importNetwork } from '../../networks/import/import-network.js';
import { osmXml } from '../../networks/import/small-osm.js';
import { osmPbf } from '../../networks/import/small-pbf.js';
import { smallSumo } from '../../networks/import/small-sumo.js';
import { readTntpNetwork } from '../../networks/import/tntp.js';
import { districtOutline } from '../district-outline.js';
import { readStudyFile } from '../study/study-command.js';
import { readTextFile, readZippedText } from '../text-file.js';
import { readYamlFile } from '../yaml-file.js';

/** Reads the file at `path`, as a command does. */
export type Read = (path: string) => Promise<unknown>;

export interface Format {
  /** The file's name, which chooses the reader where a command goes by it. */
  readonly file: string;
  readonly whole: () => string | Uint8Array;
  readonly read: Read;
}

const town = streetMap('a--b', '|  |', 'c--d', { step_m: 60 });
const streets: NetworkDraft = {
  ...town,
  curbs: [
    curbOn('ab', { start_m: 20, end_m: 50 }),
    curbOn('ba', { start_m: 20, end_m: 50, use: 'loading' }),
  ],
};
const district = everything();
const [home, work] = district.addresses;
export const PLACES = { reach_m: 500, areOutsidersAtGates: true, columns: [] };
const bare = { ...streets, curbs: [] };

export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path);
}
export const named = async (file: string) => ({ file, text: await readTextFile(file) });
const zoneCount = 3;

const TRIPS = [
  'name,departure,origin,destination,class,party_size,person,stay_min',
  ...Array.from({ length: 6 }, (_, row) => {
    const [from, to] = row % 2 === 0 ? [home, work] : [work, home];
    return `t${row},0${6 + (row % 4)}:15:00,${from!.name},${to!.name},resident,1,p${row % 3},${row}0`;
  }),
].join('\n');

/** As in the CSV file, in two groups of rows. */
function tripsInParquet(): Uint8Array {
  const [names, ...rows] = TRIPS.split('\n').map((line) => line.split(','));
  const columns = names!.map((name, column) => ({ name, data: rows.map((row) => row[column]!) }));
  return parquetOf(columns, { rowGroupSize: 3 });
}

async function omxFormat(): Promise<Format> {
  const names = [home!.name, work!.name];
  const zones = 'zone,x,y\n7,0,0\n8,1000,0\n';
  const folder = mkdtempSync(join(tmpdir(), 'blockwise-omx-'));
  const tables = { car: names.map((_, row) => [row, 3 - row]) };
  const whole = await writeOmx(join(folder, 'a.omx'), tables, { lookups: { zone: [7, 8] } });
  rmSync(folder, { recursive: true });
  const options = { ...TRIP_OPTIONS, zones: readZones(zones, 'zones.csv', district, PLACES) };
  return {
    file: 'a.omx',
    whole: () => whole,
    read: (file) => readOmxTrips(file, district, options),
  };
}

const TRIP_OPTIONS = { ...PLACES, isMatrix: false, seed: 1, factor: 1 };

const OD = `origin,destination,trips\n${home!.name},${work!.name},12.5\n${work!.name},${home!.name},3\n`;

const PLANS = `<?xml version="1.0"?>
<!DOCTYPE population SYSTEM "http://www.matsim.org/files/dtd/population_v6.dtd">
<population><person id="p"><plan selected="yes">
<activity type="h" x="${home!.x_m}" y="${home!.y_m}" end_time="06:53:13"/><leg mode="car"/>
<activity type="w" x="${work!.x_m}" y="${work!.y_m}" max_dur="01:00:00"/><leg mode="drt"/>
<activity type="h" x="${home!.x_m}" y="${home!.y_m}"/></plan></person></population>`;

const VEHICLES = `<?xml version="1.0"?>
<!DOCTYPE vehicles SYSTEM "http://matsim.org/files/dtd/dvrp_vehicles_v1.dtd">
<vehicles>${district.links
  .slice(0, 3)
  .map(({ name }, row) => `<vehicle id="v${row}" start_link="${name}" t_0="21600" t_1="79200"/>`)
  .join('\n')}</vehicles>`;

const ROUTES = `<routes><vType id="car" length="4.5" accel="2"/>
<route id="r" edges="ab bd"/><vehicle id="v" type="car" depart="0:01:30" route="r"/>
<flow id="f" begin="0" end="600" vehsPerHour="90" from="ab" to="bd"/>
<vehicle id="w" depart="2.5"><route edges="ab bd"/></vehicle></routes>`;

const TNTP_NET = [
  '<NUMBER OF ZONES> 2\t\t\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 3',
  '<END OF METADATA>\n\n~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\t;',
  '\t3\t4\t1800\t2.5\t3\t0.15\t4\t50\t0\t1\t;\n\t1\t3\t9000\t1\t0\t0.15\t4\t0\t25\t3\t;',
  '\t4\t2\t900\t1.5\t2e0\t0\t0\t40\t0\t1;',
].join('\n');

const TNTP_TRIPS = `<NUMBER OF ZONES> ${zoneCount}\n<TOTAL OD FLOW> 17.5\n<END OF METADATA>\n
Origin \t2\n    3 :      4.0;     1 :    2.5;\nOrigin 1\n    1 :      1.0;     2 :    10.0;\n`;

export const AREA = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: 'centre' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [7, 43],
            [7.1, 43],
            [7.1, 43.1],
            [7, 43],
          ],
        ],
      },
    },
  ],
});

const PLACES_OF_NODES = 'node_id,lon,lat\na,11,48\nb,11.002,48\nc,11.002,48.002\nd,11,48.002\n';

const LINES = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    [
      [11, 48],
      [11.002, 48],
      [11.004, 48],
    ],
    [
      [11.002, 48],
      [11.002, 48.002],
      [11.004, 48.002],
      [11.004, 48],
    ],
  ].map((coordinates) => ({
    type: 'Feature',
    properties: { highway: 'primary', lanes: 2, maxspeed: '50', oneway: 'no' },
    geometry: { type: 'LineString', coordinates },
  })),
});

const CURB_LR = JSON.stringify({
  manifest: { priorityHierarchy: ['no standing', 'parking'] },
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: {
        location: {
          shstRefId: 'x',
          sideOfStreet: 'right',
          shstLocationStart: 10,
          shstLocationEnd: 50,
        },
        regulations: [
          {
            rule: { activity: 'parking', priorityCategory: 'parking' },
            timeSpans: [{ timesOfDay: [{ from: '08:00', to: '19:00' }] }],
          },
        ],
      },
      geometry: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [0.0004, 0],
        ],
      },
    },
  ],
});

const MAP = {
  nodes: { 1: [0, 0], 2: [200, 0], 3: [200, 200], 4: [0, 200] },
  ways: { 10: [[1, 2, 3, 4, 1], { lanes: '2' }], 11: [[1, 3], { maxspeed: '30' }] },
} as const;

const example = (name: string): string =>
  readFileSync(new URL(`../examples/${name}.yaml`, import.meta.url), 'utf8');

const FEED = exportCds(streets);
const KNOWN = {
  addresses: new Set(district.addresses.map(({ name }) => name)),
  gates: new Set(district.gates.map(({ name }) => name)),
};

/** One table of a folder whose others are whole. */
function gmnsTable(file: string): Format {
  const read: Read = async (path) => {
    const texts = new Map(networkFiles(district)).set(file, await readTextFile(path));
    return readNetworkFiles(texts, { dir: 'town' });
  };
  return { file, whole: () => networkFiles(district).get(file)!, read };
}

async function readScenarioFile(file: string): Promise<unknown> {
  const { value, where } = await readYamlFile(file);
  const problems = new Problems(file);
  const scenario = readScenario(value, where, problems);
  problems.throwIfAny();
  return scenario;
}

export const FORMATS: Readonly<Record<string, Format>> = {
  'OpenStreetMap XML': { file: 'town.osm', whole: () => osmXml(MAP), read: importNetwork },
  'OpenStreetMap PBF': { file: 'town.osm.pbf', whole: () => osmPbf(MAP), read: importNetwork },
  'zipped OpenStreetMap XML': {
    file: 'town.osm.gz',
    whole: () => gzipSync(osmXml(MAP)),
    read: importNetwork,
  },
  'SUMO network': { file: 'town.net.xml', whole: smallSumo, read: importNetwork },
  'SUMO routes': {
    file: 'town.rou.xml',
    whole: () => ROUTES,
    read: (file) => readSumoRoutes([{ file, bytes: bytesOf(file) }], streets),
  },
  'MATSim network': {
    file: 'town.xml',
    whole: () => exportNetwork(testGrid(2, 200), 'matsim').files.get('')!,
    read: importNetwork,
  },
  'MATSim plans': {
    file: 'plans.xml',
    whole: () => PLANS,
    read: (file) => readMatsimPlans({ file, bytes: bytesOf(file) }, district, PLACES),
  },
  'MATSim vehicles': {
    file: 'taxis.xml',
    whole: () => VEHICLES,
    read: (file) => readDrtVehicles({ file, bytes: bytesOf(file) }, district),
  },
  "places of MATSim's links": {
    file: 'net.xml',
    whole: () => exportNetwork(testGrid(2, 200), 'matsim').files.get('')!,
    read: (file) => readLinkMiddles({ file, bytes: bytesOf(file) }),
  },
  'list of edges': {
    file: 'edges.csv',
    whole: () =>
      'u,v,length_m,lanes,speed_kmh\na,b,200,2,30\nb,c,200,1,\nc,d,250,1,20\nd,a,,1,50\n',
    read: async (file) =>
      importEdgeList(await named(file), { file: 'n.csv', text: PLACES_OF_NODES }),
  },
  'places of nodes': {
    file: 'nodes.csv',
    whole: () => PLACES_OF_NODES,
    read: async (file) =>
      importEdgeList({ file: 'e.csv', text: 'u,v\na,b\nb,c\nc,d\n' }, await named(file)),
  },
  'lines of GeoJSON': {
    file: 'lines.geojson',
    whole: () => LINES,
    read: async (file) => importGeoJsonLines(await named(file)),
  },
  'archive of a network': {
    file: 'town.gmns.zip',
    whole: () => writeZip(networkFiles(district)),
    read: readNetworkFolder,
  },
  'GMNS links': gmnsTable('link.csv'),
  'GMNS nodes': gmnsTable('node.csv'),
  'GMNS signals': gmnsTable('signal_phase.csv'),
  'zipped trips': {
    file: 'trips.csv.gz',
    whole: () => gzipSync(TRIPS),
    read: async (file) => readCsvTrips(await readZippedText(file), file, district, PLACES),
  },
  trips: {
    file: 'trips.csv',
    whole: () => TRIPS,
    read: async (file) => readCsvTrips(await readZippedText(file), file, district, PLACES),
  },
  'trips in Parquet': {
    file: 'trips.parquet',
    whole: tripsInParquet,
    read: (file) =>
      importTrips(file, district, { options: TRIP_OPTIONS, readText: readZippedText }),
  },
  matrix: {
    file: 'od.csv',
    whole: () => OD,
    read: async (file) =>
      readOdMatrix(await readZippedText(file), file, district, { seed: 1, factor: 1 }),
  },
  zones: {
    file: 'zones.csv',
    whole: () => `zone,x,y\n1,${home!.x_m},${home!.y_m}\n2,${work!.x_m},${work!.y_m}\n`,
    read: async (file) => readZones(await readZippedText(file), file, district, PLACES),
  },
  ...(hasHdf5 ? { 'matrix in OMX': await omxFormat() } : {}),
  'TNTP network': {
    file: 'a_net.tntp',
    whole: () => TNTP_NET,
    read: async (file) => readTntpNetwork(await named(file)),
  },
  'TNTP trips': {
    file: 'a_trips.tntp',
    whole: () => TNTP_TRIPS,
    read: async (file) => readTntpTrips(await named(file), { zoneCount }),
  },
  'area to convert': {
    file: 'area.geojson',
    whole: () => AREA,
    read: async (file) => polygonArea(await readTextFile(file), file, '+proj=utm +zone=32'),
  },
  'district outline': { file: 'outline.geojson', whole: () => AREA, read: districtOutline },
  'CDS zones': {
    file: 'zones.json',
    whole: () => FEED.zones,
    read: async (file) =>
      importCds(bare, await named(file), { file: 'policies.json', text: FEED.policies }),
  },
  'CDS policies': {
    file: 'policies.json',
    whole: () => FEED.policies,
    read: async (file) =>
      importCds(bare, { file: 'zones.json', text: FEED.zones }, await named(file)),
  },
  CurbLR: {
    file: 'curbs.json',
    whole: () => CURB_LR,
    read: async (file) => importCurbLr(bare, await readTextFile(file), file),
  },
  'trips of a network': {
    file: 'own.csv',
    whole: () => writeTrips(readCsvTrips(TRIPS, 'trips.csv', district, PLACES).trips),
    read: async (file) => readTrips(await readTextFile(file), file, KNOWN),
  },
  scenario: { file: 'a.yaml', whole: () => example('district.scenario'), read: readScenarioFile },
  study: { file: 'a.study.yaml', whole: () => example('curb-policies.study'), read: readStudyFile },
};
