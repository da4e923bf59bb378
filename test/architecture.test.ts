import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('architecture');

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What each stage may import beside itself; ARCHITECTURE.md says the same in words. */
const mayImport: Record<string, readonly string[]> = {
  text: [],
  diagnostics: ['text'],
  ir: ['text'],
  document: ['diagnostics', 'ir', 'text'],
  check: ['document', 'diagnostics', 'ir', 'text'],
  log: ['ir', 'text'],
  evaluate: ['log', 'ir', 'text'],
  bind: ['check', 'document', 'diagnostics', 'ir', 'text'],
  backends: ['bind', 'ir', 'text'],
  preflight: ['bind', 'ir', 'text'],
  cluster: ['text'],
  'unit-test': ['evaluate', 'log', 'check', 'document', 'diagnostics', 'ir', 'text'],
  score: ['evaluate', 'log', 'ir', 'text'],
  cli: [
    'score',
    'unit-test',
    'preflight',
    'cluster',
    'backends',
    'bind',
    'evaluate',
    'log',
    'check',
    'document',
    'diagnostics',
    'ir',
    'text',
  ],
};

/** Packages that stay in one place. */
const homes: Record<string, readonly string[]> = {
  yaml: ['document'],
  ajv: ['document'],
  commander: ['cli'],
  re2js: ['evaluate', 'check'],
  leven: ['text'],
  '@elastic': ['cluster'],
  undici: ['cluster'],
};

/** Files of more lines than this need a reason. */
const MOST_LINES = 350;
const longer: Record<string, string> = {};

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

function stageOf(file: string): string {
  return file.split('/')[0];
}

/** What a file imports: paths inside src, or names of packages. */
function importsOf(file: string): { path?: string; name?: string }[] {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'/gm)].map(([, from]) =>
    from.startsWith('.') ? { path: normalize(join(dirname(file), from)) } : { name: from },
  );
}

test('there are sources, and each stage is known', () => {
  assert.ok(files.length > 50);
  assert.equal(
    [...new Set(files.map(stageOf))].filter((stage) => !(stage in mayImport)),
    [],
  );
});

test('imports point one way', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file).flatMap(({ path }) => {
      if (!path) return [];
      const to = stageOf(path);
      return to === stageOf(file) || mayImport[stageOf(file)].includes(to) ? [] : [`${file} imports ${path}`];
    }),
  );
  assert.equal(wrong, []);
});

test('a back end imports only its own family and what all share', () => {
  const wrong = files.flatMap((file) => {
    const family = /^backends\/([^/]+)\//.exec(file)?.[1];
    if (!family) return [];
    return importsOf(file).flatMap(({ path }) => {
      const other = path && /^backends\/([^/]+)\//.exec(path)?.[1];
      return other && other !== family ? [`${file} imports ${path}`] : [];
    });
  });
  assert.equal(wrong, []);
});

test('each package stays in its place', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file).flatMap(({ name }) => {
      if (!name || name.startsWith('node:')) return [];
      const home = homes[name.split('/')[0]];
      return home?.includes(stageOf(file)) ? [] : [`${file} imports ${name}`];
    }),
  );
  assert.equal(wrong, []);
});

test('files are one concept each: short, in kebab-case, without default exports', () => {
  const wrong = files.flatMap((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    const lines = text.split('\n').length;
    return [
      ...(lines > MOST_LINES && !(file in longer) ? [`${file} has ${lines} lines`] : []),
      ...(/^[a-z0-9-]+(\/[a-z0-9-]+)*\.ts$/.test(file) ? [] : [`${file} is not in kebab-case`]),
      ...(/\/(utils?|helpers?|common)\b/.test(`/${file}`) ? [`${file} says nothing`] : []),
    ];
  });
  assert.equal(wrong, []);
  assert.equal(
    Object.keys(longer).filter((file) => !files.includes(file)),
    [],
  );
});

test('every test file is run, and mirrors a stage', () => {
  const stages = readdirSync(join(root, 'test'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const known = [
    ...Object.keys(mayImport),
    'bench',
    'conformance',
    'differential',
    'engines',
    'hostile',
    'oracle',
    'pack',
    'random',
    'sigma',
    'spl',
    'traffic',
  ];
  assert.equal(
    stages.map(({ name }) => name).filter((name) => !known.includes(name)),
    [],
  );
});

test.run();
