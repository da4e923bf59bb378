import { memberOf } from '../../src/cluster/cluster.js';
import { writeTime } from '../oracle/time.js';
import type { Form, RunFile } from './dialect.js';
import { bodyOf } from './warnings.js';

/** More rows than this the node does not give. */
const mostRows = 10_000;

/** Runs a query. */
export const runEsql: RunFile = async ({ cluster }, rule, _target, text, form) => {
  const path = '/_query?allow_partial_results=false';
  const body = bodyOf(await cluster.request('POST', path, prepare(text, form)));
  if (memberOf(body, 'is_partial') !== false) throw new Error('the answer is partial');
  const columns = listOf(memberOf(body, 'columns')).map((column) => ({
    name: String(memberOf(column, 'name')),
    isTime: String(memberOf(column, 'type')).startsWith('date'),
  }));
  const values = listOf(memberOf(body, 'values')).map(listOf);
  if (values.length >= mostRows) return undefined;
  const by = rule.by.map(({ name }) => name);
  return values.map((cells) => {
    const row = new Map(columns.map(({ name, isTime }, i) => [name, readCell(cells[i], isTime)]));
    const at = row.get(rule.kind === 'match' ? 'time' : 'window_end');
    if (typeof at !== 'number') throw new Error(`a row without its time: ${JSON.stringify(cells)}`);
    const others = columns.filter(({ name }) => !by.includes(name) && name !== 'window_end');
    return {
      group: by.map((name) => row.get(name) ?? null),
      at,
      ...(rule.kind === 'match'
        ? { line: Number(row.get('_id')), values: {} }
        : { values: Object.fromEntries(others.map(({ name }) => [name, numberOf(row.get(name))])) }),
    };
  });
};

function prepare(text: string, form: Form): object {
  switch (form.kind) {
    case 'as it is':
      return { query: text };
    case 'between':
      return { query: text, params: [{ _tstart: writeTime(form.from) }, { _tend: writeTime(form.to) }] };
    case 'scheduled': {
      const pinned = text.replaceAll('NOW()', `TO_DATETIME("${writeTime(form.now)}")`);
      if (pinned === text) throw new Error('the query does not ask for the time');
      return { query: pinned };
    }
  }
}

type Cell = string | number | boolean | null;

function readCell(value: unknown, isTime: boolean): Cell {
  if (isTime && typeof value === 'string') return Date.parse(value);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`a cell with several values: ${JSON.stringify(value)}`);
}

function numberOf(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number') return cell;
  throw new Error(`a value that is no number: ${cell}`);
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('the answer is not of columns and values');
  return value;
}
