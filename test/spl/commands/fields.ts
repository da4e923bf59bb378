import { openWords, readNameList } from '../arguments.js';
import { fail } from '../failure.js';
import { extractPath } from '../functions/json.js';
import { flattenJson, readJson } from '../json.js';
import { matchAll } from '../pcre.js';
import {
  fromValues,
  isNumber,
  isUnsure,
  number,
  type Row,
  readNumber,
  sureText,
  valuesOf,
} from '../value.js';
import type { CommandParsers } from './command.js';

/** A test for a field name that may hold `*`. */
function namesLike(patterns: readonly string[]): (name: string) => boolean {
  const forms = patterns.map(
    (pattern) =>
      new RegExp(`^${pattern.replace(/[$()+./?[\\\]^{|}-]/g, '\\$&').replaceAll('*', '.*')}$`, 's'),
  );
  return (name) => forms.some((form) => form.test(name));
}

const keep = (row: Row, wanted: (name: string) => boolean): Row =>
  new Map([...row].filter(([name]) => wanted(name)));

/** Commands that choose, name and fill fields. */
export const fieldCommands: CommandParsers = {
  /** fields [+|-] list: internal fields stay unless they are taken away by name. */
  fields(rest) {
    const [, sign = '+', list = ''] = /^([+-])?\s*([\s\S]*)$/.exec(rest) ?? [];
    const names = readNameList(openWords(list));
    if (names.length === 0) fail('syntax', 'fields of nothing');
    const named = namesLike(names);
    if (sign === '-') {
      const removed = (name: string): boolean =>
        named(name) && (!name.startsWith('_') || namesLike(names.filter((one) => one.startsWith('_')))(name));
      return (rows) => rows.map((row) => keep(row, (name) => !removed(name)));
    }
    return (rows) =>
      rows.map((row) => keep(row, (name) => named(name) || name === '_time' || name === '_raw'));
  },
  table(rest) {
    const named = namesLike(readNameList(openWords(rest)));
    return (rows) => rows.map((row) => keep(row, named));
  },
  /** rename a AS b, …: from left to right; a name that is taken, and wildcards, are refused. */
  rename(rest) {
    const words = openWords(rest);
    const pairs: [string, string][] = [];
    do {
      const from = words.name();
      if (!words.take('as')) fail('syntax', `AS is missing after ${from}`);
      pairs.push([from, words.name()]);
    } while (words.take(',') || words.peek() !== undefined);
    if (pairs.flat().some((name) => name.includes('*'))) fail('refused', 'a wildcard in rename');
    if (new Set(pairs.map(([from]) => from)).size < pairs.length) fail('error', 'one field renamed twice');
    return (rows) =>
      rows.map((row) => {
        const made = new Map(row);
        for (const [from, to] of pairs) {
          const value = made.get(from);
          if (from !== to && made.has(to))
            fail('undocumented', `rename to the field ${to}, which is there already`);
          made.delete(from);
          if (value !== undefined) made.set(to, value);
        }
        return made;
      });
  },
  fillnull(rest) {
    const words = openWords(rest);
    const value = words.option('value') ?? '0';
    const names = readNameList(words);
    if (names.length === 0) fail('refused', 'fillnull of every field');
    return (rows) => rows.map((row) => new Map([...names.map((name) => [name, value] as const), ...row]));
  },
  /** makemv delim="," field. */
  makemv(rest) {
    const words = openWords(rest);
    const delimiter = words.option('delim') ?? fail('refused', `the form: makemv ${rest}`);
    const field = words.name();
    if (words.peek() !== undefined || delimiter === '') fail('refused', `the form: makemv ${rest}`);
    return (rows) =>
      rows.map((row) => {
        const [value, ...others] = valuesOf(row.get(field) ?? null);
        if (value === undefined) return row;
        if (others.length > 0) return fail('undocumented', 'makemv of a multivalue field');
        const parts = sureText(value).split(delimiter);
        if (parts.includes('')) return fail('undocumented', 'whether makemv keeps empty values');
        return new Map(row).set(field, fromValues(parts));
      });
  },
  /** mvexpand field: a row for each value. Of a row without the field its page does not speak. */
  mvexpand(rest) {
    const words = openWords(rest);
    const field = words.name();
    if (words.peek() !== undefined) fail('refused', 'the limit of mvexpand');
    return (rows) => {
      let bytes = 0;
      return rows.flatMap((row) => {
        const values = valuesOf(row.get(field) ?? null);
        if (values.length === 0) fail('undocumented', 'what mvexpand makes of a row without the field');
        // limits.conf, [mvexpand] max_mem_usage_mb = 500: beyond it results are cut
        for (const value of row.values())
          bytes += values.length * (typeof value === 'string' ? value.length : 16);
        if (bytes > 500 * 2 ** 20) fail('limit', 'mvexpand holds more than 500 MB');
        return values.map((value) => new Map(row).set(field, value));
      });
    };
  },
  /** rex [field=f] "regex": named groups become fields; the first match counts. */
  rex(rest) {
    const words = openWords(rest);
    const field = words.option('field') ?? '_raw';
    const word = words.next();
    const quoted = /^"([\s\S]*)"$/.exec(word.text)?.[1];
    if (quoted === undefined || words.peek() !== undefined) return fail('refused', `the form: rex ${rest}`);
    const pattern = quoted.replace(/\\(["\\])/g, '$1');
    return (rows) =>
      rows.map((row) => {
        const [value, ...others] = valuesOf(row.get(field) ?? null);
        if (others.length > 0) return fail('undocumented', 'rex of a multivalue field');
        const match = value === undefined ? undefined : matchAll(pattern, sureText(value))[0];
        if (match === undefined) return row;
        if (/[^\0-\x7f]/.test(pattern + sureText(value ?? ''))) fail('undocumented', 'rex beyond ASCII');
        const made = new Map(row);
        for (const [index, name] of match.names.entries()) {
          const found = match.groups[index];
          if (name !== '' && found !== undefined) made.set(name, found);
        }
        return made;
      });
  },
  /** spath [input=f] [output=f] [path=p]: without a path, every field of the first 5,000 characters. */
  spath(rest) {
    const words = openWords(rest);
    const options = new Map<string, string>();
    while (words.peek() !== undefined) {
      const name = ['input', 'output', 'path'].find((one) => words.peek()?.text === one);
      const value = name === undefined ? undefined : words.option(name);
      if (name !== undefined && value !== undefined) options.set(name, value);
      else if (!options.has('path')) options.set('path', words.name());
      else fail('syntax', `spath ${rest}`);
    }
    const path = options.get('path');
    const input = options.get('input') ?? '_raw';
    return (rows, search) =>
      rows.map((row) => {
        const [value] = valuesOf(row.get(input) ?? null);
        if (value === undefined) return row;
        const text = sureText(value);
        if (path !== undefined) {
          const found = extractPath(text, path);
          if (isUnsure(found)) return fail('undocumented', found.reason);
          return found === null ? row : new Map(row).set(options.get('output') ?? path, found);
        }
        const cut = Buffer.from(text, 'utf8');
        if (cut.length > search.extractionCutoff)
          search.note('spath extracts the first 5,000 characters only');
        const { value: json } = readJson(cut.subarray(0, search.extractionCutoff).toString('utf8'));
        const found = json === undefined ? [] : [...flattenJson(json)];
        return new Map([...row, ...found.map(([name, values]) => [name, fromValues(values)] as const)]);
      });
  },
};

/** A field's value as a number, where it is one. */
export function fieldNumber(row: Row, field: string): number | undefined {
  const value = row.get(field) ?? null;
  if (value === null || typeof value === 'boolean') return undefined;
  if (isNumber(value)) return value.value;
  if (typeof value !== 'string') return undefined;
  const read = readNumber(value);
  return read !== undefined && isNumber(read) ? number(read.value).value : undefined;
}
