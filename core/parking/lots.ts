/** Off-street stalls: those taken, and those held for vehicles on their way. */
import type { LotTable } from '../state/tables.js';

export const hasFreeStall = (lots: LotTable, lot: number): boolean =>
  lots.takenCount[lot]! + lots.expectedCount[lot]! < lots.stallCount[lot]!;

/** Holds a stall for a vehicle that sets out for the lot. */
export function expect(lots: LotTable, lot: number): void {
  lots.expectedCount[lot]!++;
}

export function expectNoMore(lots: LotTable, lot: number): void {
  lots.expectedCount[lot]!--;
}

/** Takes a stall; false if all are taken or held for others. */
export function claimLotStall(lots: LotTable, lot: number): boolean {
  if (!hasFreeStall(lots, lot)) return false;
  lots.takenCount[lot]!++;
  return true;
}

export function releaseLotStall(lots: LotTable, lot: number): void {
  lots.takenCount[lot]!--;
}
