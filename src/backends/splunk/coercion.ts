import type { FieldType } from '../../ir/source.js';
import { writeText } from './literal.js';

/** A JSON number's grammar, as a PCRE over the whole value; `(?s)` and `(?!.)` because `$` also holds before a last line break. */
const number = '(?s)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?(?!.)';
const digits = '(?s)^-?[0-9]+(?!.)';
/** The one run of digits beyond 2^53 that a double rounds to 2^53. */
const roundsDown = '(?s)^-?9007199254740993(?!.)';
const largest = '9007199254740992';

/**
 * The value of a source's field where it is there and fit (contract, section 2), else null, as an expression of `eval`.
 * @param raw the field as Splunk extracts it from JSON: every scalar is text; of several values there are several
 * @param key the last key of its path, by which a JSON `null` is told from the text `null`, which Splunk makes of it
 */
export function writeCoercion(type: FieldType, raw: string, key: string): string {
  switch (type) {
    case 'keyword':
      return `case(mvcount(${raw}) != 1, null(), ${raw} = "null" AND match(_raw, ${nullIn(key)}), null(), 1 = 1, ${raw})`;
    case 'ip':
      return `case(mvcount(${raw}) != 1, null(), match(${raw}, "[.:]"), lower(${raw}), 1 = 1, null())`;
    case 'boolean':
      return `case(mvcount(${raw}) != 1, null(), ${raw} = "true", "true", ${raw} = "false", "false", 1 = 1, null())`;
    case 'number':
      return [
        `case(mvcount(${raw}) != 1, null()`,
        `match(${raw}, "${roundsDown}"), null()`,
        `match(${raw}, "${digits}") AND abs(tonumber(${raw})) > ${largest}, null()`,
        `match(${raw}, "${number}") AND tonumber(${raw}) * 0 = 0, exact(tonumber(${raw}) + 0)`,
        '1 = 1, null())',
      ].join(', ');
    case 'timestamp':
      throw new Error('a field of type timestamp is refused before it is coerced');
  }
}

/** A pattern that finds the key, or one that ends in a dot and the key, with a JSON null in the event's text. */
function nullIn(key: string): string {
  return writeText(`[".]${quoteKey(key)}"[[:space:]]*:[[:space:]]*null`);
}

/** A key as a pattern that finds it as it is. */
export function quoteKey(key: string): string {
  return key.replace(/[^A-Za-z0-9_]/g, '[$&]');
}
