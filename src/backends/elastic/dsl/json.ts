/** What a body is made of. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export type JsonObject = { readonly [key: string]: Json | undefined };

const width = 110;

/**
 * Writes a body, the same for the same content: two spaces a level, and on one line what fits there. The one place where a text of
 * a rule, a target or a mapping becomes a part of a request, and always as a JSON string.
 */
export function writeJson(value: Json, indent = ''): string {
  const line = writeLine(value);
  if (indent.length + line.length <= width) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return wrap(
      '[',
      value.map((one) => writeJson(one, inner)),
      ']',
      indent,
    );
  if (!isObject(value)) return line;
  const members = entriesOf(value).map(([key, one]) => `${writeText(key)}: ${writeJson(one, inner)}`);
  return wrap('{', members, '}', indent);
}

function wrap(open: string, parts: readonly string[], close: string, indent: string): string {
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}

function writeLine(value: Json): string {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return writeNumber(value);
  if (isList(value)) return `[${value.map(writeLine).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = entriesOf(value).map(([key, one]) => `${writeText(key)}: ${writeLine(one)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** A string with nothing in it that ends a line or reorders it on a screen. */
function writeText(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** JSON knows minus zero, and an index keeps it apart from zero. */
function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`not a finite number: ${value}`);
  return Object.is(value, -0) ? '-0.0' : JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(value: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]));
}
