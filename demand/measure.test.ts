import { test } from 'vitest';
import { carsInsideAt, figuresOf, locate } from './generate/demand-figures.js';
import { DEFAULT_DEMAND } from './generate/demand-spec.js';
import { generateDemand } from './generate/generate-demand.js';
import { testDistrict } from './testing/district.js';

test('m', () => {
  const n = testDistrict('few');
  generateDemand(n, DEFAULT_DEMAND);
  const t = performance.now();
  const d = generateDemand(n, DEFAULT_DEMAND);
  console.log('ms', performance.now() - t);
  const p = locate(n);
  console.log(figuresOf(d, p), d.notes, d.idleCars.length);
  const int = d.trips.filter(
    (t) => t.kind === 'resident' && !p.get(t.origin)!.isGate && !p.get(t.destination)!.isGate,
  );
  console.log('resident internal', int.length, figuresOf({ trips: int }, p).meanDistance_m);
  for (let h = 4; h <= 28; h++) {
    const w = d.trips.filter((t) => t.departure_s >= h * 3600 && t.departure_s < h * 3600 + 3600);
    console.log(
      h,
      w.length,
      carsInsideAt(h * 3600, d, p),
      JSON.stringify(Object.values(figuresOf({ trips: w }, p).tripCounts)),
    );
  }
});
