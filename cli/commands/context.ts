/** What a command is given besides its arguments. */
import type { Rooms } from '../rooms.js';

export interface OutStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface CommandContext {
  /** Results. */
  readonly stdout: OutStream;
  /** Talk: progress, notes, problems. */
  readonly stderr: OutStream;
  /** Aborted with `Interrupted` when the user stops the command. */
  readonly signal: AbortSignal;
  readonly rooms: Rooms;
  /** A command that ends well sets another code than 0 with it. */
  setExitCode(code: number): void;
}

/** Where finished runs are kept, below the folder the user is in. */
export const STORE = 'runs/.store';

/** `name` without what has a meaning in paths. */
export const folderNameOf = (name: string): string => {
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '');
  return plain === '' ? 'unnamed' : plain;
};
