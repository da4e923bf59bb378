/*
 * YAML that a reader of YAML 1.1 (PyYAML, and with it every Sigma tool in Python) and one of YAML 1.2 take for the same values.
 * https://yaml.org/type/ lists what 1.1 makes of plain words: `yes`, `12:30`, `1_000`, `2026-11-24`, `=`, `0o17` and more. So a text
 * is plain only where it is a plain word that neither version knows, and quoted everywhere else.
 */

/** A value to write; keys keep their order. */
export type Yaml = Scalar | readonly Yaml[] | YamlMap;
type Scalar = string | number | boolean | null;
export interface YamlMap {
  readonly [key: string]: Yaml | undefined;
}

/** Writes one document, block style, with a final line break. Entries that are undefined are left out. */
export function writeYaml(document: YamlMap): string {
  return `${writeMap(document, '').join('\n')}\n`;
}

function writeMap(map: YamlMap, indent: string): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) =>
    value === undefined ? [] : writeEntry(`${indent}${writeScalar(key)}:`, value, `${indent}  `),
  );
}

function writeEntry(lead: string, value: Yaml, indent: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${lead} ${writeScalar(value)}`];
  if (isList(value)) {
    if (value.length === 0) return [`${lead} []`];
    return [lead, ...value.flatMap((item) => writeItem(item, indent))];
  }
  const lines = writeMap(value, indent);
  return lines.length === 0 ? [`${lead} {}`] : [lead, ...lines];
}

function writeItem(item: Yaml, indent: string): readonly string[] {
  if (typeof item !== 'object' || item === null) return [`${indent}- ${writeScalar(item)}`];
  if (isList(item)) return writeEntry(`${indent}-`, item, `${indent}  `);
  const [first = '{}', ...rest] = writeMap(item, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function isList(value: readonly Yaml[] | YamlMap): value is readonly Yaml[] {
  return Array.isArray(value);
}

/** Words that some version or library reads as a truth, a null or a number; YAML 1.1 has `y` and `n` too. */
const known = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const word = /^[A-Za-z_][A-Za-z0-9_]*([.|/-][A-Za-z0-9_]+)*$/;
/** Two words or more without a colon, a hash or a bracket, which no version takes for anything but text. */
const prose = /^[A-Za-z][\w.,()'/-]*( [\w(][\w.,()'/-]*)+$/;
/** Ids and lengths of time: digits that end in letters, or stand between hyphens. */
const code = /^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9]+[smhd])$/;
/** What YAML 1.1 prints as it is, on one line; the line breaks of 1.1 and the byte order mark are not among it. */
const printable = /^[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** A scalar that both versions read as the value that it is. */
export function writeScalar(value: Scalar): string {
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number') return writeNumber(value);
  if (word.test(value) && !known.test(value)) return value;
  if (prose.test(value) || code.test(value)) return value;
  return printable.test(value) ? `'${value.replaceAll("'", "''")}'` : writeEscaped(value);
}

/** PyYAML reads `1e-7` as a text: a float needs its point, and its exponent a sign. */
function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} is not a number to write`);
  const text = String(Object.is(value, -0) ? 0 : value);
  return /^-?\de/.test(text) ? text.replace('e', '.0e') : text;
}

function writeEscaped(value: string): string {
  let written = '';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') written += `\\${character}`;
    else if (character === '\n') written += '\\n';
    else if (printable.test(character)) written += character;
    else if (code < 0x100) written += `\\x${code.toString(16).padStart(2, '0')}`;
    else written += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${written}"`;
}
