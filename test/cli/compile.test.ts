import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from './command-line.js';
import { project } from './project.js';

const test = suite('compile');
const { path: cwd, remove } = makeFolder({
  ...project,
  'rules/busy.yaml': (project['rules/harvest.yaml'] ?? '')
    .replace('6c1c5bb0', '7c1c5bb0')
    .replace('name: harvest', 'name: busy')
    .replace('{ distinct_ratio: input_hash, above: 0.9 }', '{ stddev: margin, above: 0.5 }'),
  'targets/portable/target.yaml':
    'target: portable\ndescription: Any reader of Sigma\nbackend: sigma\nlogsource: { product: gateway }\n',
  'full/other.txt': 'mine',
});

test('a whole target lies beside it, with a manifest; a second compile gives the same bytes', async () => {
  const first = await runInside(['compile', '--target', 'siem', '--rule', 'harvest', '--out', 'out'], cwd);
  assert.is(first.code, 0, first.err);
  assert.match(first.out, /^harvest {2}hunt, live {2}exact {2}no evidence\n\n3 files in out\n$/);
  assert.equal(readdirSync(join(cwd, 'out'), { recursive: true, encoding: 'utf8' }).sort(), [
    'hunt',
    'hunt/harvest.esql',
    'live',
    'live/harvest.esql',
    'manifest.json',
  ]);
  const before = readFileSync(join(cwd, 'out/manifest.json'), 'utf8');
  const manifest = JSON.parse(before);
  assert.equal(
    manifest.entries.map(({ rule, shape, fidelity }: Record<string, string>) => [rule, shape, fidelity]),
    [
      ['harvest', 'hunt', 'exact'],
      ['harvest', 'live', 'exact'],
    ],
  );
  await runInside(
    ['compile', '--target', 'targets/siem/target.yaml', '--rule', 'harvest', '--out', 'out'],
    cwd,
  );
  assert.is(readFileSync(join(cwd, 'out/manifest.json'), 'utf8'), before);
});

test('a part is printed, and does not take the place of the whole', async () => {
  const part = await runInside(
    [
      'compile',
      '--target',
      'siem',
      '--rule',
      'near-tie',
      '--shape',
      'hunt',
      '--from',
      '2026-01-12',
      '--to',
      '2026-01-13T00:00:00Z',
    ],
    cwd,
  );
  assert.is(part.code, 0, part.err);
  assert.match(part.out, /FROM inference-\*/);
  assert.match(part.out, /2026-01-12T00:00:00/);
  assert.match(part.err, /^near-tie {2}hunt {2}exact/);
  assert.not(existsSync(join(cwd, 'targets/siem/compiled')));
  const lost = await runInside(['compile', '--target', 'siem', '--rule', 'near-tie', '--out', 'out'], cwd);
  assert.is(lost.code, 2);
  assert.match(lost.err, /out holds harvest, hunt, which this would take away/);
  assert.ok(existsSync(join(cwd, 'out/hunt/harvest.esql')));
});

test('what cannot be said fails the build with its reason; the rest and the manifest are written', async () => {
  const { code, out, err } = await runInside(['compile', '--target', 'portable'], cwd);
  assert.is(code, 1);
  assert.match(
    out,
    /^busy +rule {2}refused\n {4}\S[\s\S]*\nharvest +rule {2}approximate {2}no evidence\n {4}\S/,
  );
  assert.match(
    err,
    /^The build fails: portable accepts none of these\n {2}busy: \S+ \(rule\)\n {2}harvest: \S+ \(rule\)\n/,
  );
  const folder = join(cwd, 'targets/portable/compiled');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  assert.equal(
    manifest.entries.map(({ rule, fidelity }: Record<string, string>) => [rule, fidelity]).slice(0, 2),
    [
      ['busy', 'refused'],
      ['harvest', 'approximate'],
    ],
  );
  assert.ok(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.includes('harvest')),
  );
});

test('wrong usage', async () => {
  const cases: [string[], RegExp][] = [
    [[], /required option '--target <target>'/],
    [
      ['--target', 'seim'],
      /there is no target seim \(there is no targets\/seim\/target\.yaml\)\n {2}did you mean siem\?/,
    ],
    [['--target', 'siem', '--rule', 'harvst'], /there is no rule harvst\n {2}did you mean harvest\?/],
    [['--target', 'siem', '--shape', 'rule'], /ES\|QL \(siem\) has no shape rule; it has hunt and live/],
    [['--target', 'siem', '--from', '2026-01-12'], /give --from and --to/],
    [['--target', 'siem', '--rule', 'harvest', '--out', 'full'], /full was not written: .*other\.txt/],
  ];
  for (const [args, message] of cases) {
    const { code, out, err } = await runInside(['compile', ...args], cwd);
    assert.is(code, 2, err);
    assert.is(out, '');
    assert.match(err, message);
  }
  assert.equal(readdirSync(join(cwd, 'full')), ['other.txt']);
});

test('teardown', remove);

test.run();
