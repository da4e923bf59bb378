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
};
