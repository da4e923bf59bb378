import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileTarget, filesOf } from '../../src/backends/compile-target.js';
import { evidenceFileName, parseEvidence, sha256Of, weakest } from '../../src/backends/evidence.js';
import { type BrokenEvidence, readEvidenceFrom } from '../../src/backends/evidence-folder.js';
import type { Acceptance } from '../../src/ir/target.js';
import {
  aggregateRule,
  elasticTarget,
  exists,
  field,
  fullVectorHarvest,
  matchRule,
  native,
  signal,
  span,
} from './samples.js';

const now = Date.UTC(2026, 10, 24, 12);
const range = { from: Date.UTC(2026, 0, 12, 9), to: Date.UTC(2026, 0, 12, 12) };

const spread = aggregateRule('score-spread', [
  signal(
    'spread',
    {
      kind: 'ratio',
      of: { measure: { kind: 'percentile', field: field('margin'), p: 95_000 } },
      to: { measure: { kind: 'max', field: field('margin') } },
    },
    { kind: 'above', value: 1 },
  ),
  signal(
    'words',
    {
      kind: 'count',
      of: { kind: 'regex', field: field('label'), patterns: ['\\bcat'], nocase: false, span },
    },
    { kind: 'above', value: 1 },
  ),
]);

function accept(change: Partial<Acceptance> = {}): Acceptance {
  return {
    rule: 'score-spread',
    code: 'percentile-as-value',
    reason: 'replayed nightly',
    expires: '2026-11-24',
    span,
    ...change,
  };
}

test('a rule that has not reached the target’s least status is left out', () => {
  const rules = (['experimental', 'test', 'stable', 'deprecated'] as const).map((status) => ({
    ...fullVectorHarvest,
    name: status,
    status,
  }));
  for (const [leastStatus, names] of [
    ['experimental', ['experimental', 'stable', 'test']],
    ['test', ['stable', 'test']],
    ['stable', ['stable']],
  ] as const) {
    const { manifest, artifacts } = compileTarget(rules, { ...elasticTarget, leastStatus }, { range, now });
    assert.equal([...new Set(manifest.entries.map(({ rule }) => rule))].sort(), names);
    assert.is(artifacts.length, 2 * names.length);
  }
});

test('a target compiles to artifacts and a manifest that names each by its hash', () => {
  const { artifacts, manifest, failures } = compileTarget([fullVectorHarvest], elasticTarget, { range, now });
  assert.equal(
    artifacts.map(({ path }) => path),
    ['hunt/full-vector-harvest.esql', 'live/full-vector-harvest.esql'],
  );
  assert.equal(failures, []);
  assert.equal(manifest.range, { from: '2026-01-12T09:00:00.000Z', to: '2026-01-12T12:00:00.000Z' });
  for (const [i, entry] of manifest.entries.entries()) {
    assert.is(entry.fidelity, 'exact');
    assert.is(entry.evidence, 'none');
    assert.equal(entry.files, [
      { path: artifacts[i]?.path, sha256: sha256Of(artifacts[i]?.text ?? ''), evidence: 'none' },
    ]);
  }
});

test('the same input gives the same bytes, in whatever order the rules come', () => {
  const rules = [fullVectorHarvest, spread, matchRule('a-label', exists('label'))];
  const bytes = (of: typeof rules) =>
    JSON.stringify(filesOf(compileTarget(of, elasticTarget, { range, now })));
  assert.is(bytes(rules), bytes([...rules].reverse()));
});

test('a rule that cannot be said is refused with every reason, and the others are compiled', () => {
  const { artifacts, manifest, failures } = compileTarget([spread, fullVectorHarvest], elasticTarget, {
    now,
  });
  assert.is(artifacts.length, 2);
  const refused = manifest.entries.filter(({ rule }) => rule === 'score-spread');
  assert.equal(
    refused.map(({ shape, refusals, files }) => [shape, refusals.map(({ code }) => code), files]),
    [
      ['hunt', ['percentile-as-value', 'regex-construct'], []],
      ['live', ['percentile-as-value', 'regex-construct'], []],
    ],
  );
  assert.is(failures.length, 4);
  assert.ok(failures.every(({ rule, hint, span: place }) => rule === 'score-spread' && hint !== '' && place));
});

test('a field that the log lacks is a refusal that says what would mend it', () => {
  const fields = new Map(native.fields);
  fields.delete('input_hash');
  fields.delete('wants_probs');
  const absent = new Map([['wants_probs', 'a gateway in front can write it']]);
  const target = { ...elasticTarget, mapping: { ...native, fields, absent } };
  const { manifest } = compileTarget([fullVectorHarvest], target, { now, shapes: ['live'] });
  assert.equal(
    manifest.entries.flatMap(({ refusals }) => refusals.map(({ code, hint }) => [code, hint])),
    [
      ['field-absent', "map input_hash in the target's mapping, or leave the rule out of the target"],
      ['field-absent', 'a gateway in front can write it'],
    ],
  );
});

test('a log that holds a part of the requests makes no query exact', () => {
  const target = { ...elasticTarget, mapping: { ...native, sampled: true } };
  const rules = [fullVectorHarvest, matchRule('single', exists('label'))];
  const { manifest, artifacts, failures } = compileTarget(rules, target, { now, shapes: ['hunt'] });
  assert.equal(
    manifest.entries.map(({ fidelity, deviations }) => [fidelity, deviations[0]?.effect, deviations.length]),
    [
      ['approximate', 'both', 1],
      ['approximate', 'under', 1],
    ],
  );
  assert.is(failures.length, 2);
  for (const { text } of artifacts) assert.match(text, /^\/\/ approximate, .* \(sampled-log\)$/m);
});

test('a rule of another source is refused', () => {
  const target = { ...elasticTarget, mapping: { ...native, source: { ...native.source, name: 'mail' } } };
  const { manifest } = compileTarget([fullVectorHarvest], target, { now, shapes: ['hunt'] });
  assert.equal(
    manifest.entries[0]?.refusals.map(({ code }) => code),
    ['other-source'],
  );
});

test('an acceptance counts for its rule and code through its last day', () => {
  const failing = (change: Partial<Acceptance>, at = now) => {
    const target = { ...elasticTarget, accept: [accept(change), accept({ code: 'regex-construct' })] };
    return compileTarget([spread], target, { now: at, shapes: ['hunt'] }).failures.map(({ code }) => code);
  };
  assert.equal(failing({}), []);
  assert.equal(failing({}, Date.UTC(2026, 10, 24, 23, 59, 59, 999)), []);
  assert.equal(failing({}, Date.UTC(2026, 10, 25)), ['percentile-as-value', 'regex-construct']);
  assert.equal(failing({ rule: 'full-vector-harvest' }), ['percentile-as-value']);
  assert.equal(failing({ code: 'unsupported-entropy' }), ['percentile-as-value']);
});

test('an acceptance without a rule counts for every rule, and is named where nothing needs it', () => {
  const every = (code: string): Acceptance => {
    const { rule: _, ...rest } = accept({ code });
    return rest;
  };
  const idle = every('unsupported-entropy');
  const target = { ...elasticTarget, accept: [every('percentile-as-value'), every('regex-construct'), idle] };
  const { failures, unusedAcceptances } = compileTarget([spread], target, { now, shapes: ['hunt'] });
  assert.equal(failures, []);
  assert.equal(unusedAcceptances, [idle]);
});

test('what is accepted stands in the manifest, and an acceptance that nothing needs is named', () => {
  const idle = accept({ code: 'unsupported-entropy' });
  const elsewhere = accept({ rule: 'not-compiled-here' });
  const target = { ...elasticTarget, accept: [accept(), idle, elsewhere] };
  const { manifest, unusedAcceptances } = compileTarget([spread], target, { now, shapes: ['hunt'] });
  assert.equal(manifest.entries[0]?.refusals[0]?.accepted, {
    reason: 'replayed nightly',
    expires: '2026-11-24',
  });
  assert.is(manifest.entries[0]?.refusals[1]?.accepted, undefined);
  assert.equal(unusedAcceptances, [idle]);
});

test('deprecated rules are left out', () => {
  const { manifest } = compileTarget([{ ...fullVectorHarvest, status: 'deprecated' }], elasticTarget, {
    now,
  });
  assert.equal(manifest.entries, []);
});

test('a rule on which the compiler breaks is refused alone', () => {
  const broken = {
    ...fullVectorHarvest,
    name: 'broken',
    condition: { kind: 'signal', name: 'nobody' },
  } as const;
  const { manifest, artifacts } = compileTarget([broken, fullVectorHarvest], elasticTarget, { now });
  assert.is(artifacts.length, 2);
  assert.is(manifest.entries[0]?.refusals[0]?.code, 'internal-error');
});

test('evidence is taken over by the hash of the artifact, and a broken file proves nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-evidence-'));
  const { artifacts } = compileTarget([fullVectorHarvest], elasticTarget, { now });
  const [hunt, live] = artifacts.map(({ text }) => sha256Of(text));
  assert.ok(hunt !== undefined && live !== undefined);
  const record = {
    sha256: hunt,
    evidence: 'run on Elasticsearch 8.19.21',
    date: '2026-11-24',
    compared: 'findings',
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, evidenceFileName(hunt)), JSON.stringify(record));
  writeFileSync(join(folder, evidenceFileName(live)), JSON.stringify(record));
  const broken: BrokenEvidence[] = [];
  const evidence = readEvidenceFrom(folder, (one) => broken.push(one));
  const { manifest } = compileTarget([fullVectorHarvest], elasticTarget, { now, evidence });
  rmSync(folder, { recursive: true });
  assert.equal(
    manifest.entries.map((entry) => entry.evidence),
    ['run on Elasticsearch 8.19.21', 'none'],
  );
  assert.is(broken.length, 1);
  assert.match(broken[0]?.problem ?? '', /sha256/);
});

test('evidence that claims nothing is not read as a claim', () => {
  const sha256 = sha256Of('x');
  const record = {
    sha256,
    evidence: 'interpreted, not run on Splunk',
    date: '2026-11-24',
    compared: 'findings',
  };
  assert.equal(parseEvidence(JSON.stringify(record), sha256), record);
  for (const change of [
    { evidence: 'none' },
    { evidence: 'run on ' },
    { evidence: 'interpreted' },
    { date: 'today' },
    { compared: '' },
  ])
    assert.type(parseEvidence(JSON.stringify({ ...record, ...change }), sha256), 'string');
  for (const text of ['', '[]', 'null', '{']) assert.type(parseEvidence(text, sha256), 'string');
  assert.is(weakest(['run on x', 'interpreted, not run on x', 'none']), 'none');
  assert.is(weakest(['run on x', 'interpreted, not run on x']), 'interpreted, not run on x');
  assert.is(weakest([]), 'none');
});

test.run();
