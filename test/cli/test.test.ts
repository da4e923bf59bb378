import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CommandError } from '../../src/cli/command-error.js';
import type { Output } from '../../src/cli/output.js';
import { createProgram } from '../../src/cli/program.js';
import { aggregateRule, source } from '../check/pack.js';
import { type Ended, makeFolder, run } from './command-line.js';

const test = suite('rulewright test');

const traffic = (requests: number) =>
  `traffic: { start: 2026-01-12T09:00:00Z, principals: [ { name: thief, requests: ${requests}, over: 50m } ] }`;
const caseText = (name: string, log: string, alerts: string) =>
  `  - name: ${name}\n    ${log}\n    expect: { alerts: ${alerts} }\n`;
const thief = '[ { group: { principal: thief }, within_queries: 300 } ]';
const project = {
  'rules/sources/inference.yaml': source,
  'rules/example.yaml': aggregateRule,
  'rules/example.test.yaml': `rule: example\ncases:\n${caseText('one hundred', traffic(100), '[]')}${caseText('one more', traffic(101), thief)}`,
};
const failing = {
  ...project,
  'rules/other.test.yaml': `rule: example\ncases:\n${caseText("it's slow", traffic(90), thief)}`,
};

/** Runs a command on the rules of a folder without a process of its own, and writes paths as one who stands in the folder sees them. */
async function runHere([command, ...args]: readonly string[], folder: string): Promise<Ended> {
  const texts = { out: '', err: '' };
  const open = (which: 'out' | 'err'): Output => ({
    isTerminal: false,
    columns: 100,
    write: (text) => {
      texts[which] += text;
    },
    flush: () => {},
    mark: (_, text) => text,
  });
  let code: number | null = null;
  const status = { isShown: false, show: () => {} };
  const program = createProgram({
    out: open('out'),
    err: open('err'),
    status,
    finish: (end) => (code = end),
  });
  try {
    await program.parseAsync([command ?? '', ...args, '--rules', join(folder, 'rules')], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    code = error.code;
    texts.err += error.message;
  }
  const shorten = (text: string) =>
    text.replaceAll(` --rules '${folder}/rules'`, '').replaceAll(`${folder}/`, '');
  return { code, out: shorten(texts.out), err: shorten(texts.err) };
}

test('all well is one line and 0', async () => {
  const { path, remove } = makeFolder(project);
  try {
    assert.equal(await run(['test'], { cwd: path }), { code: 0, out: '2 passed, 0 failed\n', err: '' });
    assert.equal(await run(['test', 'example', '--case', 'one more'], { cwd: path }), {
      code: 0,
      out: '1 passed, 0 failed\n',
      err: '',
    });
  } finally {
    remove();
  }
});

test('a failure shows expected and seen, every signal, and how to run it again', async () => {
  const { path, remove } = makeFolder(failing);
  try {
    const { code, out, err } = await runHere(['test'], path);
    assert.is(code, 1);
    assert.is(err, '');
    assert.is(
      out.replace(/ {2,}missing/, '  missing'),
      `rules/other.test.yaml:3  it's slow  missing
   expected  an alert for thief, by query 300
   seen      none; 90 events of this group, nearest window ended 2026-01-12 09:50Z:
             volume 90 of > 100 ✗
   again     rulewright test example --case 'it'\\''s slow'

2 passed, 1 failed
`,
    );
  } finally {
    remove();
  }
});

test('the same for machines, and as JUnit XML', async () => {
  const { path, remove } = makeFolder(failing);
  try {
    const { code, out } = await runHere(['test', '--json', '--junit', join(path, 'reports/out.xml')], path);
    assert.is(code, 1);
    const record: { passed: number; failed: number; cases: Record<string, unknown>[] } = JSON.parse(out);
    assert.equal([record.passed, record.failed], [2, 1]);
    const [, , slow] = record.cases;
    assert.equal(
      { ...slow, milliseconds: 0 },
      {
        rule: 'example',
        case: "it's slow",
        file: 'rules/other.test.yaml',
        line: 3,
        outcome: 'missing',
        milliseconds: 0,
        problems: [
          {
            kind: 'missing',
            expected: { group: { principal: 'thief' }, within_queries: 300 },
            events: 90,
            nearest: {
              window_end: '2026-01-12T09:50:00.000Z',
              values: { volume: 90 },
              met: { volume: false },
            },
          },
        ],
      },
    );
    const xml = readFileSync(join(path, 'reports/out.xml'), 'utf8');
    assert.ok(xml.includes('<testsuite name="example" tests="3" failures="1" errors="0"'), xml);
    assert.ok(xml.includes('name="it&apos;s slow"'), xml);
  } finally {
    remove();
  }
});

test('a run of nothing is a failure', async () => {
  const { path, remove } = makeFolder(project);
  try {
    const rule = await runHere(['test', 'exmaple'], path);
    assert.equal([rule.code, rule.out], [2, '']);
    assert.match(rule.err, 'no test case is of a rule exmaple\n  did you mean example?');
    const name = await runHere(['test', '--case', 'one hundrd'], path);
    assert.equal([name.code, name.out], [2, '']);
    assert.match(name.err, 'no test case has the name one hundrd\n  did you mean one hundred?');
  } finally {
    remove();
  }
  const bare = makeFolder({ 'rules/sources/inference.yaml': source, 'rules/example.yaml': aggregateRule });
  try {
    const { code, err } = await runHere(['test'], bare.path);
    assert.is(code, 2);
    assert.match(err, 'there is no test case in rules');
  } finally {
    bare.remove();
  }
});

test('with a mistake in a test nothing runs and nothing is written', async () => {
  const { path, remove } = makeFolder({
    ...project,
    'rules/other.test.yaml': 'rule: exmaple\ncases: [ { name: a } ]\n',
  });
  try {
    const { code, out, err } = await runHere(['test', '--junit', join(path, 'out.xml')], path);
    assert.equal([code, out], [1, '']);
    assert.match(err, 'rules/other.test.yaml:2:');
    assert.not(existsSync(join(path, 'out.xml')));
  } finally {
    remove();
  }
});

test('check tells of mistakes in tests, and of rules without them', async () => {
  const { path, remove } = makeFolder({
    'rules/sources/inference.yaml': source,
    'rules/example.yaml': aggregateRule,
    'rules/example.test.yaml': `rule: example\ncases:\n${caseText('one hundred', traffic(100), '[]')}`,
  });
  try {
    const { code, out } = await run(['check'], { cwd: path });
    assert.is(code, 0);
    assert.match(out, 'rules/example.yaml:2:7  rule-untested');
    assert.match(out, 'the rule example has no test case in which it fires');
  } finally {
    remove();
  }
});

test.run();
