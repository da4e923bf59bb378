/*
 * One function for each place of an SPL text where a value may land. Nothing else in this folder writes a value.
 */

/** What a double-quoted string holds as it is; a quote and a backslash take a backslash before them. */
const plain = /^[^\p{Cc}\u2028\u2029`$"\\]$/u;

/**
 * A text as an expression of `eval` and `where`. A quote and a backslash are escaped; characters that other readers of a search
 * take notice of before `eval` does (a backtick begins a macro, a dollar sign a token of a dashboard or a saved search, a line
 * break ends a line of a .conf file), and control characters, whose escapes Splunk's manuals leave open, are written with
 * `urldecode`. In parentheses where it has several parts.
 * https://help.splunk.com/en/splunk-enterprise/search/search-manual/10.0/expressions-and-predicates
 */
export function writeText(text: string): string {
  return writeString(text, (character) => `\\${character}`);
}

/**
 * A regular expression as an argument of `match()`. A backslash begins an escape of the expression and stays as it is: `\x22` arrives as
 * `\x22`, since it is none of the escapes of a string.
 */
export function writePatternText(pattern: string): string {
  if (/"|\\(?!x[0-9a-f]{2})/.test(pattern))
    throw new Error(`${JSON.stringify(pattern)} cannot be written as a pattern of SPL`);
  return writeString(pattern, (character) => character);
}

function writeString(text: string, mark: (character: string) => string): string {
  const parts: string[] = [];
  let run = '';
  const close = () => {
    if (run !== '') parts.push(`"${run}"`);
    run = '';
  };
  for (const character of text) {
    if (character === '"' || character === '\\') run += mark(character);
    else if (plain.test(character)) run += character;
    else {
      close();
      parts.push(`urldecode("${encodeURIComponent(character)}")`);
    }
  }
  close();
  const [only, ...others] = parts;
  if (only === undefined) return '""';
  return others.length === 0 ? only : `(${parts.join(' . ')})`;
}

/**
 * Whether `eval` may take a text for a number, and so compare by size what should be compared as text (`"1e3" = "1000"`). Wide on
 * purpose: whatever begins like a number, and the words for infinity and for no number.
 */
export function looksNumeric(text: string): boolean {
  return /^\s*[-+]?(\.?\d|inf|nan)/i.test(text) || text.trim() === '';
}

/** A finite double as a decimal number without an exponent, which every version of SPL reads. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} is not a number that SPL can hold`);
  const [mantissa = '', exponent] = String(Object.is(value, -0) ? 0 : value).split('e');
  if (exponent === undefined) return mantissa;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

/** Which names of fields can be written between single quotes without a doubt about how Splunk reads them. */
export function isPlainFieldName(name: string): boolean {
  return /^[A-Za-z0-9_@][A-Za-z0-9_.:@/ {}-]*$/.test(name) && !name.endsWith(' ');
}

/** A field's name in an expression, where a bare word with a dot or a hyphen would be a calculation. */
export function writeField(name: string): string {
  if (!isPlainFieldName(name)) throw new Error(`${JSON.stringify(name)} cannot be written as a field of SPL`);
  return `'${name}'`;
}

/** A column's name in `rename` and `fields`, where single quotes are not known. */
export function writeColumn(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name))
    throw new Error(`${JSON.stringify(name)} cannot name a column of SPL`);
  return `"${name}"`;
}

/** Which names of an index or source type can be searched for: in `search` some characters have a meaning even within quotes. */
export function isSearchable(value: string): boolean {
  return /^[^\p{Cc}\u2028\u2029`$[\]|]+$/u.test(value);
}

/** A value after `index=` or `sourcetype=` in `search`, which knows `*` as a wildcard and no way to escape it. */
export function writeSearchTerm(value: string): string {
  if (!isSearchable(value)) throw new Error(`${JSON.stringify(value)} cannot be searched for`);
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** A text as one line of a .conf file: white space and control characters become one space, and the end is no continuation. */
export function writeConfText(text: string): string {
  const line = text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.endsWith('\\') ? `${line}.` : line;
}

/** A search as a value of a .conf file: each line but the last ends in a backslash, which continues it. */
export function writeConfSearch(search: string): string {
  const lines = search.split('\n');
  if (lines.some((line) => line.endsWith('\\'))) throw new Error('a line of a search ends in a backslash');
  return lines.join(' \\\n');
}
