import { fail } from './failure.js';

/** The time zone of the search: days, and what strftime() writes, hang on it. Only UTC is known here. */
const units: Record<string, number> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};

/** The seconds of a unit of time: second, minute, hour, day. Weeks and months are refused. */
export function unitSeconds(unit: string): number {
  return units[unit] ?? fail('refused', `the unit of time ${unit}`);
}

/**
 * A relative time modifier in UTC: offsets and snaps (`-1h@h`, `@d-2h`, `now`), read from left to right. A snap goes
 * back to the start of its unit.
 */
export function relativeTime(now: number, modifier: string): number {
  if (modifier === 'now' || modifier === 'now()') return now;
  let time = now;
  const part = /([+-])(\d*)([a-z]+)|@([a-z]+)/y;
  for (let at = 0; at < modifier.length; at = part.lastIndex) {
    part.lastIndex = at;
    const [, sign, count, unit, snap] =
      part.exec(modifier) ?? fail('refused', `the time modifier ${modifier}`);
    if (snap !== undefined) time = Math.floor(time / unitSeconds(snap)) * unitSeconds(snap);
    else time += (sign === '-' ? -1 : 1) * Number(count === '' ? 1 : count) * unitSeconds(unit ?? '');
  }
  return time;
}

/** A bound of a search: a relative modifier, epoch seconds, or `0` for all time. */
export function readTimeBound(now: number, text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : relativeTime(now, text);
}

/** A span of `bin` or of a window: `5m`, `1h`; the number alone is seconds. */
export function readSpan(text: string): number {
  const [, count = '', unit] = /^(\d+)([a-z]*)$/.exec(text) ?? fail('refused', `the span ${text}`);
  const seconds = Number(count) * (unit === '' || unit === undefined ? 1 : unitSeconds(unit));
  return seconds > 0 ? seconds : fail('error', 'a span of nothing');
}

const two = (value: number): string => String(value).padStart(2, '0');

const written: Record<string, (date: Date, seconds: number) => string> = {
  Y: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  m: (date) => two(date.getUTCMonth() + 1),
  d: (date) => two(date.getUTCDate()),
  H: (date) => two(date.getUTCHours()),
  M: (date) => two(date.getUTCMinutes()),
  S: (date) => two(date.getUTCSeconds()),
  s: (_, seconds) => String(Math.floor(seconds)),
  z: () => '+0000',
  F: (date) => date.toISOString().slice(0, 10),
  T: (date) => date.toISOString().slice(11, 19),
  '3N': (date) => String(date.getUTCMilliseconds()).padStart(3, '0'),
  '3Q': (date) => String(date.getUTCMilliseconds()).padStart(3, '0'),
  '%': () => '%',
};

/** strftime() in UTC. */
export function formatTime(seconds: number, format: string): string {
  const date = new Date(Math.floor(seconds * 1000 + 1e-6));
  return format.replace(/%(3[NQ]|[\s\S])/g, (_, directive: string) => {
    const write = written[directive] ?? fail('refused', `%${directive} in strftime()`);
    return write(date, seconds);
  });
}

/** strptime() of `%Y-%m-%dT%H:%M:%S` with `%3N`, `%z` or `Z`; other formats are refused; undefined where the text does not fit. */
export function parseTime(text: string, format: string): number | undefined {
  const fields: Record<string, string> = {
    Y: '(?<Y>\\d{4})',
    m: '(?<m>\\d{2})',
    d: '(?<d>\\d{2})',
    H: '(?<H>\\d{2})',
    M: '(?<M>\\d{2})',
    S: '(?<S>\\d{2})',
    '3N': '(?<N>\\d{3})',
    '3Q': '(?<N>\\d{3})',
    z: '(?<z>[+-]\\d{2}:?\\d{2})',
    F: '(?<Y>\\d{4})-(?<m>\\d{2})-(?<d>\\d{2})',
    T: '(?<H>\\d{2}):(?<M>\\d{2}):(?<S>\\d{2})',
    s: '(?<s>\\d+)',
  };
  const source = format.replace(
    /%(3[NQ]|[\s\S])|[$()*+./?[\\\]^{|}]/g,
    (whole, directive: string | undefined) =>
      directive === undefined
        ? `\\${whole}`
        : (fields[directive] ?? fail('refused', `%${directive} in strptime()`)),
  );
  const found = new RegExp(`^${source}`, 'u').exec(text)?.groups;
  if (found === undefined) return undefined;
  if (found.s !== undefined) return Number(found.s);
  const at = (name: string, otherwise: number): number => Number(found[name] ?? otherwise);
  const utc = Date.UTC(
    at('Y', 1970),
    at('m', 1) - 1,
    at('d', 1),
    at('H', 0),
    at('M', 0),
    at('S', 0),
    at('N', 0),
  );
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(found.z ?? '+0000');
  const offset = (Number(zone?.[2]) * 60 + Number(zone?.[3])) * (zone?.[1] === '-' ? -1 : 1);
  return utc / 1000 - offset * 60;
}
