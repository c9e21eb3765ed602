/** What nodes, ways and relations of a PBF block have in common. */

export interface Row {
  id: number;
  version: number;
  isDeleted: boolean;
  keys: readonly number[];
  values: readonly number[];
}

export const emptyRow = (): Row => ({
  id: Number.NaN,
  version: 0,
  isDeleted: false,
  keys: [],
  values: [],
});

export const versionOf = (version: number): number =>
  Number.isInteger(version) && Math.abs(version) < 2 ** 31 ? version : 0;

export const common = ({ id, version }: Row): { id: number; version: number } => ({
  id,
  version: versionOf(version),
});
