/** A network for tests that uses every table and every kind of value of a folder. */
import { KMH_mps } from '../../core/base/units.js';
import { allDay } from '../../core/network/curb-use.js';
import { LANE_CLASSES } from '../../core/network/lane-use.js';
import type {
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';

/** Its names are such as a spreadsheet or a parser might spoil. */
export function everything(): NetworkDraft {
  const quoted = 'Rue "A", n°1\nrear';
  return {
    name: 'Every feature: Grüße',
    layout: 'drawn',
    crs: 'local',
    attribution: '© the surveyors',
    drivingSide: 'left',
    district: {
      polygon: [
        [0, 0],
        [300, 0],
        [300, 1 / 3],
      ],
      area_m2: 50,
    },
    nodes: [
      { name: 'b', x_m: 100, y_m: 1e-9, control: 'signal' },
      { name: 'a', x_m: -0, y_m: 0.1 + 0.2, control: 'none' },
      { name: 'c', x_m: 200, y_m: -5.5, control: 'warrant' },
      { name: '=1+1', x_m: 100, y_m: 100, control: 'allWayStop' },
      { name: quoted, x_m: 200, y_m: 100, control: 'yield' },
    ],
    links: [
      link('a', 'b', [
        [0, 0.1],
        [50, -0.25],
        [100, 1e-9],
      ]),
      link('b', 'a', [
        [100, 0],
        [0, 0],
      ]),
      link('b', 'c', [
        [100, 0],
        [200, -5.5],
      ]),
      link('b', '=1+1', [
        [100, 0],
        [100, 100],
      ]),
      link('c', quoted, [
        [200, 0],
        [200, 100],
      ]),
    ],
    movements: [
      movement('a>b', 'b>c', {
        kind: 'thru',
        fromLanes: [0, 1],
        toLanes: [
          [0, 0],
          [0, 1],
        ],
        crosses: [],
      }),
      movement('a>b', 'b>=1+1', {
        kind: 'left',
        fromLanes: [-1, 0],
        crosses: [{ from: 'a>b', to: 'b>c' }],
        givesWayTo: [{ from: 'a>b', to: 'b>c' }],
        waitsAt_m: 4.5,
        standsOn_m: 1.5,
      }),
      movement('a>b', 'b>a', {
        kind: 'uturn',
        fromLanes: [-1, 1],
        uses: [
          { from_s: 25_200, to_s: 32_400.5, classes: ['sav', 'bus', 'emergency'] },
          { from_s: 57_600, to_s: 86_400, classes: [] },
        ],
      }),
      { ...movement('b>c', `c>${quoted}`, { kind: 'left', fromLanes: [0] }), node: 'c' },
    ],
    signals: [
      {
        node: 'b',
        offset_s: -7.5,
        phases: [
          {
            duration_s: 42,
            protected: [{ from: 'a>b', to: 'b>c' }],
            permitted: [
              { from: 'a>b', to: 'b>=1+1' },
              { from: 'a>b', to: 'b>a' },
            ],
            amber: [],
          },
          { duration_s: 3.1, protected: [], permitted: [], amber: [{ from: 'a>b', to: 'b>c' }] },
        ],
      },
    ],
    curbs: [
      {
        name: 'z1',
        link: 'a>b',
        start_m: 10,
        end_m: 52.7,
        depth_m: 2.5,
        timetable: [
          { from_s: 0, to_s: 25_200, use: 'parking' },
          { from_s: 25_200, to_s: 68_400.5, use: 'pudo' },
          { from_s: 68_400.5, to_s: 86_400, use: 'none' },
        ],
      },
      { name: '-z2', link: 'b>c', start_m: 0, end_m: 6, depth_m: 2, timetable: allDay('loading') },
    ],
    lots: [
      {
        name: 'deep',
        kind: 'underground',
        stallCount: 120,
        chargerCount: 6,
        land_m2PerStall: 0,
        levelCount: 3,
        isRemote: false,
        isInside: true,
        x_m: 50,
        y_m: 50,
        block: 'B1',
        entrances: [
          { link: 'a>b', position_m: 33.3 },
          { link: 'b>a', position_m: 60 },
        ],
      },
      {
        name: 'far',
        kind: 'surface',
        stallCount: 900,
        land_m2PerStall: 28,
        levelCount: 1,
        depth: 4,
        isTwoEnded: true,
        isRemote: true,
        isInside: false,
        x_m: -400,
        y_m: 0,
        block: '',
        entrances: [],
      },
    ],
    blocks: [
      {
        name: 'B1',
        polygon: [
          [10, 10],
          [90, 10],
          [90, 90],
        ],
        area_m2: 3200,
      },
    ],
    addresses: [
      {
        name: 'A1',
        x_m: 20,
        y_m: 20,
        block: 'B1',
        residentCount: 12.5,
        jobCount: 0,
        link: 'a>b',
        position_m: 20,
        walk_m: 20,
        isGuessed: true,
      },
      {
        name: 'A2',
        x_m: 20,
        y_m: 220,
        block: '',
        residentCount: 0,
        jobCount: 7,
        link: 'b>a',
        position_m: 0,
        walk_m: 1 / 7,
        isGuessed: false,
      },
    ],
    gates: [
      { name: 'west', x_m: 0, y_m: 0, entries: ['a>b'], exits: ['b>a'], weight: 2.5 },
      { name: 'east', x_m: 200, y_m: 0, entries: [], exits: ['b>c'], weight: 0 },
    ],
  };
}

const link = (from: string, to: string, geometry: readonly Point[]): LinkDraft => ({
  name: `${from}>${to}`,
  from,
  to,
  street: [from, to].sort().join('='),
  length_m: 100.1 + 0.2,
  freeSpeed_mps: 50 * KMH_mps,
  laneCount: 2,
  leftPocket_m: from === 'a' ? 40 : 0,
  rank: 3,
  carriageway_m: 6.5,
  sidewalk_m: 2.4,
  isInside: from !== 'c',
  ...(from === 'c' ? { tidalHours: [] } : {}),
  ...(from === 'a'
    ? {
        tidalHours: [
          { from_s: 0, to_s: 3600.25 },
          { from_s: 25_200, to_s: 86_400 },
        ],
        laneUses: [
          { lane: 0, from_s: 0, to_s: 86_400, classes: ['pav', 'sav'], turning_m: 50 },
          { lane: 0, from_s: 25_200, to_s: 36_000.5, classes: [], turning_m: 0 },
          { lane: 1, from_s: 0, to_s: 3600, classes: ['hdv', 'bus'], turning_m: 1 / 3 },
          { lane: 1, from_s: 0, to_s: 86_400, classes: LANE_CLASSES, turning_m: 0 },
        ],
      }
    : {}),
  geometry,
});

const movement = (
  from: string,
  to: string,
  rest: Omit<MovementDraft, 'node' | 'from' | 'to' | 'length_m' | 'speed_mps'>,
): MovementDraft => ({
  node: 'b',
  from,
  to,
  length_m: 14.2,
  speed_mps: 6.944444444444445,
  ...rest,
});
