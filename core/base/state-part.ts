/**
 * A part of a run's state that changes: what a hash of the state covers and a snapshot holds. Its
 * content is one typed array, so that a part can be hashed, copied and written without being known.
 */
export type StateList =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint16Array
  | Uint8Array
  | Int8Array;

export interface StatePart {
  readonly name: string;
  /** The content; a view of the memory in use where there is one. */
  save(): StateList;
  /** Takes over a content that `save` gave, in this run or an equal one. */
  load(content: StateList): void;
}

/** A list of fixed length that is changed in place. */
export const listPart = (name: string, list: StateList): StatePart => ({
  name,
  save: () => list,
  load: (content) => fillList(name, list, content),
});

/** All columns of a table, with its header: memory of other columns is refused. */
export function tablePart(name: string, { memory }: { memory: SharedArrayBuffer }): StatePart {
  const bytes = new Uint8Array(memory);
  const HEADER_BYTES = 12;
  return {
    name,
    save: () => bytes,
    load: (content) => {
      for (let at = 0; at < HEADER_BYTES; at++) {
        if (content[at] !== bytes[at]) throw new Error(`State of ${name} has other columns.`);
      }
      fillList(name, bytes, content);
    },
  };
}

/** A few numbers that stand in variables. */
export const numbersPart = (
  name: string,
  read: () => readonly number[],
  write: (numbers: readonly number[]) => void,
): StatePart => ({
  name,
  save: () => Float64Array.from(read()),
  load: (content) => write(Array.from(content)),
});

function fillList(name: string, list: StateList, content: StateList): void {
  if (content.length !== list.length || content.constructor !== list.constructor) {
    throw new Error(`State of ${name} does not fit: ${content.length} for ${list.length} places.`);
  }
  list.set(content);
}
