import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { replay } from '../../src/evaluate/replay.js';
import { ownShape } from '../../src/ir/mapping.js';
import { aggregateRule, loadFiles, replaceKeys, sequenceRule, source } from '../check/pack.js';

const test = suite('rules over findings');

const minutely = 'window: { size: 1m, every: 1m }\nsignals: { n: { count: events, at_least: 1 } }\nby: []';

test('a finding is read in the window that ends with it, at every level', async () => {
  const over = (name: string, number: number, read: string) =>
    replaceKeys(
      aggregateRule,
      `id: 00000000-0000-4000-8000-00000000000${number}\nname: ${name}\nsource: { findings: [${read}] }\n${minutely}`,
    );
  const { pack, diagnostics } = loadFiles({
    'sources/inference.yaml': source,
    'example.yaml': replaceKeys(aggregateRule, minutely),
    'over.yaml': over('over', 2, 'example'),
    'higher.yaml': over('higher', 3, 'over'),
    'steps.yaml': replaceKeys(
      sequenceRule,
      `id: 00000000-0000-4000-8000-000000000004
name: steps
source: { findings: [higher, example] }
by: []
within: 2m
every: 1m
steps: [ { name: low, where: { rule: example } }, { name: high, where: { rule: higher } } ]`,
    ),
  });
  assert.equal(
    diagnostics.map(({ message }) => message),
    [],
  );
  const start = Date.parse('2026-01-12T09:00:00Z');
  // The second event stands at the end of the first one's window.
  const text = [30, 60, 119.999, 180]
    .map((second) => `{"ts":${start / 1000 + second},"principal":"a"}\n`)
    .join('');
  const found: string[] = [];
  const known = pack.sources.get('inference');
  if (known === undefined) throw new Error('no source');
  await replay({
    rules: pack.rules,
    mapping: ownShape(known),
    inputs: [{ kind: 'text', name: 'log', text }],
    onFinding: ({ rule, at, values }) =>
      found.push(`${rule.name} ${(at - start) / 60_000} ${rule.kind === 'aggregate' ? values : ''}`.trim()),
  });
  assert.equal(found, [
    'example 1 1',
    'higher 1 1',
    'over 1 1',
    'example 2 2',
    'higher 2 1',
    'over 2 1',
    'steps 2',
    'example 4 1',
    'higher 4 1',
    'over 4 1',
  ]);
});

test.run();
