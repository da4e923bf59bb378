import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Ended, makeFolder, run, runInside } from '../cli/command-line.js';
import { project, start } from '../cli/project.js';
import { bound, missingBound, testWhere } from './surroundings.js';

const test = suite('hostile rules');

const harvest = project['rules/harvest.yaml'] ?? '';
const nearTie = project['rules/near-tie.yaml'] ?? '';
const log = `${JSON.stringify({ ts: start, principal: 'p', input_hash: 'h', wants_probs: true })}\n`;

/** Whatever a terminal would obey; line feeds are the tool's own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** No stack trace, no talk of bugs, nothing that a terminal obeys, no page without an end. */
function expectCalm({ code, out, err }: Ended, what: string): void {
  assert.ok(code === 1 || code === 2, `${what}: exit ${code}\n${err}${out.slice(0, 2000)}`);
  const said = out + err;
  assert.not.match(said, /\n\s+at |This is a bug|RangeError|TypeError|Maximum call stack/, what);
  assert.not.match(said, control, what);
  // At most 10,000 mistakes of a file are told, each in a few lines.
  assert.ok(said.length < 5_000_000, `${what}: ${said.length} characters`);
}

/** Every command that reads rules refuses a project with this in it, and writes no result; `check` names a place. */
async function expectRefused(
  files: Readonly<Record<string, string | Buffer>>,
  code: RegExp,
  prepare: (folder: string) => void = () => {},
  runCommand: (args: readonly string[], cwd: string) => Promise<Ended> = runInside,
): Promise<Ended> {
  const folder = makeFolder({ ...project, 'log.jsonl': log, ...files });
  try {
    prepare(folder.path);
    const what = JSON.stringify(Object.keys(files)).slice(0, 200);
    const checked = await runCommand(['check'], folder.path);
    expectCalm(checked, what);
    assert.match(checked.out, code, what);
    assert.match(checked.out, /^\S.*:\d+:\d+ {2}[a-z-]+$/m, what);
    // A large file costs every command the same.
    if (Object.values(files).some(({ length }) => length > 50_000)) return checked;
    const listed = await runCommand(['check', '--json'], folder.path);
    expectCalm(listed, what);
    for (const line of listed.out.trimEnd().split('\n')) assert.type(JSON.parse(line).message, 'string');
    for (const command of [
      ['replay', 'log.jsonl'],
      ['test'],
      ['compile', '--target', 'siem', '--out', 'out'],
    ]) {
      const ended = await runCommand(command, folder.path);
      expectCalm(ended, `${what} ${command}`);
      if (command[0] !== 'test') assert.is(ended.out, '', `${what} ${command}`);
    }
    assert.is(spawnSync('test', ['-e', join(folder.path, 'out')]).status, 1, what);
    return checked;
  } finally {
    folder.remove();
  }
}

/** A rule under another name, with keys put in place of its last. */
function ruleNamed(name: string, text: string, number: number): string {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return text.replace(/^id: .*$/m, `id: ${id}`).replace(/^name: .*$/m, `name: ${name}`);
}

test('a file that is no YAML document of ours is named with a place', async () => {
  const nested = '['.repeat(100_000);
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij']
    .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[i]}`).join(',')}]\n`)
    .join('')}`;
  for (const [content, code] of [
    ['', /empty-document/],
    ['# nothing\n', /empty-document/],
    [Buffer.from([0, 1, 2, 0xff, 0xfe]), /not-utf8|binary-file/],
    [Buffer.from('\u007fELF\u0000\u0000'), /binary-file/],
    [Buffer.from(harvest, 'utf16le'), /binary-file|not-utf8/],
    [`${harvest}\t\tx: 1\n`, /./],
    [harvest.replace('window: {', 'window:\t{').replace('\nsignals:\n  ', '\nsignals:\n\t'), /./],
    [`${harvest}---\n${nearTie}`, /./],
    [`${harvest}...\n${nearTie}`, /./],
    [bomb, /./],
    [nested, /./],
    [`${nested}${']'.repeat(100_000)}`, /./],
    ['{a: '.repeat(100_000), /./],
    ['- '.repeat(100_000), /./],
    ['? '.repeat(100_000), /./],
    [`a: &a [*a]\n`, /./],
    [`a: ${'x'.repeat(1_000_000)}\n`, /./],
    [`${'x'.repeat(1_000_000)}: a\n`, /./],
    [`x: 1\n`.repeat(20_000), /./],
    [Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join(''), /unknown-key/],
    ['!!js/function x\n', /./],
    ['%YAML 9.9\n---\na: b\n', /./],
    ['\u001b[2J\u001b]0;owned\u0007', /binary-file/],
    [`${harvest}"\\e[2J\\a": 1\n`, /unknown-key/],
    [`${harvest}"\\u202Etxt": 1\n`, /./],
    [harvest.replace('Bulk harvesting', '"\\e[31mred\\u009b"'), /./],
  ] as const)
    await expectRefused({ 'rules/evil.yaml': content }, code);
});

test('a file of 100 MB is not read', async () => {
  const checked = await expectRefused({ 'rules/evil.yaml': '' }, /file-too-large/, (folder) =>
    truncateSync(join(folder, 'rules/evil.yaml'), 100_000_000),
  );
  assert.match(checked.out, 'evil.yaml:1:1');
});

test('names cannot leave their place or speak to a terminal', async () => {
  for (const name of [
    '../../etc/passwd',
    '/etc/passwd',
    '..',
    'a/b',
    'a\\b',
    'a b',
    '$(id)',
    '-rf',
    'harvest\u0000',
    'x'.repeat(100_000),
    '\u001b[31m',
    '__proto__',
  ]) {
    const text = harvest.replace('name: harvest', `name: ${JSON.stringify(name)}`);
    await expectRefused({ 'rules/harvest.yaml': text }, /./);
  }
  for (const file of [
    '\u001b[31mred.yaml',
    'a\nb.yaml',
    '\u202egro.yaml',
    'a b;id.yaml',
    '-rf.yaml',
    `${'x'.repeat(250)}.yaml`,
  ])
    await expectRefused({ [`rules/${file}`]: nearTie }, /name-not-file/);
});

test('links, pipes and folders in a file’s place are told, and nothing is followed', async () => {
  await expectRefused({}, /unreadable-file/, (folder) =>
    spawnSync('mkfifo', [join(folder, 'rules/pipe.yaml')]),
  );
  await expectRefused({ 'rules/twin.yaml': harvest }, /link-not-followed/, (folder) => {
    symlinkSync('/etc/passwd', join(folder, 'rules/link.yaml'));
    symlinkSync('.', join(folder, 'rules/self'));
    symlinkSync('nowhere', join(folder, 'rules/nowhere.yaml'));
  });
  await expectRefused({}, /unreadable-file/, (folder) =>
    mkdirSync(join(folder, `rules${'/a'.repeat(40)}`), { recursive: true }),
  );
});

testWhere(test, missingBound, 'a rule file that may not be read is told', async () => {
  await expectRefused(
    { 'rules/shut.yaml': nearTie },
    /unreadable-file/,
    (folder) => {
      chmodSync(folder, 0o755);
      chmodSync(join(folder, 'rules/shut.yaml'), 0);
    },
    (args, cwd) => run(args, { cwd, ...bound }),
  );
});

test('a rules folder that is a file, is missing or is empty', async () => {
  const folder = makeFolder({ file: harvest, 'empty/x': '', 'log.jsonl': log });
  try {
    for (const rules of [
      'file',
      'missing',
      'empty',
      '/dev/null',
      '\u001b[31m',
      `${'x'.repeat(5000)}`,
      'file/x',
    ])
      for (const command of [
        ['check'],
        ['replay', 'log.jsonl'],
        ['test'],
        ['explain', 'harvest'],
        ['compile', '--target', 'siem'],
      ]) {
        const ended = await runInside([...command, '--rules', rules], folder.path);
        expectCalm(ended, `${command[0]} ${rules.slice(0, 20)}`);
      }
  } finally {
    folder.remove();
  }
});

test('what is typed is not echoed to the terminal as it is', async () => {
  const folder = makeFolder({ ...project, 'log.jsonl': log });
  const evil = '\u001b[31mx\u0007\u009b';
  try {
    for (const args of [
      [evil],
      ['replay', evil],
      ['replay', `--${evil}`, 'log.jsonl'],
      ['replay', '--format', evil, 'log.jsonl'],
      ['replay', '--mapping', evil, 'log.jsonl'],
      ['replay', '--stats', `folder/../log.jsonl/${evil}`, 'log.jsonl'],
      ['replay', '--stats', `log.jsonl/${evil}`, 'log.jsonl'],
      ['replay', '--lateness', evil, 'log.jsonl'],
      ['explain', evil],
      ['test', evil],
      ['test', '--junit', `log.jsonl/${evil}`],
      ['compile', '--target', evil],
      ['compile', '--target', 'siem', '--rule', evil],
      ['compile', '--target', 'siem', '--out', `log.jsonl/${evil}`],
      ['principals', '--by', evil, 'log.jsonl'],
    ])
      expectCalm(await runInside(args, folder.path), JSON.stringify(args));
  } finally {
    folder.remove();
  }
});

test('what multiplies is bounded: variants, ratios of ratios, definitions of definitions, lists', async () => {
  const chain = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      i === 0
        ? '  s0: { count: events, above: 1 }'
        : `  s${i}: { ratio: { of: s${i - 1}, to: s${i - 1} }, above: 1 }`,
    ).join('\n');
  await expectRefused(
    { 'rules/harvest.yaml': harvest.replace(/signals:\n(?: {2}.*\n)+/, `signals:\n${chain(40)}\n`) },
    /./,
  );
  const defined = Array.from({ length: 40 }, (_, i) =>
    i === 0 ? '  d0: { margin|below: 1 }' : `  d${i}: { all: [{ is: d${i - 1} }, { is: d${i - 1} }] }`,
  ).join('\n');
  await expectRefused(
    {
      'rules/sources/inference.yaml': `${project['rules/sources/inference.yaml']}define:\n${defined}\n`,
      'rules/near-tie.yaml': nearTie.replace('{ margin|below: 0.01 }', '{ is: d39 }'),
    },
    /./,
  );
  const variants = Array.from({ length: 1000 }, (_, i) => `  - { name: v${i}, severity: low }`).join('\n');
  await expectRefused({ 'rules/near-tie.yaml': `${nearTie}variants:\n${variants}\n` }, /./);
});

/** Runs the real program, and how long it took in seconds. */
async function measure(args: readonly string[], cwd: string): Promise<readonly [Ended, number]> {
  const started = performance.now();
  const ended = await run(args, { cwd });
  return [ended, (performance.now() - started) / 1000];
}

test('5,000 rules are checked in bounded time, right or wrong, also where each reads many that are not there', async () => {
  for (const [what, textOf, code, count] of [
    ['right', (i: number) => ruleNamed(`rule-${i}`, nearTie, i), 0, 5000],
    [
      'wrong',
      (i: number) => ruleNamed(`rule-${i}`, nearTie, i).replace('margin|below', 'margni|below'),
      1,
      1500,
    ],
    [
      'reading what is not there',
      (i: number) =>
        ruleNamed(`rule-${i}`, harvest, i)
          .replace('source: inference', `source: { findings: [roule-${i}-x, rulle-${i}-y] }`)
          .replace(/signals:\n(?: {2}.*\n)+/, 'signals:\n  volume: { count: events, above: 10 }\n'),
      1,
      1500,
    ],
  ] as const) {
    const folder = makeFolder({
      'rules/sources/inference.yaml': project['rules/sources/inference.yaml'] ?? '',
      ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`rules/rule-${i}.yaml`, textOf(i)])),
    });
    try {
      const [ended, seconds] = await measure(['check'], folder.path);
      assert.is(ended.code, code, ended.err + ended.out.slice(0, 1000));
      console.log(`  check of ${count} rules, ${what}: ${seconds.toFixed(1)} s`);
      assert.ok(seconds < 60, `${what}: ${seconds} s`);
    } finally {
      folder.remove();
    }
  }
});

test('expressions that make a backtracking engine explode take time in proportion to the value', async () => {
  const expressions = [
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '([a-z]+)*[0-9]',
    '(.*a){20}',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
  ];
  for (const expression of expressions) {
    const folder = makeFolder({
      ...project,
      'rules/near-tie.yaml': nearTie.replace(
        '{ margin|below: 0.01 }',
        `{ principal|regex: ${JSON.stringify(expression)} }`,
      ),
      'log.jsonl': `${JSON.stringify({ ts: start, principal: `${'a'.repeat(100_000)}!` })}\n`,
    });
    try {
      const started = performance.now();
      const ended = await runInside(['replay', '--format', 'findings', 'log.jsonl'], folder.path);
      const seconds = (performance.now() - started) / 1000;
      assert.ok(ended.code === 0 || ended.code === 1, `${expression}: ${ended.err}`);
      assert.ok(seconds < 5, `${expression}: ${seconds} s`);
    } finally {
      folder.remove();
    }
  }
});

test('an expression that is too large to be run is told', async () => {
  for (const expression of [
    '(((a{100}){100}){100}){100}',
    '('.repeat(10_000),
    `a{0,999999999}`,
    '(?=a)',
    '\\1',
  ])
    await expectRefused(
      {
        'rules/near-tie.yaml': nearTie.replace(
          '{ margin|below: 0.01 }',
          `{ principal|regex: ${JSON.stringify(expression)} }`,
        ),
      },
      /./,
    );
});

test.run();
