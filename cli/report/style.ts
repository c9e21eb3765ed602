/** The page's style sheet. No text from input ever enters it. */
import { INK } from './palette.js';

export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 40px 32px 64px; max-width: 1240px; background: #fff; color: ${INK.text};
  font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 12px; letter-spacing: -0.01em; }
h2 { font-size: 21px; margin: 48px 0 8px; padding-top: 14px; border-top: 2px solid ${INK.text}; }
h3 { font-size: 16px; margin: 24px 0 6px; }
p, ul, dl { margin: 6px 0 10px; max-width: 84ch; }
ul { padding-left: 20px; }
li { margin: 3px 0; }
dt { font-weight: 600; margin-top: 8px; }
dd { margin: 0; }
code { font: 13px/1.4 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; }
.question { font-size: 18px; color: ${INK.quiet}; margin-bottom: 16px; }
.answer { border-left: 4px solid #e69f00; padding: 2px 0 2px 18px; margin: 16px 0 8px; font-size: 17px; }
.answer p { margin: 6px 0; }
.quiet { color: ${INK.quiet}; font-size: 13px; }
.warning { border: 1.5px solid #8c1646; padding: 8px 14px; max-width: none; }
.grid { display: grid; gap: 22px 28px; margin: 14px 0; grid-template-columns: minmax(0, 1fr); }
.columns-2 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.columns-3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
.columns-1 figure { max-width: 820px; }
figure { margin: 0; }
figcaption { font-weight: 600; font-size: 14px; margin-bottom: 4px; }
figure svg, .chart svg { display: block; width: 100%; height: auto; }
.chart { max-width: 820px; }
.axis { font-size: 11px; fill: ${INK.quiet}; }
.legend p { display: flex; gap: 0 18px; margin: 4px 0; max-width: none; font-size: 13px; }
.legend-heading { font-weight: 600; flex: 0 0 auto; min-width: 10em; white-space: nowrap; }
.legend-items { display: flex; flex-wrap: wrap; gap: 2px 18px; }
.legend-item { white-space: nowrap; }
.legend svg { width: 16px; height: 11px; vertical-align: -1px; }
.table { overflow-x: auto; margin: 14px 0 22px; padding-right: 12px; }
table { border-collapse: collapse; font-size: 13px; line-height: 1.35; }
caption { text-align: left; font-weight: 600; padding-bottom: 6px; font-size: 14px; }
th, td { padding: 3px 0 3px 20px; text-align: right; vertical-align: baseline; font-weight: 400; }
th:first-child { padding-left: 0; text-align: left; min-width: 12em; max-width: 26em; }
thead th { font-weight: 600; vertical-align: bottom; }
thead th:not(:first-child) { min-width: 8em; }
thead .span { display: block; text-align: center; border-bottom: 1px solid ${INK.quiet}; padding-bottom: 2px; }
thead tr:last-child th { border-bottom: 1.5px solid ${INK.text}; padding-bottom: 5px; }
tbody tr { border-bottom: 1px solid ${INK.line}; }
tbody tr.group th { font-weight: 600; padding-top: 12px; }
td { white-space: nowrap; }
td small, th small { color: ${INK.quiet}; font-size: 11px; font-weight: 400; }
td small, thead tr:last-child:not(:first-child) th small { display: block; }
.unit { color: ${INK.quiet}; }
.mark { display: inline-block; width: 0; text-indent: 0.15em; font-weight: 600; }
.text td { text-align: left; white-space: normal; }
caption { max-width: 70ch; white-space: nowrap; }
.finding h3 { margin: 8px 0 4px; font-size: 15px; }
.finding li { font-size: 14px; }
details { margin: 10px 0; }
summary { cursor: pointer; font-weight: 600; font-size: 14px; padding: 4px 0; }
@media (max-width: 820px) {
  .columns-2, .columns-3 { grid-template-columns: minmax(0, 1fr); }
}
@page { size: A4; margin: 14mm 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; }
  h1 { font-size: 19pt; }
  h2 { font-size: 13pt; margin-top: 8mm; }
  .question, .answer { font-size: 11pt; }
  h2, h3, caption, figcaption, section > p, .legend { break-after: avoid; page-break-after: avoid; }
  figure, tr, section > p, .finding, .answer, .warning, .legend { break-inside: avoid; page-break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 7.5pt; }
  td small, th small { font-size: 6.5pt; }
  th, td { padding-left: 3mm; }
  th:first-child, thead th:not(:first-child) { min-width: 0; }
  .table { overflow: visible; }
  .grid { gap: 4mm 6mm; }
  .columns-2 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .columns-3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .finding h3 { font-size: 9.5pt; }
  .finding li { font-size: 8.5pt; }
  .legend p { font-size: 8pt; }
}
`;
