import { parseClause } from '../aggregate/clause.js';
import { openCompute, set } from '../aggregate/compute.js';
import { groupsOf } from '../aggregate/groups.js';
import { readBoolean } from '../arguments.js';
import { fail } from '../failure.js';
import type { Row } from '../value.js';
import type { CommandParsers } from './command.js';

/** streamstats: statistics of the rows so far, added to each row. */
export const streamstatsCommands: CommandParsers = {
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
      const compute = openCompute(aggregations, search);
      const seen = new Map<string, Row[]>();
      const all: { key: string; row: Row }[] = [];
      let before: string | undefined;
      return rows.map((row) => {
        const [key, ...others] = groupsOf(row, by);
        if (others.length > 0)
          fail('undocumented', 'what streamstats adds to a row with a multivalue BY field');
        if (key === undefined) return row;
        const { text } = key;
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
        const made = set(row, compute(inWindow()));
        past.push(row);
        all.push({ key: text, row });
        return made;
      });
    };
  },
};
