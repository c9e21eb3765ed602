/** A network in a format of another program, with what that format cannot hold. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import type { ExportFormat } from './export-formats.js';
import type { Exported } from './exported.js';
import { exportGeojson, type GeojsonOptions } from './geojson.js';
import { exportGmns } from './gmns.js';
import { exportMatsim } from './matsim.js';
import { exportSumo } from './sumo.js';
import type { Driving } from './sumo-trips.js';

/** `isArchive`: one file instead of a folder, where a format has both. */
export type ExportOptions = GeojsonOptions & {
  readonly isArchive?: boolean;
  /** SUMO: trips to run on the network. */
  readonly trips?: readonly TripDraft[];
  /** SUMO: who drives them, and how; people with the usual headways where nothing is said. */
  readonly driving?: Driving;
};

const EXPORTERS: Readonly<
  Record<ExportFormat, (network: NetworkDraft, options: ExportOptions) => Exported>
> = {
  gmns: exportGmns,
  sumo: exportSumo,
  matsim: exportMatsim,
  geojson: exportGeojson,
};

export const exportNetwork = (
  network: NetworkDraft,
  format: ExportFormat,
  options: ExportOptions = {},
): Exported => EXPORTERS[format](network, options);
