/** Every file of a network folder, in the order in which `datapackage.json` lists them. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { curbSegmentRowsOf, curbSegmentTable } from './curb-segments.js';
import { curbSpanRowsOf, curbSpanTable, curbTable } from './curb-tables.js';
import { configRowOf, configTable } from './gmns-config.js';
import { laneRowsOf, laneTable } from './lane-table.js';
import { laneUseRowsOf, laneUseTable } from './lane-use-table.js';
import { geometryTable, linkRowOf, linkTable, speedUnitFor } from './link-table.js';
import { lotEntranceRowsOf, lotEntranceTable, lotRowOf, lotTable } from './lot-tables.js';
import { movementRowOf, movementTable } from './movement-table.js';
import { movementUseRowsOf, movementUseTable } from './movement-use-table.js';
import { nodeRowOf, nodeTable } from './node-table.js';
import {
  addressTable,
  blockTable,
  districtTable,
  gateLinkRowsOf,
  gateLinkTable,
  gateTable,
  repairTable,
} from './place-tables.js';
import { movementNames, signalRowsOf, signalTable } from './signal-table.js';
import type { ReadTable, TableFormat } from './table-format.js';

export const WRITTEN_TABLES = {
  config: configTable,
  node: nodeTable,
  link: linkTable,
  lane: laneTable,
  laneUse: laneUseTable,
  movement: movementTable,
  movementUse: movementUseTable,
  signal: signalTable,
  district: districtTable,
  block: blockTable,
  address: addressTable,
  gate: gateTable,
  gateLink: gateLinkTable,
  curb: curbTable,
  curbSpan: curbSpanTable,
  curbSegment: curbSegmentTable,
  lot: lotTable,
  lotEntrance: lotEntranceTable,
  repair: repairTable,
} as const;

export const READ_TABLES = { ...WRITTEN_TABLES, geometry: geometryTable } as const;

type RowOf<Format> = Format extends TableFormat<infer Row> ? Row : never;
export type Written = {
  readonly [Name in keyof typeof WRITTEN_TABLES]: readonly RowOf<(typeof WRITTEN_TABLES)[Name]>[];
};
export type Folder = {
  readonly [Name in keyof typeof READ_TABLES]: ReadTable<RowOf<(typeof READ_TABLES)[Name]>>;
};

/** The rows of every file of `network`. */
export function rowsOf(network: NetworkDraft, repairs: readonly RepairNote[]): Written {
  const speed = speedUnitFor(network.links);
  const laneCountOf = new Map(network.links.map((link) => [link.name, link.laneCount]));
  const nameOf = movementNames(network.movements);
  return {
    config: [configRowOf(network, speed)],
    node: network.nodes.map(nodeRowOf),
    link: network.links.map((link) => linkRowOf(link, speed)),
    lane: network.links.flatMap(laneRowsOf),
    laneUse: network.links.flatMap(laneUseRowsOf),
    movement: network.movements.map((movement, row) =>
      movementRowOf(movement, { row, laneCount: laneCountOf.get(movement.to) ?? 1, nameOf }),
    ),
    movementUse: movementUseRowsOf(network),
    signal: signalRowsOf(network, nameOf),
    district: [network.district],
    block: network.blocks,
    address: network.addresses,
    gate: network.gates,
    gateLink: network.gates.flatMap(gateLinkRowsOf),
    curb: network.curbs,
    curbSpan: network.curbs.flatMap(curbSpanRowsOf),
    curbSegment: curbSegmentRowsOf(network),
    lot: network.lots.map(lotRowOf),
    lotEntrance: network.lots.flatMap(lotEntranceRowsOf),
    repair: repairs,
  };
}
