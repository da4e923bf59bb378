import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Mapping, ownShape } from '../../src/ir/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import { formatInstant } from '../../src/text/instant.js';
import { checkCoverage } from '../../src/unit-test/coverage.js';
import type { TestedPack } from '../../src/unit-test/reading.js';
import { selectCases } from '../../src/unit-test/selection.js';
import { readTests, type TestReading } from '../../src/unit-test/test-document.js';
import { readMarks, showExpected, showFound } from '../marked.js';
import { field, harvest, somewhere, source } from './sample.js';

const everything: Rule = { ...harvest, name: 'everything', by: [], suppress: { for: 1, by: [] } };
const byAddress: Rule = {
  kind: 'match',
  id: harvest.id,
  name: 'by-address',
  title: 'By address',
  description: 'By address',
  status: 'stable',
  severity: 'high',
  atlas: [],
  references: [],
  source,
  by: [field('src_ip'), field('wants_probs')],
  respond: [],
  falsePositives: [],
  investigate: [],
  blindSpots: [],
  report: [],
  buildingBlock: false,
  span: somewhere,
  where: { kind: 'exists', field: field('margin'), span: somewhere },
};
const rules = new Map([harvest, everything, byAddress].map((rule) => [rule.name, rule]));
const other: Mapping = ownShape({ ...source, name: 'other' });
const folder = mkdtempSync(join(tmpdir(), 'rulewright-tests-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'fixtures'));
writeFileSync(join(folder, 'fixtures', 'attack.jsonl'), '');
const mappings = new Map([
  ['native', ownShape(source)],
  ['other', other],
]);
const pack: TestedPack = {
  folder,
  rules,
  ruleNames: new Set([...rules.keys(), 'broken']),
  variants: new Map(),
  mappings: { names: new Set([...mappings.keys(), 'broken']), find: (name) => mappings.get(name) },
};

function read(...texts: string[]): TestReading {
  const files = texts.map((text, index) => {
    const path = join(folder, `${index}.test.yaml`);
    writeFileSync(path, text);
    return { path, shownAs: `${index}.test.yaml` };
  });
  return readTests(files, pack);
}

/** Holds what is said of a marked text to the codes of its marks. */
function expectCodes(marked: string, ...codes: string[]): void {
  const text = readMarks(marked);
  assert.equal(showFound(read(text.text).diagnostics), showExpected(text, codes));
}

/** A file with one case, whose traffic has these principals. */
function principals(...lines: string[]): string {
  return [
    'rule: harvest',
    'cases:',
    '  - name: one',
    '    traffic:',
    '      start: 2026-01-12T09:00:00Z',
    '      principals:',
    ...lines.map((line) => `        - ${line}`),
    '    expect: { alerts: [] }',
    '',
  ].join('\n');
}

/** A file with one case over one event, which expects this alert. */
function alert(text: string, rule = 'harvest'): string {
  return `rule: ${rule}\ncases:\n  - name: one\n    events: [ { ts: 1 } ]\n    expect: { alerts: [ ${text} ] }\n`;
}

test('reads a whole file', () => {
  const { cases, diagnostics } = read(`
rule: harvest
cases:
  - name: from files
    fixture: [fixtures/attack.jsonl, fixtures/attack.jsonl]
    mapping: native
    expect:
      alerts:
        - group: { principal: thief }
          first_window_end: 2026-01-12T09:50:00Z
          last_window_end: 2026-01-12T10:50:00+01:00
          findings: 3
          severity: low
          within_queries: 0
  - name: written out
    rule: everything
    events:
      - { ts: 1768208400.10, principal: "a\\"b", n_features: 12345678901234567890, margin: 1e400, near_dup: null, label: [a, 1.50] }
      - { ts: 0x10 }
    expect: { alerts: [ {} ] }
`);
  assert.equal(diagnostics, []);
  assert.is(cases.length, 2);
  const [files, events] = cases;
  const path = join(folder, 'fixtures', 'attack.jsonl');
  assert.equal(files?.log, { kind: 'fixture', paths: [path, path], mapping: mappings.get('native') });
  const [expected] = files?.alerts ?? [];
  assert.is(expected && formatInstant(expected.firstWindowEnd ?? 0), '2026-01-12T09:50:00.000Z');
  assert.is(expected?.lastWindowEnd, expected?.firstWindowEnd);
  assert.equal([expected?.findings, expected?.severity, expected?.withinQueries], [3, 'low', 0]);
  assert.is(events?.rule.name, 'everything');
  assert.equal(
    events?.alerts.map(({ group }) => group),
    [[]],
  );
  assert.is(
    events?.log.kind === 'events' ? events.log.text : '',
    '{"ts":1768208400.10,"principal":"a\\"b","n_features":12345678901234567890,"margin":1e400,"near_dup":null,"label":["a",1.50]}\n{"ts":16}\n',
  );
});

test('reads traffic with its defaults', () => {
  const { cases, diagnostics } = read(
    principals(
      '{ name: a, requests: 100, over: 50m }',
      '{ name: b, requests: 10, every: 30s, jitter: 30s, offset: 1h, copies: 2, inputs: { repeat: 7 }, full_vectors: all }',
      '{ name: c, requests: 40, over: 1h, pace: burst, inputs: { fresh: 0.7 }, full_vectors: 0.9 }',
      '{ name: d, requests: 4, over: 1h, pace: { bursts: 2 }, full_vectors: none }',
      '{ name: e, requests: 4, over: 1h, pace: poisson, fields: { margin: { share: 0.5, of: { uniform: [0, 0.2] } }, near_dup: { share: 0.5 }, src_ip: "::FFFF:1.2.3.4" } }',
    ),
  );
  assert.equal(diagnostics, []);
  const log = cases[0]?.log;
  assert.ok(log?.kind === 'traffic');
  const { seed, principals: read0 } = log.traffic;
  assert.is(seed, 0);
  assert.equal(read0[0], {
    name: 'a',
    copies: 1,
    count: 100,
    offset: 0,
    pace: { kind: 'even', over: 3_000_000, jitter: 0 },
    inputs: { kind: 'fresh', share: 1 },
    fullVectors: 0,
    fields: new Map(),
  });
  assert.equal(read0[1]?.pace, { kind: 'even', over: 300_000, jitter: 30_000 });
  assert.equal([read0[1]?.offset, read0[1]?.copies, read0[1]?.fullVectors], [3_600_000, 2, 1]);
  assert.equal(read0[2]?.pace, { kind: 'burst', over: 3_600_000, bursts: 10 });
  assert.equal(read0[2]?.inputs, { kind: 'fresh', share: 0.7 });
  assert.equal(read0[3]?.pace, { kind: 'burst', over: 3_600_000, bursts: 2 });
  assert.equal(
    [...(read0[4]?.fields ?? [])].map(([{ name }, values]) => [name, values]),
    [
      [
        'margin',
        {
          kind: 'share',
          share: 0.5,
          of: { kind: 'uniform', low: 0, high: 0.2 },
          otherwise: { kind: 'absent' },
        },
      ],
      [
        'near_dup',
        {
          kind: 'share',
          share: 0.5,
          of: { kind: 'constant', value: true },
          otherwise: { kind: 'constant', value: false },
        },
      ],
      ['src_ip', { kind: 'constant', value: '1.2.3.4' }],
    ],
  );
});

test('tells what is wrong with rules, names and logs', () => {
  expectCodes(
    'rule: ⟦harvst⟧\ncases:\n  - { name: a, events: [ { ts: 1 } ], expect: { alerts: [] } }\n',
    'unknown-rule',
  );
  expectCodes('rule: broken\ncases:\n  - { name: a, events: [ { nonsense: 1 } ], expect: { alerts: [] } }\n');
  expectCodes(
    'cases:\n  - { name: ⟦a⟧, events: [ { ts: 1 } ], expect: { alerts: [] } }\n',
    'case-without-rule',
  );
  expectCodes('rule: harvest\ncases: ⟦[]⟧\n', 'empty-list');
  expectCodes('rule: harvest\ncases:\n  - { name: ⟦a⟧, expect: { alerts: [] } }\n', 'case-log');
  expectCodes(
    'rule: harvest\ncases:\n  - { name: a, events: [ { ts: 1 } ], ⟦fixture⟧: x.jsonl, expect: { alerts: [] } }\n'.replace(
      'events: [ { ts: 1 } ], ⟦fixture⟧: x.jsonl',
      'fixture: x.jsonl, ⟦events⟧: [ { ts: 1 } ]',
    ),
    'case-log',
  );
  expectCodes(
    `rule: harvest
cases:
  - { name: a, events: [ { ts: 1 } ], expect: { alerts: [] } }
  - { name: ⟦a⟧, events: [ { ts: 1 } ], expect: { alerts: [] } }
  - { name: a, rule: everything, events: [ { ts: 1, ⟦principle⟧: a } ], expect: { alerts: [] } }
  - { name: b, events: ⟦[]⟧, expect: { alerts: [] } }
`.replace('⟦[]⟧', '[ { ts: 2 } ]'),
    'case-repeated',
    'unknown-field',
  );
});

test('case names are unique over all files', () => {
  const text = 'rule: harvest\ncases:\n  - { name: a, events: [ { ts: 1 } ], expect: { alerts: [] } }\n';
  assert.equal(
    read(text, text).diagnostics.map(({ code, span }) => [code, span.source.file]),
    [['case-repeated', '1.test.yaml']],
  );
});

test('tells what is wrong with fixtures and mappings', () => {
  const file = (log: string) =>
    `rule: harvest\ncases:\n  - name: one\n    ${log}\n    expect: { alerts: [] }\n`;
  expectCodes(file('fixture: ⟦fixtures/atack.jsonl⟧'), 'unknown-fixture');
  expectCodes(
    file('fixture: [fixtures/attack.jsonl, ⟦fixtures⟧, ⟦../secret⟧]'),
    'unknown-fixture',
    'unknown-fixture',
  );
  expectCodes(file('fixture: fixtures/attack.jsonl\n    mapping: ⟦natve⟧'), 'unknown-mapping');
  expectCodes(file('fixture: fixtures/attack.jsonl\n    mapping: ⟦other⟧'), 'mapping-unfit');
  expectCodes(file('fixture: fixtures/attack.jsonl\n    mapping: broken'));
  expectCodes(file('events: [ { whatever: 1 } ]\n    mapping: native'));
  const [missing] = read(file('fixture: fixtures/atack.jsonl')).diagnostics;
  assert.is(missing?.message, 'there is no file fixtures/atack.jsonl; near it: fixtures/attack.jsonl');
  expectCodes(
    principals('{ name: a, requests: 1, over: 1m }').replace(
      '    traffic',
      '    ⟦mapping⟧: native\n    traffic',
    ),
    'mapping-unused',
  );
});

test('tells what is wrong with an expected alert', () => {
  expectCodes(alert('{ group: { ⟦model⟧: m } }'), 'group-fields');
  expectCodes(alert('{ group: ⟦{}⟧ }'), 'group-fields');
  expectCodes(alert('{ ⟦findings⟧: 1 }'), 'group-fields');
  expectCodes(alert('{ group: { ⟦principal⟧: a } }', 'everything'), 'group-fields');
  expectCodes(alert('{ group: { principal: ⟦3⟧ } }'), 'literal-type');
  expectCodes(
    alert('{ group: { src_ip: ⟦"1.2.3"⟧, wants_probs: ⟦"true"⟧ } }', 'by-address'),
    'illegal-address',
    'literal-type',
  );
  expectCodes(
    alert(
      '{ group: { principal: a }, first_window_end: ⟦2026-01-12T09:51:00Z⟧, last_window_end: ⟦2026-02-31T00:00:00Z⟧ }',
    ),
    'window-end-off-schedule',
    'illegal-instant',
  );
  expectCodes(
    alert(
      '{ group: { principal: a }, first_window_end: 2026-01-12T09:50:00Z, last_window_end: ⟦2026-01-12T09:45:00Z⟧ }',
    ),
    'alert-ends-early',
  );
  expectCodes(alert('{ group: { principal: a }, ⟦within_query⟧: 3 }'), 'unknown-key');
  // A match rule has no windows.
  expectCodes(
    alert(
      '{ group: { src_ip: 1.2.3.4, wants_probs: true }, first_window_end: 2026-01-12T09:51:00Z }',
      'by-address',
    ),
  );
  const [off] = read(
    alert('{ group: { principal: a }, first_window_end: 2026-01-12T09:51:00Z }'),
  ).diagnostics;
  assert.is(off?.hint, 'write 2026-01-12T09:50:00Z or 2026-01-12T09:55:00Z');
});

test('tells what is wrong with traffic', () => {
  expectCodes(principals('{ name: a, ⟦requests⟧: 10 }'), 'traffic-time');
  expectCodes(principals('{ name: a, requests: 10, over: 1m, ⟦every⟧: 1s }'), 'traffic-time');
  expectCodes(principals('{ name: a, requests: 10, over: ⟦0s⟧ }'), 'illegal-form');
  expectCodes(principals('{ name: a, requests: 10, every: 1s, ⟦pace⟧: even }'), 'traffic-pace');
  expectCodes(principals('{ name: a, requests: 10, over: 1m, pace: poisson, ⟦jitter⟧: 1s }'), 'traffic-pace');
  expectCodes(principals('{ name: a, requests: 10, over: 1m, jitter: ⟦7s⟧ }'), 'traffic-jitter');
  expectCodes(principals('{ name: a, requests: 10, over: 1m, pace: { bursts: ⟦11⟧ } }'), 'traffic-bursts');
  expectCodes(
    principals('{ name: a, requests: 10, over: 1m, inputs: ⟦{ repeat: 1, fresh: 1 }⟧ }'),
    'traffic-inputs',
  );
  expectCodes(principals('{ name: a, requests: 10, over: 1m, inputs: ⟦{}⟧ }'), 'traffic-inputs');
  expectCodes(principals('{ name: a, requests: 10, over: ⟦91d⟧ }'), 'traffic-too-large');
  expectCodes(
    principals('{ name: a, requests: 10, over: 1m }').replace(
      '- {',
      '- { name: b, copies: 10000, requests: ⟦51⟧, over: 1m }\n        - {',
    ),
    'traffic-too-large',
  );
  expectCodes(
    principals('{ name: a, requests: ⟦1.5⟧, over: 1m, full_vectors: ⟦most⟧ }'),
    'wrong-type',
    'illegal-form',
  );
});

test('tells what is wrong with the fields of traffic', () => {
  const fields = (text: string) => principals(`{ name: a, requests: 10, over: 1m, fields: { ${text} } }`);
  expectCodes(fields('⟦lable⟧: cat'), 'unknown-field');
  expectCodes(fields('label: ⟦3⟧, margin: ⟦high⟧'), 'literal-type', 'literal-type');
  expectCodes(fields('⟦wants_probs⟧: true, ⟦ts⟧: 1'), 'traffic-field', 'traffic-field');
  expectCodes(fields('label: { ⟦uniform⟧: [0, 1] }'), 'field-values');
  expectCodes(fields('label: { ⟦share⟧: 0.5 }, near_dup: { ⟦distinct⟧: 3 }'), 'field-values', 'field-values');
  expectCodes(fields('label: ⟦{ distinct: 3, one_of: [a] }⟧'), 'field-values');
  expectCodes(fields('label: ⟦{}⟧, margin: ⟦{ of: 1 }⟧'), 'field-values', 'field-values');
  expectCodes(fields('label: { one_of: [a, ⟦1⟧] }'), 'literal-type');
  expectCodes(fields('margin: { uniform: ⟦[1, 0]⟧ }'), 'field-range');
  expectCodes(fields('margin: { share: 0.5, of: ⟦x⟧, else: ⟦y⟧ }'), 'literal-type', 'literal-type');
  expectCodes(fields('src_ip: { distinct: ⟦131073⟧ }'), 'out-of-range');
});

test('warns of rules that never fire or are never silent in a test', () => {
  const firing = alert('{ group: { principal: a } }');
  const { cases } = read(firing);
  const told = checkCoverage([harvest, everything, { ...byAddress, status: 'deprecated' }], cases);
  assert.equal(
    told.map(({ severity, message }) => [severity, message]),
    [
      ['warning', 'the rule harvest has no test case in which it stays silent'],
      [
        'warning',
        'the rule everything has no test case in which it fires, and none in which it stays silent',
      ],
    ],
  );
});

test('selects by rule and by case, and never nothing', () => {
  const { cases } = read(
    alert('{ group: { principal: a } }'),
    alert('{}', 'everything').replace('one', 'two'),
  );
  const names = (...rest: Parameters<typeof selectCases>) => {
    const selection = selectCases(...rest);
    return selection.kind === 'cases' ? selection.cases.map(({ name }) => name) : selection;
  };
  assert.equal(names(cases, { rules: [] }), ['one', 'two']);
  assert.equal(names(cases, { rules: ['everything'] }), ['two']);
  assert.equal(names(cases, { rules: [], caseName: 'one' }), ['one']);
  assert.equal(names(cases, { rules: ['harvst'] }), {
    kind: 'nothing',
    what: 'rule',
    name: 'harvst',
    near: 'harvest',
  });
  assert.equal(names(cases, { rules: ['everything'], caseName: 'tow' }), {
    kind: 'nothing',
    what: 'case',
    name: 'tow',
    near: undefined,
  });
  assert.is(selectCases([], { rules: [] }).kind, 'nothing');
  // Deprecated rules never run.
  const old = cases.map((one): typeof one => ({ ...one, rule: { ...one.rule, status: 'deprecated' } }));
  assert.is(selectCases(old, { rules: [] }).kind, 'nothing');
});

test.run();
