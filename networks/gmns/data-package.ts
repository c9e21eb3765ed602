/** `datapackage.json`: what every file and column of a network folder means (Data Package 2.0). */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Column } from './column.js';
import type { TableFormat } from './table-format.js';
import { WRITTEN_TABLES } from './tables.js';

const PROFILE = 'https://datapackage.org/profiles/2.0/datapackage.json';

/** Text of the file: the same for the same network, so without a date. */
export function dataPackageText(network: NetworkDraft): string {
  const formats = Object.values(WRITTEN_TABLES) as unknown as readonly TableFormat<object>[];
  const { attribution } = network;
  const description = {
    $schema: PROFILE,
    name: slugOf(network.name),
    title: network.name,
    description: 'A street network: GMNS tables, and tables of curbs, lots and addresses beside.',
    ...(attribution === '' ? {} : { sources: [{ title: attribution }] }),
    resources: formats.map((format) => resourceOf(format, formats)),
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}

function resourceOf(format: TableFormat<object>, formats: readonly TableFormat<object>[]) {
  const columns = columnsOf(format);
  return {
    name: resourceName(format.file),
    path: format.file,
    type: 'table',
    title: format.title,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: {
      fields: columns.map(fieldOf),
      ...(format.key === null ? {} : { primaryKey: [keyColumn(format)] }),
      foreignKeys: columns
        .filter((column) => column.refersTo !== '')
        .map((column) => ({
          fields: [column.name],
          reference: {
            resource: resourceName(column.refersTo),
            fields: [keyColumn(formats.find(({ file }) => file === column.refersTo)!)],
          },
        })),
      missingValues: ['', 'NaN'],
    },
  };
}

const fieldOf = ({ name, type, description, unit, constraints }: Column<never>) => ({
  name,
  type,
  description: unit === '' ? description : `${description} (${unit})`,
  ...(unit === '' ? {} : { unit }),
  ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
});

const columnsOf = (format: TableFormat<object>): readonly Column<never>[] =>
  Object.values(format.columns);

const keyColumn = (format: TableFormat<object>): string =>
  (format.columns as Readonly<Record<string, Column<never>>>)[format.key!]!.name;

const resourceName = (file: string): string => file.slice(0, -'.csv'.length);

/** Names of packages are lower-case letters, digits, `-`, `_` and `.`. */
const slugOf = (name: string): string =>
  name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-') || 'network';
