/** What an importer keeps of OpenStreetMap data: places, highways, signs, and counts of the rest. */

/** A sign for drivers at a node; `stopAll`: every approach stops. */
export type Sign = 'signal' | 'stop' | 'stopAll' | 'giveWay';

export interface OsmNode {
  readonly id: number;
  readonly lon_deg: number;
  readonly lat_deg: number;
  readonly version: number;
  readonly sign: Sign | null;
}

export type Tags = ReadonlyMap<string, string>;

/** A way that has a `highway` tag. */
export interface OsmWay {
  readonly id: number;
  readonly version: number;
  readonly nodes: readonly number[];
  readonly tags: Tags;
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
  readonly nodes: ReadonlyMap<number, OsmNode>;
  /** In the order of their ids. */
  readonly ways: readonly OsmWay[];
  readonly ignored: {
    readonly turnRestrictionCount: number;
    /** Ways and areas that say something about parking. */
    readonly parkingCount: number;
    /** Rows that repeat another row's id. */
    readonly repeatedCount: number;
    /** Rows that editors marked as deleted. */
    readonly deletedCount: number;
  };
}
