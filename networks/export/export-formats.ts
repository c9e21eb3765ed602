/** Formats that networks are written in for other programs. */
export const EXPORT_FORMATS = ['gmns', 'sumo', 'matsim', 'geojson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
