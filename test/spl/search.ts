import { fail } from './failure.js';
import { isIpInNetwork } from './network.js';
import { searchText } from './quoting.js';
import {
  compareText,
  isNumber,
  isUnsure,
  type Row,
  readNumber,
  type Single,
  sureText,
  type Unsure,
  unsure,
  valuesOf,
} from './value.js';

/** What `search` asks of a row. */
export type SearchPredicate =
  | { readonly kind: 'and' | 'or'; readonly of: readonly SearchPredicate[] }
  | { readonly kind: 'not'; readonly of: SearchPredicate }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: string; readonly value: string }
  | { readonly kind: 'bound'; readonly side: 'earliest' | 'latest'; readonly value: string };

type Token = { readonly text: string; readonly quoted: boolean };

/** Tokens: parentheses, commas, comparison operators, quoted strings, and bare words. */
function readSearchTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const form = /\s*(?:"((?:[^"\\]|\\[\s\S])*)"|(!=|<=|>=|[=<>(),])|([^\s"=<>!(),]+))/y;
  while (form.lastIndex < text.trimEnd().length) {
    const at = form.lastIndex;
    const match = form.exec(text) ?? fail('syntax', `cannot read the search at: ${text.slice(at)}`);
    const [, quoted, operator, word] = match;
    if (word !== undefined && /['`\\]/.test(word)) fail('refused', `the bare word ${word} in a search`);
    tokens.push({ text: quoted ?? operator ?? word ?? '', quoted: quoted !== undefined });
  }
  return tokens;
}

/** Parses a search expression: parentheses, then NOT, then OR, then AND, which is also what stands between terms. */
export function parseSearch(text: string): SearchPredicate {
  const tokens = readSearchTokens(text);
  let at = 0;
  const is = (word: string): boolean => tokens[at]?.quoted === false && tokens[at]?.text === word;
  const take = (word: string): boolean => is(word) && at++ >= 0;
  const next = (): Token => tokens[at++] ?? fail('syntax', `the search breaks off: ${text}`);

  const parseAnd = (): SearchPredicate => {
    const of: SearchPredicate[] = [];
    while (tokens[at] !== undefined && !is(')')) {
      if (of.length > 0) take('AND');
      of.push(parseOr());
    }
    const [only, ...others] = of;
    if (only === undefined) return { kind: 'and', of: [] };
    return others.length === 0 ? only : { kind: 'and', of };
  };
  const parseOr = (): SearchPredicate => {
    const of = [parseNot()];
    while (take('OR')) of.push(parseNot());
    const [only, ...others] = of;
    return only !== undefined && others.length === 0 ? only : { kind: 'or', of };
  };
  const parseNot = (): SearchPredicate => (take('NOT') ? { kind: 'not', of: parseNot() } : parseTerm());
  const parseTerm = (): SearchPredicate => {
    if (take('(')) {
      const inner = parseAnd();
      return take(')') ? inner : fail('syntax', 'a parenthesis of the search is not closed');
    }
    const field = next();
    if (!field.quoted && /^(?:AND|OR|XOR|and|or|not|xor|in)$/.test(field.text))
      fail('refused', `the word ${field.text} as a term`);
    if (take('IN')) {
      if (!take('(')) fail('syntax', 'IN needs a list in parentheses');
      const of: SearchPredicate[] = [];
      do of.push(comparison(field, '=', next()));
      while (take(',') || !is(')'));
      at++;
      return of.length === 0 ? fail('syntax', 'an empty list') : { kind: 'or', of };
    }
    const operator = ['=', '!=', '<', '<=', '>', '>='].find((one) => take(one));
    if (operator === undefined)
      return fail('refused', `the term "${field.text}" to be found in the raw event`);
    return comparison(field, operator, next());
  };
  const comparison = (field: Token, operator: string, value: Token): SearchPredicate => {
    if (!value.quoted && (/^[=<>!(),]/.test(value.text) || /^(?:AND|OR|NOT|IN)$/.test(value.text)))
      fail('syntax', `no value after ${field.text}${operator}`);
    const name = searchText(field.text);
    if (
      /[*]/.test(name) ||
      /^(?:eventtype|tag|savedsearch|_index_earliest|_index_latest|starttime|endtime)$/.test(name)
    )
      fail('refused', `the field ${name} in a search`);
    if (name === 'earliest' || name === 'latest')
      return operator === '='
        ? { kind: 'bound', side: name, value: value.text }
        : fail('syntax', `${name}${operator}`);
    return { kind: 'compare', field: name, operator, value: searchText(value.text) };
  };
  const predicate = parseAnd();
  return at < tokens.length ? fail('syntax', `")" is left over in the search: ${text}`) : predicate;
}

/** The time bounds of a search; they are read only where they stand beside everything else, not within OR or NOT. */
export function timeBounds(predicate: SearchPredicate): (SearchPredicate & { kind: 'bound' })[] {
  if (predicate.kind === 'bound') return [predicate];
  if (predicate.kind === 'and') return predicate.of.flatMap(timeBounds);
  const within = predicate.kind === 'or' ? predicate.of : predicate.kind === 'not' ? [predicate.of] : [];
  return within.some((part) => timeBounds(part).length > 0)
    ? fail('refused', 'a time bound within OR or NOT')
    : [];
}

/** Whether a row satisfies a search expression. */
export function rowMatches(predicate: SearchPredicate, row: Row): boolean {
  const verdict = judge(predicate, row);
  return typeof verdict === 'boolean' ? verdict : fail('undocumented', verdict.reason);
}

function judge(predicate: SearchPredicate, row: Row): boolean | Unsure {
  switch (predicate.kind) {
    case 'bound':
      return true;
    case 'not': {
      const verdict = judge(predicate.of, row);
      return typeof verdict === 'boolean' ? !verdict : verdict;
    }
    case 'and':
    case 'or': {
      const decisive = predicate.kind === 'or';
      const verdicts = predicate.of.map((part) => judge(part, row));
      if (verdicts.includes(decisive)) return decisive;
      return verdicts.find((verdict) => typeof verdict !== 'boolean') ?? !decisive;
    }
    case 'compare':
      return compareField(predicate, row);
  }
}

/**
 * `field=value` is true where any value of the field is it; `field!=value` where the field has a value and none is it
 * (NOT expressions). A field that is missing satisfies neither.
 */
function compareField(
  { field, operator, value }: SearchPredicate & { kind: 'compare' },
  row: Row,
): boolean | Unsure {
  const held = valuesOf(row.get(field) ?? null);
  const verdicts = held.map((one) => compareValue(one, operator === '!=' ? '=' : operator, value));
  const doubt = verdicts.find((verdict) => typeof verdict !== 'boolean');
  if (operator === '!=') {
    if (verdicts.includes(true) && verdicts.length > 1) return unsure('what != makes of a multivalue field');
    return doubt ?? (held.length > 0 && !verdicts.includes(true));
  }
  return verdicts.includes(true) ? true : (doubt ?? false);
}

function compareValue(held: Single, operator: string, value: string): boolean | Unsure {
  const text = sureText(held);
  if (operator === '=') {
    if (/^[0-9a-fA-F.:]+\/\d+$/.test(value) && /[.:]/.test(value)) {
      const within = isIpInNetwork(value, text);
      return text === value ? true : within;
    }
    const verdict = equalsFolded(text, value);
    if (verdict !== false || value.includes('*')) return verdict;
    const [a, b] = [isNumber(held) ? held : readNumber(text), readNumber(value)];
    if (a === undefined || b === undefined) return false;
    if (isUnsure(a) || isUnsure(b))
      return unsure(`whether search takes ${text} and ${value} for equal numbers`);
    return a.value === b.value ? unsure(`whether search compares ${text} and ${value} as numbers`) : false;
  }
  const [a, b] = [isNumber(held) ? held : readNumber(text), readNumber(value)];
  if (a !== undefined && b !== undefined) {
    if (isUnsure(a)) return a;
    return isUnsure(b) ? b : inOrder(a.value - b.value, operator);
  }
  if (a === undefined && b === undefined) {
    const verdict = inOrder(compareText(text, value), operator);
    const folded = inOrder(compareText(text.toLowerCase(), value.toLowerCase()), operator);
    return verdict === folded ? verdict : unsure('whether search orders texts without regard to case');
  }
  return unsure(`how search orders ${text} and ${value}, of which one is a number`);
}

function inOrder(order: number, operator: string): boolean {
  return operator === '<'
    ? order < 0
    : operator === '<='
      ? order <= 0
      : operator === '>'
        ? order > 0
        : order >= 0;
}

const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Equality without regard to case, `*` standing for any run; beyond ASCII no page says whether case is folded. */
function equalsFolded(text: string, value: string): boolean | Unsure {
  const source = value.split('*').map((part) => part.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&'));
  const test = (fold: (part: string) => string): boolean =>
    new RegExp(`^${source.map(fold).join('[\\s\\S]*')}$`, 'u').test(fold(text));
  const [plain, whole] = [test(foldAscii), test((part) => part.toLowerCase())];
  return plain === whole ? plain : unsure('whether search folds the case of letters beyond ASCII');
}
