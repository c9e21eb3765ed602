/** A small run with every table filled, for tests that need no simulation. */
import type { RunResult } from '../../core/metrics/run-result.js';
import { VEHICLE_STATES, type VehicleState } from '../../core/metrics/run-result.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import type { RunInputs } from '../run-folder/run-key.js';

export const SAMPLE_NETWORK: NetworkDraft = {
  name: 'two streets',
  layout: 'drawn',
  crs: 'local',
  attribution: '',
  district: { polygon: [], area_m2: 10_000 },
  nodes: [{ name: 'a', x_m: 0, y_m: 0, control: 'none' }],
  links: [],
  movements: [],
  curbs: [],
  lots: [],
  blocks: [],
  addresses: [],
  gates: [],
};

const SAMPLE_TRIP: TripDraft = {
  name: 't1',
  kind: 'resident',
  vehicle: 'car1',
  departure_s: 15_000,
  origin: 'home',
  destination: 'work',
  partySize: 1,
};

export const sampleInputs = (): RunInputs => ({
  scenario: { ...structuredClone(DEFAULT_SCENARIO), name: 'sample' },
  network: structuredClone(SAMPLE_NETWORK),
  trips: [structuredClone(SAMPLE_TRIP)],
  idleCars: [{ vehicle: 'car2', address: 'home' }],
});

/** A result that depends on the seed, so that another run is another result. */
export function sampleResult(seed = 1): RunResult {
  const states = Object.fromEntries(VEHICLE_STATES.map((state, at) => [state, at + seed]));
  return {
    summary: { trips: 3, vkt_km: seed / 3, wait_p50_s: Number.NaN, own_figure: 4 },
    states: [{ time_s: 900, ...(states as Record<VehicleState, number>) }],
    land: [
      {
        time_s: 3600,
        movingLanes_m2: 1000.25,
        sidewalks_m2: 500,
        curbParkingTaken_m2: 30,
        curbParkingFree_m2: 10,
        curbPudo_m2: 5,
        curbLoading_m2: 5,
        curbCharging_m2: 0,
        curbUnused_m2: 0,
        lotsTaken_m2: 100,
        lotsFree_m2: 50,
        blocks_m2: 8299.75,
        exportedTaken_m2: 0,
        exportedFree_m2: 1e-7,
      },
    ],
    links: [
      {
        time_s: 900,
        link: '=a,"b"',
        vehicle_s: 1 / 3,
        vehicle_m: 1e21,
        entryCount: 2,
        exitCount: 1,
        longestQueueCount: 1,
        tti: 1.5,
      },
    ],
    curbs: [
      {
        time_s: 900,
        zone: '-12',
        use: 'parking',
        stopCount: 1,
        refusedCount: 0,
        parkedCount: 1,
        stopped_s: 30,
        parkings: 0,
        parked_s: 900,
        personCount: 2,
        occupancy: 0.25,
        persons_perHour6m: 4,
        revenue: 0,
      },
    ],
    lots: [
      {
        time_s: 3600,
        lot: 'l1',
        kind: 'surface',
        isInside: true,
        stallCount: 9,
        users: 'all',
        takenCount: 2,
        refusedCount: 0,
        depth: 1,
        retrievedCount: 0,
        moveCount: 0,
        revenue: 0,
      },
    ],
    blocks: [],
    freedLand: [],
    fullCurbs: [],
    tolls: [],
    iterations: [],
    sessions: [],
    trips: [
      {
        trip: 't1',
        kind: 'resident',
        status: 'arrived',
        departure_s: 15_000,
        total_s: 300.5,
        wait_s: 0,
        pickedUp_s: 28_900,
        inVehicle_s: 200,
        walk_s: 100.5,
        free_s: 150,
      },
      {
        trip: 't2',
        kind: 'van',
        status: 'rejected',
        departure_s: 16_000,
        total_s: Number.NaN,
        wait_s: Number.NaN,
        pickedUp_s: Number.NaN,
        inVehicle_s: Number.NaN,
        walk_s: Number.NaN,
        free_s: Number.NaN,
      },
    ],
    fleet: [],
    chargers: [],
    batteries: [],
    gridlock: [{ time_s: 20_000, ring: 1, link: 'x', vehicle: 7 }],
    buses: [
      {
        time_s: 15_300,
        line: 'M1 north',
        stopCount: 4,
        laneStopCount: 1,
        runCount: 1,
        way_m: 1750,
        run_s: 360,
        speed_kmh: 17.5,
        dwell_s: 20,
        headwayCount: 3,
        headway_s: 600,
        headwayVariation: 0.1,
        wait_s: 303,
        boardedCount: 9,
        alightedCount: 8,
        leftBehindCount: 0,
      },
    ],
    visits: [
      {
        visit: 'clinic',
        kind: 'clinic',
        place: 'z',
        status: 'missed',
        arrives_s: 36_000,
        opened_s: NaN,
        late_s: NaN,
        stood_s: NaN,
        taken_mh: NaN,
      },
    ],
    crossings: [{ time_s: 15_300, junction: 'x', walkerCount: 12, wait_s: 20.5 }],
    calls: [
      {
        call: 'call 0001',
        address: 'a1',
        station: 'g',
        status: 'reached',
        made_s: 20_000,
        response_s: 300,
        drive_s: 240,
        way_m: 2000,
        passedCount: 0,
      },
    ],
  };
}
