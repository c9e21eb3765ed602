import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { type GenerateSpec, generateNetwork, SMALL_BLOCK_DISTRICT } from './generate-network.js';

/** Codes and fields that generating with a change of the example reports. */
function reported(change: Partial<GenerateSpec>): string[] {
  try {
    generateNetwork({ ...SMALL_BLOCK_DISTRICT, ...change });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, field }) => `${code} ${field}`);
  }
  return [];
}

test('lengths, counts and shares are in their range, and all problems come at once', () => {
  expect(reported({ side_m: 0, jobCount: 1.5, surfaceShare: 2, lanesPerDirection: 0 })).toEqual([
    'GEN-001 side_m',
    'GEN-002 jobCount',
    'GEN-002 lanesPerDirection',
    'GEN-003 surfaceShare',
  ]);
  expect(reported({ speed_kmh: 0 })).toEqual(['GEN-001 speed_kmh']);
  expect(reported({ keepClearOf: [{ spacing_m: 0, rightOfWay_m: 1 }] })).toEqual([
    'GEN-001 keepClearOf',
  ]);
});

test('streets and gates divide the side', () => {
  expect(reported({ side_m: 2460 })).toEqual(['GEN-004 side_m', 'GEN-004 side_m']);
  expect(reported({ gateStretch_m: 60 })).toEqual(['GEN-005 gateStretch_m']);
});

test('the right-of-way holds the lanes and leaves blocks; pockets fit', () => {
  expect(reported({ rightOfWay_m: 11 })).toEqual(['GEN-006 rightOfWay_m']);
  expect(reported({ rightOfWay_m: 120 })).toContain('GEN-006 rightOfWay_m');
  expect(reported({ leftPocket_m: 60 })).toEqual(['GEN-007 leftPocket_m']);
});

test('remote lots stand at gates, and people at addresses on land between streets', () => {
  expect(reported({ remoteLotCount: 21 })).toEqual(['GEN-008 remoteLotCount']);
  expect(reported({ remoteLotCount: 0 })).toEqual(['GEN-008 remoteStallCount']);
  expect(reported({ addressCount: 0 })).toEqual(['GEN-009 addressCount']);
  expect(
    reported({ addressCount: 4, keepClearOf: [{ spacing_m: 120, rightOfWay_m: 119 }] }),
  ).toEqual(['GEN-010 keepClearOf']);
});

/** Fast to generate: four streets each way and few people. */
const tiny = {
  side_m: 480,
  gateStretch_m: 240,
  addressCount: 50,
  curbStallCount: 100,
  pudoBayCount: 50,
  loadingBayCount: 20,
  lotStallCount: 200,
  remoteLotCount: 2,
} as const;

test('curb zones and lots that do not fit are refused, not dropped', () => {
  expect(reported(tiny)).toEqual([]);
  expect(reported({ ...tiny, curbStallCount: 2_000 })).toEqual(['GEN-011 curbStallCount']);
  expect(reported({ ...tiny, residentCount: 0, jobCount: 0, addressCount: 0 })).toEqual([
    'GEN-012 lotStallCount',
  ]);
  expect(reported({ ...tiny, lotStallCount: 20_000 })).toEqual(['GEN-013 lotStallCount']);
});

test('a district without people, stalls or remote lots is a district all the same', () => {
  const bare = {
    residentCount: 0,
    jobCount: 0,
    addressCount: 0,
    lotStallCount: 0,
    curbStallCount: 0,
    pudoBayCount: 0,
    loadingBayCount: 0,
    remoteLotCount: 0,
    remoteStallCount: 0,
  };
  expect(reported(bare)).toEqual([]);
});
