import { type Aggregation, parseClause, timeOf, valuesIn } from '../aggregate/clause.js';
import { groupsOf, keyText } from '../aggregate/groups.js';
import { readBoolean } from '../arguments.js';
import { fail } from '../failure.js';
import { compareText, type NumberValue, type Row, type Single, sureText, type Value } from '../value.js';
import { type CommandParsers, type Search, scopeOf } from './command.js';

/** The statistics of some rows, by name. */
function compute(
  aggregations: readonly Aggregation[],
  rows: readonly Row[],
  search: Search,
): [string, Value][] {
  return aggregations.map(({ name, statistic, argument }) => {
    const values: Single[] = [];
    const times: (NumberValue | undefined)[] = [];
    for (const row of rows)
      for (const value of valuesIn(argument, scopeOf(row, search))) {
        values.push(value);
        times.push(timeOf(row));
      }
    return [name, statistic({ values, times })];
  });
}

function gather(rows: readonly Row[], by: readonly string[], dedup: boolean, search: Search) {
  const groups = new Map<string, { key: readonly Single[]; rows: Row[] }>();
  for (const row of rows)
    for (const key of groupsOf(row, by, dedup)) {
      if (key.some((value) => value === ''))
        search.note('stats groups by a field that holds an empty text: no page says that the group is kept');
      const known = groups.get(keyText(key));
      if (known === undefined) groups.set(keyText(key), { key, rows: [row] });
      else known.rows.push(row);
    }
  return [...groups.values()];
}

function set(row: Row, entries: readonly (readonly [string, Value])[]): Row {
  for (const [name, value] of entries)
    if (value === null) row.delete(name);
    else row.set(name, value);
  return row;
}

/** Rough bytes of the rows that a command must hold. */
const bytesOf = (rows: readonly Row[]): number =>
  rows.length === 0
    ? 0
    : rows.length *
      ([...(rows[0]?.values() ?? [])].reduce((sum, value) => sum + String(value).length + 16, 64) as number);

/** stats, eventstats, streamstats: see each one's page of the Search Reference. */
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
      if (by.length === 0) return [set(new Map(), compute(aggregations, rows, search))];
      const groups = gather(rows, by, dedup, search).sort((a, b) =>
        compareText(keyText(a.key), keyText(b.key)),
      );
      if (search.reversed) groups.reverse();
      return groups.map((group) => {
        const row: Row = new Map(by.map((name, index) => [name, group.key[index] ?? '']));
        return set(row, compute(aggregations, group.rows, search));
      });
    };
  },
  /** Every row is kept; those without a BY field get no new fields. */
  eventstats(rest) {
    const { options, aggregations, by } = parseClause(rest, ['allnum']);
    if (options.size > 0) fail('refused', 'the option allnum of eventstats');
    return (rows, search) => {
      // limits.conf, [default] max_mem_usage_mb = 200: beyond it eventstats stops to add fields
      if (bytesOf(rows) > 200 * 2 ** 20) fail('limit', 'eventstats holds more than 200 MB');
      const results = new Map<string, [string, Value][]>();
      if (by.length === 0) results.set(keyText([]), compute(aggregations, rows, search));
      else
        for (const { key, rows: members } of gather(rows, by, false, search))
          results.set(keyText(key), compute(aggregations, members, search));
      return rows.map((row) => {
        const [key, ...others] = groupsOf(row, by);
        if (others.length > 0)
          fail('undocumented', 'what eventstats adds to a row with a multivalue BY field');
        return set(new Map(row), (key === undefined ? undefined : results.get(keyText(key))) ?? []);
      });
    };
  },
  streamstats(rest) {
    const known = [
      'window',
      'current',
      'global',
      'reset_on_change',
      'reset_before',
      'reset_after',
      'time_window',
      'allnum',
    ];
    const { options, aggregations, by } = parseClause(rest, known);
    for (const option of ['reset_before', 'reset_after', 'time_window', 'allnum'])
      if (options.has(option)) fail('refused', `the option ${option} of streamstats`);
    const window = Number(options.get('window') ?? '0');
    if (!Number.isInteger(window) || window < 0) fail('syntax', 'the window of streamstats');
    if (window > 10_000) fail('limit', 'a window of streamstats holds at most 10,000 events');
    const current = readBoolean(options.get('current') ?? 'true');
    const global = readBoolean(options.get('global') ?? 'true');
    const resets = readBoolean(options.get('reset_on_change') ?? 'false');
    return (rows, search) => {
      // "If you don't set the time_window or the window arguments, the default of 10,000 events … applies"
      if (window === 0 && rows.length > 10_000)
        search.note(
          'streamstats without a window over more than 10,000 rows: its page gives that as a limit',
        );
      const seen = new Map<string, Row[]>();
      const all: { key: string; row: Row }[] = [];
      let before: string | undefined;
      return rows.map((row) => {
        const [key, ...others] = groupsOf(row, by);
        if (others.length > 0)
          fail('undocumented', 'what streamstats adds to a row with a multivalue BY field');
        if (key === undefined) return row;
        const text = keyText(key);
        if (resets && before !== undefined && before !== text) {
          seen.clear();
          all.length = 0;
        }
        before = text;
        const past = seen.get(text) ?? [];
        seen.set(text, past);
        // with global=true one window runs over all rows, of which those of the group are taken
        const inWindow = (): Row[] => {
          if (window === 0) return current ? [...past, row] : past;
          if (global && by.length > 0) {
            const recent = (current ? [...all, { key: text, row }] : all).slice(-window);
            return recent.filter((one) => one.key === text).map((one) => one.row);
          }
          return (current ? [...past, row] : past).slice(-window);
        };
        const made = set(new Map(row), compute(aggregations, inWindow(), search));
        past.push(row);
        all.push({ key: text, row });
        return made;
      });
    };
  },
  /** dedup [N] fields: the first N rows of each combination; rows without a field are left out (keepempty=false). */
  dedup(rest) {
    const count = /^(\d+)\s+/.exec(rest);
    const limit = Number(count?.[1] ?? '1');
    const fields = rest
      .slice(count?.[0].length ?? 0)
      .split(/[\s,]+/)
      .filter((part) => part !== '');
    if (fields.length === 0 || fields.some((field) => /[=*"]/.test(field) || field === 'sortby'))
      fail('refused', `the form: dedup ${rest}`);
    return (rows) => {
      const counts = new Map<string, number>();
      return rows.filter((row) => {
        const values = fields.map((field) => row.get(field) ?? null);
        if (values.includes(null)) return false;
        const key = JSON.stringify(fields.map((_, index) => sureTexts(values[index] ?? null)));
        const seen = (counts.get(key) ?? 0) + 1;
        counts.set(key, seen);
        return seen <= limit;
      });
    };
  },
};

function sureTexts(value: Value): string[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value === 'object' && value.kind === 'unsure') return fail('undocumented', value.reason);
  return (typeof value === 'object' && value.kind === 'multi' ? value.values : [value]).map(sureText);
}
