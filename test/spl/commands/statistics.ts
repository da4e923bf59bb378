import { parseClause } from '../aggregate/clause.js';
import { openCompute, set } from '../aggregate/compute.js';
import { type GroupKey, groupsOf } from '../aggregate/groups.js';
import { readBoolean } from '../arguments.js';
import { fail } from '../failure.js';
import { compareText, type Row } from '../value.js';
import type { CommandParsers, Search } from './command.js';

function gather(rows: readonly Row[], by: readonly string[], dedup: boolean, search: Search) {
  const groups = new Map<string, { key: GroupKey; rows: Row[] }>();
  for (const row of rows)
    for (const key of groupsOf(row, by, dedup)) {
      if (key.values.includes(''))
        search.note('stats groups by a field that holds an empty text: no page says that the group is kept');
      const known = groups.get(key.text);
      if (known === undefined) groups.set(key.text, { key, rows: [row] });
      else known.rows.push(row);
    }
  return [...groups.values()];
}

/** Rough bytes of the rows that a command must hold: those of the first, times their number. */
function bytesOf(rows: readonly Row[]): number {
  let bytes = 64;
  for (const value of rows[0]?.values() ?? []) bytes += typeof value === 'string' ? value.length + 16 : 24;
  return rows.length * bytes;
}

/** stats and eventstats. */
export const statisticsCommands: CommandParsers = {
  /** Rows without a BY field are left out; without BY there is one row, even of no events. */
  stats(rest) {
    const { options, aggregations, by } = parseClause(rest, [
      'partitions',
      'allnum',
      'delim',
      'dedup_splitvals',
    ]);
    for (const option of ['allnum', 'delim'])
      if (options.has(option)) fail('refused', `the option ${option} of stats`);
    const dedup = readBoolean(options.get('dedup_splitvals') ?? 'false');
    return (rows, search) => {
      if (by.length === 0) return [set(new Map(), openCompute(aggregations, search)(rows))];
      const groups = gather(rows, by, dedup, search).sort((a, b) => compareText(a.key.text, b.key.text));
      if (search.reversed) groups.reverse();
      const compute = openCompute(aggregations, search);
      return groups.map(({ key, rows: members }) =>
        set(new Map(by.map((name, index) => [name, key.values[index] ?? ''])), compute(members)),
      );
    };
  },
  /** Every row is kept; those without a BY field get no new fields. */
  eventstats(rest) {
    const { options, aggregations, by } = parseClause(rest, ['allnum']);
    if (options.size > 0) fail('refused', 'the option allnum of eventstats');
    return (rows, search) => {
      // limits.conf, [default] max_mem_usage_mb = 200: beyond it eventstats stops to add fields
      if (bytesOf(rows) > 200 * 2 ** 20) fail('limit', 'eventstats holds more than 200 MB');
      const compute = openCompute(aggregations, search);
      const groups = gather(rows, by, false, search);
      const results = new Map(groups.map(({ key, rows: members }) => [key.text, compute(members)]));
      return rows.map((row) => {
        const [key, ...others] = groupsOf(row, by);
        if (others.length > 0)
          fail('undocumented', 'what eventstats adds to a row with a multivalue BY field');
        return set(row, (key === undefined ? undefined : results.get(key.text)) ?? []);
      });
    };
  },
};
