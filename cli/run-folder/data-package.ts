/** `datapackage.json`: every table with its columns, types and units (Data Package 2.0). */

import { METRICS } from '../../core/metrics/metric-catalogue.js';
import { SESSION_COLUMNS } from './cds-sessions.js';
import { type Column, RUN_TABLES, type TableFormat } from './tables.js';

/** What a reader of the folder has to know; nothing in it differs between equal runs. */
export function dataPackage(run: {
  name: string;
  key: string;
  sources: readonly string[];
  tables?: readonly TableFormat[];
}): object {
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'blockwise-run',
    id: run.key,
    title: `Run ${run.name}`,
    description:
      'One simulated day. Numbers are in SI units; clock times are seconds after the midnight ' +
      'before the day. Empty cells mean that there is no such value.',
    ...(run.sources.length === 0 ? {} : { sources: run.sources.map((title) => ({ title })) }),
    resources: [
      ...(run.tables ?? RUN_TABLES).map(tableResource),
      summaryResource(),
      freedLandResource(),
      aggregatesResource(),
      sessionsResource(),
    ],
  };
}

function tableResource({ name, description, columns, primaryKey }: TableFormat): object {
  return {
    name,
    path: `${name}.csv`,
    type: 'table',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    description,
    schema: {
      $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
      fields: columns.map(fieldOf),
      primaryKey,
      missingValues: [''],
    },
  };
}

function fieldOf({ name, type, unit, description }: Column): object {
  return { name, type, ...(unit === '' ? {} : { unit }), description };
}

const freedLandResource = (): object => ({
  name: 'freedLand-polygons',
  path: 'freedLand.geojson',
  format: 'geojson',
  mediatype: 'application/geo+json',
  encoding: 'utf-8',
  description: 'The pieces of freedLand.csv as polygons.',
});

const sessionsResource = (): object => ({
  name: 'cdsSessions',
  path: 'cdsSessions.csv',
  type: 'table',
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  description: 'Stays and stops at curb zones: Sessions of the Curb Data Specification 1.0.',
  schema: {
    fields: SESSION_COLUMNS.map((name) => ({
      name,
      type: NUMBERS.test(name) ? 'integer' : 'string',
      description: SESSION_MEANINGS[name],
    })),
    missingValues: [''],
  },
});

const NUMBERS = /_time_|_length/;
const SESSION_MEANINGS: Readonly<Record<(typeof SESSION_COLUMNS)[number], string>> = {
  session_type: 'parking',
  event_session_id: 'UUID of the session',
  event_id_start: 'UUID of its start',
  event_id_end: 'UUID of its end',
  event_time_start: 'ms since 1970; the first midnight of the run is that of 2000-01-01, UTC',
  event_time_end: 'the same of its end',
  curb_zone_id: 'UUID of the zone, as in the feed that `network cds` writes',
  vehicle_length: 'cm',
  vehicle_type: 'car, van or delivery_robot',
};

const aggregatesResource = (): object => ({
  name: 'cdsAggregates',
  path: 'cdsAggregates.csv',
  type: 'table',
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  description: 'Sessions at curb zones by hour: Aggregates of the Curb Data Specification 1.0.',
  schema: {
    fields: [
      { name: 'curb_place_type', type: 'string', description: 'zone' },
      { name: 'curb_place_id', type: 'string', description: 'UUID of the zone, from its name' },
      { name: 'metric_type', type: 'string', description: 'what the value is' },
      { name: 'date', type: 'string', description: 'day of the run, from 2000-01-01' },
      { name: 'hour', type: 'integer', description: 'hour of that day' },
      { name: 'value', type: 'number', description: 'the value; -1 where there is none' },
    ],
    missingValues: [''],
  },
});

/** Not a table: one object. `metrics` is our own word; the standard allows further properties. */
function summaryResource(): object {
  return {
    name: 'summary',
    path: 'summary.json',
    format: 'json',
    mediatype: 'application/json',
    encoding: 'utf-8',
    description: 'Every figure of the run by its key; null where there is no such value.',
    metrics: METRICS.map(({ key, unit, group, label }) => ({ key, unit, group, label })),
  };
}
