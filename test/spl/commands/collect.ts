import { openWords } from '../arguments.js';
import { fail } from '../failure.js';
import { isNumber, type Row, sureText, valuesOf } from '../value.js';
import type { CommandParsers } from './command.js';

/**
 * collect index=name output_format=hec: each row becomes an event of the index, with its own `_raw` and `_time`, and its `source` where it has
 * one; the source type is stash_hec. The other format writes text that no page describes closely, and is refused. Rows go on as they are.
 * https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/collect
 */
export const collectCommands: CommandParsers = {
  collect(rest) {
    const words = openWords(rest);
    const options = new Map<string, string>();
    while (words.peek() !== undefined) {
      const known = ['index', 'output_format'].find((name) => {
        const value = words.option(name);
        if (value !== undefined) options.set(name, value);
        return value !== undefined;
      });
      if (known === undefined) fail('refused', `the form: collect ${rest}`);
    }
    const index = options.get('index') ?? fail('refused', 'collect without an index');
    if (options.get('output_format') !== 'hec') fail('refused', 'collect in the format raw');
    return (rows, search) => {
      for (const row of rows) {
        const time = row.get('_time') ?? null;
        if (!isNumber(time)) fail('undocumented', 'the time of a collected row without a number in _time');
        const source = textIn(row, 'source');
        search.collect({
          raw: textIn(row, '_raw') ?? fail('undocumented', 'the text of a collected row without _raw'),
          time: sureText(time),
          index,
          sourcetype: 'stash_hec',
          ...(source === undefined ? {} : { fields: { source } }),
        });
      }
      return rows;
    };
  },
};

function textIn(row: Row, name: string): string | undefined {
  const [value, ...others] = valuesOf(row.get(name) ?? null);
  if (others.length > 0) fail('undocumented', `a collected row with several values of ${name}`);
  return value === undefined ? undefined : sureText(value);
}
