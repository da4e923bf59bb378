import { openWords } from '../arguments.js';
import { fail } from '../failure.js';
import { readSpan } from '../time.js';
import { number, type Row, sureText, unsure, valuesOf } from '../value.js';
import type { CommandParsers } from './command.js';
import { fieldNumber } from './fields.js';

/** makeresults, addinfo, bin, lookup. */
export const generatingCommands: CommandParsers = {
  makeresults(rest) {
    const words = openWords(rest);
    const count = Number(words.option('count') ?? '1');
    if (words.peek() !== undefined || !Number.isInteger(count))
      fail('refused', `the form: makeresults ${rest}`);
    return (_, { now }) => Array.from({ length: count }, (): Row => new Map([['_time', number(now)]]));
  },
  /** info_min_time and info_max_time are the bounds of the search, in epoch seconds; `+Infinity` for an open end. */
  addinfo(rest) {
    if (rest !== '') fail('syntax', 'addinfo takes no arguments');
    return (rows, { earliest, latest, now }) =>
      rows.map((row) =>
        new Map(row)
          .set('info_min_time', number(earliest ?? 0))
          .set('info_max_time', latest === undefined ? unsure('info_max_time of all time') : number(latest))
          .set('info_search_time', number(now))
          .set('info_sid', unsure('the identifier of the search')),
      );
  },
  /** bin [span=S] field [AS name]: `_time` goes down to a multiple of the span since the epoch; days follow the local zone. */
  bin(rest) {
    const words = openWords(rest);
    let span = words.option('span');
    const field = words.name();
    span ??= words.option('span');
    const name = words.take('as') ? words.name() : field;
    if (span === undefined || words.peek() !== undefined || field !== '_time')
      fail('refused', `the form: bin ${rest}`);
    const seconds = readSpan(span);
    if (seconds >= 86_400) fail('refused', 'bin by days, which follow the time zone of the search head');
    // "aligns to the epoch" is sure for spans that divide a day
    if (86_400 % seconds !== 0) fail('undocumented', `where bin aligns a span of ${span}`);
    return (rows) =>
      rows.map((row) => {
        const time = fieldNumber(row, field);
        return time === undefined
          ? row
          : new Map(row).set(name, number(Math.floor(time / seconds) * seconds));
      });
  },
  /** lookup name field [AS event_field] OUTPUT[NEW] field [AS name] …: a table given in memory, matched exactly. */
  lookup(rest) {
    const words = openWords(rest);
    const table = words.name();
    const pair = (): readonly [string, string] => {
      const field = words.name();
      return [field, words.take('as') ? words.name() : field];
    };
    const inputs: (readonly [string, string])[] = [];
    const outputs: (readonly [string, string])[] = [];
    let fresh = false;
    const list = (into: (readonly [string, string])[]): void => {
      while (words.peek() !== undefined && !/^output(new)?$/i.test(words.peek()?.text ?? '')) {
        words.take(',');
        into.push(pair());
      }
    };
    list(inputs);
    if (words.peek() !== undefined) {
      fresh = words.next().text.toLowerCase() === 'outputnew';
      list(outputs);
    }
    if (inputs.length === 0 || outputs.length === 0) fail('refused', `the form: lookup ${rest}`);
    return (rows, { lookups }) => {
      const entries = lookups.get(table) ?? fail('error', `no lookup table ${table}`);
      return rows.map((row) => {
        const found = entries.filter((entry) =>
          inputs.every(([column, field]) => {
            const [value, ...others] = valuesOf(row.get(field) ?? null);
            if (others.length > 0) fail('undocumented', 'a lookup by a multivalue field');
            return value !== undefined && entry.get(column) === sureText(value);
          }),
        );
        if (found.length > 1) fail('undocumented', 'a lookup that matches several entries');
        const made = new Map(row);
        for (const [column, name] of outputs) {
          const value = found[0]?.get(column);
          if (fresh && made.has(name)) continue;
          if (value !== undefined && value !== '') made.set(name, value);
          else if (found.length > 0) made.delete(name);
          else if (!fresh && made.has(name))
            fail('undocumented', 'what OUTPUT leaves of a field where nothing matches');
        }
        return made;
      });
    };
  },
};
