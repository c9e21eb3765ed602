/** The layout measures of a network in words. */
import type { Betweenness } from '../networks/measure/betweenness.js';
import type { LayoutMeasures } from '../networks/measure/layout-measures.js';

export type MeasureRow = readonly [name: string, value: string];

/** Name and value of each measure; what the network cannot tell is left out. */
export function layoutRows(
  measures: LayoutMeasures,
  { shares, linkCount, sourceCount }: Betweenness,
  tripsPerDay: number,
): readonly MeasureRow[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows: (readonly [name: string, value: string | null])[] = [
    ['junctions', `${measures.junctionCount}, ${measures.junctions_perKm2.toFixed(1)} per km²`],
    ['dead ends', `${measures.deadEndCount}`],
    ['parts, each driven both ways', `${measures.strongComponentCount}`],
    ['lanes', `${measures.lane_km.toFixed(1)} km, ${measures.lane_kmPerKm2.toFixed(1)} per km²`],
    ['mean link', `${measures.meanLink_m.toFixed(0)} m`],
    ['curb', `${measures.curb_mPerHa.toFixed(0)} m per ha`],
    ['driven one way', percent(measures.oneWayShare)],
    ['right-of-way', measures.rightOfWayShare === null ? null : percent(measures.rightOfWayShare)],
    [
      'mean block',
      measures.meanBlock_m2 === null ? null : `${measures.meanBlock_m2.toFixed(0)} m²`,
    ],
    ['most ways lead over', mostLeaned(shares)],
    [
      'ways reckoned from',
      sourceCount < linkCount
        ? `a sample of ${sourceCount} of ${linkCount} links`
        : `each of the ${linkCount} links`,
    ],
    ['trips a day at factor 1', `${tripsPerDay}, ${perLane(tripsPerDay, measures.lane_km)}`],
  ];
  return rows.flatMap(([name, value]): MeasureRow[] => (value === null ? [] : [[name, value]]));
}

export const layoutLine = ([name, value]: MeasureRow): string => `${name.padEnd(30)}${value}`;

/** The link with the largest betweenness; the first of equal ones. */
function mostLeaned(shares: ReadonlyMap<string, number>): string | null {
  let most: readonly [string, number] | null = null;
  for (const each of shares) if (most === null || each[1] > most[1]) most = each;
  return most === null ? null : `${most[0]}, ${(100 * most[1]).toFixed(1)} % of all`;
}

const perLane = (tripsPerDay: number, lane_km: number): string =>
  lane_km > 0 ? `${Math.round(tripsPerDay / lane_km)} per km of lane` : 'no lanes';
