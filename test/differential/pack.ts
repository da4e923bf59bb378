import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadPack } from '../../src/check/load-pack.js';
import { loadMapping } from '../../src/check/mapping.js';
import { type Mapping, ownShape } from '../../src/ir/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import type { Case } from '../random/cases.js';

/** What the checker makes of a case's rules. */
export interface Checked {
  readonly rules: readonly Rule[];
  readonly mapping: Mapping;
  /** What it holds to be wrong; random rules have no errors. */
  readonly errors: readonly string[];
}

/** Writes a case's source, mapping and rules as files of a pack, and has them checked. The folder holds no other rules. */
export function checkCase({ source, mapping, lists, rules }: Case, folder: string): Checked {
  const rulesFolder = join(folder, 'rules');
  mkdirSync(join(rulesFolder, 'sources'), { recursive: true });
  writeFileSync(join(rulesFolder, 'sources', `${source.source}.yaml`), stringify(source));
  mkdirSync(join(rulesFolder, 'lists'), { recursive: true });
  for (const list of lists) writeFileSync(join(rulesFolder, 'lists', `${list.list}.yaml`), stringify(list));
  for (const rule of rules) writeFileSync(join(rulesFolder, `${rule.name}.yaml`), stringify(rule));
  const { pack, diagnostics } = loadPack(rulesFolder);
  for (const rule of rules) rmSync(join(rulesFolder, `${rule.name}.yaml`));
  const known = pack.sources.get(source.source);
  if (known === undefined)
    throw new Error(`the source was not loaded: ${diagnostics.map(({ message }) => message)}`);
  let told = diagnostics;
  let shape: Mapping | undefined = ownShape(known);
  if (mapping !== undefined) {
    const path = join(folder, `${mapping.mapping}.yaml`);
    writeFileSync(path, stringify(mapping));
    const loaded = loadMapping(path, pack.sources);
    told = [...told, ...loaded.diagnostics];
    shape = loaded.mapping;
  }
  const errors = told
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
  if (shape === undefined) throw new Error(`the mapping was not loaded: ${errors}`);
  return { rules: pack.rules, mapping: shape, errors };
}
