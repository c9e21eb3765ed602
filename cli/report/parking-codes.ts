/**
 * Minimum-parking codes: what a city's code asks for by dwellings and floor area, beside what the
 * simulated day used. The rates are round steps from none to those usual in car-dependent suburbs,
 * not the code of any one city.
 */
import { HECTARE_m2 } from '../../core/base/units.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Markup } from './markup.js';
import { grouped, groupedOrDash } from './numbers.js';
import type { ReportCell } from './report-cell.js';
import { table } from './tables.js';

export interface ParkingCode {
  readonly name: string;
  readonly stallsPerDwelling: number;
  /** Stalls for each 100 m² of floor that people work on. */
  readonly stallsPer100m2: number;
}

export const PARKING_CODES: readonly ParkingCode[] = [
  { name: 'no minimum', stallsPerDwelling: 0, stallsPer100m2: 0 },
  { name: 'half a stall a dwelling, 1 on 100 m²', stallsPerDwelling: 0.5, stallsPer100m2: 1 },
  { name: '1 a dwelling, 2 on 100 m²', stallsPerDwelling: 1, stallsPer100m2: 2 },
  { name: '1.5 a dwelling, 4 on 100 m²', stallsPerDwelling: 1.5, stallsPer100m2: 4 },
];

const PERSONS_PER_DWELLING = 2.3;
const FLOOR_m2PerJob = 25;

export function requiredStalls({ addresses }: NetworkDraft, code: ParkingCode): number {
  const sum = (of: (address: NetworkDraft['addresses'][number]) => number): number =>
    addresses.reduce((total, address) => total + of(address), 0);
  const dwellings = sum(({ residentCount }) => residentCount) / PERSONS_PER_DWELLING;
  const floor_m2 = sum(({ jobCount }) => jobCount) * FLOOR_m2PerJob;
  const stalls = dwellings * code.stallsPerDwelling + (floor_m2 / 100) * code.stallsPer100m2;
  // Fractions of stalls are rounded up, those of the arithmetic are not.
  return Math.max(0, Math.ceil(stalls - 1e-6));
}

/** Of the lots inside the district; of a conventional surface stall where there are none. */
function meanLand_m2({ lots }: NetworkDraft): number {
  const inside = lots.filter(({ isInside }) => isInside);
  const stalls = inside.reduce((sum, { stallCount }) => sum + stallCount, 0);
  const CONVENTIONAL_m2 = 28;
  if (stalls === 0) return CONVENTIONAL_m2;
  return inside.reduce((sum, lot) => sum + lot.stallCount * lot.land_m2PerStall, 0) / stalls;
}

export function codesTable(cells: readonly ReportCell[]): Markup {
  const value = ({ run }: ReportCell, key: string): number => run.summary[key] ?? Number.NaN;
  return table({
    caption: `Used, required and asked for by minimum-parking codes: stalls (ha), with ${PERSONS_PER_DWELLING} persons a dwelling and ${FLOOR_m2PerJob} m² of floor a job`,
    head: [['', ...cells.map(({ heading }) => heading)]],
    rows: [
      {
        cells: [
          'used: stalls taken at the peak',
          ...cells.map((cell) => groupedOrDash(value(cell, 'stalls_used_peak'), 0)),
        ],
      },
      {
        cells: [
          'required at target occupancy, ha inside and outside',
          ...cells.map((cell) =>
            groupedOrDash(
              (value(cell, 'land_required_m2') + value(cell, 'land_exported_required_m2')) /
                HECTARE_m2,
              2,
            ),
          ),
        ],
      },
      ...PARKING_CODES.map((code) => ({
        cells: [
          `code: ${code.name}`,
          ...cells.map(({ network }) => {
            const stalls = requiredStalls(network, code);
            const land_ha = (stalls * meanLand_m2(network)) / HECTARE_m2;
            return `${grouped(stalls, 0)} (${grouped(land_ha, 1)})`;
          }),
        ],
      })),
    ],
  });
}
