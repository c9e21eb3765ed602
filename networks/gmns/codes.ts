/** Problem codes of network folders, and codes of what the reader repaired or guessed. */
export const FOLDER_PROBLEMS = {
  unreadable: 'GMN-101',
  unwritable: 'GMN-100',
  notText: 'GMN-102',
  missingColumn: 'GMN-103',
  badCell: 'GMN-104',
  ragged: 'GMN-105',
  duplicate: 'GMN-106',
  unknownReference: 'GMN-107',
  noRows: 'GMN-108',
  notMeeting: 'GMN-109',
  badPosition: 'GMN-110',
  badTimetable: 'GMN-111',
} as const;

export const FOLDER_NOTES = {
  units: 'NET-201',
  coordinates: 'NET-202',
  district: 'NET-203',
  control: 'NET-204',
  notForCars: 'NET-205',
  selfLoop: 'NET-206',
  length: 'NET-207',
  speed: 'NET-208',
  lanes: 'NET-209',
  width: 'NET-210',
  geometry: 'NET-211',
  movement: 'NET-212',
  noPlaces: 'NET-213',
  curbSegment: 'NET-214',
  regulation: 'NET-215',
  header: 'NET-216',
} as const;
