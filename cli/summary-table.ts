/** A run's figures for the terminal, grouped as in the catalogue. */
import pc from 'picocolors';
import { METRICS, type Metric, type MetricValues } from '../core/metrics/metric-catalogue.js';

/** `pc` knows about NO_COLOR, but not where the text goes. */
export function summaryTable(
  summary: MetricValues,
  { isColoured }: { isColoured: boolean },
): string {
  const { bold, dim } = pc.createColors(isColoured && pc.isColorSupported);
  const known = METRICS.filter(({ key }) => key in summary);
  const labelWidth = Math.max(...known.map(({ label }) => label.length));
  const valueWidth = Math.max(...known.map((metric) => valueText(metric, summary).length));
  const lines: string[] = [];
  let group = '';
  for (const metric of known) {
    if (metric.group !== group) lines.push(...(group === '' ? [] : ['']), bold(metric.group));
    group = metric.group;
    const value = valueText(metric, summary).padStart(valueWidth);
    lines.push(`  ${metric.label.padEnd(labelWidth)}  ${value} ${dim(metric.unit)}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

/** 12,345.6; a dash where there is no such value. */
function valueText({ key, decimals }: Metric, summary: MetricValues): string {
  const value = summary[key]!;
  if (!Number.isFinite(value)) return '–';
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? `-${text}` : text;
}
