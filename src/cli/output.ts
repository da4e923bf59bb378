import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { styleText } from 'node:util';
import { CommandError, describeSystemError, isSystemError } from './command-error.js';
import { exitCodes } from './exit-code.js';

/** What a stretch of text says; colour marks verdicts and nothing else. */
export type Verdict = 'good' | 'bad' | 'doubtful' | 'aside';

const colours = { good: 'green', bad: 'red', doubtful: 'yellow', aside: 'dim' } as const;

/** Standard output or standard error. */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns to lay text out in: the terminal's, between 60 and 100; 100 where there is no terminal. */
  readonly columns: number;
  /**
   * Writes text, gathered into large chunks. What was gathered is written out soon after, and a slow reader holds the writer up.
   * @throws ClosedOutput where nobody reads any more (standard error: silence)
   */
  readonly write: (text: string) => void;
  /** Writes out what was gathered. */
  readonly flush: () => void;
  /** The text, coloured for its verdict on a terminal that has colours. */
  readonly mark: (verdict: Verdict, text: string) => string;
}

/** One line on a terminal that says how far the work is; the next thing written takes its place. */
export interface StatusLine {
  readonly isShown: boolean;
  /** An empty text takes the line away. */
  readonly show: (text: string) => void;
}

/** The reader of standard output went away, as `head` does; nothing more is to be said. */
export class ClosedOutput extends Error {}

const chunkSize = 1 << 16;
const soon = 100;
const widest = 100;
/** Narrower terminals break lines themselves: tables and labels need this much. */
const narrowest = 60;

/** Opens standard output and standard error, and a status line on the latter. */
export function openOutputs(): { readonly out: Output; readonly err: Output; readonly status: StatusLine } {
  const isShown = isatty(2);
  let current = '';
  const clear = () => {
    if (current !== '') writeWhole(2, '\r\x1b[K');
    current = '';
  };
  const status: StatusLine = {
    isShown,
    show(text) {
      if (!isShown) return;
      clear();
      writeWhole(2, text);
      current = text;
    },
  };
  return { out: openOutput(1, clear), err: openOutput(2, clear), status };
}

function openOutput(descriptor: 1 | 2, clearStatus: () => void): Output {
  const isTerminal = isatty(descriptor);
  // Only where it is a terminal: to touch the stream of a pipe would make the pipe non-blocking.
  const stream = isTerminal ? (descriptor === 1 ? process.stdout : process.stderr) : undefined;
  const hasColours = stream !== undefined && stream.getColorDepth() > 1;
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (gathered === '') return;
    const text = gathered;
    gathered = '';
    clearStatus();
    writeWhole(descriptor, text);
  }

  return {
    isTerminal,
    // A terminal that does not know its size says 0.
    columns: Math.max(narrowest, Math.min(stream?.columns || widest, widest)),
    write(text) {
      gathered += text;
      if (isTerminal || gathered.length >= chunkSize) flush();
      else timer ??= setTimeout(flush, soon);
    },
    flush,
    mark: (verdict, text) => (hasColours ? styleText(colours[verdict], text) : text),
  };
}

/** Writes every byte. Synchronous, so that nothing piles up in memory before a slow reader and nothing is lost at the exit. */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // A pipe that another process made non-blocking is full.
      if (error.code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (descriptor === 2) return;
      else if (error.code === 'EPIPE') throw new ClosedOutput();
      else {
        const cause = describeSystemError(error);
        throw new CommandError(`standard output cannot be written: ${cause}`, exitCodes.incomplete);
      }
    }
  }
}
