/** Reads OpenStreetMap XML as a stream and keeps what streets need. */
import { Problems, UserError } from '../../core/base/errors.js';
import { readXml, type XmlElement } from '../../core/base/xml.js';
import { OsmCollector } from './osm-collector.js';
import type { OsmData } from './osm-data.js';

const CODES = { malformed: 'OSM-003', doctype: 'OSM-004', limits: 'OSM-005', root: 'OSM-006' };

/** Nodes, ways and relations together: three million are a city, not a district. */
const MOST_THINGS = 3_000_000;

export async function readOsmXml(
  file: string,
  chunks: AsyncIterable<string>,
  mostThings = MOST_THINGS,
): Promise<OsmData> {
  const problems = new Problems(file);
  const collector = new OsmCollector(problems);
  const open = ({ name, attributes, line, column }: XmlElement): void => {
    collector.open(name, attributes, { line, column });
    if (collector.thingCount <= mostThings) return;
    const message = `has more than ${mostThings} nodes, ways and relations: cut out a district`;
    const place = { file, line, column, field: '' };
    throw new UserError({ code: 'OSM-002', severity: 'error', ...place, message });
  };
  const close = (name: string): void => collector.close(name);
  await readXml(file, chunks, { codes: CODES, roots: ['osm'], open, close });
  problems.throwIfAny();
  const data = collector.data();
  problems.throwIfAny();
  return data;
}
