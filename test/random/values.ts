import type { Format, Type } from '../oracle/documents.js';
import type { Random } from './random.js';

/*
 * Values as JSON text, so that one value is written in many ways, and with them what does not fit.
 */

const fitting: { readonly [type in Exclude<Type, 'timestamp'>]: readonly string[] } = {
  keyword: [
    '"a"',
    '"a"',
    '"b"',
    '"b"',
    '"c"',
    '"\\u0061"',
    '["a"]',
    '["b", null, "b"]',
    '""',
    '"A"',
    '"ab*\\n"',
    '"\\\\a\\"\\/"',
    '"\\ud83d\\ude00"',
    '"😀"',
    '"～"',
    '"ſK"',
    '"GPT-4 turbo"',
    '"gpt-4"',
    '"bar.baz"',
    '"{[@`"',
    '5',
    '"5"',
    '-0',
    '1.50',
    '1e21',
    '12345678901234567890123',
    'true',
    '[]',
    'null',
  ],
  number: [
    '0',
    '1',
    '2',
    '3',
    '5',
    '5.0',
    '"5"',
    '7',
    '1e1',
    '-0',
    '-3',
    '0.1',
    '0.2',
    '0.30000000000000004',
    '"-2.5E-1"',
    '[2, 2.0, null]',
    '9007199254740992',
    '1e-400',
    'null',
    '[]',
  ],
  boolean: ['true', 'false', 'true', 'false', '"true"', '"false"', '[true, "true"]', 'null'],
  ip: [
    '"203.0.113.7"',
    '"203.0.113.7"',
    '"203.0.113.200"',
    '"::ffff:203.0.113.7"',
    '"::FFFF:cb00:7107"',
    '"10.0.0.1"',
    '"2001:DB8::1"',
    '"2001:db8:0:0:0:0:0:1"',
    '"2001:db8::1:0:0:1"',
    '"::"',
    '"255.0.0.255"',
    '"1:0:0:2:0:0:0:3"',
    '"1:0:0:0:2:0:0:0"',
    '"64:ff9b::1.2.3.4"',
    '"1:2:3:4:5:6:7::"',
    '"0000:0000:0000:0000:0000:FFFF:255.255.255.255"',
    '["10.0.0.1", "10.0.0.1"]',
    'null',
  ],
};

const unfit: { readonly [type in Type]: readonly string[] } = {
  keyword: ['{}', '{"a": "a"}', '"\\ud800"', '"a\\udc00"', '["a", "b"]', '[["a"]]', '[{}]'],
  number: [
    '9007199254740993',
    '-9007199254740993',
    '1e999',
    '"x"',
    '"+5"',
    '" 5"',
    '"05"',
    '""',
    'true',
    '[1, 2]',
    '{}',
  ],
  boolean: ['1', '"yes"', '"True"', '[true, false]', '{}', '""'],
  ip: [
    '"203.0.113.07"',
    '"1.2.3"',
    '"1.2.3.4/32"',
    '"fe80::1%a"',
    '"::1::"',
    '"256.1.1.1"',
    '"12345::"',
    '"1:2:3:4:5:6:7:8:9"',
    '"1:2:3:4:5:6:7::8"',
    '"::1.2.3.4:5"',
    '7',
    'true',
    '"1:2:3:4:5:6:7"',
  ],
  timestamp: [
    '"x"',
    '"2026-01-12 09:00:00Z"',
    '"2026-01-12T24:00:00Z"',
    '"2026-02-29T00:00:00Z"',
    'true',
    '{}',
    '1e999',
  ],
};

/** A value of a field as JSON text; now and then one that does not fit. A timestamp is in a format, near `time`; in a crowd few values come twice. */
export function makeValue(
  random: Random,
  type: Type,
  format: Format,
  time: number,
  isCrowd: boolean,
): string {
  if (isCrowd && random.chance(0.8)) {
    if (type === 'keyword') return `"user-${random.whole(1, 200)}"`;
    if (type === 'number') return String(random.whole(-100, 100) / random.pick([1, 4, 10]));
  }
  if (random.chance(0.06)) return random.pick(unfit[type]);
  if (type === 'timestamp') return writeInstant(random, time + 60_000 * random.whole(-2, 2), format);
  return random.pick(random.chance(0.6) ? fitting[type].slice(0, 6) : fitting[type]);
}

const digitsFiner: { readonly [format in Exclude<Format, 'rfc3339'>]: number } = {
  epoch_seconds: 3,
  epoch_millis: 0,
  epoch_micros: -3,
  epoch_nanos: -6,
  dotnet_ticks: -4,
};

/** An instant in a format, with up to seven digits below the millisecond that must be floored away. */
export function writeInstant(random: Random, ms: number, format: Format): string {
  const finer = random.pick(['', '', '', '0', '5', '9999999', '0000001']);
  if (format === 'rfc3339') return JSON.stringify(writeRfc3339(random, ms, finer));
  const offset = format === 'dotnet_ticks' ? 62_135_596_800_000 : 0;
  const digits = BigInt(ms + offset) * 10n ** BigInt(finer.length) + BigInt(finer === '' ? '0' : finer);
  const text = writeDecimal(random, digits, digitsFiner[format] + finer.length);
  return random.pick([text, text, text, `"${text}"`, `[${text}, null]`]);
}

/** Digits with the last `scale` of them behind the point, plainly or with an exponent. */
function writeDecimal(random: Random, digits: bigint, scale: number): string {
  if (scale <= 0) return (digits * 10n ** BigInt(-scale)).toString();
  if (random.chance(0.1)) return `${digits}${random.pick(['e', 'E'])}-${scale}`;
  const sign = digits < 0n ? '-' : '';
  const padded = digits
    .toString()
    .replace('-', '')
    .padStart(scale + 1, '0');
  const fraction = padded.slice(-scale);
  const short = fraction.replace(/0+$/, '');
  const kept = random.chance(0.5) ? fraction : short;
  return `${sign}${padded.slice(0, -scale)}${kept === '' ? '' : `.${kept}`}`;
}

function writeRfc3339(random: Random, ms: number, finer: string): string {
  const [offset, minutes] = random.pick([
    ['Z', 0],
    ['Z', 0],
    ['z', 0],
    ['+00:00', 0],
    ['-00:00', 0],
    ['+05:30', 330],
    ['-11:45', -705],
  ] as const);
  const text = new Date(ms + minutes * 60_000).toISOString().slice(0, -1);
  const short =
    finer === '' && text.endsWith('.000') && random.chance(0.5) ? text.slice(0, -4) : text + finer;
  return `${random.chance(0.1) ? short.replace('T', 't') : short}${offset}`;
}
