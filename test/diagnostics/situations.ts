import { symlinkSync } from 'node:fs';
import { loadPack } from '../../src/check/load-pack.js';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js';
import { aggregateRule, inFolder, loadFiles, matchRule, replaceKeys, source } from '../check/pack.js';

const good = { 'sources/inference.yaml': source, 'example.yaml': aggregateRule };
const other = 'id: 00000000-0000-4000-8000-000000000002\nname: other';

/** Those faults that no text of a file shows, each brought about. */
export const situations: Readonly<Record<string, () => readonly Diagnostic[]>> = {
  'unreadable-file': () => inFolder(good, (folder) => loadPack(`${folder}/nowhere`).diagnostics),
  'file-too-large': () => loadFiles({ ...good, 'big.yaml': `#${'x'.repeat(2 ** 20)}` }).diagnostics,
  // Beside the first of the mistakes themselves.
  'too-many-mistakes': () =>
    loadFiles({
      ...good,
      'keys.yaml': Array.from({ length: 10_001 }, (_, i) => `zzz${i}: 1`).join('\n'),
    }).diagnostics.filter(({ code }) => code === 'too-many-mistakes'),
  'not-utf8': () =>
    loadFiles({ ...good, 'latin.yaml': Buffer.from('title: M\xfcller', 'latin1') }).diagnostics,
  'alias-limit': () => {
    const lines = ['a0: &a0 [x]'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    // The shape of the file is wrong too, of which its own test speaks.
    return loadFiles({ ...good, 'bomb.yaml': lines.join('\n') }).diagnostics.filter(
      ({ code }) => code !== 'unknown-key' && code !== 'missing-key',
    );
  },
  'nesting-too-deep': () =>
    loadFiles({
      ...good,
      'example.yaml': replaceKeys(aggregateRule, `where: ${'['.repeat(70)}{ label: x }${']'.repeat(70)}`),
    }).diagnostics,
  'too-many-tests': () => {
    const lines = ['define:', '  a0: { label: x }'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `  a${i}: { all: [${Array(10)
          .fill(`{ is: a${i - 1} }`)
          .join(', ')}] }`,
      );
    return loadFiles({
      'example.yaml': matchRule,
      'sources/inference.yaml': replaceKeys(source, lines.join('\n')),
    }).diagnostics;
  },
  'no-rules': () => loadFiles({ 'sources/inference.yaml': source }).diagnostics,
  'link-not-followed': () =>
    inFolder(good, (folder) => {
      symlinkSync('/etc/hostname', `${folder}/linked.yaml`);
      return loadPack(folder).diagnostics;
    }),
  'ratio-too-large': () => {
    const lines = ['signals:', '  s0: { count: events, above: 1 }'];
    for (let i = 1; i < 10; i++) lines.push(`  s${i}: { ratio: { of: s${i - 1}, to: s${i - 1} }, above: 1 }`);
    return loadFiles({ ...good, 'other.yaml': replaceKeys(aggregateRule, `${other}\n${lines.join('\n')}`) })
      .diagnostics;
  },
  'definitions-too-deep': () => {
    const lines = ['define:', '  a0: { label: x }'];
    for (let i = 1; i < 19; i++) lines.push(`  a${i}: { is: a${i - 1} }`);
    return loadFiles({ ...good, 'sources/inference.yaml': replaceKeys(source, lines.join('\n')) })
      .diagnostics;
  },
  'rule-too-large': () => {
    const test = `{ label: [${Array.from({ length: 1000 }, (_, i) => `l${i}`).join(', ')}] }`;
    const lines = [
      'signals:',
      ...Array.from({ length: 51 }, (_, i) => `  s${i}: { count: { is: many }, above: 1 }`),
    ];
    return loadFiles({
      'sources/inference.yaml': replaceKeys(source, `define: { many: ${test} }`),
      'example.yaml': replaceKeys(aggregateRule, lines.join('\n')),
    }).diagnostics;
  },
  'too-many-variants': () => {
    const variants = Array.from({ length: 101 }, (_, i) => `v${i}: { severity: low }`);
    return loadFiles({
      ...good,
      'example.yaml': replaceKeys(aggregateRule, `variants: { ${variants.join(', ')} }`),
    }).diagnostics;
  },
  'findings-too-deep': () => {
    const files: Record<string, string> = { ...good };
    for (let i = 1; i < 10; i++) {
      const read = i === 1 ? 'example' : `r${i - 1}`;
      const keys = `id: 00000000-0000-4000-8000-00000000001${i}\nname: r${i}\nsource: { findings: [${read}] }`;
      files[`r${i}.yaml`] = replaceKeys(aggregateRule, keys);
    }
    return loadFiles(files).diagnostics;
  },
  'findings-of-several-logs': () =>
    loadFiles({
      ...good,
      'sources/other.yaml': source.replace('inference', 'other'),
      'other.yaml': replaceKeys(aggregateRule, `${other}\nsource: other`),
      'over.yaml': replaceKeys(
        aggregateRule,
        'id: 00000000-0000-4000-8000-000000000003\nname: over\nsource: { findings: [example, other] }',
      ),
    }).diagnostics,
};
