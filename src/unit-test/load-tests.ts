import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileNameOf } from '../check/file-name.js';
import type { LoadedPack } from '../check/load-pack.js';
import { loadMapping } from '../check/mapping.js';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../diagnostics/diagnostic.js';
import type { Mapping } from '../ir/mapping.js';
import type { Source } from '../ir/source.js';
import { checkCoverage } from './coverage.js';
import type { Mappings } from './reading.js';
import { readTests, type TestReading } from './test-document.js';

/**
 * Reads and checks the tests of a pack: every mistake in every test file, and of the mappings that they name; where there is
 * none, the rules that lack a test. Fixtures are relative to the folder that holds the rules folder, and mappings lie in its
 * `targets/mappings`.
 * @param loaded What `loadPack` made of the folder.
 * @param rulesFolder As it was given to `loadPack`.
 * @returns Never throws for what the files hold.
 */
export function loadTests({ pack, files, names, variants }: LoadedPack, rulesFolder: string): TestReading {
  const told: Diagnostic[] = [];
  const read = readTests(
    files.tests.map((path) => ({ path })),
    {
      folder: resolve(rulesFolder, '..'),
      rules: new Map(pack.rules.map((rule) => [rule.name, rule])),
      ruleNames: names,
      variants,
      mappings: openMappings(join(rulesFolder, '..', 'targets', 'mappings'), pack.sources, told),
    },
  );
  const diagnostics = [...read.diagnostics, ...told];
  if (!hasErrors(diagnostics)) diagnostics.push(...checkCoverage(pack.rules, read.cases));
  return { cases: read.cases, diagnostics: sortDiagnostics(diagnostics) };
}

/** The mappings of a folder, read when they are asked for. */
function openMappings(folder: string, sources: ReadonlyMap<string, Source>, told: Diagnostic[]): Mappings {
  const paths = new Map(
    listFiles(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => [fileNameOf(file), join(folder, file)]),
  );
  const loaded = new Map<string, Mapping | undefined>();
  return {
    names: new Set(paths.keys()),
    find(name) {
      const path = paths.get(name);
      if (path !== undefined && !loaded.has(name)) {
        const { mapping, diagnostics } = loadMapping(path, sources);
        told.push(...diagnostics);
        loaded.set(name, mapping);
      }
      return loaded.get(name);
    },
  };
}

/** The names in a folder; a pack without mappings has no such folder. */
function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
