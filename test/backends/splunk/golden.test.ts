import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Range } from '../../../src/backends/backend.js';
import { lowerRule } from '../../../src/backends/registry.js';
import { writeCron } from '../../../src/backends/splunk/saved-search.js';
import type { Quantity } from '../../../src/ir/measure.js';
import type { AggregateRule, Rule } from '../../../src/ir/rule.js';
import type { TimeFormat } from '../../../src/ir/source.js';
import type { SplunkTarget } from '../../../src/ir/target.js';
import { compile, holdToGolden } from '../golden.js';
import { hostileTexts, misreadTexts } from '../hostile.js';
import {
  aggregateRule,
  all,
  any,
  compare,
  equals,
  exists,
  field,
  fullVectorHarvest,
  matchRule,
  native,
  not,
  signal,
  span,
  splunkTarget,
} from '../samples.js';

const minute = 60_000;
const hour = 60 * minute;
const range = { from: Date.UTC(2026, 0, 12, 9), to: Date.UTC(2026, 0, 12, 12) };

const allForms = aggregateRule(
  'all-forms',
  [
    signal('volume', { kind: 'count' }, { kind: 'between', low: 100, high: 1e21 }),
    signal('failed', { kind: 'count', of: not(equals('status', 200)) }, { kind: 'above', value: 3 }),
    signal(
      'confident',
      {
        kind: 'share',
        of: all(compare('margin', 'at_least', 0.2), not(exists('near_dup'))),
        among: any(equals('model', 'a', 'A'), equals('label', '3')),
      },
      { kind: 'at_most', value: 0.5 },
      20,
    ),
    signal('inputs', { kind: 'distinct', field: field('input_hash') }, { kind: 'below', value: 10 }, 50),
    signal(
      'spread',
      {
        kind: 'ratio',
        of: { measure: { kind: 'distinct', field: field('label') } },
        to: { measure: { kind: 'count', of: exists('label') }, atLeast: 5 },
      },
      { kind: 'above', value: 0.25 },
      30,
    ),
    signal('margins', { kind: 'distinct_ratio', field: field('margin') }, { kind: 'at_least', value: 0.5 }),
  ],
  {
    by: [field('principal'), field('status')],
    where: all(equals('wants_probs', true), any(exists('label'), not(exists('margin')))),
    window: { size: 24 * hour, every: 2 * hour },
    condition: {
      kind: 'and',
      of: [
        { kind: 'not', of: { kind: 'signal', name: 'confident' } },
        {
          kind: 'at_least',
          count: 2,
          of: ['volume', 'failed', 'inputs', 'spread', 'margins'].map((name) => ({ kind: 'signal', name })),
        },
      ],
    },
    suppress: { for: 24 * hour, by: [field('principal')] },
    severity: 'critical',
  },
);

const hostile = matchRule(
  'hostile-literals',
  any(equals('label', ...hostileTexts), equals('model', ...misreadTexts)),
  {
    title: 'A title\n[stanza]\nsearch = | delete',
    description: 'Ends in \\',
    by: [field('principal')],
  },
);

const oneGroup = aggregateRule(
  'one-group',
  [signal('labels', { kind: 'distinct', field: field('label') }, { kind: 'above', value: 5 })],
  { by: [], window: { size: hour, every: hour }, suppress: { for: 2 * hour, by: [] } },
);

/** Another log, with a source type of its own. */
const renamed: SplunkTarget = {
  ...splunkTarget,
  sourcetype: 'gateway:"json"',
  mapping: {
    ...native,
    time: { path: ['event', 'created'], format: 'rfc3339' },
    fields: new Map([
      ...native.fields,
      ['principal', { kind: 'path', path: ['user', 'id'] }],
      ['input_hash', { kind: 'path', path: ['input', 'hash'] }],
      ['wants_probs', { kind: 'constant', value: true }],
    ]),
  },
};

test('rules compile to the committed searches', () => {
  holdToGolden('splunk/golden', [
    ...compile(fullVectorHarvest, splunkTarget, 'plain', range),
    ...compile(allForms, splunkTarget, 'plain'),
    ...compile(hostile, splunkTarget, 'plain', range),
    ...compile(oneGroup, splunkTarget, 'plain'),
    ...compile(fullVectorHarvest, renamed, 'renamed'),
  ]);
});

/** What is left of a search without its quoted texts. */
const skeleton = (search: string) =>
  search.replace(/"(?:[^"\\]|\\.)*"/gs, '""').replaceAll('urldecode("")', '""');

test('no text of a rule changes the shape of a search or adds a setting to its stanza', () => {
  for (const text of hostileTexts) {
    const of = (literal: string) =>
      compile(
        matchRule('one', equals('label', literal), { title: literal, description: `${literal} x` }),
        splunkTarget,
        '',
      );
    const [hunt, live] = of(text);
    const [plainHunt, plainLive] = of('cat');
    assert.ok(hunt && live && plainHunt && plainLive);
    const flat = (search: string) =>
      skeleton(search)
        .replace(/\(""(?: \. "")+\)/g, '""')
        .replace(/\("" \. rw_field_label\)/g, 'rw_field_label');
    assert.is(flat(hunt.text), flat(plainHunt.text), JSON.stringify(text));
    const keys = (conf: string) => conf.split(/(?<!\\)\n/).map((line) => line.split(' = ')[0]);
    assert.equal(keys(live.text), keys(plainLive.text), JSON.stringify(text));
  }
});

test('every way to write a time has a reading', () => {
  const formats: readonly TimeFormat[] = [
    'epoch_seconds',
    'epoch_millis',
    'epoch_micros',
    'epoch_nanos',
    'rfc3339',
    'dotnet_ticks',
  ];
  const texts = formats.map((format) => {
    const mapping = { ...native, time: { path: ['ts'], format } };
    return compile(fullVectorHarvest, { ...splunkTarget, mapping }, '')[0]?.text;
  });
  assert.is(new Set(texts).size, formats.length);
});

test('ratios of ratios stay as short as they are', () => {
  let of: Quantity = { measure: { kind: 'count', of: exists('label') } };
  const to: Quantity = { measure: { kind: 'count' }, atLeast: 2 };
  for (let depth = 0; depth < 40; depth++) of = { measure: { kind: 'ratio', of: to, to: of } };
  const deep = aggregateRule('deep', [{ ...of, name: 'deep', bound: { kind: 'above', value: 1 }, span }]);
  assert.ok((compile(deep, splunkTarget, '')[0]?.text.length ?? 0) < 20_000);
});

test('a schedule runs once a step, as soon as the delay has passed', () => {
  const rows: readonly (readonly [every: number, delay: number, cron: string])[] = [
    [minute, 2 * minute, '*/1 * * * *'],
    [5 * minute, 0, '*/5 * * * *'],
    [5 * minute, 2 * minute, '2-59/5 * * * *'],
    [5 * minute, 90_000, '2-59/5 * * * *'],
    [5 * minute, 7 * minute, '2-59/5 * * * *'],
    [30 * minute, 45 * minute, '15-59/30 * * * *'],
    [hour, 2 * minute, '2 * * * *'],
    [hour, 62 * minute, '2 * * * *'],
    [6 * hour, 2 * minute, '2 */6 * * *'],
    [6 * hour, 62 * minute, '2 1-23/6 * * *'],
    [24 * hour, 0, '0 0 * * *'],
    [24 * hour, 3 * hour, '0 3 * * *'],
  ];
  for (const [every, delay, cron] of rows) assert.is(writeCron(every, delay), cron);
});

test('a throttle ends half a step before the suppression, and keeps a finding from coming again', () => {
  const settingsOf = (change: Partial<AggregateRule>) => {
    const text = compile({ ...fullVectorHarvest, ...change }, splunkTarget, '')[1]?.text ?? '';
    return ['digest_mode', 'suppress.fields', 'suppress.period'].map(
      (key) => new RegExp(`^alert\\.${key.replace('.', '\\.')} = (.*)$`, 'm').exec(text)?.[1],
    );
  };
  const by = [field('principal')];
  assert.equal(settingsOf({ suppress: { for: 24 * hour, by } }), ['0', 'principal', '86250s']);
  assert.equal(settingsOf({ suppress: { for: 10 * minute, by } }), ['0', 'principal', '750s']);
  assert.equal(settingsOf({ suppress: { for: 5 * minute, by } }), ['0', 'principal,window_end', '750s']);
  assert.equal(settingsOf({}), ['0', 'principal,window_end', '750s']);
  assert.equal(settingsOf({ suppress: { for: hour, by: [] } }), ['1', undefined, '3450s']);
});

test('what a search cannot say of the log or the range is refused', () => {
  const codeOf = (rule: Rule, target = splunkTarget, hunt?: Range) => {
    const lowering = lowerRule(rule, target, 'hunt', hunt);
    return lowering.fidelity === 'refused' ? lowering.refusals.map(({ code }) => code) : lowering.fidelity;
  };
  const named = (name: string): SplunkTarget => ({
    ...splunkTarget,
    mapping: {
      ...native,
      fields: new Map([...native.fields, ['principal', { kind: 'path', path: [name] }]]),
    },
  });
  const half = { field: field('label'), values: ['\ud800'], nocase: false, span };
  for (const kind of ['equals', 'contains'] as const)
    assert.equal(codeOf(matchRule('half', { kind, ...half })), ['unwritable-literal']);
  assert.equal(codeOf(fullVectorHarvest, named('rw_end')), ['field-name']);
  assert.equal(codeOf(fullVectorHarvest, named("a' | delete")), ['field-name']);
  assert.equal(codeOf(fullVectorHarvest, { ...splunkTarget, index: 'a | delete' }), ['index-name']);
  assert.equal(codeOf(fullVectorHarvest, { ...splunkTarget, sourcetype: '' }), ['index-name']);
  assert.equal(codeOf(fullVectorHarvest, splunkTarget, { from: range.from, to: range.from + minute }), [
    'empty-range',
  ]);
  const clash = [signal('principal', { kind: 'count' }, { kind: 'above', value: 1 })];
  assert.equal(
    codeOf({ ...fullVectorHarvest, signals: clash, condition: { kind: 'signal', name: 'principal' } }),
    ['column-clash'],
  );
  assert.equal(codeOf({ ...fullVectorHarvest, source: { ...fullVectorHarvest.source, dedupe: true } }), [
    'unsupported-dedupe',
  ]);
});

test('an address is compared as it is written, which is told with its direction', () => {
  const told = (rule: Rule) => {
    const lowering = lowerRule(rule, splunkTarget, 'hunt');
    return lowering.fidelity === 'approximate'
      ? lowering.deviations.map(({ code, effect }) => `${code} ${effect}`)
      : [lowering.fidelity];
  };
  const address = equals('src_ip', '2001:db8::1');
  assert.equal(told(matchRule('r', address)), ['address-as-text under']);
  assert.equal(told(matchRule('r', not(address))), ['address-as-text over']);
  const many = signal('many', { kind: 'distinct', field: field('src_ip') }, { kind: 'above', value: 5 });
  const few = { ...many, bound: { kind: 'below', value: 5 } } as const;
  assert.equal(told(aggregateRule('r', [many])), ['address-as-text over']);
  assert.equal(told(aggregateRule('r', [few])), ['address-as-text under']);
  const denied = { condition: { kind: 'not', of: { kind: 'signal', name: 'many' } } } as const;
  assert.equal(told(aggregateRule('r', [many], denied)), ['address-as-text under']);
  assert.equal(told(aggregateRule('r', [many], { by: [field('src_ip')] })), [
    'address-as-text both',
    'address-as-text over',
  ]);
});

test.run();
