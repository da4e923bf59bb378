import { asNumber } from '../expression/arithmetic.js';
import type { Expression } from '../expression/tree.js';
import { truth } from '../expression/truth.js';
import { fail } from '../failure.js';
import { matches } from '../pcre.js';
import {
  compareText,
  fromValues,
  isUnsure,
  number,
  type Single,
  sureText,
  unsure,
  valuesOf,
} from '../value.js';
import { asPattern, asText, type EvalFunction, type EvalFunctions, eager } from './definition.js';

/** mvindex(FIELD, start, end): from 0, negative from the end, the end included; null where there is none. */
const mvindex = eager(2, 3, ([field = null, from = null, to]) => {
  const values = valuesOf(field);
  const start = asNumber(from, 'mvindex()');
  const end = to === undefined ? start : asNumber(to, 'mvindex()');
  if (start === null || end === null) return null;
  if (isUnsure(start)) return start;
  if (isUnsure(end)) return end;
  const [first, last] = [start.value, end.value].map((place) => (place < 0 ? values.length + place : place));
  if (first === undefined || last === undefined || !Number.isInteger(first) || !Number.isInteger(last))
    return unsure('what mvindex() makes of a place that is no whole number');
  if (to !== undefined && (first < 0 || last < first))
    return unsure('what mvindex() makes of a range out of order');
  return first < 0 || first >= values.length ? null : fromValues(values.slice(first, last + 1));
});

/** split(X, "delimiter"). */
const split = eager(2, 2, ([subject = null, delimiter = null]) => {
  const text = asText(subject, 'split');
  const mark = asText(delimiter, 'split');
  if (typeof text !== 'string') return text;
  if (typeof mark !== 'string') return mark;
  if (mark === '') return unsure('what split() makes of an empty delimiter');
  const parts = text.split(mark);
  return parts.includes('') ? unsure('whether split() keeps empty parts') : fromValues(parts);
});

/** mvrange(start, end, step): the end is left out. Steps in time units are refused. */
const mvrange = eager(2, 3, ([from = null, to = null, by]) => {
  const bounds = [from, to, by ?? number(1)].map((value) => asNumber(value, 'mvrange()'));
  const [start, end, step] = bounds;
  const doubt = bounds.find((bound) => isUnsure(bound));
  if (doubt !== undefined) return doubt;
  if (!start || !end || !step || isUnsure(start) || isUnsure(end) || isUnsure(step)) return null;
  if (step.value <= 0) return unsure('what mvrange() makes of a step that is not positive');
  if ((end.value - start.value) / step.value > 1_000_000)
    return fail('limit', 'mvrange() of more than a million values');
  const values: Single[] = [];
  for (let value = start.value; value < end.value; value += step.value) values.push(number(value));
  return fromValues(values);
});

/** The one field that an expression names, for mvfilter(). */
function onlyField(expression: Expression): string {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === 'field') names.add(node.name);
    else if (node.kind === 'call') node.arguments.forEach(visit);
    else if ('operand' in node) visit(node.operand);
    else if ('left' in node) [node.left, node.right].forEach(visit);
  };
  visit(expression);
  const [name, ...others] = names;
  return name !== undefined && others.length === 0
    ? name
    : fail('error', 'mvfilter() takes an expression over one field');
}

const mvfilter: EvalFunction = {
  least: 1,
  most: 1,
  evaluate([predicate], scope, evaluate) {
    if (predicate === undefined) return null;
    const field = onlyField(predicate);
    const kept: Single[] = [];
    for (const value of valuesOf(scope.row.get(field) ?? null)) {
      const verdict = truth(evaluate(predicate, { ...scope, bound: { field, value } }), 'mvfilter()');
      if (isUnsure(verdict)) return verdict;
      if (verdict === true) kept.push(value);
    }
    return fromValues(kept);
  },
};

const mvmap: EvalFunction = {
  least: 2,
  most: 2,
  evaluate([field, expression], scope, evaluate) {
    if (field === undefined || expression === undefined) return null;
    if (field.kind !== 'field') return fail('refused', 'mvmap() over anything but a field');
    const mapped: Single[] = [];
    for (const value of valuesOf(scope.row.get(field.name) ?? null)) {
      const one = evaluate(expression, { ...scope, bound: { field: field.name, value } });
      if (isUnsure(one)) return one;
      mapped.push(...valuesOf(one));
    }
    return fromValues(mapped);
  },
};

const mvfind: EvalFunction = {
  least: 2,
  most: 2,
  evaluate([field, pattern], scope, evaluate) {
    if (field === undefined) return null;
    const expression = asPattern(pattern, scope, evaluate);
    if (typeof expression !== 'string') return expression;
    for (const [index, value] of valuesOf(evaluate(field, scope)).entries()) {
      const verdict = matches(expression, sureText(value));
      if (isUnsure(verdict)) return verdict;
      if (verdict) return number(index);
    }
    return null;
  },
};

/** Multivalue eval functions. */
export const multivalueFunctions: EvalFunctions = {
  mvappend: eager(1, Infinity, (values) => fromValues(values.flatMap((value) => [...valuesOf(value)]))),
  mvcount: eager(1, 1, ([value = null]) => {
    const { length } = valuesOf(value);
    return length === 0 ? null : number(length);
  }),
  mvdedup: eager(1, 1, ([value = null]) => {
    const kept = new Map<string, Single>();
    for (const one of valuesOf(value)) if (!kept.has(sureText(one))) kept.set(sureText(one), one);
    return fromValues([...kept.values()]);
  }),
  mvfilter,
  mvfind,
  mvindex,
  mvjoin: eager(2, 2, ([value = null, mark = null]) => {
    const delimiter = asText(mark, 'mvjoin');
    if (typeof delimiter !== 'string') return delimiter;
    const values = valuesOf(value);
    return values.length === 0 ? null : values.map(sureText).join(delimiter);
  }),
  mvmap,
  mvrange,
  mvsort: eager(1, 1, ([value = null]) =>
    fromValues([...valuesOf(value)].sort((a, b) => compareText(sureText(a), sureText(b)))),
  ),
  mvzip: eager(2, 3, ([left = null, right = null, mark = ',']) => {
    const [a, b] = [valuesOf(left), valuesOf(right)];
    const delimiter = asText(mark, 'mvzip');
    if (typeof delimiter !== 'string') return delimiter;
    if (a.length === 0 && b.length === 0) return null;
    if (a.length !== b.length) return unsure('what mvzip() makes of fields of different length');
    return fromValues(a.map((one, index) => `${sureText(one)}${delimiter}${sureText(b[index] ?? '')}`));
  }),
  split,
};
