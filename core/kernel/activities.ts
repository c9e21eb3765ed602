/** What vehicles and trips are doing: the codes of `vehicle.activity` and `trip.status`. */

/** A vehicle is in exactly one of these; conservation checks count them. */
export const ACTIVITIES = [
  /** Beyond a gate; nobody's land here. */
  'outside',
  /** In a stall of a zone or a lot. */
  'parked',
  /** In a queue for the road. */
  'entering',
  'driving',
  /** In a bay, people getting in or out or goods being carried. */
  'inBay',
  /** The same in the moving lane. */
  'doubleParked',
  /** Beyond a gate for as long as people change there; comes back by the same gate. */
  'atGate',
  /** Standing in the lane beside a bay that has been claimed for it. */
  'pullingIn',
  /** Standing in the lane until a bay is free. */
  'awaitingBay',
  /** In a stall of a lot, people getting in or out or goods being carried. */
  'inLot',
] as const;
export type Activity = (typeof ACTIVITIES)[number];

export const [
  OUTSIDE,
  PARKED,
  ENTERING,
  DRIVING,
  IN_BAY,
  DOUBLE_PARKED,
  AT_GATE,
  PULLING_IN,
  AWAITING_BAY,
  IN_LOT,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export const TRIP_STATUSES = [
  'planned',
  /** The traveller is out of the door, walking or waiting. */
  'started',
  'aboard',
  /** Out of the vehicle, walking to the door. */
  'alighted',
  'arrived',
  'rejected',
] as const;
export const [PLANNED, STARTED, ABOARD, ALIGHTED, ARRIVED, REJECTED] = [0, 1, 2, 3, 4, 5] as const;

/** What a leg leads to: codes of `vehicle.targetKind`; `targetRow` is the row there. */
export const TARGETS = [
  'none',
  /** An address on whose street a driver begins to look for a stall. */
  'address',
  /** A stall in a zone, already taken for this vehicle. */
  'zoneStall',
  /** A lot. */
  'lot',
  /** A bay in a zone, or the lane beside it. */
  'bay',
  /** The lane beside an address that has no zone. */
  'lane',
  /** The end of the network. */
  'gate',
  /** A street to drive along, empty, until somebody wants the vehicle. */
  'street',
  /** A stall of a lot, held for this vehicle, to stop there instead of at a full curb. */
  'lotStop',
] as const;
export const [
  TO_NONE,
  TO_ADDRESS,
  TO_ZONE_STALL,
  TO_LOT,
  TO_BAY,
  TO_LANE,
  TO_GATE,
  TO_STREET,
  TO_LOT_STOP,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

/** What the calendar wakes a vehicle or a trip for, in the order in which one moment's are done. */
export const WAKE = {
  /** A trip's traveller has walked to the door. Row: trip. */
  tripArrives: 0,
  /** A stop is over. Row: vehicle. */
  stopEnds: 1,
  /** A traveller leaves the door. Row: trip. */
  tripStarts: 2,
  /** A driver has walked to the car. Row: vehicle. */
  carTaken: 3,
  /** An automated car sets out to fetch its traveller. Row: vehicle. */
  fetchBegins: 4,
  /** A fleet vehicle has stood idle long enough. Row: vehicle. */
  idleEnds: 5,
  /** A vehicle has been brought to the entrance of its dense lot. Row: vehicle. */
  retrieved: 6,
  /** Those who wait in the lane for a bay of a zone may look again. Row: zone. */
  bayFreed: 7,
  /** A vehicle has pulled into its bay. Row: vehicle. */
  pulledIn: 8,
  /** A vehicle has come out of its bay onto the lane. Row: vehicle. */
  pulledOut: 9,
  /** A vehicle has waited in the lane as long as it will. Row: vehicle. */
  bayWaitEnds: 10,
  /** A bus, a service on wheels or an emergency vehicle sets out. Row: vehicle. */
  serviceStarts: 11,
  /** Metres are to be held for a service on wheels. Row: vehicle. */
  placeHeld: 12,
  /** A fleet vehicle that charges has enough for now. Row: vehicle. */
  chargingDue: 30,
  /** A traveller asks for a ride ahead of the departure, or again. Row: trip. */
  rideAsked: 31,
  /** A vehicle that came early may let its first traveller in. Row: vehicle. */
  boardingOpens: 32,
  /** A guided vehicle is near: a bay is looked for. Row: vehicle. */
  bayBooked: 13,
  /** A bay has been held for a vehicle as long as it may. Row: vehicle. */
  bayHoldEnds: 14,
  /** The shift of a fleet vehicle begins or ends. Row: vehicle. */
  shiftChanges: 33,
} as const;
