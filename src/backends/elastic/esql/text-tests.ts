import type { PredicateOf } from '../../../ir/predicate.js';
import { combine, exact, type Lowering, map } from '../../lowering.js';
import { isWritable, isWritablePattern, refuseUnwritable } from '../../unwritable.js';
import { anyOne, anyRun, translateRegex, writeFolded } from '../lucene.js';
import { escapeWildcard, joinTokens } from '../text.js';
import { anyOf, atom, type Expression } from './expression.js';
import { writeString } from './literal.js';

/*
 * How ES|QL asks a text. Without regard to case it is always a pattern of classes, `[aA]`: TO_LOWER folds beyond ASCII, and a comparison
 * with it is rewritten into one that does not.
 */

type TextTest = PredicateOf<'equals' | 'contains' | 'starts_with' | 'ends_with'>;

interface Form {
  /** With regard to case. */
  readonly plain: (column: string, literal: string) => string;
  /** Around the folded text. */
  readonly before: string;
  readonly after: string;
}

const forms: { readonly [K in TextTest['kind']]: Form } = {
  equals: { plain: (column, literal) => `${column} == ${literal}`, before: '', after: '' },
  contains: {
    plain: (column, literal) => `LOCATE(${column}, ${literal}) > 0`,
    before: anyRun,
    after: anyRun,
  },
  starts_with: {
    plain: (column, literal) => `STARTS_WITH(${column}, ${literal})`,
    before: '',
    after: anyRun,
  },
  ends_with: { plain: (column, literal) => `ENDS_WITH(${column}, ${literal})`, before: anyRun, after: '' },
};

/** A test of a column against any of some texts. */
export function lowerTexts({ kind, values, nocase, span }: TextTest, column: string): Lowering<Expression> {
  const form = forms[kind];
  const tests = values.map((value): Lowering<Expression> => {
    const text = String(value);
    if (!isWritable(text)) return refuseUnwritable('query text', span);
    const isFolded = nocase && /[A-Za-z]/.test(text);
    return exact(
      isFolded
        ? like(column, 'RLIKE', `${form.before}${writeFolded(text)}${form.after}`)
        : atom(form.plain(column, writeString(text)), true),
    );
  });
  return map(combine(tests), anyOf);
}

/** LIKE with its own escapes; `?` is one code point in it. */
export function lowerWildcard(
  { patterns, nocase, span }: PredicateOf<'wildcard'>,
  column: string,
): Lowering<Expression> {
  const tests = patterns.map((pattern): Lowering<Expression> => {
    if (!isWritablePattern(pattern)) return refuseUnwritable('query text', span);
    if (pattern.length === 0) return exact(atom(`${column} == ""`, true));
    return exact(
      nocase
        ? like(column, 'RLIKE', joinTokens(pattern, writeFolded, anyRun, anyOne))
        : like(column, 'LIKE', joinTokens(pattern, escapeWildcard, '*', '?')),
    );
  });
  return map(combine(tests), anyOf);
}

/** RLIKE with Lucene's pattern. One that only the empty text matches is no pattern to it. */
export function lowerRegex(
  { patterns, nocase, span }: PredicateOf<'regex'>,
  column: string,
): Lowering<Expression> {
  const tests = patterns.map((pattern) =>
    map(translateRegex(pattern, nocase, span), (text) =>
      text === '' ? atom(`${column} == ""`, true) : like(column, 'RLIKE', text),
    ),
  );
  return map(combine(tests), anyOf);
}

function like(column: string, operator: 'LIKE' | 'RLIKE', pattern: string): Expression {
  return atom(`${column} ${operator} ${writeString(pattern)}`, true);
}
