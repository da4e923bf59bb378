import { evaluate, holds } from '../expression/evaluate.js';
import { parseAssignments, parseExpression } from '../expression/parse.js';
import { fail } from '../failure.js';
import { parseSearch, rowMatches, timeBounds } from '../search.js';
import { isNumber, rounded } from '../value.js';
import { type CommandParsers, scopeOf } from './command.js';

/** search, where, eval, head. */
export const filterCommands: CommandParsers = {
  search(rest) {
    const predicate = parseSearch(rest);
    if (timeBounds(predicate).length > 0)
      fail('refused', 'earliest or latest in a search that is not the first');
    return (rows) => rows.filter((row) => rowMatches(predicate, row));
  },
  where(rest) {
    const condition = parseExpression(rest);
    return (rows, search) => rows.filter((row) => holds(condition, scopeOf(row, search)));
  },
  /** Assignments run from left to right, and each sees those before it. */
  eval(rest) {
    const assignments = parseAssignments(rest);
    if (assignments.some(({ field }) => field.includes('{'))) fail('refused', 'a field name made by eval');
    return (rows, search) =>
      rows.map((row) => {
        const made = new Map(row);
        for (const { field, expression } of assignments) {
          const value = evaluate(expression, scopeOf(made, search));
          if (typeof value === 'boolean') fail('error', `eval makes the field ${field} a Boolean`);
          if (value === null) made.delete(field);
          else made.set(field, search.rounding !== 'never' && isNumber(value) ? rounded(value) : value);
        }
        return made;
      });
  },
  head(rest) {
    const count =
      /^(?:limit\s*=\s*)?(\d+)$/.exec(rest === '' ? '10' : rest)?.[1] ?? fail('refused', `head ${rest}`);
    return (rows) => rows.slice(0, Number(count));
  },
};
