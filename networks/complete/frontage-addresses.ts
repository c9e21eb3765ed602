/** Addresses along the frontage of streets, for maps that know no buildings. */
import { HECTARE_m2 } from '../../core/base/units.js';
import type { AddressDraft, LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import { drawnLength_m, pointBeside } from './polyline.js';
import { shareOut } from './shares.js';
import type { Completed } from './street-graph.js';

export interface FrontageOptions {
  /** Between two addresses on one side of a street. */
  readonly spacing_m?: number;
  /** From the curb to the door. */
  readonly setback_m?: number;
  /** Of the whole district. */
  readonly residentsPerHectare?: number;
  readonly jobsPerHectare?: number;
  /** Links that may have addresses; all if not given. */
  readonly isServed?: (link: LinkDraft) => boolean;
}

/** People by metre of frontage, relative to a local street, by rank; none live along a motorway. */
const RESIDENTS_BY_RANK: readonly number[] = [0.5, 1, 1, 0.8, 0.6, 0];
const JOBS_BY_RANK: readonly number[] = [0.3, 0.4, 1, 1.5, 1.5, 0];
/** Shorter links are slip roads and pieces of junctions. */
const SHORTEST_FRONTAGE_m = 25;
/** A usual district of a city. */
export const RESIDENTS_PER_HA = 100;
export const JOBS_PER_HA = 75;
/**
 * Land farther from its street than this is nobody's: a quarter of the way across a superblock of
 * 480 m, which so has people on all of its land, while a town's network has none on the fields within it.
 */
const DEPTH_m = 120;
const USUAL = {
  residentsPerHectare: RESIDENTS_PER_HA,
  jobsPerHectare: JOBS_PER_HA,
  spacing_m: 50,
  setback_m: 6,
};

/** Some 5,000 km of frontage; along more, or along damaged links, they stand farther apart. */
const MOST_ADDRESSES = 100_000;

/**
 * Addresses on the right side of every link inside the district, so on both sides of two-way
 * streets, flagged as guessed. Residents and jobs are whole and sum to density × area, the area being
 * the district's, but at most that of all frontages and the land behind them.
 */
export function addFrontageAddresses(
  draft: NetworkDraft,
  options: FrontageOptions = {},
): Completed {
  const { setback_m, residentsPerHectare, jobsPerHectare, ...given } = { ...USUAL, ...options };
  const { isServed = () => true } = options;
  const notes = new NoteBook();
  const served = draft.links
    .filter((link) => link.isInside && link.length_m >= SHORTEST_FRONTAGE_m && isServed(link))
    .filter(({ rank }) => (RESIDENTS_BY_RANK[rank] ?? 0) + (JOBS_BY_RANK[rank] ?? 0) > 0);
  const served_m = served.reduce((sum_m, { length_m }) => sum_m + length_m, 0);
  const spacing_m = Math.max(given.spacing_m, Math.ceil(served_m / MOST_ADDRESSES));
  const sites = served.flatMap((link) => sitesAlong(link, { spacing_m, setback_m }));
  const fronted_m2 = sites.reduce((sum, { frontage_m }) => sum + frontage_m * DEPTH_m, 0);
  const area_ha = Math.min(draft.district.area_m2, fronted_m2) / HECTARE_m2;
  const peopleOf = (perHectare: number, byRank: readonly number[]) =>
    shareOut(
      Math.round(perHectare * area_ha),
      sites.map(({ frontage_m, rank }) => frontage_m * (byRank[rank] ?? 0)),
    );
  const residents = peopleOf(residentsPerHectare, RESIDENTS_BY_RANK);
  const jobs = peopleOf(jobsPerHectare, JOBS_BY_RANK);
  // Written out: a copy of a copy with members more takes twice the memory, and there are many.
  const addresses = sites.map(
    ({ name, x_m, y_m, link, position_m, walk_m }, at): AddressDraft => ({
      name,
      x_m,
      y_m,
      block: '',
      link,
      position_m,
      walk_m,
      isGuessed: true,
      residentCount: residents[at]!,
      jobCount: jobs[at]!,
    }),
  );
  const isSparse = fronted_m2 < draft.district.area_m2;
  const where = isSparse ? ` on the ${area_ha.toFixed(0)} ha within ${DEPTH_m} m of them` : '';
  const people = `${residentsPerHectare} residents and ${jobsPerHectare} jobs a hectare${where}`;
  const message = `${addresses.length} placed every ${spacing_m} m along the streets, ${people}`;
  notes.guess('NET-331', 'addresses', message);
  return {
    draft: { ...draft, addresses: [...draft.addresses, ...addresses] },
    notes: notes.notes,
  };
}

interface Site
  extends Pick<AddressDraft, 'name' | 'x_m' | 'y_m' | 'link' | 'position_m' | 'walk_m'> {
  readonly frontage_m: number;
  readonly rank: number;
}

function sitesAlong(
  link: LinkDraft,
  { spacing_m, setback_m }: { spacing_m: number; setback_m: number },
): Site[] {
  const count = Math.max(1, Math.round(link.length_m / spacing_m));
  const frontage_m = link.length_m / count;
  const walk_m = setback_m + link.sidewalk_m;
  const aside_m = link.carriageway_m / 2 + walk_m;
  const drawnPerMetre = drawnLength_m(link.geometry) / link.length_m;
  return Array.from({ length: count }, (_, at) => {
    const position_m = (at + 0.5) * frontage_m;
    const [x_m, y_m] = pointBeside(link.geometry, position_m * drawnPerMetre, aside_m);
    const name = `${link.name} ${at + 1}`;
    return { name, x_m, y_m, link: link.name, position_m, walk_m, frontage_m, rank: link.rank };
  });
}
