import type { Command } from 'commander';
import { compileTarget } from '../backends/compile-target.js';
import { loadPack, type Pack } from '../check/load-pack.js';
import { renderDiagnostic } from '../diagnostics/code-frame.js';
import { hasErrors } from '../diagnostics/diagnostic.js';
import type { Alert } from '../evaluate/finding.js';
import { type Input, replay } from '../evaluate/replay.js';
import type { Mapping } from '../ir/mapping.js';
import { judgeContender } from '../score/figures.js';
import { sight, takeCensus } from '../score/observe.js';
import { gatherScope } from '../score/scope.js';
import { loadTests } from '../unit-test/load-tests.js';
import { runTests } from '../unit-test/run.js';
import { checkProject } from './check.js';
import { describeExitCodes, type ExitCode, exitCodes } from './exit-code.js';
import { countThings } from './layout.js';
import { readOrRefuse } from './log-input.js';
import { defaultRules, findPrincipal, openMapping, openTargets, shippedPath, targetsFolder } from './pack.js';
import { createProgress } from './progress.js';
import type { Session } from './session.js';
import { openEvidence, rulesFor } from './target-answer.js';
import { type TourResult, writeTour } from './tour-page.js';
import { foldAlerts, readLabels } from './truth.js';

/** What is shown: labelled traffic that ships with Rulewright, and its shape. */
const fixture = 'fixtures/mixed-small.jsonl.gz';
const labelsFile = 'fixtures/mixed-small.labels.json';
const shape = 'lab';

/** Adds `tour`: the whole way once, over the rules and traffic that ship with Rulewright. It writes no file. */
export function addTour(program: Command, session: Session): void {
  program
    .command('tour')
    .description('show all of it once, on the rules and the labelled traffic that ship with rulewright')
    .addHelpText(
      'after',
      `
Examples:
  rulewright tour
  npm start

${describeExitCodes('nothing is broken', 'an error in a rule, a failed rule test, or a build that fails')}`,
    )
    .action(async () => session.finish(await runTour(session)));
}

async function runTour(session: Session): Promise<ExitCode> {
  const { out, err, status } = session;
  const rulesFolder = shippedPath(defaultRules);
  const check = checkProject(rulesFolder, shippedPath(targetsFolder));
  if (hasErrors(check.diagnostics)) {
    const errors = check.diagnostics.filter(({ severity }) => severity === 'error');
    out.write(
      `${out.mark('bad', 'Not well')}  ${countThings(errors.length, 'error')} in the rules, so nothing was run\n\n`,
    );
    for (const one of errors) out.write(`${renderDiagnostic(one)}\n\n`);
    out.write('Next  mend these, and: rulewright check\n');
    return exitCodes.no;
  }
  const loaded = loadPack(rulesFolder);
  const { pack } = loaded;
  const mapping = openMapping(shape, pack, err);
  const inputs: Input[] = [{ kind: 'file', path: shippedPath(fixture) }];
  const labels = readLabels(shippedPath(labelsFile));
  const { alerts, stats } = await replayFixture(pack, mapping, inputs, session);
  const principal = findPrincipal(mapping);
  const { clients } = await readOrRefuse(() => takeCensus({ mapping, inputs }, principal));
  const sightings = alerts.map((alert) => sight(alert, principal));
  const scope = gatherScope(labels, clients, () => true);
  status.show('running the rule tests');
  const tests = await runTests(loadTests(loaded, rulesFolder).cases);
  status.show('compiling');
  const compilations = openTargets(pack, err).map((target) => {
    const options = { now: Date.now(), evidence: openEvidence(target, err) };
    return compileTarget(rulesFor(target, pack.rules), target, options);
  });
  status.show('');
  const result: TourResult = {
    check,
    fixture: shippedPath(fixture),
    stats,
    rows: foldAlerts(alerts, labels),
    labels,
    clients,
    figures: judgeContender({ name: 'pack', has: () => true }, scope, [{ shift: 0, sightings, stats }]),
    tests,
    compilations,
  };
  const { text, isWell } = writeTour(result, out);
  out.write(text);
  return isWell ? exitCodes.well : exitCodes.no;
}

async function replayFixture(pack: Pack, mapping: Mapping, inputs: readonly Input[], { status }: Session) {
  const alerts: Alert[] = [];
  const stats = await readOrRefuse(() =>
    replay({
      rules: pack.rules,
      mapping,
      inputs,
      onAlert: (alert) => alerts.push(alert),
      onProgress: createProgress(status, 'replaying'),
    }),
  );
  return { alerts, stats };
}
