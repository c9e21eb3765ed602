/** What real streets can be turned into. */
export const CONVERTED_LAYOUTS = ['superilla', 'superblock', 'small-block'] as const;
export type ConvertedLayout = (typeof CONVERTED_LAYOUTS)[number];
