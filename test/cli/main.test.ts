import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run, runInside, runShell } from './command-line.js';

const test = suite('the command line');

test('no command: the help on standard error, wrong usage', async () => {
  const { code, out, err } = await run([]);
  assert.is(code, 2);
  assert.is(out, '');
  assert.match(err, /^Usage: rulewright/);
});

test('help and version go to standard output', async () => {
  const help = await run(['--help']);
  assert.is(help.code, 0);
  assert.is(help.err, '');
  assert.match(help.out, /^Usage: rulewright[\s\S]*\n {2}completion /);
  const version = await run(['--version']);
  assert.is(version.code, 0);
  assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
});

test('the help of each command has examples and exit codes, within 100 columns', async () => {
  const { out } = await runInside(['--help']);
  const names = [...(out.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(
    ([, name]) => name ?? '',
  );
  assert.ok(names.length > 0);
  for (const name of names) {
    const help = await runInside([name, '--help']);
    assert.is(help.code, 0);
    assert.is(help.err, '');
    assert.match(help.out, /\nExamples:\n {2}\S/);
    assert.match(help.out, /\nExit codes:\n {2}0 {2}\S/);
    for (const line of help.out.split('\n')) assert.ok(line.length <= 100, line);
  }
});

test('a command and an option that do not exist: a near name, wrong usage, nothing on standard output', async () => {
  const command = await runInside(['complation']);
  assert.equal([command.code, command.out], [2, '']);
  assert.match(command.err, /unknown command 'complation'\n\(Did you mean completion\?\)/);
  const option = await runInside(['completion', '--hlep']);
  assert.equal([option.code, option.out], [2, '']);
  assert.match(option.err, /unknown option '--hlep'\n\(Did you mean --help\?\)/);
});

test('a pipe that nobody reads ends the program without a word, as incomplete', async () => {
  const { out, err } = await runShell('{ rulewright --help; echo "code $?" >&2; } | true; sleep 0');
  assert.is(out, '');
  assert.ok(err === 'code 3\n' || err === 'code 0\n', err);
});

test('completion: each shell has a script, and bash completes with its own', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await runInside(['completion', shell]);
    assert.is(code, 0);
    assert.match(out, `# rulewright completion ${shell}\n`);
  }
  const { out, err } = await runShell(
    'source <(rulewright completion bash); COMP_WORDS=(rulewright comple); COMP_CWORD=1; _rulewright; echo "$COMPREPLY"; ' +
      'COMP_WORDS=(rulewright completion f); COMP_CWORD=2; _rulewright; echo "$COMPREPLY"',
  );
  assert.equal([out, err], ['completion\nfish\n', '']);
});

test('standard output that cannot be written is said, and incomplete', async () => {
  const { err } = await runShell('rulewright completion fish > /dev/full; echo "code $?" >&2');
  assert.is(err, 'rulewright: standard output cannot be written: no space is left on the device\ncode 3\n');
});

test.run();
