/** How far a command is: a line that is redrawn on a terminal, a line now and then elsewhere. */

export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Progress {
  /** `share` of the work that is done, 0..1, and a few words about it. */
  update(share: number, words: string): void;
  /** Clears the line; nothing is drawn after it. */
  end(): void;
}

/** Redrawing faster is only flicker. */
const REDRAW_ms = 100;
const PLAIN_LINE_ms = 10_000;
/** A share smaller than this tells nothing about the time left. */
const FIRST_SHARE = 0.005;

export function startProgress(
  stream: ProgressStream,
  label: string,
  now_ms: () => number = () => performance.now(),
): Progress {
  const isTerminal = stream.isTTY === true;
  const pause_ms = isTerminal ? REDRAW_ms : PLAIN_LINE_ms;
  const began_ms = now_ms();
  let last_ms = isTerminal ? Number.NEGATIVE_INFINITY : began_ms;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stream.write('\r\x1b[2K');
    isDrawn = false;
  };
  return {
    update(share, words) {
      const time_ms = now_ms();
      if (time_ms - last_ms < pause_ms) return;
      last_ms = time_ms;
      const line = progressLine(label, share, words, time_ms - began_ms);
      clear();
      if (!isTerminal) stream.write(`${line}\n`);
      // A line that wraps cannot be cleared.
      else stream.write(line.slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
      isDrawn = isTerminal;
    },
    end: clear,
  };
}

function progressLine(label: string, share: number, words: string, elapsed_ms: number): string {
  const percent = `${Math.floor(Math.min(1, share) * 100)} %`;
  const left_s = (elapsed_ms * (1 - share)) / share / 1000;
  const left = share < FIRST_SHARE ? '' : `, ${durationText(left_s)} left`;
  return plainText(`${label}: ${percent}, ${words}${left}`);
}

export function durationText(duration_s: number): string {
  const whole_s = Math.max(0, Math.round(duration_s));
  if (whole_s < 60) return `${whole_s} s`;
  if (whole_s < 3600) return `${Math.floor(whole_s / 60)} min ${whole_s % 60} s`;
  return `${Math.floor(whole_s / 3600)} h ${Math.floor((whole_s % 3600) / 60)} min`;
}

/** Without control characters but line breaks: names in files must not steer the terminal. */
export function plainText(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '?');
}
