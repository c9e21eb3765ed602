/**
 * TNTP networks as streets. The format is made for static assignment and says neither the unit of
 * its lengths nor how many lanes a link has: both are guessed and told.
 *
 * | code | what stops the import |
 * |---|---|
 * | TNTP-031 | no place for a node: the file of nodes is missing or lacks it, or it lies nowhere |
 * | TNTP-032 | coordinates that make no speeds of streets: in another unit than metres or degrees |
 *
 * | code | what is repaired or guessed |
 * |---|---|
 * | TNTP-101 | links shorter than the straight line are as long as that |
 * | TNTP-102 | links from a node to itself left out |
 * | TNTP-103 | zones' own nodes and the connectors to them, left out |
 * | TNTP-201 | lanes by capacity; speed by the free time, from node to node in a straight line |
 * | TNTP-203 | the district is the convex hull of the nodes |
 */
import { refused } from '../../core/base/counted-text.js';
import { KMH_mps } from '../../core/base/units.js';
import type { NodeDraft, Point } from '../../core/network/network-draft.js';
import type { StaticNetwork } from '../../core/network/static-network.js';
import { NoteBook } from '../complete/note-book.js';
import { distance_m } from '../complete/polyline.js';
import { planeFor } from '../gmns/planar.js';
import { type ImportedStreets, importPlainLinks, type PlainLink } from './plain-links.js';
import { readTntpNetwork, type TntpSource } from './tntp.js';

const CODES = { length: 'TNTP-101', selfLoop: 'TNTP-102', guess: 'TNTP-201', district: 'TNTP-203' };

/** Throws UserError with every problem of a file. `crs`: as for lists of edges. */
export function importTntpStreets(
  source: TntpSource,
  nodes: TntpSource | null,
  { crs = '' }: { readonly crs?: string } = {},
): ImportedStreets {
  const { network } = readTntpNetwork(source, nodes);
  const notes = new NoteBook();
  const drafts = placedNodes(network, { crs, notes, file: (nodes ?? source).file });
  const links = linksOf(network, drafts.nodes, notes);
  requireSpeeds(links, source.file);
  const name = (source.file.split(/[/\\]/).at(-1) ?? '').replace(/(?:_net)?\.tntp(?:\.gz)?$/i, '');
  const { file } = source;
  const streets = { file, name, layout: 'tntp', crs: drafts.crs, nodes: drafts.nodes, links };
  return importPlainLinks(streets, CODES, notes);
}

function placedNodes(
  { x, y, nodeCount }: StaticNetwork,
  { crs, notes, file }: { crs: string; notes: NoteBook; file: string },
): { nodes: NodeDraft[]; crs: string } {
  const points = Array.from({ length: nodeCount }, (_, node): Point => [x[node]!, y[node]!]);
  const plane = planeFor(crs, points, notes);
  const nodes = points.map((point, node): NodeDraft => {
    const place = point.every(Number.isFinite) ? plane.place(point) : null;
    if (place === null) throw refused(file, 'TNTP-031', `has no place for node ${node + 1}`);
    return { name: `${node + 1}`, x_m: place[0], y_m: place[1], control: 'warrant' };
  });
  return { nodes, crs: plane.crs };
}

/** Vehicles an hour that one lane of a street with signals or of a motorway carries, about. */
const LANE_perH = 1800;
const MOST_LANES = 8;
const MINUTE_s = 60;
const MOTORWAY_mps = 80 * KMH_mps;

function linksOf(network: StaticNetwork, nodes: readonly NodeDraft[], notes: NoteBook) {
  const { linkFrom, linkTo, capacity, freeTime, firstThroughNode } = network;
  const links: PlainLink[] = [];
  for (let link = 0; link < linkFrom.length; link++) {
    const [from, to] = [nodes[linkFrom[link]!]!, nodes[linkTo[link]!]!];
    const name = `${from.name}-${to.name}`;
    if (Math.min(linkFrom[link]!, linkTo[link]!) < firstThroughNode) {
      notes.repair('TNTP-103', name, 'connects a zone: left out');
      continue;
    }
    const length_m = distance_m([from.x_m, from.y_m], [to.x_m, to.y_m]);
    const free_s = freeTime[link]! * MINUTE_s;
    const freeSpeed_mps = free_s > 0 ? length_m / free_s : undefined;
    const lanes = Math.round(capacity[link]! / LANE_perH);
    notes.guess('TNTP-201', name, 'lanes by capacity, length and speed by the straight line');
    links.push({
      name,
      from: from.name,
      to: to.name,
      isDirected: true,
      length_m,
      freeSpeed_mps,
      laneCount: Math.min(MOST_LANES, Math.max(1, lanes)),
      facility: (freeSpeed_mps ?? 0) >= MOTORWAY_mps ? 'motorway' : 'secondary',
      geometry: undefined,
    });
  }
  return links;
}

const SLOWEST_mps = 5 * KMH_mps;
const FASTEST_mps = 150 * KMH_mps;

function requireSpeeds(links: readonly PlainLink[], file: string): void {
  const speeds = links
    .flatMap(({ freeSpeed_mps = 0 }) => freeSpeed_mps || [])
    .sort((a, b) => a - b);
  const middle_mps = speeds[speeds.length >> 1] ?? 0;
  if (middle_mps >= SLOWEST_mps && middle_mps <= FASTEST_mps) return;
  const kmh = (middle_mps / KMH_mps).toFixed(0);
  const message = `half the streets would be driven at ${kmh} km/h: name the system of the nodes' places (--crs)`;
  throw refused(file, 'TNTP-032', message);
}
