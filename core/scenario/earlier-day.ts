/** What links took on an earlier day, as its results tell: what drivers of a run may begin with. */

export interface EarlierDay {
  readonly start_s: number;
  /** Of the rows of its links. */
  readonly interval_s: number;
  /** In the order of intervals and names; links on which nobody was have no row. */
  readonly links: readonly EarlierLink[];
}

export interface EarlierLink {
  readonly link: string;
  /** Clock time at which the interval began. */
  readonly from_s: number;
  /** Time over time at free speed, control included; Infinity where nobody moved. */
  readonly tti: number;
  /** Vehicles that came onto it or left it, whichever were more. */
  readonly vehicleCount: number;
}
