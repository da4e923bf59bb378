import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Condition } from '../../../src/ir/condition.js';
import type { Predicate } from '../../../src/ir/predicate.js';
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
  sequenceRule,
  signal,
  span,
  splunkTarget,
} from '../../backends/samples.js';
import { evaluate } from '../../differential/outcome.js';
import { compareRows, roughSignals, within } from './comparison.js';
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
/** Without most of the long bursts, for rules of many operators. */
const quiet = log.filter(({ text }) => !/"(over|exactly|ninety-one)"/.test(text));

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
  [/ - (?=rw_|\()/g, ' + '],
  [/ \* (?=rw_|\d|pow|log|\()/g, ' + '],
  [/\blike\(/g, 'NOT like('],
  [/sqrt\(/g, 'abs('],
  [/(?<=pow\(.*|log\(.*), 2\)/g, ', 4)'],
  [/filldown rw_(head|reached)_1/g, 'filldown rw_order'],
  [/accum rw_rank_1/g, 'accum rw_number'],
  [/rw_order, rw_number/g, 'rw_number, rw_order'],
  [/rw_by_1, rw_time/g, '-rw_by_1, -rw_time'],
  [/current=f/g, 'current=t'],
  [/\bmatch\(rw_/g, 'NOT match(rw_'],
  [/(?<=match\(rw_field_label, "\(\?s\))\^/g, ''],
  [/(?<=rw_field_label, "[^"]*)\(\?!\.\)/g, ''],
  [/(?<=match\(rw_field_label.*)Cc/g, 'C'],
];

const anything = { kind: 'at_least', value: 0 } as const;
const wantsProbs = equals('wants_probs', true);

const quarters = { size: hour, every: hour / 4 };

const ofLabel = (text: string) => ({ field: field('label'), values: [text], nocase: false, span });
const texts: readonly Predicate[] = [
  { kind: 'contains', ...ofLabel('at') },
  { kind: 'starts_with', ...ofLabel('c') },
  { kind: 'ends_with', ...ofLabel('t') },
  { kind: 'equals', ...ofLabel('CAT'), nocase: true },
  { kind: 'wildcard', ...ofLabel(''), patterns: [['any_one', { text: 'a' }, 'any_run']] },
  { kind: 'regex', ...ofLabel(''), patterns: ['^[^d].t$', 'o{1}'] },
];

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
  aggregateRule(
    'numbers',
    [
      signal('volume', { kind: 'count' }, { kind: 'at_least', value: 1 }),
      signal('total', { kind: 'sum', field: field('margin') }, anything),
      signal('mean', { kind: 'avg', field: field('margin') }, anything),
      signal('least', { kind: 'min', field: field('status') }, anything),
      signal('most', { kind: 'max', field: field('status') }, anything),
      signal('spread', { kind: 'stddev', field: field('margin') }, anything),
      signal('relative', { kind: 'cv', field: field('margin') }, anything),
      signal('middle', { kind: 'percentile', field: field('margin'), p: 50_000 }, anything),
    ],
    { condition: named('volume'), window: quarters },
  ),
  aggregateRule(
    'times',
    [
      signal('volume', { kind: 'count' }, { kind: 'at_least', value: 1 }),
      signal('minutes', { kind: 'active', step: hour }, anything),
      signal('gap', { kind: 'interval_avg' }, anything),
    ],
    { condition: named('volume'), window: quarters },
  ),
  aggregateRule(
    'values and gaps',
    [
      signal('volume', { kind: 'count' }, { kind: 'at_least', value: 1 }),
      signal('bits', { kind: 'entropy', field: field('label') }, anything),
      signal('top', { kind: 'top_share', field: field('model') }, anything),
      signal('regular', { kind: 'interval_cv' }, anything),
      signal('bursts', { kind: 'rate_cv', step: 60_000 }, anything),
    ],
    { condition: named('volume'), window: quarters },
  ),
  aggregateRule(
    'texts',
    [
      signal('volume', { kind: 'count' }, { kind: 'at_least', value: 1 }),
      ...texts.map((of, i) => signal(`text_${i}`, { kind: 'count', of }, anything)),
    ],
    { condition: named('volume'), window: quarters },
  ),
  sequenceRule(
    'steps',
    [
      { name: 'first', where: equals('label', 'cat'), atLeast: 2, span },
      { name: 'second', where: wantsProbs, atLeast: 1, span },
      {
        name: 'third',
        where: equals('wants_probs', false),
        atLeast: 2,
        span,
      },
    ],
    { window: quarters },
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
  // a division by zero is null in any case
  /rw_test_1« > → >= »0, rw_sum_1/,
  /\(rw_max_1(« [->] → \S+ »| - rw_min_1\)« > → >= »0, sqrt)/,
  // a field whose values are kept apart has one value in each row of a pane
  /«(min|max)\(→(min|max)\(»rw_field_margin/,
  // the row of the window itself is one, and its columns but the entropy's last bit hang on nothing else
  /«max\(→min\(»eval\(if\((rw_fact = "windo|like\(rw_fact, "1)/,
  /eval\(if\(rw_fact« = → != »"window", rw_max/,
  // no gap is negative
  /«rw_order, rw_number→rw_number, rw_order» \| eval rw_head_1 = if\(r/,
  // what no step asks for is never counted, and there is one row of an instant
  /rw_test_\d« > → >= »0/,
  /rw_end\) \| stats «sum\(→max\(»rw_test_1/,
  // of the last step only the least time counts
  /rw_test_3« < → <= »2, rw_time/,
  /3 < 2, rw_time, rw_order« = → != »0, /,
];

/** Whether a change was seen by any of the rules, by what stands round it. */
const changed = new Map<string, boolean>();

for (const rule of rules) {
  const lines = 'window' in rule && rule.window === quarters ? quiet : log;
  const events = toEvents(lines, target.index, 'record');
  const text = lines.map((line) => line.text).join('\n');
  test(`${rule.name}: the search agrees as it is, and is changed at each operator`, async () => {
    const search = compileExact(rule, target, 'hunt', range);
    if (search === undefined) throw new Error(`${rule.name} is not called exact`);
    const leeway = { rough: roughSignals(rule) };
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
        return compareRows(rule, findings, rows, leeway).length > 0;
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
}

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
