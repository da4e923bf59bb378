import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';
import { project } from './project.js';

const test = suite('explain');
const { path: cwd, remove } = makeFolder(project);

test('a rule in words, with the smallest traffic that fires it and how each target says it', async () => {
  const { code, out, err } = await runInside(['explain', 'harvest'], cwd);
  assert.equal([code, err], [0, '']);
  assert.is(
    out,
    `Bulk harvesting
harvest · AML.T0024.002 Extract AI Model · low · stable

Many distinct inputs with full vectors.

Fires when    in any 1 h that ends on a multiple of 5 min, one principal has all of
                volume        more than 10 events
                novelty       more than 0.9 distinct input_hash an event
                full_vectors  more than 0.8 of the events are such that wants_probs is true
Smallest      11 events, 10 distinct input_hash, 9 where wants_probs is true, inside one such window
Silent while  every window has at most 10 events, or at most 0.9 distinct input_hash an event, or at
              most 0.8 of the events are such that wants_probs is true
Alerts        one for each principal in 1 h; later findings of that time belong to it
Needs         ts, principal, input_hash, wants_probs
Blind to      Ten an hour
Respond       throttle
Mitigations   AML.M0002 Passive AI Output Obfuscation
              AML.M0004 Restrict Number of AI Model Queries
              AML.M0024 AI Telemetry Logging

siem, ES|QL  hunt, live  exact  no evidence

other  works
`,
  );
});

test('the code of a mistake, even where the rules are broken', async () => {
  const { code, out } = await runInside(['explain', 'unknown-field', '--rules', 'nowhere'], cwd);
  assert.is(code, 0);
  assert.match(out, /^unknown-field {2}error\n\n\S[\s\S]*\n {2}wrong\n {4}\S[\s\S]*\n {2}right\n {4}\S/);
});

test('a rule over findings counts findings', async () => {
  const folder = makeFolder({
    ...project,
    'rules/spread.yaml': (project['rules/harvest.yaml'] ?? '')
      .replace(/^id: .*\nname: .*$/m, 'id: 00000000-0000-4000-8000-000000000001\nname: spread')
      .replace('source: inference\nby: [principal]', 'source: { findings: [harvest] }\nby: []')
      .replace(
        /signals:\n(?: {2}.*\n)+/,
        'signals:\n  people: { distinct: principal, above: 5 }\n  lasting: { count: events, above: 9 }\n',
      ),
  });
  try {
    const { code, out, err } = await runInside(['explain', 'spread'], folder.path);
    assert.equal([code, err], [0, '']);
    assert.match(
      out,
      /lasting {2}more than 9 findings\nSmallest {6}10 findings, 6 distinct principal, inside/,
    );
    assert.not.match(out, /events/);
  } finally {
    folder.remove();
  }
});

test('neither a rule nor a code: a near name', async () => {
  const { code, out, err } = await runInside(['explain', 'harvets'], cwd);
  assert.equal([code, out], [2, '']);
  assert.match(err, /there is no rule or code harvets\n {2}did you mean harvest\?/);
});

test('teardown', remove);

test.run();
