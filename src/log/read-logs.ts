import type { Mapping } from '../ir/mapping.js';
import { type Input, InputError, measureInput } from './input.js';
import { asLimit, type LimitCheck, type LimitError } from './limit.js';
import { createTally, type LogReader, openLog, type Tally } from './reader.js';

export interface ReadOptions {
  readonly mapping: Mapping;
  readonly inputs: readonly Input[];
  /** Milliseconds that are added to the time of each event, as if all of it had happened later. */
  readonly shift?: number;
  /** Called now and then with the raw bytes read so far, of how many (unknown for a stream). */
  readonly onProgress?: (read: number, total: number | undefined) => void;
  /** Asked now and then whether to go on. */
  readonly checkLimits?: LimitCheck;
}

/** What was read; and the input that broke off after events of it had been read, or the limit that stopped it, if any did. */
export interface Reading {
  readonly tally: Tally;
  readonly brokenOff?: InputError;
  readonly stopped?: LimitError;
}

/**
 * Lends every input as a log, and closes it whatever happens.
 * @throws InputError where an input cannot be read at all
 */
export async function readLogs(
  { mapping, inputs, shift, onProgress, checkLimits }: ReadOptions,
  use: (logs: readonly LogReader[]) => Promise<void>,
): Promise<Reading> {
  const tally = createTally(mapping);
  const sizes = await Promise.all(inputs.map(measureInput));
  const total = sizes.reduce(
    (sum, size) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
  let read = 0;
  const logs = inputs.map((input, index) =>
    openLog(input, index, mapping, tally, {
      shift,
      checkLimits,
      onRead(bytes) {
        read += bytes;
        onProgress?.(read, total);
      },
    }),
  );
  try {
    await use(logs);
    return { tally };
  } catch (error) {
    const stopped = asLimit(error);
    if (stopped) return { tally, stopped };
    if (!(error instanceof InputError) || !error.incomplete) throw error;
    return { tally, brokenOff: error };
  } finally {
    for (const log of logs) await log.close();
  }
}
