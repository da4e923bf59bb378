import { fail } from '../failure.js';
import { readName } from '../quoting.js';
import { compareText, isNumber, isUnsure, type Row, readNumber, sureText, valuesOf } from '../value.js';
import type { CommandParsers, Search } from './command.js';

type Key = { readonly field: string; readonly how: 'auto' | 'num' | 'str'; readonly descending: boolean };

/** `[+|-]field`, or `num(field)`, `str(field)`, `auto(field)`. */
function parseKey(text: string): Key {
  const [, sign, rest = ''] = /^([+-])?\s*([\s\S]*)$/.exec(text) ?? [];
  const [, how, inner] = /^(auto|num|str)\(([\s\S]*)\)$/.exec(rest) ?? [];
  if (how === undefined && /\(/.test(rest)) fail('refused', `the sort key ${text}`);
  return {
    field: readName((inner ?? rest).trim()),
    how: how === 'num' || how === 'str' ? how : 'auto',
    descending: sign === '-',
  };
}

/** How two rows stand by a key; doubtful where a field is missing or numbers and texts meet. */
function order(a: Row, b: Row, { field, how }: Key, search: Search): number {
  const [x, ...more] = valuesOf(a.get(field) ?? null);
  const [y, ...others] = valuesOf(b.get(field) ?? null);
  if (more.length + others.length > 0)
    return fail('undocumented', `how sort takes the multivalue field ${field}`);
  if (x === undefined || y === undefined) {
    if (x === undefined && y === undefined) return 0;
    search.note(`sort by ${field}, which some rows lack: no page says where they come`);
    return (x === undefined ? 1 : -1) * (search.reversed ? -1 : 1);
  }
  const [left, right] = [x, y].map((value) => (isNumber(value) ? value : readNumber(value)));
  const numbers = left !== undefined && right !== undefined;
  if (how !== 'str' && numbers) {
    if (isUnsure(left)) return fail('undocumented', left.reason);
    return isUnsure(right) ? fail('undocumented', right.reason) : left.value - right.value;
  }
  if (how === 'num') return fail('undocumented', 'how sort num() orders a text that is no number');
  if (how === 'auto' && (left === undefined) !== (right === undefined)) {
    search.note(`sort by ${field} of numbers and texts together`);
    return left === undefined ? 1 : -1;
  }
  return compareText(sureText(x), sureText(y));
}

/** sort and dedup. */
export const orderingCommands: CommandParsers = {
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
        const key = JSON.stringify(values.map((value) => valuesOf(value).map(sureText)));
        const seen = (counts.get(key) ?? 0) + 1;
        counts.set(key, seen);
        return seen <= limit;
      });
    };
  },
  /** sort [N] keys. */
  sort(rest) {
    const [, count, list = ''] = /^(?:(?:limit\s*=\s*)?(\d+)\s+)?([\s\S]*)$/.exec(rest) ?? [];
    if (/\s(?:d|desc)$/.test(list)) fail('refused', 'sort … desc: a minus sign says it for each field');
    const keys = splitKeys(list).map(parseKey);
    if (keys.length === 0) fail('syntax', 'sort by nothing');
    return (rows, search) => {
      const limit = Number(count ?? '10000');
      if (limit > 0 && rows.length > limit && count === undefined)
        fail('limit', `sort keeps 10,000 of ${rows.length} rows, for want of a 0`);
      const sorted = search.reversed ? [...rows].reverse() : [...rows];
      sorted.sort((a, b) => {
        for (const key of keys) {
          const found = order(a, b, key, search);
          if (found !== 0) return key.descending ? -found : found;
        }
        return 0;
      });
      return limit > 0 ? sorted.slice(0, limit) : sorted;
    };
  },
};

/** Keys are parted by commas or spaces; a sign may stand apart from its field. */
function splitKeys(list: string): string[] {
  return list.match(/[+-]?\s*(?:"(?:[^"\\]|\\.)*"|(?:auto|num|str)\([^)]*\)|[^\s,+-][^\s,]*)/g) ?? [];
}
