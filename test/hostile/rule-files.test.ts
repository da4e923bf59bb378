import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, run, runInside } from '../cli/command-line.js';
import { project, requests } from '../cli/project.js';

const test = suite('hostile rule files');

const rule = project['rules/harvest.yaml'] ?? '';

const broken: Readonly<Record<string, string | Buffer>> = {
  empty: '',
  comment: '# nothing\n',
  binary: Buffer.from([0, 1, 2, 3, 255, 254]),
  'not-utf8': Buffer.concat([Buffer.from('name: '), Buffer.of(0xff, 0xfe)]),
  tabs: 'id: 1\n\tname: x\n',
  documents: `${rule}---\n${rule}`,
  bomb: `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`)
    .join('\n')}\n`,
  deep: `where: ${'{ not: '.repeat(5000)}x${' }'.repeat(5000)}\n`,
  brackets: '['.repeat(100_000),
  circle: 'a: &a [*a]\n',
  escape: `${rule}\nnote: "\u001b]0;owned\u0007"\n`,
};

test('each is an error that is shown, without a trace and without what a terminal obeys', async () => {
  for (const [name, content] of Object.entries(broken)) {
    const { path, remove } = makeFolder({
      ...project,
      [`rules/${name}.yaml`]: content,
      'log.jsonl': requests('p', 3),
    });
    try {
      for (const args of [['check'], ['replay', 'log.jsonl']]) {
        const { code, out, err } = await runInside(args, path);
        assert.is(code, 1, `${name} ${args[0]}: ${out}${err}`);
        assert.match(out + err, `${name}.yaml`);
        assert.not.match(out + err, /\n\s+at |This is a bug/, name);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        assert.not.match(out + err, /[\u0000-\u0008\u000b-\u001f\u007f]/, name);
      }
    } finally {
      remove();
    }
  }
});

test('a file of 100 MB is refused unread, within bounded memory', async () => {
  const { path, remove } = makeFolder({ ...project, 'rules/huge.yaml': Buffer.alloc(100_000_000, 'a: b\n') });
  try {
    const { code, out, err } = await run(['check'], { cwd: path });
    assert.is(code, 1, err);
    assert.match(out + err, /huge\.yaml:1:1.*\n(?:.*\n)*.*larger than 1,048,576 bytes/);
  } finally {
    remove();
  }
});

test('a name is no path', async () => {
  for (const name of ['../../evil', '/etc/passwd', 'a/b', '..', 'x\\u001b[31m', 'x'.repeat(300)]) {
    const { path, remove } = makeFolder({
      ...project,
      'rules/harvest.yaml': rule.replace('name: harvest', `name: "${name}"`),
    });
    try {
      const { code, err, out } = await runInside(['compile', '--target', 'siem', '--out', 'out'], path);
      assert.is(code, 1, `${name}: ${out}${err}`);
      assert.not.match(out + err, '\u001b');
    } finally {
      remove();
    }
  }
});

test('a regular expression that explodes elsewhere takes linear time', async () => {
  const { path, remove } = makeFolder({
    ...project,
    'rules/near-tie.yaml': (project['rules/near-tie.yaml'] ?? '').replace(
      'margin|below: 0.01',
      "principal|regex: '^(a+)+$|(a|a)*b|(.*)*c'",
    ),
    // A backtracking engine would need 2^100000 steps.
    'log.jsonl': requests(`${'a'.repeat(100_000)}!`, 1),
  });
  try {
    const { code, err } = await run(['replay', 'log.jsonl'], { cwd: path });
    assert.is(code, 0, err);
    assert.match(err, '1 event of 1 line');
  } finally {
    remove();
  }
});

test.run();
