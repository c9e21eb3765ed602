/** Codes of what keeps any file of MATSim's from being read at all. */
export const MATSIM_CODES = {
  badZip: 'DEM-031',
  tooLarge: 'DEM-032',
  notUtf8: 'DEM-033',
  malformed: 'DEM-073',
  doctype: 'DEM-074',
  limits: 'DEM-075',
  root: 'DEM-073',
};
