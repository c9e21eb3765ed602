import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placesBench } from './places.js';

test('a place goes from import to report by the commands, and its row tells what became of it', async () => {
  const out = mkdtempSync(join(tmpdir(), 'blockwise-places-'));
  try {
    const { rows, lines } = await placesBench({ data: null, out });
    expect(lines[0]).toContain('No data');
    expect(lines).toHaveLength(3);
    const [row] = rows;
    expect(row).toMatchObject({ name: 'drawn', linkCount: 20, signalCount: 1, problemCount: 0 });
    expect(row!.tripCount).toBeGreaterThan(100);
    expect(row!.servedCount).toBe(row!.tripCount);
    expect([row!.notEnteredCount, row!.ringCount, row!.where]).toEqual([0, 0, '']);
    expect(row!.guessCount).toBeGreaterThan(0);
    expect(existsSync(join(out, 'drawn', 'result', 'report.html'))).toBe(true);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
