import type { Expression } from './expression.js';
import { writeName } from './literal.js';

/** A column and what it is computed from; the name as it is written. */
export type Definition = readonly [column: string, expression: string];

/** `| COMMAND a = …,` with one definition a line and their equals signs under each other. */
export function writeDefinitions(command: string, definitions: readonly Definition[]): string {
  const width = Math.max(...definitions.map(([column]) => column.length));
  return `| ${command} ${definitions
    .map(([column, expression]) => `${column.padEnd(width)} = ${expression}`)
    .join(`,\n${' '.repeat(command.length + 3)}`)}`;
}

/** An EVAL, or nothing where there is nothing to compute. */
export function writeEval(definitions: readonly Definition[]): readonly string[] {
  return definitions.length === 0 ? [] : [writeDefinitions('EVAL', definitions)];
}

/** A STATS by some columns, written on a line of their own. */
export function writeStats(definitions: readonly Definition[], by: readonly string[]): string {
  return `${writeDefinitions('STATS', definitions)}\n     BY ${by.join(', ')}`;
}

/** A WHERE that asks for all parts, and for all parts of those that are an AND themselves, one a line. */
export function writeWhere(parts: readonly Expression[]): readonly string[] {
  const flat = parts.flatMap(flatten);
  if (flat.length === 0) return [];
  const texts = flat.map(({ text, binding }) => (binding === 'or' && flat.length > 1 ? `(${text})` : text));
  return [`| WHERE ${texts.join('\n    AND ')}`];
}

function flatten(part: Expression): readonly Expression[] {
  return part.conjuncts === undefined ? [part] : part.conjuncts.flatMap(flatten);
}

/**
 * More rows than this the server cuts without a word (its default for `esql.query.result_truncation_max_size`), so a result of
 * exactly as many must be taken as incomplete.
 */
export const maxRows = 10_000;

/** The last stages: the columns of a row in order, the order of rows, and the limit that tells an overflow. */
export function writeResult(
  columns: readonly string[],
  renames: readonly (readonly [column: string, to: string])[],
  sortBy: readonly string[],
): readonly string[] {
  const names = (list: readonly string[]) => list.map(writeName).join(', ');
  return [
    ...(renames.length === 0
      ? []
      : [`| RENAME ${renames.map(([column, to]) => `${writeName(column)} AS ${writeName(to)}`).join(', ')}`]),
    `| KEEP ${names(columns)}`,
    `| SORT ${names(sortBy)}`,
    `| LIMIT ${maxRows}`,
  ];
}
