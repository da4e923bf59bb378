import type { FieldType } from '../../ir/source.js';
import * as variable from './variable.js';

/** What is counted of events, once however many signals ask for it. The functions give the name of the column in the last rows. */
export interface Columns {
  /** How many events satisfy a condition that is never null. */
  readonly count: (condition: string) => string;
  /** How many values a coerced field has. */
  readonly distinct: (name: string, type: FieldType) => string;
  /** A value over the columns of a window, under a name, so that what is built of it does not repeat it. */
  readonly part: (expression: string) => string;
  readonly tests: readonly Column[];
  readonly values: readonly Column[];
  /** In an order in which each uses only those before it. */
  readonly parts: readonly Column[];
}

/** A column and the expression that it is made of. */
export interface Column {
  readonly name: string;
  readonly expression: string;
}

/** The key that stands for an absent value, which no present one has. */
export const absentKey = '-';

export function makeColumns(): Columns {
  const tests: Column[] = [];
  const values: Column[] = [];
  const parts: Column[] = [];
  return {
    tests,
    values,
    parts,
    part: (expression) =>
      /^\w+$/.test(expression) ? expression : addColumn(parts, variable.part, expression),
    count: (condition) => addColumn(tests, variable.test, `if(${condition}, 1, 0)`),
    distinct: (name, type) =>
      addColumn(values, variable.value, `if(isnull(${name}), "${absentKey}", ${writeKey(name, type)})`),
  };
}

/**
 * A present value as text that no command takes for a number, for a space or for nothing: `stats` and `eval` must keep apart what
 * the rule keeps apart (`1` and `1.0` of a keyword), and a number's key has all of its 17 digits.
 */
export function writeKey(name: string, type: FieldType): string {
  return type === 'number' ? `"=" . printf("%.17g", ${name})` : `"=" . ${name}`;
}

/** The value that a key was made of. */
export function readKey(key: string, type: FieldType): string {
  return type === 'number' ? `tonumber(substr(${key}, 2))` : `substr(${key}, 2)`;
}

function addColumn(columns: Column[], nameOf: (index: number) => string, expression: string): string {
  const known = columns.find((column) => column.expression === expression);
  if (known !== undefined) return known.name;
  const name = nameOf(columns.length + 1);
  columns.push({ name, expression });
  return name;
}
