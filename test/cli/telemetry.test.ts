import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';
import { project } from './project.js';

const test = suite('telemetry');
const poor = `mapping: poor
description: A gateway that counts
source: inference
fields:
  principal: { path: user }
  input_hash: { path: hash }
needs:
  input_hash: body_logging
absent:
  wants_probs: Log the flag
sampled: true
`;
const { path: cwd, remove } = makeFolder({ ...project, 'targets/mappings/poor.yaml': poor });

test('each rule on each log, in a few words', async () => {
  const { code, out, err } = await runInside(['telemetry'], cwd);
  assert.equal([code, err], [0, '']);
  assert.is(
    out,
    `other
harvest   works
near-tie  impossible  no margin; no event passes where

poor  (a sample of the requests)
harvest   impossible  no wants_probs; full_vectors is never met, and the condition never holds; the
                      log holds only a part of the requests, so that every count is too low
near-tie  impossible  no margin; no event passes where; the log holds only a part of the requests,
                      so that every count is too low
`,
  );
});

test('one log, with what would mend it', async () => {
  const { code, out } = await runInside(['telemetry', '--mapping', 'poor'], cwd);
  assert.is(code, 0);
  assert.match(out, 'no wants_probs: Log the flag');
  assert.match(out, 'input_hash needs: body_logging');
});

test('the same for machines', async () => {
  const { out } = await runInside(['telemetry', '--json', '--mapping', 'poor'], cwd);
  const [first = ''] = out.split('\n');
  const record: unknown = JSON.parse(first);
  assert.equal(record, {
    rule: 'harvest',
    mapping: 'poor',
    verdict: 'impossible',
    reasons: [
      'full_vectors is never met, and the condition never holds',
      'the log holds only a part of the requests, so that every count is too low',
    ],
    sampled: true,
    missing: [{ field: 'wants_probs', mend: 'Log the flag' }],
    needs: [{ field: 'input_hash', setting: 'body_logging' }],
    blind: [{ signal: 'full_vectors', becomes: 'never', fields: ['wants_probs'] }],
    unreported: [],
  });
});

test('a mapping that is not there is told', async () => {
  const { code, err } = await runInside(['telemetry', '--mapping', 'por'], cwd);
  assert.is(code, 2);
  assert.match(err, 'did you mean poor?');
});

test('teardown', remove);

test.run();
