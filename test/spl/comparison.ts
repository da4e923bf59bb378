import { compareText, isMulti, isNumber, isUnsure, readNumber, textOf, unsure, type Value } from './value.js';

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

const verdicts: Record<Comparator, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/**
 * Compares as `eval` and `where` do ("Operators that produce booleans": two numbers or two strings): null where a side
 * is null, numbers by size, texts by code point, a number with a text that is one as numbers. Two texts that are both
 * numbers may be compared either way, so a verdict on which the two ways differ is unsure (`"1.0" = "1"`); so is a
 * number against a text that is none, and a multivalue against anything.
 */
export function compare(comparator: Comparator, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (isUnsure(left)) return left;
  if (isUnsure(right)) return right;
  if (typeof left === 'boolean' || typeof right === 'boolean')
    return unsure(`what a Boolean is when compared by ${comparator}`);
  if (isMulti(left) || isMulti(right)) return unsure(`how ${comparator} compares a multivalue field in eval`);
  const verdict = verdicts[comparator];
  const [a, b] = [isNumber(left) ? left : readNumber(left), isNumber(right) ? right : readNumber(right)];
  const asText = (): Value => {
    const [x, y] = [textOf(left), textOf(right)];
    if (typeof x !== 'string') return x;
    return typeof y === 'string' ? verdict(compareText(x, y)) : y;
  };
  const texts = !isNumber(left) && !isNumber(right);
  if (a === undefined || b === undefined) {
    if (texts) return asText();
    return unsure(`how ${comparator} compares a number with a text that is none`);
  }
  const numeric = isUnsure(a) || isUnsure(b) ? undefined : verdict(a.value - b.value);
  if (numeric !== undefined && !texts) return numeric;
  if (numeric === undefined && !texts) return isUnsure(a) ? a : b;
  const textual = asText();
  // equal texts are equal in either reading; texts that differ while their numbers are doubtful may yet be equal
  if (numeric === undefined && left === right) return textual;
  return textual === numeric
    ? textual
    : unsure(
        `whether the texts "${textOf(left)}" and "${textOf(right)}" are compared as numbers by ${comparator}`,
      );
}
