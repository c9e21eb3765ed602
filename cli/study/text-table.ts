/** Lays out text in columns. */

export interface TextTable {
  /** Lines of the head, one cell a column; the first column holds the rows' labels. */
  readonly head: readonly (readonly string[])[];
  readonly rows: readonly TextRow[];
}

/** A heading runs across the columns. */
export type TextRow = { readonly heading: string } | { readonly cells: readonly string[] };

/**
 * Lines no wider than `width_chars`: where the columns do not fit side by side they follow each other
 * in blocks, each with the labels. The first column is aligned left, the others right.
 */
export function layOut(table: TextTable, width_chars: number): string[] {
  const widths = widthsOf(table);
  const [labelWidth, ...columnWidths] = widths;
  const blocks: number[][] = [[]];
  let used = labelWidth!;
  columnWidths.forEach((width, at) => {
    if (used + GAP.length + width > width_chars && blocks.at(-1)!.length > 0) {
      blocks.push([]);
      used = labelWidth!;
    }
    blocks.at(-1)!.push(at + 1);
    used += GAP.length + width;
  });
  return blocks.flatMap((columns, block) => [
    ...(block === 0 ? [] : ['']),
    ...blockLines(table, [0, ...columns], widths),
  ]);
}

const GAP = '  ';

/** In characters; every sign used here takes one place. */
function widthsOf({ head, rows }: TextTable): number[] {
  const lines = [...head, ...rows.flatMap((row) => ('cells' in row ? [row.cells] : []))];
  return head[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
}

function blockLines(table: TextTable, columns: number[], widths: number[]): string[] {
  const line = (cells: readonly string[]): string =>
    columns
      .map((column) =>
        column === 0 ? cells[0]!.padEnd(widths[0]!) : cells[column]!.padStart(widths[column]!),
      )
      .join(GAP)
      .trimEnd();
  const full = columns.reduce((sum, column) => sum + widths[column]! + GAP.length, -GAP.length);
  return [
    ...table.head.map(line),
    '─'.repeat(full),
    ...table.rows.map((row) => ('heading' in row ? row.heading : line(row.cells))),
  ];
}
