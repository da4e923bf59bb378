import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { listTargets, loadTarget, targetPath } from '../bind/load-target.js';
import { loadPack } from '../check/load-pack.js';
import { loadMapping } from '../check/mapping.js';
import { renderDiagnostic } from '../diagnostics/code-frame.js';
import { type Diagnostic, hasErrors, sortDiagnostics } from '../diagnostics/diagnostic.js';
import { recordDiagnostic } from '../diagnostics/json.js';
import { printableJson } from '../text/printable.js';
import { loadTests } from '../unit-test/load-tests.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { listFileNames } from './file-names.js';
import { countThings } from './layout.js';
import { defaultRules, requireFolder, targetsFolder } from './pack.js';
import type { Session } from './session.js';

interface CheckFlags {
  readonly rules: string;
  readonly json?: true;
}

/** Adds `check`: every mistake in every file. */
export function addCheck(program: Command, session: Session): void {
  program
    .command('check')
    .description('say every mistake in the rules, their tests, sources, mappings and targets')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option('--json', 'one JSON object a mistake, a line each')
    .addHelpText(
      'after',
      `
Examples:
  rulewright check
  rulewright check --rules detections --json

${describeExitCodes('no error; there may be warnings', 'an error')}`,
    )
    .action((flags: CheckFlags) => session.finish(runCheck(flags, session)));
}

function runCheck({ rules, json }: CheckFlags, { out }: Session): ExitCode {
  requireFolder(rules);
  const { files, said, diagnostics } = checkProject(rules, join(rules, '..', targetsFolder));
  const code = hasErrors(diagnostics) ? exitCodes.no : exitCodes.well;
  if (json) {
    for (const one of diagnostics) out.write(`${printableJson(recordDiagnostic(one))}\n`);
    return code;
  }
  for (const one of diagnostics) out.write(`${renderDiagnostic(one)}\n\n`);
  out.write(`${summarize(diagnostics, files, said)}\n`);
  return code;
}

/** What was checked, and everything that is wrong with it. */
export interface ProjectCheck {
  /** How many files. */
  readonly files: number;
  /** `6 rules, 1 source, 2 mappings, 3 targets`. */
  readonly said: string;
  /** By file and place. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a folder of rules with its sources and tests, and the mappings and targets of a folder of targets, where that is there. */
export function checkProject(rules: string, targets: string): ProjectCheck {
  const loaded = loadPack(rules);
  const { pack, files, diagnostics: inPack } = loaded;
  const { diagnostics: inTests } = loadTests(loaded, rules);
  const mappingPaths = listFileNames(join(targets, 'mappings'), '.yaml').map((name) =>
    join(targets, 'mappings', `${name}.yaml`),
  );
  const read = (path: string) => loadMapping(path, pack.sources);
  const targetNames = existsSync(targets) ? listTargets(targets) : [];
  const inMappings = mappingPaths.flatMap((path) => read(path).diagnostics);
  // A target repeats what is wrong with its mapping, which is said once.
  const ofTargets = targetNames.flatMap(
    (name) => loadTarget(targetPath(name, targets), pack, targets).diagnostics,
  );
  // A rule that has mistakes is not in the pack, and its exceptions are not to blame.
  const inTargets = hasErrors(inPack) ? ofTargets.filter(({ code }) => code !== 'unknown-rule') : ofTargets;
  const counts: [number, string][] = [
    [files.rules.length, 'rule'],
    [files.sources.length, 'source'],
    [files.lists.length, 'list'],
    [files.tests.length, 'test file'],
    [mappingPaths.length, 'mapping'],
    [targetNames.length, 'target'],
  ];
  return {
    files: counts.reduce((sum, [count]) => sum + count, 0),
    said: counts
      .filter(([count]) => count > 0)
      .map(([count, thing]) => countThings(count, thing))
      .join(', '),
    diagnostics: sortDiagnostics([...inPack, ...inTests, ...inMappings, ...inTargets]),
  };
}

function summarize(diagnostics: readonly Diagnostic[], files: number, said: string): string {
  if (diagnostics.length === 0) return `${said}: no problem`;
  const touched = new Set(diagnostics.map(({ span }) => span.source.file)).size;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 ? [countThings(errors, 'error')] : []),
    ...(warnings > 0 ? [countThings(warnings, 'warning')] : []),
  ];
  return `${parts.join(' and ')} in ${touched} of ${countThings(files, 'file')}`;
}
