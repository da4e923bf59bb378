import { fail } from '../failure.js';

export type Token = {
  readonly kind: 'number' | 'string' | 'quoted-field' | 'name' | 'operator';
  readonly text: string;
};

const forms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', /"((?:[^"\\]|\\[\s\S])*)"/y],
  ['quoted-field', /'([^']*)'/y],
  ['number', /((?:\d+(?:\.\d+)?)(?:[eE][+-]?\d+)?)(?![\w.])/y],
  ['name', /([A-Za-z_]\w*)/y],
  ['operator', /(==|!=|<=|>=|[=<>+\-*/%.(),])/y],
];

/** The tokens of an expression. A name is letters, digits and underscores; any other field stands in single quotes. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = /\s+/y;
    space.lastIndex = at;
    if (space.test(text)) {
      at = space.lastIndex;
      continue;
    }
    const token = readToken(text, at) ?? fail('syntax', `cannot read the expression at: ${text.slice(at)}`);
    tokens.push(token.token);
    at = token.end;
  }
  return tokens;
}

function readToken(text: string, at: number): { token: Token; end: number } | undefined {
  for (const [kind, form] of forms) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match !== null) return { token: { kind, text: match[1] ?? '' }, end: form.lastIndex };
  }
  return undefined;
}
