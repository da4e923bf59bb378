import { writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadTarget } from '../../src/bind/load-target.js';
import { checkList } from '../../src/check/list.js';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import { openReport } from '../../src/check/report.js';
import { checkRule } from '../../src/check/rule.js';
import { readRuleFile } from '../../src/check/rule-file.js';
import { checkSource } from '../../src/check/source.js';
import { type Diagnostic, hasErrors } from '../../src/diagnostics/diagnostic.js';
import { parseDocument } from '../../src/document/parse.js';
import { loadTests } from '../../src/unit-test/load-tests.js';
import { countMutants, expectShown, inASecond, mutate, openRandom } from './mutate.js';
import { aggregateRule, inFolder, replaceKeys, source } from './pack.js';

const test = suite('mutated files');

const rule = replaceKeys(
  aggregateRule,
  `risk: 30
date: 2026-11-24
where:
  all:
    - { label: ["a", b], status|above: 200, src_ip|cidr: 10.0.0.0/8 }
    - not: { is: near_boundary }
    - [ { user_agent|wildcard: 'a*b?' }, { user_agent|regex|nocase: '^x[0-9]+' } ]
window: { size: 2h, every: 5m }
signals:
  volume: { count: events, above: 100 }
  part: { share: { wants_probs: true }, among: { label|exists: true }, n: 10, between: [0.1, 0.9] }
  spread: { percentile: margin, p: 95, at_least: 0.3 }
  pace: { rate_cv: 1m, below: 0.2 }
  quotient: { ratio: { of: volume, to: { distinct: model } }, at_most: 5 }
condition: (volume or not part) and 2 of them or all of p*
suppress: { for: 1h, by: [principal] }
report: { addresses: { values: src_ip, limit: 3 }, most: { ratio: { of: volume, to: { max: margin } } } }
variants: { a: {}, b: { severity: high, signals: { volume: { count: events, above: 5 } } }, c: { by: [src_ip], suppress: none } }`,
);

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const sources = new Map([['inference', checkSource(wholeSource(source), 'inference', new Map())]]);

function wholeSource(text: string) {
  const { document } = parseDocument({ file: 'inference.yaml', text });
  if (document === undefined) throw new Error('the model source cannot be read');
  return document;
}

test(`a rule is right or something is told, and nothing throws (SEED=${seed})`, () => {
  const random = openRandom(seed);
  let right = 0;
  const runs = countMutants(1500);
  for (let run = 0; run < runs; run++) {
    const text = run === 0 ? rule : mutate(rule, random);
    const what = `SEED=${seed}, run ${run}:\n${text}`;
    const { document, diagnostics } = inASecond(what, () => parseDocument({ file: 'example.yaml', text }));
    const file = document && readRuleFile(document, 'example');
    const scope = { sources, lists: new Map(), findRule: () => undefined };
    const rules = inASecond(what, () => file?.drafts.map((draft) => checkRule(draft, scope)) ?? []);
    const all = [
      ...diagnostics,
      ...(file?.diagnostics ?? []),
      ...rules.flatMap((checked) => checked.diagnostics),
    ];
    expectShown(all, what);
    const isRight = rules.length > 0 && rules.every((checked) => checked.rule) && !hasErrors(diagnostics);
    assert.is(isRight, !hasErrors(all), what);
    if (isRight) right++;
    if (run === 0)
      assert.equal(
        all.map(({ message }) => message),
        [],
      );
  }
  assert.ok(right > runs / 150 && right < (runs * 2) / 3, String(right));
});

test(`a source is read or something is told, and nothing throws (SEED=${seed})`, () => {
  const random = openRandom(seed + 1);
  for (let run = 0; run < countMutants(500); run++) {
    const text = mutate(source, random);
    const { document, diagnostics } = parseDocument({ file: 'inference.yaml', text });
    const checked = document && checkSource(document, 'inference', new Map());
    expectShown([...diagnostics, ...(checked?.diagnostics ?? [])], `SEED=${seed}, run ${run}:\n${text}`);
  }
});

const list = `list: known
description: Known
entries:
  - { value: a, reason: r, owner: o, expires: 2027-01-31 }
  - { value: "3", reason: r, owner: o }
`;
const listFrom =
  'list: known\ndescription: Known\nvalues_from: a.txt\nreason: r\nowner: o\nexpires: 2020-01-31\n';

test(`a list is read or something is told, and nothing throws (SEED=${seed})`, () => {
  const random = openRandom(seed + 2);
  for (let run = 0; run < countMutants(500); run++) {
    const text = mutate(run % 3 === 0 ? listFrom : list, random);
    const what = `SEED=${seed}, run ${run}:\n${text}`;
    const { document, diagnostics } = parseDocument({ file: 'known.yaml', text });
    const checked = document && checkList(document, 'nowhere/known.yaml', 'known', Date.now());
    const report = openReport();
    for (const field of sources.get('inference')?.source.fields.values() ?? [])
      checked?.list?.entriesFor(field, report);
    const all = [...diagnostics, ...(checked?.diagnostics ?? [])];
    expectShown([...all, ...report.diagnostics], what);
    assert.ok(checked?.list !== undefined || hasErrors(all), what);
  }
});

const mapping = `mapping: known
description: Known
source: inference
time: { path: a."b.c", format: rfc3339 }
fields:
  principal: { first_of: [a.b, c] }
  wants_probs: { any_of: [ { exists: a }, { path: a.n, above: 0 }, { path: m, equals: full } ] }
  model: { split: { path: m }, by: /, part: -1 }
  label: { prefix: { path: l }, length: 3 }
  user_agent: { network: { path: ip }, v4: 24, v6: 64 }
  input_hash: { hash: { path: body } }
  status: { constant: 200 }
needs: { input_hash: A setting }
absent: { margin: Not logged }
sampled: true
`;

test(`a mapping is read or something is told, and nothing throws (SEED=${seed})`, () => {
  const random = openRandom(seed + 3);
  const known = new Map([...sources].map(([name, { source: one }]) => [name, one]));
  inFolder({}, (folder) => {
    const path = `${folder}/known.yaml`;
    for (let run = 0; run < countMutants(500); run++) {
      const text = run === 0 ? mapping : mutate(mapping, random);
      const what = `SEED=${seed}, run ${run}:\n${text}`;
      writeFileSync(path, text);
      const loaded = inASecond(what, () => loadMapping(path, known));
      expectShown(loaded.diagnostics, what);
      assert.is(loaded.mapping === undefined, hasErrors(loaded.diagnostics), what);
      if (run === 0) assert.equal(loaded.diagnostics, []);
    }
  });
});

/** Mutates one file of a project; what the loader tells must be shown, and what is not right must be told. */
function mutateProjectFile(
  file: string,
  seedOfFile: number,
  load: (folder: string) => { readonly diagnostics: readonly Diagnostic[]; readonly isRead: boolean },
): void {
  const random = openRandom(seedOfFile);
  inFolder(project, (folder) => {
    const text = project[file] ?? '';
    for (let run = 0; run < countMutants(300); run++) {
      const mutated = run === 0 ? text : mutate(text, random);
      const what = `SEED=${seed}, run ${run}:\n${mutated}`;
      writeFileSync(`${folder}/${file}`, mutated);
      const { diagnostics, isRead } = inASecond(what, () => load(folder));
      expectShown(diagnostics, what);
      assert.ok(isRead || hasErrors(diagnostics), what);
      if (run === 0) assert.not(hasErrors(diagnostics), diagnostics.map(({ message }) => message).join());
    }
  });
}

const project: Readonly<Record<string, string>> = {
  'rules/sources/inference.yaml': source,
  'rules/example.yaml': aggregateRule,
  'targets/siem/target.yaml': `target: siem
description: The index of the gateway
backend: elastic
index: inference-*
delay: 2m
exceptions:
  - { rule: example, field: principal, entries: [{ value: batch, reason: Nightly, owner: platform, expires: 2099-01-31 }] }
`,
  'rules/example.test.yaml': `rule: example
cases:
  - name: a thief
    traffic:
      start: 2026-01-12T09:00:00Z
      principals:
        - { name: thief, requests: 100, over: 50m }
    expect: { alerts: [] }
`,
};

test(`a target is read or something is told, and nothing throws (SEED=${seed})`, () => {
  mutateProjectFile('targets/siem/target.yaml', seed + 4, (folder) => {
    const { pack } = loadPack(`${folder}/rules`);
    const { target, diagnostics } = loadTarget('siem', pack, `${folder}/targets`);
    return { diagnostics, isRead: target !== undefined };
  });
});

test(`a test file is read or something is told, and nothing throws (SEED=${seed})`, () => {
  mutateProjectFile('rules/example.test.yaml', seed + 5, (folder) => {
    const { cases, diagnostics } = loadTests(loadPack(`${folder}/rules`), `${folder}/rules`);
    return { diagnostics, isRead: cases.length > 0 };
  });
});

test.run();
