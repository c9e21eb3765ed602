/**
 * SUMO's plain XML: nodes, edges, connections and signal programs for `netconvert`, parking areas
 * for the runs. SUMO counts lanes from the right, Blockwise from the left.
 */
import { groupBy } from '../../core/base/group-by.js';
import type {
  Control,
  LinkDraft,
  LotDraft,
  MovementDraft,
  MovementEnds,
  NetworkDraft,
  SignalDraft,
} from '../../core/network/network-draft.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { drawnLength_m, pointAt, stretch } from '../complete/polyline.js';
import { type Exported, lostCount, lostLaneUses } from './exported.js';
import { PLAIN, PLAIN_IN_PROHIBITIONS, sumoIds } from './sumo-ids.js';
import { parkingText } from './sumo-parking.js';
import { type Driving, sumoTrips } from './sumo-trips.js';
import { element, rounded, xmlText } from './xml-text.js';

/** With `trips` also a file of them and a configuration that SUMO runs as it is. */
export function exportSumo(
  network: NetworkDraft,
  { trips, driving }: { trips?: readonly TripDraft[]; driving?: Driving } = {},
): Exported {
  const plan = new SumoPlan(network);
  const connections = plan.connections();
  const signals = plan.programs(connections);
  const files = new Map([
    ['network.nod.xml', plan.nodesText()],
    ['network.edg.xml', plan.edgesText()],
    ['network.con.xml', connectionsText(connections, plan.prohibitions())],
    ['network.tll.xml', xmlText(element('tlLogics', { version: '1.16' }, signals))],
    ['network.add.xml', parkingText(network, plan)],
    ['network.netccfg', CONFIG],
  ]);
  const hint = 'Make the network of it: netconvert -c network.netccfg';
  if (trips === undefined) return { files, lost: lostOf(network, plan), hint };
  const { text, lost } = sumoTrips(network, trips, { plan, driving });
  files.set('network.rou.xml', text);
  files.set('network.sumocfg', RUN_CONFIG);
  return {
    files,
    lost: [...lostOf(network, plan), ...lost],
    hint: `${hint} && sumo -c network.sumocfg`,
  };
}

const CONFIG = xmlText(
  element('configuration', {}, [
    element('input', {}, [
      element('node-files', { value: 'network.nod.xml' }),
      element('edge-files', { value: 'network.edg.xml' }),
      element('connection-files', { value: 'network.con.xml' }),
      element('tllogic-files', { value: 'network.tll.xml' }),
    ]),
    element('output', {}, [element('output-file', { value: 'network.net.xml' })]),
    element('processing', {}, [
      element('offset.disable-normalization', { value: 'true' }),
      element('no-turnarounds', { value: 'true' }),
    ]),
  ]),
);

const RUN_CONFIG = xmlText(
  element('configuration', {}, [
    element('input', {}, [
      element('net-file', { value: 'network.net.xml' }),
      element('route-files', { value: 'network.rou.xml' }),
      element('additional-files', { value: 'network.add.xml' }),
    ]),
    // Nothing is moved by magic here either.
    element('processing', {}, [element('time-to-teleport', { value: '-1' })]),
    element('output', {}, [element('tripinfo-output', { value: 'tripinfo.xml' })]),
  ]),
);

const TYPES: Readonly<Record<Control, string>> = {
  none: 'priority',
  yield: 'priority',
  stop: 'priority_stop',
  allWayStop: 'allway_stop',
  // SUMO has no junctions that vehicles book.
  reservation: 'allway_stop',
  // Whether it becomes a signal is decided from volumes, which are not known here.
  warrant: 'allway_stop',
  signal: 'traffic_light',
};

export interface Connection {
  readonly movement: MovementDraft;
  readonly from: string;
  readonly to: string;
  readonly fromLane: number;
  readonly toLane: number;
}

/** An edge of SUMO; a link with a left-turn pocket is two of them. */
interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly link: LinkDraft;
  readonly laneCount: number;
  /** Stretch of the link. */
  readonly start_m: number;
  readonly end_m: number;
}

export class SumoPlan {
  readonly nodeIds: ReadonlyMap<string, string>;
  readonly edges: readonly Edge[];
  /** Things that had to be renamed. */
  readonly renamedCount: number;
  readonly #network: NetworkDraft;
  readonly #edgesOf: ReadonlyMap<string, readonly Edge[]>;

  constructor(network: NetworkDraft) {
    this.#network = network;
    this.nodeIds = sumoIds(network.nodes, PLAIN);
    const hasPriorities = network.movements.some(({ givesWayTo }) => givesWayTo !== undefined);
    const linkIds = sumoIds(network.links, hasPriorities ? PLAIN_IN_PROHIBITIONS : PLAIN);
    this.renamedCount = [...this.nodeIds, ...linkIds].filter(([name, id]) => name !== id).length;
    const taken = new Set(linkIds.values());
    this.edges = network.links.flatMap((link) =>
      edgesOf(link, { id: linkIds.get(link.name)!, nodeIds: this.nodeIds, taken }),
    );
    this.#edgesOf = groupBy(this.edges, ({ link }) => link.name);
  }

  /** Lane of SUMO beside the curb at `position_m` of a link, and where on it. */
  placeOn(link: string, position_m: number): { lane: string; position_m: number; end_m: number } {
    const edges = this.#edgesOf.get(link)!;
    const edge = edges.find(({ end_m }) => position_m <= end_m) ?? edges.at(-1)!;
    const end_m = edge.end_m - edge.start_m;
    return { lane: `${edge.id}_0`, position_m: position_m - edge.start_m, end_m };
  }

  /** The edges of a link in the order in which they are driven. */
  edgesOf(link: string): readonly string[] {
    return this.#edgesOf.get(link)!.map(({ id }) => id);
  }

  nodesText(): string {
    const { crs, nodes } = this.#network;
    const location = element('location', {
      netOffset: '0.00,0.00',
      convBoundary: boundaryOf(nodes),
      origBoundary: '-180.00,-90.00,180.00,90.00',
      projParameter: crs === 'local' ? '!' : crs,
    });
    const rows = nodes.map(({ name, x_m, y_m, control }) => {
      const id = this.nodeIds.get(name)!;
      const tl = control === 'signal' ? id : undefined;
      return element('node', { id, x: rounded(x_m), y: rounded(y_m), type: TYPES[control], tl });
    });
    const pockets = this.edges.flatMap(({ to, link, end_m, laneCount }) => {
      if (link.leftPocket_m === 0 || laneCount > link.laneCount) return [];
      const scale = drawnLength_m(link.geometry) / link.length_m;
      const [x_m, y_m] = pointAt(link.geometry, end_m * scale);
      return [element('node', { id: to, x: rounded(x_m), y: rounded(y_m), type: 'priority' })];
    });
    return xmlText(element('nodes', {}, [location, ...rows, ...pockets]));
  }

  edgesText(): string {
    const rows = this.edges.map(({ id, from, to, link, laneCount, start_m, end_m }) => {
      const scale = drawnLength_m(link.geometry) / link.length_m;
      const line = stretch(link.geometry, { from_m: start_m * scale, to_m: end_m * scale });
      return element('edge', {
        id,
        from,
        to,
        priority: link.rank + 1,
        numLanes: laneCount,
        speed: rounded(link.freeSpeed_mps),
        length: rounded(end_m - start_m),
        width: rounded(Math.max(NARROWEST_LANE_m, link.carriageway_m / link.laneCount)),
        spreadType: 'center',
        shape: line.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(' '),
      });
    });
    return xmlText(element('edges', {}, rows));
  }

  connections(): readonly Connection[] {
    const over = this.#network.movements.flatMap((movement) => this.#over(movement));
    return [...over, ...this.edges.flatMap((edge) => this.#intoPocket(edge))];
  }

  /**
   * Who goes first, where the network says it: else netconvert decides by priorities and angles. Of
   * two who both give way to a third neither is told to wait for the other: in SUMO one waits also
   * for those who stand and wait themselves, and a queue beside would never get in.
   */
  prohibitions(): readonly string[] {
    const wayOf = ({ from, to }: MovementEnds): string =>
      `${this.#edgesOf.get(from)!.at(-1)!.id}->${this.#edgesOf.get(to)![0]!.id}`;
    const { movements } = this.#network;
    const firstOf = new Map(
      movements.map((each) => [wayOf(each), new Set((each.givesWayTo ?? []).map(wayOf))]),
    );
    return [...firstOf].flatMap(([prohibited, first]) =>
      [...first]
        .filter((prohibitor) => {
          const before = firstOf.get(prohibitor) ?? [];
          return ![...before].some((third) => first.has(third));
        })
        .map((prohibitor) => element('prohibition', { prohibitor, prohibited })),
    );
  }

  #over(movement: MovementDraft): readonly Connection[] {
    const from = this.#edgesOf.get(movement.from)!.at(-1)!;
    const to = this.#edgesOf.get(movement.to)![0]!;
    const { laneCount } = from.link;
    const last = to.laneCount - 1;
    return movement.fromLanes.flatMap((lane, at): Connection[] => {
      const fromLane = Math.max(0, laneCount - 1 - lane);
      const ends = { movement, from: from.id, to: to.id, fromLane };
      const span = movement.toLanes?.[at];
      if (span !== undefined) {
        const lanes = Array.from({ length: span[1] - span[0] + 1 }, (_, over) => span[0] + over);
        return lanes.map((each) => ({ ...ends, toLane: Math.min(last, Math.max(0, last - each)) }));
      }
      const fromLeft = from.laneCount - 1 - fromLane;
      const isLeft = movement.kind === 'left' || movement.kind === 'uturn';
      const toLane = isLeft ? to.laneCount - 1 - fromLeft : fromLane;
      return [{ ...ends, toLane: Math.min(last, Math.max(0, toLane)) }];
    });
  }

  /** From the body of a link into its last stretch, where the pocket lies on the left. */
  #intoPocket(edge: Edge): readonly Connection[] {
    const { link, laneCount } = edge;
    const [body, last] = this.#edgesOf.get(link.name)!;
    if (last === undefined || edge !== body) return [];
    const movement: MovementDraft = {
      node: '',
      from: link.name,
      to: link.name,
      kind: 'thru',
      length_m: 0,
      speed_mps: link.freeSpeed_mps,
      fromLanes: [],
    };
    const ends = { movement, from: body.id, to: last.id };
    const straight = Array.from({ length: laneCount }, (_, lane) => ({
      ...ends,
      fromLane: lane,
      toLane: lane,
    }));
    return [...straight, { ...ends, fromLane: laneCount - 1, toLane: laneCount }];
  }

  /** Given plans only: netconvert makes its own for the other signals. */
  programs(connections: readonly Connection[]): readonly string[] {
    const atNode = groupBy(connections, ({ movement }) => movement.node);
    return (this.#network.signals ?? []).flatMap((signal) => {
      const own = atNode.get(signal.node) ?? [];
      const id = this.nodeIds.get(signal.node)!;
      const rows = own.map(({ from, to, fromLane, toLane }, linkIndex) =>
        element('connection', { from, to, fromLane, toLane, tl: id, linkIndex }),
      );
      return [programOf(id, signal, own), ...rows];
    });
  }
}

const NARROWEST_LANE_m = 2;

function edgesOf(
  link: LinkDraft,
  { id, nodeIds, taken }: { id: string; nodeIds: ReadonlyMap<string, string>; taken: Set<string> },
): readonly Edge[] {
  const [from, to] = [nodeIds.get(link.from)!, nodeIds.get(link.to)!];
  const { laneCount, length_m, leftPocket_m } = link;
  const whole = { id, from, to, link, laneCount, start_m: 0, end_m: length_m };
  if (leftPocket_m === 0) return [whole];
  // A pocket as long as its link is one more lane.
  if (length_m - leftPocket_m < SHORTEST_EDGE_m) return [{ ...whole, laneCount: laneCount + 1 }];
  let pocket = `${id}.pocket`;
  while (taken.has(pocket)) pocket += '.';
  taken.add(pocket);
  const at_m = length_m - leftPocket_m;
  return [
    { ...whole, to: pocket, end_m: at_m },
    { ...whole, id: pocket, from: pocket, laneCount: laneCount + 1, start_m: at_m },
  ];
}

const SHORTEST_EDGE_m = 5;

function boundaryOf(nodes: NetworkDraft['nodes']): string {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x_m, y_m } of nodes) {
    [west, east] = [Math.min(west, x_m), Math.max(east, x_m)];
    [south, north] = [Math.min(south, y_m), Math.max(north, y_m)];
  }
  return [west, south, east, north].map((value) => value.toFixed(2)).join(',');
}

const connectionsText = (
  connections: readonly Connection[],
  prohibitions: readonly string[],
): string => {
  const rows = connections.map(({ from, to, fromLane, toLane }) =>
    element('connection', { from, to, fromLane, toLane }),
  );
  return xmlText(element('connections', {}, [...rows, ...prohibitions]));
};

function programOf(id: string, signal: SignalDraft, own: readonly Connection[]): string {
  const phases = signal.phases.map((phase) => {
    const signOf = ({ movement }: Connection): string => {
      const shows = (list: readonly { from: string; to: string }[]): boolean =>
        list.some(({ from, to }) => from === movement.from && to === movement.to);
      if (shows(phase.protected)) return 'G';
      if (shows(phase.permitted)) return 'g';
      return shows(phase.amber) ? 'y' : 'r';
    };
    const state = own.map(signOf).join('');
    return element('phase', { duration: rounded(phase.duration_s), state });
  });
  const offset = rounded(signal.offset_s);
  return element('tlLogic', { id, type: 'static', programID: '0', offset }, phases);
}

function lostOf(network: NetworkDraft, { renamedCount }: SumoPlan): readonly string[] {
  const { nodes, curbs, lots, addresses, gates, blocks, signals = [] } = network;
  const controlled = (control: Control): number =>
    nodes.filter((node) => node.control === control).length;
  const noParking = curbs.filter(({ timetable }) =>
    timetable.every(({ use }) => use !== 'parking'),
  );
  return [
    ...lostCount(renamedCount, 'names with signs that SUMO does not take, renamed'),
    ...lostCount(
      controlled('signal') - signals.length,
      'signals without a plan: netconvert makes one',
    ),
    ...lostLaneUses(network),
    ...lostCount(controlled('warrant'), 'junctions by the warrant rule, as all-way stops'),
    ...lostCount(controlled('reservation'), 'junctions by reservation, as all-way stops'),
    ...lostCount(noParking.length, 'curb zones for other uses than parking'),
    ...lostCount(
      curbs.filter(({ timetable }) => timetable.length > 1).length,
      'timetables of curb zones',
    ),
    ...lostCount(lots.filter(hasChargers).length, 'lots with chargers: their stalls only'),
    ...lostCount(addresses.length, 'addresses'),
    ...lostCount(gates.length, 'gates'),
    ...lostCount(blocks.length, 'blocks'),
    'sidewalks, and what streets take of the land',
  ];
}

const hasChargers = ({ chargerCount = 0 }: LotDraft): boolean => chargerCount > 0;
