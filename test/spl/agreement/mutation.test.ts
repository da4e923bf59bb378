import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Condition } from '../../../src/ir/condition.js';
import type { Rule } from '../../../src/ir/rule.js';
import {
  aggregateRule,
  all,
  any,
  compare,
  equals,
  exists,
  field,
  matchRule,
  native,
  not,
  signal,
  splunkTarget,
} from '../../backends/samples.js';
import { evaluate } from '../../differential/outcome.js';
import { compareRows, within } from './comparison.js';
import { toEvents } from './log.js';
import { begin, makeNativeLog } from './native-log.js';
import { compileExact, readings, runSurely } from './searches.js';

/*
 * The agreement suites can fail: one operator of a compiled search is changed at a time, and the change must be seen in its rows.
 */

const test = suite('one changed operator in SPL is seen');
const target = { ...splunkTarget, sourcetype: 'record' };
const hour = 3_600_000;
/** Its ends are times of events. */
const range = { from: begin + 300_000, to: begin + 3 * hour };
const log = makeNativeLog(2);
const events = toEvents(log, target.index, 'record');
const text = log.map((line) => line.text).join('\n');

const changes: readonly (readonly [from: RegExp, to: string])[] = [
  [/ > /g, ' >= '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ <= /g, ' < '],
  [/(?<=\) AND .*| \(.*|case\(.*|if\(.*)(?<! 1) = (?="|\d)/g, ' != '],
  [/ AND /g, ' OR '],
  [/ OR /g, ' AND '],
  [/NOT (?=\()/g, ''],
  [/ \+ 1(?=[,)])/g, ' + 0'],
  [/(?<=rw_pane) \+ /g, ' - '],
  [/ \/ (?=rw_|\d)/g, ' * '],
  [/floor\(/g, 'ceiling('],
  [/\bmin\(/g, 'max('],
  [/\bmax\(/g, 'min('],
  [/isnotnull\(/g, 'isnull('],
  [/isnull\(/g, 'isnotnull('],
  [/\bdc\(/g, 'count('],
  [/\bsum\(/g, 'max('],
  [/(?<=, )1, 0\)/g, '0, 1)'],
  [/ BY rw_by_1, /g, ' BY '],
];

const anything = { kind: 'at_least', value: 0 } as const;
const wantsProbs = equals('wants_probs', true);

const rules: readonly Rule[] = [
  /** Every window is found, so that its values are compared. */
  aggregateRule(
    'values',
    [
      signal('volume', { kind: 'count' }, { kind: 'at_least', value: 1 }),
      signal('novelty', { kind: 'distinct_ratio', field: field('input_hash') }, anything),
      signal('full_vectors', { kind: 'share', of: wantsProbs }, anything),
      signal('refused', { kind: 'count', of: equals('wants_probs', false) }, anything),
      signal(
        'failed',
        { kind: 'count', of: all(not(equals('status', 200)), compare('margin', 'at_least', 0.2)) },
        anything,
      ),
    ],
    { condition: named('volume') },
  ),
  /** Bounds that windows of the log meet exactly. */
  aggregateRule('above', [signal('some', { kind: 'count' }, { kind: 'above', value: 2 })]),
  aggregateRule('below', [signal('few', { kind: 'count' }, { kind: 'below', value: 3 })]),
  aggregateRule('between', [
    signal('middle', { kind: 'distinct', field: field('input_hash') }, { kind: 'between', low: 2, high: 3 }),
  ]),
  aggregateRule('share', [
    signal(
      'half',
      { kind: 'share', of: wantsProbs, among: any(equals('model', 'a'), exists('label')) },
      { kind: 'at_most', value: 0.5 },
    ),
  ]),
  aggregateRule('enough', [
    signal('half', { kind: 'share', of: wantsProbs }, { kind: 'at_least', value: 0.5 }, 3),
  ]),
  aggregateRule(
    'either',
    [
      signal('some', { kind: 'count' }, { kind: 'above', value: 3 }),
      signal('middle', { kind: 'distinct', field: field('input_hash') }, { kind: 'above', value: 1 }),
      signal('half', { kind: 'share', of: wantsProbs }, { kind: 'above', value: 0.5 }),
    ],
    {
      condition: {
        kind: 'or',
        of: [
          { kind: 'and', of: [named('some'), named('half')] },
          { kind: 'not', of: named('middle') },
        ],
      },
    },
  ),
  matchRule(
    'match',
    all(
      any(equals('label', 'cat'), compare('margin', 'below', 0.2)),
      equals('near_dup', false),
      compare('status', 'at_least', 200),
    ),
    {
      by: [field('principal')],
    },
  ),
  matchRule('time', exists('label')),
  matchRule('nulls', any(equals('label', 'null'), equals('model', 'null'))),
];

function named(name: string): Condition {
  return { kind: 'signal', name };
}

/** Changes that leave the meaning as it is, by what stands round them. */
const harmless: readonly RegExp[] = [
  // stats leaves out what has no time or no group in any case
  /isnotnull\(rw_time\)\) « AND → OR »/,
  // a division by zero is null in any case
  /rw_test_2« > → >= »0, rw_test_1/,
  // only whether there is a value is asked here
  /rw_test_1« \/ → \* »rw_\w+, null\(\)\)\), 0,/,
  /rw_test_1« \/ → \* »rw_\w+, null\(\)\), null\(\)\)\), 0,/,
];

/** Whether a change was seen by any of the rules, by what stands round it. */
const changed = new Map<string, boolean>();

for (const rule of rules)
  test(`${rule.name}: the search agrees as it is, and is changed at each operator`, async () => {
    const search = compileExact(rule, target, 'hunt', range);
    if (search === undefined) throw new Error(`${rule.name} is not called exact`);
    const all = await evaluate([rule], native, [{ kind: 'text', name: 'log', text }], ['log'], undefined);
    const findings = within(all.findings, range);
    assert.ok(findings.length > 0);
    const isSeen = (changedText: string): boolean => {
      try {
        const rows = runSurely(
          changedText,
          { now: (begin + 10 * hour) / 1000, events },
          readings.slice(0, 1),
        );
        return compareRows(rule, findings, rows).length > 0;
      } catch (error) {
        return error instanceof Error; // it does not run, or lacks a column
      }
    };
    assert.not(isSeen(search));
    for (const [from, to] of changes)
      for (const { index, 0: old } of search.matchAll(from)) {
        const end = index + old.length;
        const place = `${search.slice(Math.max(0, index - 24), index)}«${old}→${to}»${search.slice(end, end + 24)}`;
        const key = place.replace(/\s+/g, ' ');
        const seen = changed.get(key) === true || isSeen(search.slice(0, index) + to + search.slice(end));
        changed.set(key, seen);
      }
  });

test('every change is seen in the rows of some rule', () => {
  const unseen = [...changed].filter(([, seen]) => !seen).map(([place]) => place);
  console.log(`       ${changed.size} changes, ${changed.size - unseen.length} seen`);
  assert.ok(changed.size > 100);
  assert.equal(
    unseen.filter((place) => !harmless.some((known) => known.test(place))),
    [],
  );
});

test.run();
