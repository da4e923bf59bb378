import { openWords, readBoolean } from '../arguments.js';
import { fail } from '../failure.js';
import { readSpan } from '../time.js';
import { isNumber, number, type Row, sureText, valuesOf } from '../value.js';
import type { CommandParsers } from './command.js';
import { fieldNumber } from './fields.js';

/**
 * tstats [summariesonly= allow_old_summaries= fillnull_value=] count AS name FROM datamodel=Model.Dataset BY Dataset.field, … _time span=S: how
 * many events of the data set have each combination of values, an event with several values of a field once under each. Without
 * fillnull_value an event that lacks a field is in no row. `_time` goes down to a multiple of the span. Other forms are refused.
 * https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/tstats
 */
export const tstatsCommands: CommandParsers = {
  tstats(rest) {
    const words = openWords(rest);
    const options = new Map<string, string>();
    for (;;) {
      const name = ['summariesonly', 'allow_old_summaries', 'fillnull_value'].find((one) => {
        const value = words.option(one);
        if (value !== undefined) options.set(one, value);
        return value !== undefined;
      });
      if (name === undefined) break;
    }
    // Only what is summarised would be counted, and what is not is not known here.
    if (readBoolean(options.get('summariesonly') ?? 'false')) fail('refused', 'tstats of summaries only');
    if (!words.take('count') || !words.take('as')) fail('refused', `the form: tstats ${rest}`);
    const counted = words.name();
    if (!words.take('from')) fail('refused', 'tstats without FROM');
    const dataset = words.option('datamodel') ?? fail('refused', 'tstats of no data model');
    const [, prefix = fail('syntax', `the data model ${dataset}`)] = dataset.split('.');
    if (!words.take('by')) fail('refused', 'tstats without BY');
    const by: string[] = [];
    let span: number | undefined;
    while (words.peek() !== undefined) {
      if (by.length > 0) words.take(',');
      const written = words.option('span');
      if (written !== undefined) span = readSpan(written);
      else by.push(words.name());
    }
    const odd = by.find((name) => name !== '_time' && !name.startsWith(`${prefix}.`));
    if (odd !== undefined) fail('refused', `the field ${odd}, which is not of the data set`);
    if (by.includes('_time') && (span === undefined || 86_400 % span !== 0))
      fail('undocumented', `where tstats begins a span of ${span} seconds`);
    const fill = options.get('fillnull_value');
    return (_, search) => {
      const rows = new Map<string, { readonly row: Map<string, string | number>; count: number }>();
      for (const event of search.datasetRows(dataset))
        for (const row of combinations(event, by, prefix, fill, span)) {
          const key = JSON.stringify([...row]);
          const known = rows.get(key);
          if (known === undefined) rows.set(key, { row, count: 1 });
          else known.count++;
        }
      const made = [...rows.values()].map(
        ({ row, count }): Row =>
          new Map([
            ...[...row].map(
              ([name, value]) => [name, typeof value === 'number' ? number(value) : value] as const,
            ),
            [counted, number(count)],
          ]),
      );
      return search.reversed ? made.reverse() : made;
    };
  },
};

/** The rows that an event counts in. */
function combinations(
  event: Row,
  by: readonly string[],
  prefix: string,
  fill: string | undefined,
  span: number | undefined,
): Map<string, string | number>[] {
  let rows = [new Map<string, string | number>()];
  for (const name of by) {
    if (name === '_time') {
      const time = fieldNumber(event, '_time') ?? fail('undocumented', 'tstats of an event without a time');
      const pane = Math.floor(time / (span ?? 1)) * (span ?? 1);
      for (const row of rows) row.set(name, pane);
      continue;
    }
    const values = valuesOf(event.get(name.slice(prefix.length + 1)) ?? null).map((value) =>
      isNumber(value) ? fail('undocumented', `the number in ${name} as tstats keeps it`) : sureText(value),
    );
    const all = values.length > 0 || fill === undefined ? [...new Set(values)] : [fill];
    rows = rows.flatMap((row) => all.map((value) => new Map(row).set(name, value)));
  }
  return rows;
}
