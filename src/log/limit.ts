import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sizeInWords } from '../text/size.js';

/** A run came upon a limit before it had read everything: what was found until then is true as far as it goes. */
export class LimitError extends Error {
  constructor(message: string) {
    super(message);
    // V8 keeps the frames of a stack, and all the memory that they reach, until its text is asked for; a limit is kept when all else is let go.
    void this.stack;
  }
}

/** Looks whether a run may go on. @throws LimitError where it may not */
export type LimitCheck = () => void;

/** The part of V8's heap that may be in use; beyond it a garbage collection may be its last. */
const HEAP_SHARE = 0.85;

/** What may still be in use of the limit after a garbage collection for the run to go on: less would only collect again and again. */
const ROOM_SHARE = 0.95;

/**
 * Watches the memory of this process: what is resident (which a container's limit counts too), and V8's own heap, whose exhaustion would
 * end the process without a word. What seems too much is measured again once the garbage is gone.
 * @param most bytes that may be resident
 * @param name what set the limit, for the message
 */
export function createMemoryCheck(most: number, name: string): LimitCheck {
  return () => {
    const excess = findExcess(most, name);
    if (excess === undefined) return;
    collectGarbage();
    const lasting = findExcess(most * ROOM_SHARE, name);
    if (lasting !== undefined) throw new LimitError(excess);
  };
}

function findExcess(most: number, name: string): string | undefined {
  const resident = process.memoryUsage.rss();
  if (resident > most)
    return `${sizeInWords(resident)} of memory are in use, more than ${sizeInWords(most)} (${name})`;
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  if (used <= limit * HEAP_SHARE) return undefined;
  return `JavaScript's heap of ${sizeInWords(limit)} is nearly full; NODE_OPTIONS=--max-old-space-size=… (MiB) gives it more`;
}

let collect: unknown;

/** V8 offers its collector to a context that is made after the flag is set. */
function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc');
  }
  if (typeof collect === 'function') collect();
}

/** The bytes that a run may take where nobody says: three quarters of what the machine or the container has to give. */
export function defaultMostMemory(): number {
  return Math.floor((process.availableMemory() + process.memoryUsage.rss()) * 0.75);
}

/** V8's and Node's own limits on one value: what they throw where a map, an array or a text may not grow any more. */
const exhausted =
  /maximum size exceeded|allocation failed|Invalid (?:typed )?array (?:buffer )?length|Invalid string length/;

/** Takes an error for the limit that it is, where it is one: of memory or of the disk for temporary files. */
export function asLimit(error: unknown): LimitError | undefined {
  if (error instanceof LimitError) return error;
  if (!(error instanceof Error)) return undefined;
  if (error instanceof RangeError && exhausted.test(error.message))
    return new LimitError(`a value grew beyond what one can hold in memory (${error.message})`);
  if ('code' in error && error.code === 'ERR_STRING_TOO_LONG')
    return new LimitError('a text grew beyond what one can hold in memory');
  return undefined;
}
