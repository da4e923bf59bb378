import type { Command } from 'commander';
import { exceptRules } from '../bind/exceptions.js';
import type { Target } from '../ir/target.js';
import type { LimitError } from '../log/limit.js';
import { printableJson } from '../text/printable.js';
import { renderJUnit } from '../unit-test/junit.js';
import { loadTests } from '../unit-test/load-tests.js';
import { runTests } from '../unit-test/run.js';
import { type Selection, selectCases } from '../unit-test/selection.js';
import type { TestCase } from '../unit-test/test-case.js';
import { CommandError } from './command-error.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { writeFileWhole } from './file-writing.js';
import { fit } from './layout.js';
import { addMaxMemory, type MemoryFlags, openMemoryLimit } from './memory-limit.js';
import { defaultRules, openTarget, openWholePack, refuseErrors } from './pack.js';
import type { Session } from './session.js';
import { recordResults } from './test-record.js';
import { writeFailure } from './test-text.js';

interface TestFlags extends MemoryFlags {
  readonly rules: string;
  readonly case?: string;
  readonly target?: string;
  readonly junit?: string;
  readonly json?: true;
}

/** Adds `test [RULE…]`: each rule on the logs of its test cases. */
export function addTest(program: Command, session: Session): void {
  const command = program
    .command('test')
    .description('run the test cases of the rules and say which fail')
    .argument('[rule...]', 'the rules to test; all of them where none is named')
    .option('--case <name>', 'run the case of this name alone')
    .option('--target <target>', 'with the exceptions of a target: a name in targets, or a file')
    .option('--rules <dir>', 'folder of the rules', defaultRules)
    .option('--junit <file>', 'write the results as JUnit XML too')
    .option('--json', 'the results as one JSON object');
  addMaxMemory(command)
    .addHelpText(
      'after',
      `
Examples:
  rulewright test
  rulewright test full-vector-harvest --case 'one hundred in an hour is not enough'
  rulewright test --junit results.xml

${describeExitCodes('every case passed', 'a case failed, or an error in a rule or test', 'a limit was reached; the cases that it stopped are among the failed')}`,
    )
    .action(async (rules: readonly string[], flags: TestFlags) => {
      session.finish(await runTest(rules, flags, session));
    });
}

async function runTest(rules: readonly string[], flags: TestFlags, session: Session): Promise<ExitCode> {
  const { out, err, status } = session;
  const { checkLimits } = openMemoryLimit(flags);
  const opened = openWholePack(flags.rules, err);
  const { folder } = opened;
  const { cases: written, diagnostics } = loadTests(opened, folder);
  refuseErrors(diagnostics, folder, err);
  const cases =
    flags.target === undefined ? written : exceptCases(written, openTarget(flags.target, opened.pack, err));
  const wanted = { rules, ...(flags.case === undefined ? {} : { caseName: flags.case }) };
  const selected = openSelection(selectCases(cases, wanted), folder);
  status.show(`running ${selected.length} test cases`);
  let stopped: LimitError | undefined;
  const results = await runTests(selected, {
    checkLimits,
    onStop: (limit) => {
      stopped = limit;
    },
  });
  status.show('');
  if (flags.junit !== undefined) writeFileWhole(flags.junit, renderJUnit(results));
  const failures = results.filter(({ outcome }) => outcome !== 'passed');
  if (flags.json) out.write(`${printableJson(recordResults(results))}\n`);
  else {
    for (const failure of failures) out.write(`${writeFailure(failure, flags.rules, out)}\n`);
    out.write(`${results.length - failures.length} passed, ${failures.length} failed\n`);
  }
  if (stopped !== undefined) throw new CommandError(`stopped: ${stopped.message}`, exitCodes.incomplete);
  return failures.length === 0 ? exitCodes.well : exitCodes.no;
}

/** The cases with their rules as a target has them. */
function exceptCases(cases: readonly TestCase[], target: Target): TestCase[] {
  const rules = exceptRules(
    cases.map(({ rule }) => rule),
    target,
  );
  return cases.map((testCase, index) => ({ ...testCase, rule: rules[index] }));
}

/** @throws CommandError where no case is what was asked for */
function openSelection(selection: Selection, folder: string): readonly TestCase[] {
  if (selection.kind === 'cases') return selection.cases;
  const { what, name, near } = selection;
  if (what === 'any') throw new CommandError(`there is no test case in ${fit(folder, 200)}`);
  const hint = near === undefined ? '' : `\n  did you mean ${fit(near, 100)}?`;
  const said =
    what === 'rule'
      ? `no test case is of a rule ${fit(name, 100)}`
      : `no test case has the name ${fit(name, 100)}`;
  throw new CommandError(`${said}${hint}`);
}
