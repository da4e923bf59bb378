import { Lexer, Parser } from 'yaml';

/** Nesting that the parser is not let into. It recurses, and an engine that runs out of stack inside a regular expression ends the process. */
const mostOpen = 500;

/** The offset at which more is open than the parser may be let into; its own first stage, which does not recurse, counts. */
export function findDepth(text: string): number | undefined {
  // What opens a map or a list; a text with few of these cannot nest deep.
  if ((text.match(/[[{?:-]/g) ?? []).length < mostOpen) return undefined;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > mostOpen) return Math.max(0, Math.min(parser.offset, text.length) - 1);
  }
  return undefined;
}
