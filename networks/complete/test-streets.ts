/** Streets drawn in a line of text, for tests of the steps that complete a network. */
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import { distance_m } from './polyline.js';

/**
 * `streets` are pairs of node names: `a=b` has both directions, `a>b` one. Straight lines between
 * the nodes, one lane each way, 50 km/h. The district is a square of one hectare.
 */
export function testStreets(
  places: Readonly<Record<string, Point>>,
  streets: string,
  link: Partial<LinkDraft> = {},
): NetworkDraft {
  const links = streets.split(' ').flatMap((street): LinkDraft[] => {
    const [a, b] = street.split(/[=>]/) as [string, string];
    const name = `${a}-${b}`;
    const there = testLink({ from: a, to: b, street: name }, places, link);
    const back = testLink({ from: b, to: a, street: name }, places, link);
    return street.includes('=') ? [there, back] : [there];
  });
  return {
    name: 'test',
    layout: 'drawn',
    crs: 'local',
    attribution: '',
    district: { polygon: SQUARE, area_m2: 10_000 },
    nodes: Object.entries(places).map(([name, [x_m, y_m]]) => ({
      name,
      x_m,
      y_m,
      control: 'warrant',
    })),
    links,
    movements: [],
    curbs: [],
    lots: [],
    blocks: [],
    addresses: [],
    gates: [],
  };
}

const SQUARE: readonly Point[] = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
];

function testLink(
  ends: { from: string; to: string; street: string },
  places: Readonly<Record<string, Point>>,
  link: Partial<LinkDraft>,
): LinkDraft {
  const geometry = [places[ends.from]!, places[ends.to]!];
  return {
    name: `${ends.from}>${ends.to}`,
    ...ends,
    length_m: distance_m(geometry[0]!, geometry[1]!),
    freeSpeed_mps: 50 / 3.6,
    laneCount: 1,
    leftPocket_m: 0,
    rank: 1,
    carriageway_m: 3.25,
    sidewalk_m: 2,
    isInside: true,
    geometry,
    ...link,
  };
}

/** A grid of two-way streets with a stub at each rim node; nodes `0,0` … and stubs `w0` … */
export function testGrid(size: number, spacing_m: number): NetworkDraft {
  const places: Record<string, Point> = {};
  const streets: string[] = [];
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < size; row++) {
      places[`${column},${row}`] = [column * spacing_m, row * spacing_m];
      if (column > 0) streets.push(`${column - 1},${row}=${column},${row}`);
      if (row > 0) streets.push(`${column},${row - 1}=${column},${row}`);
    }
  }
  const end = size - 1;
  for (let at = 0; at < size; at++) {
    const beyond_m = end * spacing_m + spacing_m / 2;
    places[`w${at}`] = [-spacing_m / 2, at * spacing_m];
    places[`e${at}`] = [beyond_m, at * spacing_m];
    places[`s${at}`] = [at * spacing_m, -spacing_m / 2];
    places[`n${at}`] = [at * spacing_m, beyond_m];
    streets.push(`w${at}=0,${at}`, `e${at}=${end},${at}`, `s${at}=${at},0`, `n${at}=${at},${end}`);
  }
  return testStreets(places, streets.join(' '));
}
