/** Ways cut to the area of the file: runs of known places inside the bounds. */
import type { Point } from '../../core/network/network-draft.js';
import type { Clip, LonLat } from './clip.js';
import type { LocalPlane } from './local-plane.js';
import type { OsmData, OsmNode, OsmWay, Sign } from './osm-data.js';

export interface WayPoint {
  /** Equal for the same place in other ways: there streets meet. */
  readonly key: string;
  readonly at: Point;
  readonly sign: Sign | null;
}

export interface Run {
  readonly points: readonly WayPoint[];
  /** The street goes on, but the data does not. */
  readonly startsAtCut: boolean;
  readonly endsAtCut: boolean;
}

export interface Runs {
  readonly runs: readonly Run[];
  readonly missingCount: number;
  /** True where a part beyond the bounds was cut off. */
  readonly isClipped: boolean;
}

export function runsOf(
  way: OsmWay,
  { nodes }: Pick<OsmData, 'nodes'>,
  { plane, clip }: { plane: LocalPlane; clip: Clip },
): Runs {
  const known = way.nodes.map((id) => nodes.get(id) ?? null);
  const missingCount = known.filter((node) => node === null).length;
  const cutter = new RunCutter(way.id, clip, plane);
  for (const node of known) cutter.pass(node);
  return { runs: cutter.runs(), missingCount, isClipped: cutter.isClipped };
}

class RunCutter {
  readonly #wayId: number;
  readonly #clip: Clip;
  readonly #plane: LocalPlane;
  readonly #done: Run[] = [];
  #points: WayPoint[] = [];
  #startsAtCut = false;
  #before: OsmNode | null = null;
  #isGap = false;
  #rimCount = 0;
  isClipped = false;

  constructor(wayId: number, clip: Clip, plane: LocalPlane) {
    this.#wayId = wayId;
    this.#clip = clip;
    this.#plane = plane;
  }

  pass(node: OsmNode | null): void {
    const before = this.#before;
    this.#before = node;
    if (node === null) {
      this.#finish(true);
      this.#isGap = true;
      return;
    }
    const isInside = this.#contains(node);
    const wasInside = before !== null && this.#contains(before);
    if (isInside) {
      if (this.#points.length === 0) this.#startsAtCut = before !== null || this.#isGap;
      if (before !== null && !wasInside) this.#addRim(node, before);
      this.#add({ key: `n${node.id}`, at: this.#at(node), sign: node.sign });
    } else {
      this.isClipped = true;
      if (wasInside) this.#addRim(before, node);
      this.#finish(true);
    }
    this.#isGap = false;
  }

  runs(): readonly Run[] {
    this.#finish(false);
    return this.#done;
  }

  #add(point: WayPoint): void {
    if (this.#points.at(-1)?.key !== point.key) this.#points.push(point);
  }

  #addRim(inside: OsmNode, outside: OsmNode): void {
    const [lon_deg, lat_deg] = this.#clip.rim(lonLat(inside), lonLat(outside));
    this.#rimCount++;
    const key = `r${this.#wayId}.${this.#rimCount}`;
    this.#add({ key, at: this.#plane.project(lon_deg, lat_deg), sign: null });
  }

  #contains(node: OsmNode): boolean {
    return this.#clip.contains(lonLat(node));
  }

  #at({ lon_deg, lat_deg }: OsmNode): Point {
    return this.#plane.project(lon_deg, lat_deg);
  }

  #finish(endsAtCut: boolean): void {
    if (this.#points.length > 1) {
      const startsAtCut = this.#startsAtCut;
      this.#done.push({ points: this.#points, startsAtCut, endsAtCut });
    }
    this.#points = [];
  }
}

const lonLat = ({ lon_deg, lat_deg }: OsmNode): LonLat => [lon_deg, lat_deg];
