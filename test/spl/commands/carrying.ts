import { openWords, readNameList } from '../arguments.js';
import { fail } from '../failure.js';
import { number, type Value } from '../value.js';
import type { CommandParsers } from './command.js';
import { fieldNumber } from './fields.js';

/** Commands that carry something from each row to those after it. */
export const carryingCommands: CommandParsers = {
  /** accum field [AS newfield]: the running total. "The field must contain numeric values", so a row without one ends the search. */
  accum(rest) {
    const words = openWords(rest);
    const field = words.name();
    const name = words.take('as') ? words.name() : field;
    if (words.peek() !== undefined) fail('syntax', `accum ${rest}`);
    return (rows) => {
      let total = 0;
      return rows.map((row) => {
        total +=
          fieldNumber(row, field) ?? fail('undocumented', `accum over a row without a number in ${field}`);
        return new Map(row).set(name, number(total));
      });
    };
  },
  /** filldown field …: the last value that there was, null where there was none. Its list is parted by spaces. */
  filldown(rest) {
    if (rest.includes(',')) fail('syntax', 'a comma in the list of filldown');
    const names = readNameList(openWords(rest));
    if (names.length === 0 || names.some((name) => name.includes('*')))
      fail('refused', `the form: filldown ${rest}`);
    return (rows) => {
      const last = new Map<string, Value>();
      return rows.map((row) => {
        const made = new Map(row);
        for (const name of names) {
          const value = row.get(name) ?? last.get(name) ?? null;
          if (value === null) continue;
          last.set(name, value);
          made.set(name, value);
        }
        return made;
      });
    };
  },
};
