import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from '../cli/command-line.js';
import { project, requests, ruleTest } from '../cli/project.js';

const test = suite('floods in every kind of file');

/** Each kind of file but a rule, as far as a list of things begins in it, and one of these things. */
const kinds: Readonly<
  Record<
    string,
    { readonly file: string; readonly start: string; readonly entry: (number: number) => string }
  >
> = {
  mapping: {
    file: 'targets/mappings/other.yaml',
    start: project['targets/mappings/other.yaml'] ?? '',
    entry: (number) => `  f${number}: { path: a.b${number} }\n`,
  },
  target: {
    file: 'targets/siem/target.yaml',
    start: `${project['targets/siem/target.yaml']}exceptions:\n`,
    entry: (number) => `  - { rule: r${number}, field: f }\n`,
  },
  list: {
    file: 'rules/lists/batch.yaml',
    start: 'list: batch\ndescription: Jobs\nentries:\n',
    entry: (number) => `  - { value: v${number % 7}, reasn: x }\n`,
  },
  source: {
    file: 'rules/sources/inference.yaml',
    start: project['rules/sources/inference.yaml'] ?? '',
    entry: (number) => `  f${number}: { type: kyword }\n`,
  },
  test: {
    file: 'rules/harvest.test.yaml',
    start: ruleTest['rules/harvest.test.yaml'] ?? '',
    entry: (number) => `  - { name: n, evnts: ${number} }\n`,
  },
};

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghij']
  .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]\n`)
  .join('')}`;

/** What stands in the file; each is wrong. */
const floods: readonly (readonly [
  what: string,
  make: (start: string, entry: (number: number) => string) => string | Buffer,
])[] = [
  ['100,000 entries', (start, entry) => start + Array.from({ length: 100_000 }, (_, i) => entry(i)).join('')],
  [
    'a megabyte of entries',
    (start, entry) => {
      const entries: string[] = [];
      for (let i = 0, room = 1_000_000 - start.length; room > 0; i++) {
        const text = entry(i);
        entries.push(text);
        room -= text.length;
      }
      return start + entries.join('');
    },
  ],
  ['aliases that multiply', (start) => `${start}${bomb}`],
  ['aliases that multiply, first', (start) => `${bomb}${start}`],
  ['an alias of itself', (start) => `${start}a: &a [*a]\n`],
  ['two documents', (start) => `${start}---\n${start}`],
  ['tabs', (start) => start.replace(/\n {2}/g, '\n\t').concat('\tx: 1\n')],
  ['binary', () => Buffer.from([0, 1, 2, 0xff, 0xfe])],
  ['UTF-16', (start) => Buffer.from(`\ufeff${start}`, 'utf16le')],
  ['two byte order marks', (start) => `\ufeff\ufeff${start}`],
  ['nothing', () => ''],
  ['a comment', () => '# nothing\n'],
  ['depth', (start) => `${start}x: ${'['.repeat(100_000)}`],
  ['a long key', (start) => `${start}${'k'.repeat(500_000)}: 1\n`],
  ['a long text', (start) => `${start}x: ${'v'.repeat(500_000)}\n`],
];

for (const [kind, { file, start, entry }] of Object.entries(kinds))
  test(`a ${kind} file that floods is refused in a second (where 10,000 mistakes are told, in a few), with a place`, async () => {
    for (const [what, make] of floods) {
      const content = make(start, entry);
      const folder = makeFolder({ ...project, ...ruleTest, 'log.jsonl': requests('p', 3), [file]: content });
      try {
        const before = process.cpuUsage();
        const { code, out, err } = await runInside(['check'], folder.path);
        const { user, system } = process.cpuUsage(before);
        const seconds = (user + system) / 1e6;
        assert.is(code, 1, `${kind}, ${what}: ${out}${err}`.slice(0, 2000));
        assert.match(out, new RegExp(`^${file}:\\d+:\\d+ {2}[a-z0-9-]+$`, 'm'), `${kind}, ${what}`);
        // docs/limits.md: 10,000 mistakes of a file, and that there are more.
        const told = out.match(/^\S+:\d+:\d+ {2}[a-z0-9-]+$/gm)?.length ?? 0;
        assert.ok(told <= 10_010, `${kind}, ${what}: ${told} mistakes`);
        assert.not.match(out + err, /\n\s+at |This is a bug/);
        assert.ok(seconds < (what === 'a megabyte of entries' ? 10 : 1), `${kind}, ${what}: ${seconds} s`);
      } finally {
        folder.remove();
      }
    }
  });

test.run();
