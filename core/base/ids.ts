/**
 * Row numbers, branded so that a lane cannot be passed where a vehicle is meant.
 * The brand exists only for the compiler; at run time every id is a plain integer.
 */
declare const table: unique symbol;
type RowOf<Name extends string> = number & { readonly [table]: Name };

export type NodeId = RowOf<'node'>;
export type LinkId = RowOf<'link'>;
export type LaneId = RowOf<'lane'>;
/** One way through a junction, from one link to another. */
export type TurnId = RowOf<'turn'>;
export type PhaseId = RowOf<'phase'>;
export type VehicleId = RowOf<'vehicle'>;
/** A vehicle's row while it is on the road. */
export type MoverId = RowOf<'mover'>;
export type DriverId = RowOf<'driver'>;
export type TripId = RowOf<'trip'>;
export type ZoneId = RowOf<'zone'>;
export type LotId = RowOf<'lot'>;
/** A place where vehicles come onto a link: a gate, a lot's entrance, a curb zone. */
export type AccessId = RowOf<'access'>;
export type AddressId = RowOf<'address'>;
export type BlockId = RowOf<'block'>;

/** "No row": an empty lane, a vehicle with nobody behind it, a request without a vehicle. */
export const NONE = -1;
export type None = typeof NONE;
