import { fail } from './failure.js';

/** One command of a pipeline: its name in lower case, and what follows as it stands. */
export type CommandText = { readonly name: string; readonly rest: string };

/**
 * Parts a search at its pipes. Only double quotes protect a pipe (search command, "Quotes and escaping characters").
 * A search that does not begin with a pipe begins with `search`.
 */
export function splitPipeline(text: string): CommandText[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') {
      if (!quoted) fail('refused', 'a backslash outside quotes');
      at++;
    } else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '[' || character === ']') fail('refused', 'a subsearch');
    else if (character === '|') {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (quoted) fail('syntax', 'a double quote is not closed');
  parts.push(text.slice(start));
  const [first = '', ...others] = parts.map((part) => part.trim());
  const commands = others.map(readCommand);
  if (first === '') return commands.length === 0 ? fail('syntax', 'an empty search') : commands;
  const leading = /^search\s+/i.exec(first)?.[0] ?? '';
  return [{ name: 'search', rest: first.slice(leading.length) }, ...commands];
}

function readCommand(part: string): CommandText {
  const [whole, name = ''] = /^([A-Za-z]+)(?![\w=])/.exec(part) ?? fail('syntax', `no command: | ${part}`);
  return { name: name.toLowerCase(), rest: part.slice(whole.length).trim() };
}
