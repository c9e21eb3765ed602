import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { countedText } from './counted-text.js';

const CODES = { badZip: 'T-1', tooLarge: 'T-2', notUtf8: 'T-3' };

/** Bytes that know whether their source has been closed. */
function source(text: Uint8Array) {
  const state = { isOpen: false };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    state.isOpen = true;
    try {
      for (;;) yield text;
    } finally {
      state.isOpen = false;
    }
  }
  return { state, source: { file: 'a.txt', bytes: bytes() } };
}

test.each([
  ['plain', Buffer.from('a street\n')],
  ['zipped', gzipSync('a street\n'.repeat(1 << 16))],
])('a file of %s text is closed when its reader stops early', async (_, bytes) => {
  const opened = source(bytes);
  for await (const text of countedText(opened.source, 1 << 30, CODES)) {
    expect(opened.state.isOpen).toBe(true);
    expect(text).toContain('a street');
    break;
  }
  // What feeds an unzipper is told in a turn of its own.
  for (let turn = 0; turn < 20 && opened.state.isOpen; turn++) {
    await new Promise((next) => setImmediate(next));
  }
  expect(opened.state.isOpen).toBe(false);
});
