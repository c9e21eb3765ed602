/**
 * Kilometres of a fleet as studies by zones count them: from the middle of one zone to that of the
 * next stand's, along the grid's two directions, and nothing within a zone.
 */
import { PARKING_PLACES, VEHICLE_CLASSES } from '../../core/events/catalogue.js';
import { fieldOffsets } from '../../core/events/event-buffer.js';
import type { Fold } from '../../core/metrics/fold.js';
import { byName } from '../../core/network/facts.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';

export interface ZoneCount {
  /** Takes a run's events as its `watch`. */
  readonly watch: Fold;
  /** Between stands, with somebody aboard and without. */
  total(): { readonly occupied_m: number; readonly empty_m: number };
}

const SAV = VEHICLE_CLASSES.indexOf('SAV');
const LOT = PARKING_PLACES.indexOf('lot');

/** Rows of curbs, links and lots are the sorted order of their names, as in the run. */
export function countByZones(network: NetworkDraft, zoneSide_m: number): ZoneCount {
  const { curbs, links, lots } = placesOf(network);
  const total = { occupied_m: 0, empty_m: 0 };
  const last = new Map<number, Point>();
  const aboard = new Map<number, number>();
  const stand = (vehicle: number, at: Point): void => {
    const from = last.get(vehicle);
    last.set(vehicle, at);
    if (from === undefined) return;
    const apart = (a: number, b: number): number =>
      zoneSide_m * Math.abs(Math.floor(a / zoneSide_m) - Math.floor(b / zoneSide_m));
    const way_m = apart(from.x_m, at.x_m) + apart(from.y_m, at.y_m);
    if ((aboard.get(vehicle) ?? 0) > 0) total.occupied_m += way_m;
    else total.empty_m += way_m;
  };
  const [stopped, inLot, parked] = [
    fieldOffsets('stopped'),
    fieldOffsets('stoppedInLot'),
    fieldOffsets('parked'),
  ];
  const [pickedUp, droppedOff] = [fieldOffsets('pickedUp'), fieldOffsets('droppedOff')];
  const watch: Fold = {
    takes: {
      stopped: (records, at) => {
        if (records[at + stopped.vehicleClass] !== SAV) return;
        const zone = records[at + stopped.zone]!;
        const where = zone < 0 ? links[records[at + stopped.link]!]! : curbs[zone]!;
        stand(records[at + stopped.vehicle]!, where);
      },
      stoppedInLot: (records, at) => {
        if (records[at + inLot.vehicleClass] !== SAV) return;
        stand(records[at + inLot.vehicle]!, lots[records[at + inLot.lot]!]!);
      },
      parked: (records, at) => {
        if (records[at + parked.vehicleClass] !== SAV) return;
        const row = records[at + parked.row]!;
        const where = records[at + parked.place] === LOT ? lots[row]! : curbs[row]!;
        stand(records[at + parked.vehicle]!, where);
      },
      pickedUp: (records, at) => {
        aboard.set(records[at + pickedUp.vehicle]!, records[at + pickedUp.onBoardCount]!);
      },
      droppedOff: (records, at) => {
        aboard.set(records[at + droppedOff.vehicle]!, records[at + droppedOff.onBoardCount]!);
      },
    },
  };
  return { watch, total: () => ({ ...total }) };
}

interface Point {
  readonly x_m: number;
  readonly y_m: number;
}

function placesOf({ nodes, links, curbs, lots }: NetworkDraft) {
  const nodeAt = new Map(nodes.map((node) => [node.name, node]));
  const linkAt = new Map(links.map((link) => [link.name, link]));
  const along = (name: string, share: number): Point => {
    const link = linkAt.get(name)!;
    const [from, to] = [nodeAt.get(link.from)!, nodeAt.get(link.to)!];
    return {
      x_m: from.x_m + share * (to.x_m - from.x_m),
      y_m: from.y_m + share * (to.y_m - from.y_m),
    };
  };
  return {
    links: [...links].sort(byName).map(({ name }) => along(name, 0.5)),
    curbs: [...curbs].sort(byName).map(({ link, start_m, end_m }) => {
      return along(link, (start_m + end_m) / 2 / linkAt.get(link)!.length_m);
    }),
    lots: [...lots].sort(byName).map(({ x_m, y_m }) => ({ x_m, y_m })),
  };
}
