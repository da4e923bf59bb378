import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writeAlert, writeFinding } from '../../src/cli/finding-record.js';
import type { Predicate } from '../../src/ir/predicate.js';
import type { SequenceRule } from '../../src/ir/rule.js';
import type { Field } from '../../src/ir/source.js';

const test = suite('finding records');
const span = { source: { file: 'f', text: '' }, start: 0, end: 0 };
const principal: Field = { name: 'principal', type: 'keyword', required: true };
const any: Predicate = { kind: 'exists', field: principal, span };
const rule: SequenceRule = {
  kind: 'sequence',
  id: 'i',
  name: 'probe-then-harvest',
  title: '',
  description: '',
  status: 'test',
  severity: 'high',
  atlas: ['AML.T0024'],
  references: [],
  source: {
    name: 's',
    description: '',
    time: { field: 'ts', format: 'epoch_seconds' },
    dedupe: false,
    fields: new Map(),
    define: new Map(),
    span,
  },
  by: [principal],
  report: [
    { name: 'requests', kind: 'quantity', quantity: { measure: { kind: 'count' } } },
    { name: 'who', kind: 'values', field: principal, limit: 2 },
  ],
  buildingBlock: false,
  respond: [],
  falsePositives: [],
  investigate: [],
  blindSpots: [],
  span,
  window: { size: 3_600_000, every: 300_000 },
  steps: ['probe', 'harvest'].map((name) => ({ name, where: any, atLeast: 1, span })),
};
const evidence = { from: 0, to: 3_600_000, places: [{ input: 1, line: 7 }], ids: [] };
const found = { rule, group: ['a'], values: [1000, 2000], report: [3, ['a', 'b']] };
const values = '"values":{"probe":1000,"harvest":2000}';
const report = '"report":{"requests":3,"who":["a","b"]}';

test('a sequence has the times of its steps, and what a rule reports stands after them', () => {
  assert.is(
    writeFinding({ ...found, at: 3_600_000, evidence: () => evidence }, undefined),
    `{"rule":"probe-then-harvest","rule_id":"i","group":{"principal":"a"},"window_end":"1970-01-01T01:00:00.000Z",${values},${report}}\n`,
  );
});

test('of a sequence nothing is extreme; the evidence names its file where there are several', () => {
  assert.is(
    writeAlert(
      { ...found, extremes: [null, null], firstAt: 3_600_000, lastAt: 3_900_000, findings: 2, evidence },
      ['x', 'y'],
    ),
    '{"rule":"probe-then-harvest","rule_id":"i","group":{"principal":"a"},"first_window_end":"1970-01-01T01:00:00.000Z",' +
      `"last_window_end":"1970-01-01T01:05:00.000Z","findings":2,${values},"extremes":{},"severity":"high",` +
      `"atlas":["AML.T0024"],"respond":[],${report},` +
      '"evidence":{"from":"1970-01-01T00:00:00.000Z","to":"1970-01-01T01:00:00.000Z","lines":[{"file":"y","line":7}]}}\n',
  );
});

test.run();
