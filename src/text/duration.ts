const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const units = [
  ['d', day],
  ['h', hour],
  ['m', minute],
  ['s', second],
] as const;

/** What a duration looks like: an integer that is not zero, and a unit. Seven digits of days are still whole milliseconds in a double. */
export const durationPattern = '^[1-9][0-9]{0,6}[smhd]$';
const written = new RegExp(durationPattern);

/**
 * A duration as rules write it: an integer and `s`, `m`, `h` or `d` (a day is 24 hours).
 * @returns Milliseconds, or undefined where the text is no duration.
 */
export function parseDuration(text: string): number | undefined {
  if (!written.test(text)) return undefined;
  const unit = units.find(([letter]) => text.endsWith(letter));
  if (unit === undefined) return undefined;
  return Number(text.slice(0, -1)) * unit[1];
}

/**
 * The shortest way to write a duration in a rule: 3 600 000 is `1h`. The inverse of `parseDuration`.
 * @param length Whole seconds, in milliseconds.
 */
export function formatDuration(length: number): string {
  for (const [letter, unit] of units) if (length % unit === 0) return `${length / unit}${letter}`;
  throw new RangeError(`${length} ms is not a whole number of seconds`);
}

/**
 * A duration for people, in at most two neighbouring units, rounded down: `6 min 20 s`, `2 d 3 h`, `1 h`, `250 ms`.
 * @param length Milliseconds, 0 or more.
 */
export function durationInWords(length: number): string {
  if (length < second) return `${Math.floor(length)} ms`;
  const at = units.findIndex(([, unit]) => length >= unit);
  const words: string[] = [];
  let rest = length;
  for (const [letter, unit] of units.slice(at, at + 2)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) words.push(`${count} ${letter === 'm' ? 'min' : letter}`);
  }
  return words.join(' ');
}
