/**
 * Scheduled vehicles of a scenario: bus lines, services on wheels and emergency vehicles, and what
 * signals do for them. There are none by default.
 */

export const PREEMPTIONS = ['emergency', 'none'] as const;
/** `emergency`: signals turn green for an emergency vehicle on its way to a call. */
export type Preemption = (typeof PREEMPTIONS)[number];

/**
 * `marked`: the curb at each stop of a line by the rule is for buses, where there is a curb.
 * `as-found`: they stop where the network has curb for buses, else in the lane.
 */
export const STOP_BAYS = ['as-found', 'marked'] as const;
export type StopBays = (typeof STOP_BAYS)[number];

export const SERVICE_KINDS = ['shop', 'office', 'clinic'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** What a line has that those by the rule have too. */
export interface LineService {
  readonly headway_s: number;
  /** Clock times of the first and the last departure. */
  readonly first_s: number;
  readonly last_s: number;
  /** Persons who come to all stops of the line together in an hour. */
  readonly boardings_perHour: number;
  readonly seatCount: number;
  /** Standing time at each stop; 0: by who gets in and out. */
  readonly dwell_s: number;
}

/** One direction of a line, as a file names it. */
export interface BusLine extends LineService {
  readonly name: string;
  /** Gate, link or address where its buses come from; empty: they begin at the first stop. */
  readonly from: string;
  /** Where they go after the last stop; empty: they end there. */
  readonly to: string;
  /** Curb zones, addresses, links, `link @ metres` or `x, y`. */
  readonly stops: readonly string[];
  /** Clock times of all departures, instead of a headway. */
  readonly departures_s: readonly number[];
}

export interface BusSettings extends LineService {
  /** Lines by the rule: from gate to gate along the widest streets, in both directions. */
  readonly lineCount: number;
  readonly stopSpacing_m: number;
  readonly stopBays: StopBays;
  /** Opening and closing the doors. */
  readonly doors_s: number;
  /** A person takes so long to get in, and to get out by another door. */
  readonly boarding_s: number;
  readonly alighting_s: number;
  /** Metres of curb that a bus takes at a stop. */
  readonly bay_m: number;
  readonly lines: readonly BusLine[];
}

/** A shop, office or clinic on wheels that stands at one place for hours. */
export interface ServiceVisit {
  readonly name: string;
  readonly kind: ServiceKind;
  /** Curb zone or lot where it stands. */
  readonly place: string;
  /** Gate or link it comes from, and goes back to. */
  readonly from: string;
  readonly arrives_s: number;
  readonly leaves_s: number;
}

export interface EmergencySettings {
  readonly calls_perDay: number;
  /** Gates, links or addresses where vehicles wait for calls; none: all gates. */
  readonly stations: readonly string[];
  /** From the call to setting out. */
  readonly turnout_s: number;
  readonly onScene_s: number;
}

/** What signals do beyond their plans. */
export interface SignalPriority {
  /** How long a green may go on for a bus on its way, beyond its end. */
  readonly greenExtension_s: number;
  /** How much earlier other greens may end for a bus that waits. */
  readonly earlyGreen_s: number;
  readonly preemption: Preemption;
  /** Persons an hour who want to cross in each phase; they press a button at signals that follow the traffic. */
  readonly walkers_perHour: number;
  /** Least green where nobody has pressed the button. */
  readonly leastGreen_s: number;
}

const usual: LineService = {
  headway_s: 600,
  first_s: 6 * 3600,
  last_s: 22 * 3600,
  boardings_perHour: 60,
  seatCount: 70,
  dwell_s: 0,
};

export const NO_BUSES: BusSettings = {
  lineCount: 0,
  stopSpacing_m: 400,
  stopBays: 'as-found',
  ...usual,
  doors_s: 5,
  boarding_s: 2.5,
  alighting_s: 1.5,
  bay_m: 15,
  lines: [],
};

export const NO_CALLS: EmergencySettings = {
  calls_perDay: 0,
  stations: [],
  turnout_s: 60,
  onScene_s: 900,
};

export const NO_PRIORITY: SignalPriority = {
  greenExtension_s: 0,
  earlyGreen_s: 0,
  preemption: 'emergency',
  walkers_perHour: 0,
  leastGreen_s: 7,
};

/** Has the scenario any scheduled vehicles? */
export const hasServices = ({
  buses,
  services,
  emergency,
}: {
  readonly buses: BusSettings;
  readonly services: readonly ServiceVisit[];
  readonly emergency: EmergencySettings;
}): boolean =>
  buses.lineCount > 0 ||
  buses.lines.length > 0 ||
  services.length > 0 ||
  emergency.calls_perDay > 0;
