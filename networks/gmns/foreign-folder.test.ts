import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { MPH_mps } from '../../core/base/units.js';
import { readNetworkFiles } from './network-folder.js';

/**
 * A crossing with arms of about 500 m as other programs write it: degrees, one row for both
 * directions, no lanes, movements or places.
 */
const crossing = (changes: Readonly<Record<string, string>> = {}) => {
  const files: Readonly<Record<string, string>> = {
    'node.csv': [
      'node_id,x_coord,y_coord,ctrl_type',
      'm,2.15,41.39,',
      'e,2.156,41.39,',
      'n,2.15,41.3945,',
      'w,2.144,41.39,',
      's,2.15,41.3855,',
      '',
    ].join('\n'),
    'link.csv': [
      'link_id,from_node_id,to_node_id,directed,facility_type,lanes,free_speed,allowed_uses',
      '1,m,e,false,residential,1,20,',
      '2,m,n,0,primary,2,,auto',
      '3,w,m,1,,,30,all',
      '4,s,m,False,residential,1,20,"walk, bike, auto"',
      '5,s,m,False,footway,1,3,walk;bike',
      '',
    ].join('\n'),
    'config.csv': 'dataset_name,short_length,long_length,speed,crs\nx,feet,miles,mph,EPSG:4326\n',
    ...changes,
  };
  return readNetworkFiles(new Map(Object.entries(files)), { dir: 'x' });
};

const codes = (read: ReturnType<typeof crossing>) =>
  read.notes.map((note) => `${note.code} ${note.kind} ${note.subject}`);

test('one row for both directions becomes two links of one street', () => {
  const { network } = crossing();
  expect(network.links.map(({ name, from, to }) => `${name}: ${from} ${to}`)).toEqual([
    '1: m e',
    '1_back: e m',
    '2: m n',
    '2_back: n m',
    '3: w m',
    '4: s m',
    '4_back: m s',
  ]);
  const [there, back] = network.links;
  expect(there!.street).toBe(back!.street);
  expect(back!.geometry).toEqual([...there!.geometry].reverse());
});

test('degrees are projected to UTM of the place, and lengths come out in metres', () => {
  const { network } = crossing();
  expect(network.crs).toBe('+proj=utm +zone=31 +datum=WGS84 +units=m +no_defs');
  const at = new Map(network.nodes.map((node) => [node.name, node]));
  // 0.006° of longitude at 41.39° N: 111,320 m · cos 41.39° · 0.006, within UTM's 0.04 % and the
  // ellipsoid's 0.3 %.
  expect((at.get('e')!.x_m - at.get('m')!.x_m) / 501.2).toBeCloseTo(1, 2);
  expect(network.links[0]!.length_m).toBeGreaterThan(480);
  expect(network.links[0]!.length_m).toBeLessThan(501.2);
});

test('units of config.csv are converted at the door', () => {
  const { network } = crossing();
  expect(network.links[0]!.freeSpeed_mps).toBe(20 * MPH_mps);
  const known = 'dataset_name,short_length,long_length,speed,crs\nx,ft,km,m/s,4326\n';
  const link = 'link_id,from_node_id,to_node_id,length,free_speed\n1,m,e,0.55,8\n';
  const metric = crossing({ 'config.csv': known, 'link.csv': link });
  expect(metric.network.links[0]!.length_m).toBe(550);
  expect(metric.network.links[0]!.freeSpeed_mps).toBe(8);
  const other = { 'config.csv': known.replace('m/s', 'furlong/h') };
  expect(() => crossing(other)).toThrow('GMN-104 speed: must be one of kph, m/s, mph');
});

test('what the folder does not say is derived or assumed, and all of it is told', () => {
  const read = crossing();
  expect([...codes(read)].sort()).toEqual(
    [
      'NET-207 guess 1',
      'NET-207 guess 2',
      'NET-207 guess 3',
      'NET-207 guess 4',
      'NET-211 guess 1',
      'NET-211 guess 2',
      'NET-211 guess 3',
      'NET-211 guess 4',
      'NET-208 guess 2',
      'NET-208 guess 3',
      'NET-209 guess 3',
      'NET-205 repair 5',
      'NET-204 guess m',
      'NET-203 guess district.csv',
      'NET-213 guess address.csv',
      'NET-301 guess links',
      'NET-302 guess movements',
    ].sort(),
  );
  const { network } = read;
  expect(network.nodes.map(({ control }) => control)).toEqual([
    'warrant',
    'none',
    'none',
    'none',
    'none',
  ]);
  const fromWest = network.movements.filter(({ from }) => from === '3');
  expect(fromWest.map(({ to, kind }) => `${to} ${kind}`)).toEqual([
    '1 thru',
    '2 left',
    '4_back right',
  ]);
  expect(network.district.area_m2 / (1000 * 1000 * 0.5)).toBeCloseTo(1, 1);
});

test('uses of lanes come from lane.csv and, by the hour, from lane_tod.csv', () => {
  const { network } = crossing({
    'lane.csv': 'lane_id,link_id,lane_num,allowed_uses\nb,3,1,auto\nc,3,2,bus\n',
    'lane_tod.csv':
      'lane_tod_id,lane_id,time_day,allowed_uses\n' +
      't1,b,01111100_0700_0930,av\nt2,c,10000010_0000_2400,auto\n',
  });
  const link = network.links.find(({ name }) => name === '3')!;
  const turning_m = 50;
  expect(link.laneUses).toEqual([
    { lane: 0, from_s: 25_200, to_s: 34_200, classes: ['pav', 'sav'], turning_m },
    { lane: 1, from_s: 0, to_s: 86_400, classes: ['bus'], turning_m },
  ]);
});

test('hours of a lane that cannot be read are refused', () => {
  const files = {
    'lane.csv': 'lane_id,link_id,lane_num,allowed_uses\nb,3,1,auto\n',
    'lane_tod.csv':
      'lane_tod_id,lane_id,time_day,allowed_uses\nt1,b,weekdays,av\nt2,b,11111111_0900_0800,av\n',
  };
  expect(() => crossing(files)).toThrow(
    /lane_tod\.csv:2:6 GMN-111[\s\S]*lane_tod\.csv:3:6 GMN-111/,
  );
});

test('lanes and pockets come from lane.csv, turns from movement.csv, by rows or by lanes', () => {
  const { network } = crossing({
    'lane.csv':
      'lane_id,link_id,lane_num,allowed_uses\na,3,-1,auto\nb,3,1,\nc,3,2,all\nd,3,3,bike\n',
    'movement.csv': [
      'mvmt_id,node_id,ib_link_id,start_ib_lane,end_ib_lane,ob_link_id,type',
      '1,m,3,-1,-1,2,left',
      '2,m,3,1,,1,thru',
      '3,m,3,2,2,1,thru',
      '4,m,1,1,1,4,left',
      '5,m,5,1,1,1,left',
      '',
    ].join('\n'),
  });
  const west = network.links.find(({ name }) => name === '3')!;
  expect([west.laneCount, west.leftPocket_m]).toEqual([2, 30]);
  const given = network.movements.slice(0, 3);
  expect(given.map(({ from, to, kind, fromLanes }) => [from, to, kind, fromLanes])).toEqual([
    ['3', '2', 'left', [-1]],
    ['3', '1', 'thru', [0, 1]],
    // Row 4 means the direction of link 1 that reaches m and the one of link 4 that leaves it.
    ['1_back', '4_back', 'left', [0]],
  ]);
  // Links without a row still have ways on.
  expect(network.movements.some(({ from }) => from === '2_back')).toBe(true);
});

test('planar coordinates are kept: UTM by its code, unknown systems as metres with a note', () => {
  const nodes = 'node_id,x_coord,y_coord\nm,322754,4698346\ne,323254,4698346\n';
  const link = 'link_id,from_node_id,to_node_id\n1,m,e\n';
  const inCrs = (crs: string) =>
    crossing({
      'node.csv': nodes,
      'link.csv': link,
      'config.csv': `dataset_name,short_length,long_length,speed,crs\nx,m,m,kph,${crs}\n`,
    });
  const utm = inCrs('32619');
  expect(utm.network.crs).toBe('+proj=utm +zone=19 +datum=WGS84 +units=m +no_defs');
  expect(utm.network.links[0]!.length_m).toBe(500);
  const odd = inCrs('Atlantis 1900');
  expect(odd.network.crs).toBe('local');
  expect(codes(odd)).toContain('NET-202 guess config.csv');
  // Web Mercator stretches by 1 / cos(latitude); on the ground these are about 500 m · cos 38.8°.
  const mercator = inCrs('EPSG:3857').network.links[0]!.length_m;
  expect(mercator / (500 * Math.cos((38.82 * Math.PI) / 180))).toBeCloseTo(1, 2);
});

test('swapped latitude and longitude are found where they make no place', () => {
  const nodes = 'node_id,x_coord,y_coord\nm,41.39,-120\ne,41.4,-120\nn,41,-75\n';
  const attempt = () =>
    crossing({ 'node.csv': nodes, 'link.csv': 'link_id,from_node_id,to_node_id\n1,m,e\n' });
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow('x/node.csv:2:9 GMN-110 y_coord: ');
});

test('a length in the wrong unit gives way to the line', () => {
  const link = (length: number) =>
    'link_id,from_node_id,to_node_id,length,geometry\n' +
    `1,m,e,${length},"LINESTRING (2.15 41.39, 2.153 41.3901, 2.156 41.39)"\n`;
  const right = crossing({ 'link.csv': link(0.32) });
  expect(right.network.links[0]!.length_m).toBeCloseTo(515, 0);
  // 1,650 ft written as miles.
  const wrong = crossing({ 'link.csv': link(1650) });
  expect(wrong.network.links[0]!.length_m).toBeCloseTo(502, 0);
  expect(codes(wrong)).toContain('NET-207 repair 1');
});

test('lines are turned round where the file gives both directions the same one', () => {
  const line = '"LINESTRING (2.156 41.39, 2.15 41.39)"';
  const link = `link_id,from_node_id,to_node_id,geometry\n1,m,e,${line}\n2,e,m,${line}\n`;
  const [there, back] = crossing({ 'link.csv': link }).network.links;
  expect(there!.geometry[0]![0]).toBeLessThan(there!.geometry[1]![0]);
  expect(back!.geometry[0]![0]).toBeGreaterThan(back!.geometry[1]![0]);
});

test('a line that does not lead from node to node is not believed', () => {
  const link =
    'link_id,from_node_id,to_node_id,geometry\n1,m,e,"LINESTRING (2.15 41.39, 2.15 41.3945)"\n';
  const read = crossing({ 'link.csv': link });
  expect(read.network.links[0]!.length_m).toBeCloseTo(502, 0);
  expect(codes(read)).toContain('NET-211 repair 1');
});
