/** What an importer keeps of OpenStreetMap data: streets, what stands beside them, and counts. */

/** Signs for drivers at a node; `stopAll`: every approach stops. */
export const SIGNS = ['signal', 'stop', 'stopAll', 'giveWay'] as const;
export type Sign = (typeof SIGNS)[number];

export interface OsmNode {
  readonly id: number;
  readonly lon_deg: number;
  readonly lat_deg: number;
  readonly version: number;
  readonly sign: Sign | null;
}

export interface OsmNodes {
  readonly size: number;
  get(id: number): OsmNode | undefined;
  /** By rising id. */
  values(): Iterable<OsmNode>;
}

export type Tags = ReadonlyMap<string, string>;

/** A way that has a `highway` tag, or encloses something. */
export interface OsmWay {
  readonly id: number;
  readonly version: number;
  readonly nodes: readonly number[];
  readonly tags: Tags;
}

/** A node with tags of its own that is no sign: a car park, say. */
export interface OsmPoint {
  readonly id: number;
  readonly lon_deg: number;
  readonly lat_deg: number;
  readonly tags: Tags;
}

export interface OsmMember {
  readonly type: 'node' | 'way' | 'relation';
  readonly ref: number;
  readonly role: string;
}

/** A relation of `type=restriction`. */
export interface OsmRestriction {
  readonly id: number;
  readonly version: number;
  readonly tags: Tags;
  readonly members: readonly OsmMember[];
}

export interface OsmBounds {
  readonly west_deg: number;
  readonly south_deg: number;
  readonly east_deg: number;
  readonly north_deg: number;
}

export interface OsmData {
  /** The area that was cut out, where the file says so. */
  readonly bounds: OsmBounds | null;
  /** Nodes of the ways that are kept. */
  readonly nodes: OsmNodes;
  /** Ways with a `highway` tag, in the order of their ids. */
  readonly ways: readonly OsmWay[];
  /** Closed ways with buildings, land use, parking or chargers, in the order of their ids. */
  readonly areas: readonly OsmWay[];
  /** Car parks and charging stations mapped as points, in the order of their ids. */
  readonly points: readonly OsmPoint[];
  /** In the order of their ids. */
  readonly restrictions: readonly OsmRestriction[];
  readonly ignored: {
    /** Rows that repeat another row's id. */
    readonly repeatedCount: number;
    /** Rows that editors marked as deleted. */
    readonly deletedCount: number;
  };
}
