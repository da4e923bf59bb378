/*
 * The places of an ES|QL query where a text of a rule, a target or a mapping may land, one function each; nothing else writes one.
 * Source: the grammar of Elasticsearch 8.19 (EsqlBaseLexer.g4 and its imports), and each form below run on 8.19.21.
 */

const escapes: { readonly [character: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A string literal. These five escapes are all that the language knows; everything else stands for itself. */
export function writeString(text: string): string {
  return `"${text.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character)}"`;
}

/**
 * A finite number. Whole numbers that a double holds one by one are written as digits; larger ones with an exponent, since digits
 * beyond 2^63 are an error and an exponent makes a double. Minus zero is zero.
 */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`not a finite number: ${value}`);
  if (Object.is(value, -0)) return '0';
  return Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER
    ? value.toExponential()
    : String(value);
}

/** A number that is a double whatever its value: `5.0`, not the integer `5`. */
export function writeDouble(value: number): string {
  const text = writeNumber(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Words that the lexer takes before it tries a name. */
const keywords = new Set(
  'and as asc by desc false first in info is last like metadata not null nulls on or rlike true where with'.split(
    ' ',
  ),
);

/** A column or a field, dots and all: bare where that reads as one name, else in backticks, doubled inside. */
export function writeName(name: string): string {
  const parts = name.split('.');
  const bare = (part: string) =>
    /^(?:[A-Za-z]|[_@](?=[A-Za-z0-9_]))[A-Za-z0-9_]*$/.test(part) && !keywords.has(part.toLowerCase());
  return parts.every(bare) ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** The index or pattern after FROM: bare where it is made of plain characters, else a string. */
export function writeIndex(index: string): string {
  return /^[a-z][a-z0-9_.*-]*$/.test(index) ? index : writeString(index);
}

/** An instant of the range that four digits can write; milliseconds UTC. */
export function writeInstant(millis: number): string {
  return `TO_DATETIME("${new Date(millis).toISOString()}")`;
}

const units: readonly (readonly [name: string, millis: number])[] = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
];

/** A time span in the largest unit of a clock that divides it: `5 minutes`, `72 hours`. Days are calendar days here, so never. */
export function writeDuration(millis: number): string {
  for (const [name, length] of units) {
    if (millis % length === 0) return `${millis / length} ${name}${millis === length ? '' : 's'}`;
  }
  throw new Error(`not whole milliseconds: ${millis}`);
}

/** A line of comment: whatever could end the line, or hide or reorder it on a screen, becomes a space. */
export function writeComment(text: string): string {
  return `// ${text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()}`.trimEnd();
}
