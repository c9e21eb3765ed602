/** What a reader or importer changed or assumed; nothing is dropped silently. */
export interface RepairNote {
  /** Stable, e.g. `NET-213`. */
  readonly code: string;
  /** The thing it is about: the name of a link, a file, … */
  readonly subject: string;
  readonly message: string;
  /** `repair`: the data was wrong or unusable. `guess`: the data said nothing. */
  readonly kind: 'repair' | 'guess';
}
