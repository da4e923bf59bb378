/** The first and the last millisecond UTC that RFC 3339 can write: of the years 0000 and 9999. */
export const firstInstant = Date.UTC(2000, 0, 1) - 730485 * 86_400_000;
export const lastInstant = Date.UTC(10_000, 0, 1) - 1;

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,18}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * An instant as RFC 3339 writes it, with its offset. A fraction finer than a millisecond is floored on its decimal text.
 * @returns Milliseconds UTC, or undefined where the text is no instant; a leap second and hour 24 are none.
 */
export function parseInstant(text: string): number | undefined {
  const parts = rfc3339.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const offset = Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || Number(parts[9] ?? 0) > 23 || Number(parts[10] ?? 0) > 59)
    return undefined;
  // Date.UTC takes years below 100 for the twentieth century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)));
  return date.getTime() - (parts[8] === '-' ? -offset : offset) * 60_000;
}

/** An instant as it is written out everywhere: RFC 3339 with milliseconds and Z. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString();
}

/** Whether a text is a day of the calendar, `2026-11-24`. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(`${text}T00:00:00Z`) !== undefined;
}

/** An instant for people: UTC to the minute, or as fine as it takes: `2026-01-12 10:35Z`. */
export function instantInWords(instant: number): string {
  const text = formatInstant(instant);
  const end = text.length - (instant % 60_000 === 0 ? 8 : instant % 1000 === 0 ? 5 : 1);
  return `${text.slice(0, end).replace('T', ' ')}Z`;
}

/** The time of day alone, to the second, or finer where the instant is: `09:03:07Z`. */
export function timeInWords(instant: number): string {
  return formatInstant(instant).slice(11).replace('.000Z', 'Z');
}
