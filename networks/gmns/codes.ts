/** Problem codes of network folders, and codes of what the reader repaired or guessed. */
export const FOLDER_PROBLEMS = {
  unreadable: 'NET-101',
  unwritable: 'NET-100',
  notText: 'NET-102',
  missingColumn: 'NET-103',
  badCell: 'NET-104',
  ragged: 'NET-105',
  duplicate: 'NET-106',
  unknownReference: 'NET-107',
  noRows: 'NET-108',
  notMeeting: 'NET-109',
  badPosition: 'NET-110',
  badTimetable: 'NET-111',
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
} as const;
