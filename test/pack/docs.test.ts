import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeTelemetry } from '../../src/bind/telemetry.js';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import { loadTests } from '../../src/unit-test/load-tests.js';
import { runTests } from '../../src/unit-test/run.js';

const test = suite('docs');

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(root, 'docs')).map((file) => join('docs', file)),
  'fixtures/README.md',
  'fixtures/samples/README.md',
].filter((file) => file.endsWith('.md'));

/** The anchors of a page's headings, as code hosts make them. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('every link leads somewhere', () => {
  let links = 0;
  const broken: string[] = [];
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      links++;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? join(root, page) : join(root, dirname(page), path);
      if (!existsSync(file)) broken.push(`${page}: ${target}`);
      else if (anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).has(anchor))
        broken.push(`${page}: ${target}`);
      else if (relative(root, file).startsWith('..')) broken.push(`${page}: ${target} leaves the project`);
    }
  }
  assert.ok(links > 10);
  assert.equal(broken, []);
});

test('the README is short enough to read', () => {
  const lines = readFileSync(join(root, 'README.md'), 'utf8').split('\n').length;
  assert.ok(lines < 150, `${lines} lines`);
});

function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

function yamlOf(page: string): string[] {
  return [...readPage(page).matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block]) => block);
}

test('the first rule of the tutorial checks and passes its tests', async () => {
  const [rule = '', tests = ''] = yamlOf('docs/first-rule.md');
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-docs-'));
  try {
    for (const part of ['rules/sources', 'targets/mappings', 'fixtures'])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'rules/many-keys-one-client.yaml'), rule);
    writeFileSync(join(folder, 'rules/many-keys-one-client.test.yaml'), tests);
    const pack = loadPack(join(folder, 'rules'));
    assert.equal(pack.diagnostics, []);
    const { cases, diagnostics } = loadTests(pack, join(folder, 'rules'));
    assert.equal(diagnostics, []);
    const results = await runTests(cases);
    assert.equal(
      results.map(({ outcome }) => outcome),
      ['passed', 'passed', 'passed', 'passed'],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the rule that heads the language page is the shipped one', () => {
  const [block = ''] = yamlOf('docs/language.md');
  const shipped = readPage('rules/extraction/full-vector-harvest.yaml');
  // The page shortens the description and leaves out what explains the rule to people.
  const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('description:'));
  assert.ok(lines.length > 10);
  assert.equal(
    lines.filter((line) => !shipped.includes(`${line}\n`)),
    [],
  );
});

test('the README quotes the shipped rule', () => {
  const [block = ''] = yamlOf('README.md');
  assert.ok(block !== '' && readPage('rules/extraction/full-vector-harvest.yaml').includes(block));
});

/** Which rules work on which log, as docs/mappings.md has it. */
function verdictTable(): string {
  const { rules, sources } = loadPack(join(root, 'rules')).pack;
  const running = rules.filter(({ status }) => status !== 'deprecated');
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const mappings = readdirSync(join(root, 'targets/mappings'))
    .sort()
    .flatMap((file) => loadMapping(join(root, 'targets/mappings', file), sources).mapping ?? []);
  const head = row(['', ...mappings.map(({ name }) => name)]) + row(['---', ...mappings.map(() => '---')]);
  const signs = { works: 'yes', degraded: 'part', impossible: '–' };
  return running
    .map((rule) =>
      row([`\`${rule.name}\``, ...mappings.map((mapping) => signs[judgeTelemetry(rule, mapping).verdict])]),
    )
    .reduce((table, line) => table + line, head);
}

test('docs/mappings.md says which rules work on which log', () => {
  const table = verdictTable();
  assert.ok(table.split('\n').length > 10);
  assert.ok(readPage('docs/mappings.md').includes(table), `the table should read\n\n${table}`);
});

test('the mapping of docs/mappings.md checks', () => {
  const [block = ''] = yamlOf('docs/mappings.md');
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-docs-'));
  try {
    writeFileSync(join(folder, 'gateway-x.yaml'), block);
    const { sources } = loadPack(join(root, 'rules')).pack;
    assert.equal(loadMapping(join(folder, 'gateway-x.yaml'), sources).diagnostics, []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
