import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shapesOf } from '../../src/backends/registry.js';
import { listTargets, loadTarget, targetPath } from '../../src/bind/load-target.js';
import { loadPack } from '../../src/check/load-pack.js';
import { fullVectorHarvest, source } from '../backends/samples.js';

const pack = { rules: [fullVectorHarvest], sources: new Map([[source.name, source]]) };

const head = 'target: here\ndescription: A target\n';
const elastic = `${head}backend: elastic\nindex: audit-*\ndelay: 2m\n`;

const mapping =
  'mapping: native\ndescription: As it is\nsource: inference\nfields: { label: { path: answer } }\n';

function load(text: string, mappingText = mapping) {
  const targets = mkdtempSync(join(tmpdir(), 'rulewright-targets-'));
  for (const [path, content] of [
    ['here/target.yaml', text],
    ['mappings/native.yaml', mappingText],
  ] as const) {
    mkdirSync(dirname(join(targets, path)), { recursive: true });
    writeFileSync(join(targets, path), content);
  }
  try {
    return loadTarget('here', pack, targets, Date.parse('2026-11-24T12:00:00Z'));
  } finally {
    rmSync(targets, { recursive: true });
  }
}

/** Each diagnostic's code and the text that it points at. */
function told(text: string): readonly string[] {
  const { target, diagnostics } = load(text);
  assert.is(target, undefined);
  return diagnostics.map(
    ({ code, span }) => `${code}: ${span.source.text.slice(span.start, span.end).trim()}`,
  );
}

test('a target says where rules run and what is accepted', () => {
  const { target, diagnostics } = load(
    `${elastic}mapping: native\naccept:\n  - { rule: a, code: b-c, reason: d, expires: 2027-06-30 }\n`,
  );
  assert.equal(diagnostics, []);
  if (target?.backend !== 'elastic') throw new Error('not an elastic target');
  assert.is(target.name, 'here');
  assert.is(target.index, 'audit-*');
  assert.is(target.time, '@timestamp');
  assert.is(target.delay, 120_000);
  assert.equal(target.mapping?.fields, new Map([['label', { kind: 'path', path: ['answer'] }]]));
  assert.equal(
    target.accept.map(({ rule, code, reason, expires }) => [rule, code, reason, expires]),
    [['a', 'b-c', 'd', '2027-06-30']],
  );
});

test('each backend has its own keys', () => {
  assert.equal(load(`${head}backend: splunk\nindex: main\ndelay: 1m\nsourcetype: audit\n`).diagnostics, []);
  assert.equal(load(`${head}backend: sigma\nlogsource: { product: gateway }\n`).diagnostics, []);
  assert.equal(told(`${head}backend: sigma\nlogsource: { product: gateway }\nindex: main\n`), [
    'unknown-key: index',
  ]);
  assert.equal(told(`${elastic}sourcetype: audit\n`), ['unknown-key: sourcetype']);
  assert.equal(told(`${head}backend: elastic\n`), ['missing-key: elastic']);
  assert.equal(told(`${head}backend: sigma\n`), ['missing-key: sigma']);
});

test('a Splunk target says what is read of an event, and what is kept of the log', () => {
  const splunk = `${head}backend: splunk\nindex: main\ndelay: 1m\n`;
  const { target: plain } = load(splunk);
  assert.is(plain?.backend === 'splunk' && plain.reading, 'fields');
  const { target, diagnostics } = load(
    `${splunk}reading: event\nsummary: { index: panes, lag: 5m }\ndata_model: { model: Inference, dataset: Requests }\n`,
  );
  assert.equal(diagnostics, []);
  if (target?.backend !== 'splunk') throw new Error('not a Splunk target');
  assert.is(target.reading, 'event');
  assert.equal(target.summary, { index: 'panes', lag: 300_000 });
  assert.equal(target.dataModel, { model: 'Inference', dataset: 'Requests' });
  assert.equal(shapesOf(target), ['hunt', 'live', 'summary', 'accelerated']);
  assert.equal(told(`${splunk}reading: json\n`), ['illegal-value: json']);
  assert.equal(told(`${splunk}summary: { index: panes }\n`), ['missing-key: index']);
  assert.equal(told(`${splunk}summary: { index: panes, lag: 0m }\n`), ['illegal-form: 0m']);
  assert.equal(told(`${splunk}data_model: Inference.Requests\n`), ['wrong-type: Inference.Requests']);
  assert.equal(told(`${elastic}reading: event\n`), ['unknown-key: reading']);
});

test('every mistake is told at its place', () => {
  assert.equal(told(elastic.replace('2m', '0m')), ['illegal-form: 0m']);
  assert.equal(
    told(`${elastic}mapping: nativ\naccept: [ { rule: a, code: b, reason: c, expires: 2027-02-30 } ]\n`),
    ['illegal-value: nativ', 'illegal-form: 2027-02-30'],
  );
  assert.match(load(`${elastic}mapping: nativ\n`).diagnostics[0]?.message ?? '', /near it: native/);
  assert.equal(told(`${elastic}backends: splunk\n`), ['unknown-key: backends']);
  assert.is(load('{').target, undefined);
});

test('a mapping with a mistake leaves no target', () => {
  const { target, diagnostics } = load(`${elastic}mapping: native\n`, mapping.replace('label', 'lable'));
  assert.is(target, undefined);
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['unknown-field'],
  );
});

test('a target is named after its folder', () => {
  assert.equal(told(elastic.replace('here', 'there')), ['name-not-file: there']);
});

test('a target is named, or its file is', () => {
  assert.is(targetPath('elastic-native'), join('targets', 'elastic-native', 'target.yaml'));
  assert.is(targetPath('../other/target.yaml'), '../other/target.yaml');
  assert.equal(
    loadTarget('nowhere', pack).diagnostics.map(({ code }) => code),
    ['unreadable-file'],
  );
  assert.equal(listTargets(join(tmpdir(), 'rulewright-no-such-folder')), []);
});

test('the targets that ship are read without a word', () => {
  const names = listTargets();
  assert.ok(names.includes('elastic-native'));
  const loaded = loadPack('rules');
  for (const name of names) assert.equal(loadTarget(name, loaded.pack).diagnostics, [], name);
});

test('exceptions name a rule, a field of its source, and values of the field’s type', () => {
  const entry = '{ value: svc, reason: Tests, owner: ml }';
  const { target, diagnostics } = load(
    `${elastic}exceptions: [ { rule: full-vector-harvest, field: principal, entries: [ ${entry}, { value: old, reason: r, owner: o, expires: 2026-11-23 } ] } ]\n`,
  );
  assert.equal(
    diagnostics.map(({ code }) => code),
    ['expired-entry'],
  );
  assert.equal(
    target?.exceptions.map(({ rule, field, entries }) => [rule, field.name, entries]),
    [
      [
        'full-vector-harvest',
        'principal',
        [{ value: 'svc' }, { value: 'old', until: Date.parse('2026-11-24T00:00:00Z') }],
      ],
    ],
  );
  assert.equal(
    told(`${elastic}exceptions: [ { rule: full-vector-harvst, field: principal, entries: [ ${entry} ] } ]\n`),
    ['unknown-rule: full-vector-harvst'],
  );
  assert.equal(
    told(
      `${elastic}exceptions: [ { rule: full-vector-harvest, field: principle, entries: [ ${entry} ] } ]\n`,
    ),
    ['unknown-field: principle'],
  );
  assert.equal(
    told(`${elastic}exceptions: [ { rule: full-vector-harvest, field: status, entries: [ ${entry} ] } ]\n`),
    ['literal-type: svc'],
  );
});

test.run();
