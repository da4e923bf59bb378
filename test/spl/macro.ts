import { fail } from './failure.js';

/** A search macro as macros.conf defines it: `[name(2)]`, `args = a, b`, `definition = … $a$ …`. */
export type Macro = { readonly arguments: readonly string[]; readonly definition: string };
/** Macros by name and number of arguments: `name` or `name(2)`. */
export type Macros = ReadonlyMap<string, Macro>;

const call = /^([\w.:-]+)(?:\((.*)\))?$/s;

/**
 * Replaces each macro call in backticks by its definition, and removes comments (three backticks on each side).
 * Within double quotes a backtick is a character ("Use search macros in searches": not expanded in quoted values).
 */
export function expandMacros(text: string, macros: Macros, depth = 0): string {
  // limits.conf, [search] max_macro_depth = 100
  if (depth > 100) fail('limit', 'macros nest deeper than 100');
  let expanded = '';
  let quoted = false;
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? '';
    if (quoted && character === '\\') {
      expanded += text.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (quoted || character !== '`') {
      expanded += character;
      at++;
      continue;
    }
    const fence = text.startsWith('```', at) ? '```' : '`';
    const end = text.indexOf(fence, at + fence.length);
    if (end < 0) fail('syntax', `a backtick is not closed: ${text.slice(at, at + 40)}`);
    if (fence === '```') expanded += ' ';
    else expanded += expandCall(text.slice(at + 1, end), macros, depth);
    at = end + fence.length;
  }
  if (quoted) fail('syntax', 'a double quote is not closed');
  return expanded;
}

function expandCall(text: string, macros: Macros, depth: number): string {
  const [, name, list] = call.exec(text.trim()) ?? fail('syntax', `no macro call: ${text}`);
  const values = list === undefined ? [] : splitArguments(list);
  const key = values.length === 0 ? `${name}` : `${name}(${values.length})`;
  const macro = macros.get(key) ?? fail('error', `no macro ${key}`);
  let definition = macro.definition;
  for (const [index, argument] of macro.arguments.entries())
    definition = definition.replaceAll(`$${argument}$`, () => values[index] ?? '');
  return expandMacros(definition, macros, depth + 1);
}

/** Arguments are parted by commas outside quotes; quotes round a whole argument are taken off. */
function splitArguments(list: string): string[] {
  const parts = list.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/gs) ?? [];
  return parts.map((part) => part.trim()).map((part) => /^"((?:[^"\\]|\\.)*)"$/s.exec(part)?.[1] ?? part);
}
