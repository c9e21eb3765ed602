/**
 * Maps of a network at one hour: streets by travel-time index and flow; curbs by use, with lots.
 * Links share a path per class, zones one per use, lots two in all: a page holds a dozen maps.
 */
import { CURB_USES, type CurbUse } from '../../core/network/curb-use.js';
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import {
  FOOT_HEIGHT,
  linePart,
  lotSquares,
  MAP_WIDTH,
  type MapFrame,
  movedRight,
} from './map-frame.js';
import { curbUses, type LinkHour, linkHours, lotShares, worstLinks } from './map-hour.js';
import { element, type Markup } from './markup.js';
import { grouped } from './numbers.js';
import { CURB_COLOURS, FLOW_CLASSES, flowClass, INK, TTI_CLASSES, ttiClass } from './palette.js';
import type { HourWindow, ReportCell } from './report-cell.js';
import { niceStep } from './scale.js';
import { areaPath, FINE, fineGroup, linePath, path, rectPath, svg } from './svg.js';

/** This many links that cost most time get a tooltip, and a row in the table of the worst links. */
export const WORST_LINK_COUNT = 20;

export function streetMap(cell: ReportCell, hour: HourWindow, frame: MapFrame): Markup {
  const links = linkHours(cell, hour);
  return drawMap(`${cell.heading}: streets`, cell.network, frame, [
    linkPaths(cell.network, links, frame),
    tooltipPaths(cell.network, links, frame),
  ]);
}

export function curbMap(cell: ReportCell, hour: HourWindow, frame: MapFrame): Markup {
  return drawMap(`${cell.heading}: curbs and lots`, cell.network, frame, [
    curbPaths(cell.network, curbUses(cell, hour), frame),
    lotPaths(cell.network, lotShares(cell, hour), frame),
    freedPaths(cell, frame),
  ]);
}

export function drawMap(
  title: string,
  network: NetworkDraft,
  frame: MapFrame,
  inside: readonly (readonly (Markup | null)[])[],
): Markup {
  const { polygon } = network.district;
  const outline = areaPath(polygon.map(frame.toPage));
  const blocks = network.blocks.map((block) => areaPath(block.polygon.map(frame.toPage))).join('');
  const roads = network.links.map(({ geometry }) => linePath(geometry.map(frame.toPage))).join('');
  return svg(
    { title, width: MAP_WIDTH, height: frame.height },
    fineGroup(
      path(blocks, { fill: INK.block }),
      path(roads, { fill: 'none', stroke: INK.road, 'stroke-width': 0.8 * FINE }),
      path(outline, {
        fill: 'none',
        stroke: INK.district,
        'stroke-width': FINE,
        'stroke-dasharray': `${5 * FINE} ${3 * FINE}`,
      }),
      inside,
    ),
    scaleBar(frame),
    northArrow(frame),
  );
}

/** Wide and dark ones last, so that they lie on top. */
function linkPaths(
  network: NetworkDraft,
  links: ReadonlyMap<string, LinkHour>,
  frame: MapFrame,
): (Markup | null)[] {
  const texts = TTI_CLASSES.map(() => FLOW_CLASSES.map(() => ''));
  for (const link of network.links) {
    const hour = links.get(link.name);
    if (hour === undefined) continue;
    const flow = flowClass(hour.vehicleCount);
    texts[ttiClass(hour.tti)]![flow] += besideCentre(link, FLOW_CLASSES[flow]!.width, frame);
  }
  return texts.flatMap((byFlow, tti) =>
    byFlow.map((d, flow) =>
      path(d, {
        class: `tti-${tti} flow-${flow}`,
        fill: 'none',
        stroke: TTI_CLASSES[tti]!.colour,
        'stroke-width': FLOW_CLASSES[flow]!.width * FINE,
      }),
    ),
  );
}

/** On the right of the link's centre line, so that both directions of a street can be seen. */
function besideCentre(link: LinkDraft, width: number, frame: MapFrame): string {
  const moved = movedRight(link.geometry, width / 2 / frame.pagePerMetre);
  return linePath(moved.map(frame.toPage));
}

function tooltipPaths(
  network: NetworkDraft,
  links: ReadonlyMap<string, LinkHour>,
  frame: MapFrame,
): (Markup | null)[] {
  const drafts = new Map(network.links.map((link) => [link.name, link]));
  return worstLinks(links, WORST_LINK_COUNT).map((hour) => {
    const link = drafts.get(hour.link);
    if (link === undefined) return null;
    const { width } = FLOW_CLASSES[flowClass(hour.vehicleCount)]!;
    const tti = hour.tti === Infinity ? 'blocked' : `travel-time index ${grouped(hour.tti, 2)}`;
    const words = `${hour.link}: ${tti}, ${grouped(hour.vehicleCount, 0)} vehicles in the hour`;
    const style = { fill: 'none', stroke: '#000', 'stroke-opacity': 0, 'pointer-events': 'stroke' };
    return path(
      besideCentre(link, width, frame),
      { ...style, 'stroke-width': Math.max(width, 4) * FINE },
      element('title', {}, words),
    );
  });
}

/** In this order; stops without a use below all others. */
const DRAWN_USES: readonly CurbUse[] = ['none', 'parking', 'loading', 'pudo', 'bus', 'charging'];

/** Strips are drawn at least this wide, on the side of the blocks. */
const STRIP_WIDTH = 1.4;

function curbPaths(
  network: NetworkDraft,
  uses: ReadonlyMap<string, CurbUse>,
  frame: MapFrame,
): (Markup | null)[] {
  const links = new Map(network.links.map((link) => [link.name, link]));
  const texts = Object.fromEntries(CURB_USES.map((use) => [use, ''])) as Record<CurbUse, string>;
  const strip_m = STRIP_WIDTH / frame.pagePerMetre;
  for (const curb of network.curbs) {
    const link = links.get(curb.link);
    if (link === undefined) continue;
    const part = linePart(link.geometry, curb.start_m / link.length_m, curb.end_m / link.length_m);
    const line: Point[] = movedRight(part, link.carriageway_m / 2 + strip_m / 2);
    texts[uses.get(curb.name)!] += linePath(line.map(frame.toPage));
  }
  return DRAWN_USES.map((use) => {
    const { label, colour } = CURB_COLOURS[use];
    const style = { fill: 'none', stroke: colour, 'stroke-width': STRIP_WIDTH * FINE };
    return path(texts[use], { class: `curb-${use}`, ...style }, element('title', {}, label));
  });
}

/** A square per lot, its area by its stalls, filled from below by the share that is taken. */
function lotPaths(
  network: NetworkDraft,
  shares: ReadonlyMap<string, number>,
  frame: MapFrame,
): (Markup | null)[] {
  let squares = '';
  let fills = '';
  lotSquares(network).forEach((square, lot) => {
    const [centreX, centreY] = frame.toPage([square.x_m, square.y_m]);
    const width = square.side_m * frame.pagePerMetre;
    const x = centreX - width / 2;
    const y = centreY - width / 2;
    const filled = width * (shares.get(network.lots[lot]!.name) ?? 0);
    squares += rectPath({ x, y, width, height: width });
    if (filled > 0) fills += rectPath({ x, y: y + width - filled, width, height: filled });
  });
  const edge = { stroke: INK.text, 'stroke-width': 0.6 * FINE };
  return [
    path(squares, { class: 'lots', fill: INK.lotFree }),
    path(fills, { class: 'lots-taken', fill: INK.lotTaken }),
    path(squares, { fill: 'none', ...edge }),
  ];
}

/** Beside the curb, on the side of the land: what nothing stood in all day. Closed lots have a frame. */
function freedPaths({ network, run }: ReportCell, frame: MapFrame): (Markup | null)[] {
  const links = new Map(network.links.map((link) => [link.name, link]));
  const strip_m = STRIP_WIDTH / frame.pagePerMetre;
  let strips = '';
  const closed = new Set<string>();
  for (const { kind, name, start_m, end_m, hourCount } of run.freedLand) {
    if (hourCount < 24) continue;
    const link = links.get(name);
    if (kind === 'lot') closed.add(name);
    if (kind === 'lot' || link === undefined) continue;
    const part = linePart(link.geometry, start_m / link.length_m, end_m / link.length_m);
    const line: Point[] = movedRight(part, link.carriageway_m / 2 + 1.7 * strip_m);
    strips += linePath(line.map(frame.toPage));
  }
  let frames = '';
  lotSquares(network).forEach((square, lot) => {
    if (!closed.has(network.lots[lot]!.name)) return;
    const [centreX, centreY] = frame.toPage([square.x_m, square.y_m]);
    const width = square.side_m * frame.pagePerMetre + 3;
    frames += rectPath({ x: centreX - width / 2, y: centreY - width / 2, width, height: width });
  });
  const style = { class: 'freed', fill: 'none', stroke: INK.freed, 'stroke-width': FINE };
  return [path(strips, style), path(frames, style)];
}

function scaleBar(frame: MapFrame): Markup {
  const length_m = niceStep(MAP_WIDTH / frame.pagePerMetre, 4);
  const y = frame.height - FOOT_HEIGHT / 2 + 4;
  const width = length_m * frame.pagePerMetre;
  const words = length_m >= 1000 ? `${length_m / 1000} km` : `${length_m} m`;
  return element(
    'g',
    { class: 'scale-bar' },
    element('path', {
      d: `M8 ${y - 4}v4h${width.toFixed(2)}v-4`,
      fill: 'none',
      stroke: INK.text,
      'stroke-width': 1.2,
    }),
    element('text', { x: 8 + width + 7, y: y + 1, class: 'axis' }, words),
  );
}

function northArrow(frame: MapFrame): Markup {
  const y = frame.height - FOOT_HEIGHT / 2;
  const x = MAP_WIDTH - 14;
  return element(
    'g',
    { class: 'north' },
    element('path', { d: `M${x} ${y - 10}l5 15l-5 -4l-5 4z`, fill: INK.text }),
    element('text', { x: x - 9, y: y + 5, class: 'axis', 'text-anchor': 'end' }, 'N'),
  );
}
