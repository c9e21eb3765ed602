/** The real places of `reach/places`: their files below BLOCKWISE_DATA, and their demand. */
import { join } from 'node:path';

interface PlacePaths {
  /** The folder of data. */
  readonly data: string;
  readonly network: string;
  /** Where everything of this place is written. */
  readonly dir: string;
}

/** Arguments of commands; what is left out is made from the addresses by the scenario's demand. */
export interface Place {
  readonly name: string;
  readonly import: (paths: PlacePaths) => readonly string[];
  /** Makes or imports trips; `--network` and `--out` are added. */
  readonly trips?: (paths: PlacePaths) => readonly string[];
  /** Writes `fleet.yaml`, which then is the scenario. */
  readonly fleet?: (paths: PlacePaths) => readonly string[];
  readonly scenario: (paths: PlacePaths) => string;
}

/**
 * The trips of a day as people make them are 96,000 on 576 ha: more than a district carries that was
 * cut out of its city, with all traffic from outside on the few streets that cross its rim.
 */
const made = (name: string, file: string, factor: number): Place => ({
  name,
  import: ({ data }) => [join(data, file)],
  scenario: () => `name: ${name}\nregime: today\ndemand: { factor: ${factor} }\n`,
});

const TAXI_COLUMNS = 'departure=2,from_lon=3,from_lat=4,to_lon=5,to_lat=6,party_size=7';
const taxiTrips = ({ data }: PlacePaths): string[] => [
  ...['demand', 'import', join(data, 'taxi-nyc-trips/taxi-train.csv.gz')],
  ...['--columns', TAXI_COLUMNS],
];

const ACOSTA = 'sumo-bologna/acosta';
const MIELEC = 'matsim-maas/mielec_2014_02';
const mielecLinks = (data: string): string[] => ['--links', join(data, MIELEC, 'network.xml.gz')];

export const REAL_PLACES: readonly Place[] = [
  made('new-york', 'osm-valhalla/nyc.osm.pbf', 0.3),
  {
    ...made('new-york-taxis', 'osm-valhalla/nyc.osm.pbf', 0.3),
    trips: taxiTrips,
    scenario: () => 'name: new-york-taxis\nregime: today\n',
  },
  made('shanghai', 'osm-shanghai/shanghai.osm.gz', 0.5),
  made('moscow', 'osm-graphhopper/moscow.osm.gz', 0.3),
  made('monaco', 'osm-graphhopper/monaco.osm.gz', 0.5),
  {
    name: 'manhattan-taxis',
    import: ({ data }) => [
      join(data, 'osm-manhattan-graph/edges.csv.gz'),
      ...['--nodes', join(data, 'osm-manhattan-graph/nodes.csv.gz')],
    ],
    trips: taxiTrips,
    scenario: () => 'name: manhattan-taxis\nregime: today\n',
  },
  {
    name: 'bologna',
    import: ({ data }) => [
      join(data, ACOSTA, 'acosta_buslanes.net.xml.gz'),
      ...['--additional', join(data, ACOSTA, 'acosta_tls.add.xml')],
    ],
    trips: ({ data }) => [
      ...['demand', 'import', join(data, ACOSTA, 'acosta.rou.xml.gz')],
      ...['--types', join(data, ACOSTA, 'acosta_vtypes.add.xml')],
    ],
    // What `demand import` says of the drivers in the file of types, and of the longest route.
    scenario: () => `name: bologna
regime: today
start_s: 0
end_s: 3600
drivers:
  human:
    { tau_s: 1, length_m: 4.826087, standstillGap_m: 1.413043,
      acceleration_mps2: 2.691304, comfortableBraking_mps2: 4.5 }
routing: { routeCapacity: 26 }
`,
  },
  made('cambridge', 'gmns/Cambridge_Multimodal_Network', 0.3),
  {
    name: 'mielec',
    import: ({ data }) => [join(data, MIELEC, 'network.xml.gz')],
    trips: ({ data }) => [
      ...['demand', 'import', join(data, MIELEC, 'plans_only_taxi_1.0.xml.gz')],
      ...mielecLinks(data),
    ],
    fleet: ({ data, network, dir }) => [
      ...['demand', 'vehicles', join(data, MIELEC, 'taxis-25.xml.gz'), '--network', network],
      ...[...mielecLinks(data), '--out', join(dir, 'fleet.yaml')],
    ],
    scenario: () => '',
  },
];
