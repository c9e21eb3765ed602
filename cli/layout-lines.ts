/** The layout measures of a network as lines of text. */
import type { LayoutMeasures } from '../networks/measure/layout-measures.js';

/** One line a measure, name and value; what the network cannot tell is left out. */
export function layoutLines(measures: LayoutMeasures, tripsPerDay: number): readonly string[] {
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
    ['trips a day at factor 1', `${tripsPerDay}, ${perLane(tripsPerDay, measures.lane_km)}`],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(30)}${value}`]));
}

const perLane = (tripsPerDay: number, lane_km: number): string =>
  lane_km > 0 ? `${Math.round(tripsPerDay / lane_km)} per km of lane` : 'no lanes';
