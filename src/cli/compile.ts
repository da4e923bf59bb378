import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Artifact, type Range, type Shape, shapes } from '../backends/backend.js';
import { type Compilation, compileTarget, filesOf } from '../backends/compile-target.js';
import { shapesOf, titleOf } from '../backends/registry.js';
import type { Target } from '../ir/target.js';
import { parseInstant } from '../text/instant.js';
import { printableJson } from '../text/printable.js';
import { CommandError } from './command-error.js';
import { writeCompiled, writeFailures } from './compiled-folder.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { countThings, fit } from './layout.js';
import { defaultRules, findRule, openPack, openTarget } from './pack.js';
import type { Session } from './session.js';
import { openEvidence, rulesFor, writeEntries } from './target-answer.js';

interface CompileFlags {
  readonly rules: string;
  readonly target: string;
  readonly rule?: string;
  readonly shape?: Shape;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  readonly json?: true;
}

/** Adds `compile`: rules in the language of a target, each with how far it says what the rule says. */
export function addCompile(program: Command, session: Session): void {
  program
    .command('compile')
    .description('write the rules in the language of a target, and how far each says the same')
    .requiredOption('--target <target>', 'a name in targets, or a file')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option('--rule <rule>', 'this rule alone')
    .addOption(new Option('--shape <shape>', 'this shape alone').choices(shapes))
    .option(
      '--from <instant>',
      'hunts cover the window ends after this one: 2026-01-12, 2026-01-12T08:00:00Z',
    )
    .option('--to <instant>', 'hunts cover the window ends up to this one')
    .option(
      '--out <dir>',
      'where to write; - prints (default: compiled beside the target; a part is printed)',
    )
    .option(
      '--json',
      'print the manifest, the failures and the files as one JSON object; write no file unless --out',
    )
    .addHelpText(
      'after',
      `
Examples:
  rulewright compile --target elastic-native
  rulewright compile --target elastic-native --rule full-vector-harvest --shape live
  rulewright compile --target splunk-native --shape hunt --from 2026-01-12 --to 2026-01-13

${describeExitCodes(
  'every rule is said, and what is lost is accepted by the target',
  'a rule that cannot be said, or that loses findings, without the target accepting it; what can be said is written all the same',
)}`,
    )
    .action((flags: CompileFlags) => session.finish(runCompile(flags, session)));
}

function runCompile(flags: CompileFlags, { out, err }: Session): ExitCode {
  const pack = openPack(flags.rules, err);
  const target = openTarget(flags.target, pack, err);
  const range = readRange(flags);
  requireShape(flags.shape, target);
  const rules = flags.rule === undefined ? rulesFor(target, pack.rules) : [findRule(flags.rule, pack)];
  const folder = dirname(target.span.source.file);
  const compilation = compileTarget(rules, target, {
    now: Date.now(),
    evidence: openEvidence(target, err),
    ...(flags.shape === undefined ? {} : { shapes: [flags.shape] }),
    ...(range === undefined ? {} : { range }),
  });
  const { manifest, failures } = compilation;
  if (manifest.entries.length === 0)
    throw new CommandError(
      `nothing to compile: ${target.name} has no such shape, or every rule is deprecated`,
    );
  const files = filesOf(compilation);
  const isPart = flags.rule !== undefined || flags.shape !== undefined || range !== undefined;
  const where = flags.out ?? (isPart || flags.json ? '-' : join(folder, 'compiled'));
  if (where !== '-') writeCompiled(where, files, isPart ? manifest : undefined);
  const report = where === '-' ? err : out;
  if (flags.json) out.write(`${printableJson(recordCompilation(compilation), 2)}\n`);
  else {
    if (where === '-') out.write(printFiles(compilation.artifacts));
    report.write(
      writeEntries(
        manifest.entries.map((entry) => ({ label: entry.rule, entry })),
        report,
      ),
    );
    if (where !== '-') report.write(`\n${countThings(files.length, 'file')} in ${fit(where, 200)}\n`);
  }
  out.flush();
  err.write(writeFailures(failures, target.name, err));
  for (const { rule, code } of compilation.unusedAcceptances) {
    const whose = rule ?? 'every rule';
    if (rule !== undefined || flags.rule === undefined)
      err.write(`${target.name} accepts ${code} of ${whose}, which no longer occurs: take it out\n`);
  }
  return failures.length > 0 ? exitCodes.no : exitCodes.well;
}

/** Both ends or neither: half a range is no range that a query could be chunked by. */
function readRange({ from, to, shape }: CompileFlags): Range | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined)
    throw new CommandError('a range has two ends: give --from and --to');
  if (shape !== undefined && shape !== 'hunt')
    throw new CommandError(`only a hunt covers a range, and the shape is ${shape}`);
  const range = { from: readInstant('--from', from), to: readInstant('--to', to) };
  if (range.from >= range.to) throw new CommandError(`--to ${to} does not lie after --from ${from}`);
  return range;
}

/** An instant, or a day, which is its beginning in UTC. */
function readInstant(option: string, text: string): number {
  const instant = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (instant === undefined)
    throw new CommandError(`${option} ${fit(text, 60)} is no instant: write it as 2026-01-12T08:00:00Z`);
  return instant;
}

function requireShape(shape: Shape | undefined, target: Target): void {
  const known = shapesOf(target);
  if (shape !== undefined && !known.includes(shape))
    throw new CommandError(
      `${titleOf(target)} (${target.name}) has no shape ${shape}; it has ${known.join(' and ')}`,
    );
}

/** As they are where there is one; each under its name where there are several. */
function printFiles(files: readonly Artifact[]): string {
  if (files.length === 1) return files.map(({ text }) => text).join('');
  return files.map(({ path, text }) => `==> ${path} <==\n${text.trimEnd()}\n`).join('\n');
}

function recordCompilation({ manifest, artifacts, failures }: Compilation): object {
  return {
    manifest,
    failures: failures.map(({ rule, shape, code, reason, hint }) => ({ rule, shape, code, reason, hint })),
    files: artifacts,
  };
}
