import { printable } from '../text/printable.js';
import { positionAt } from '../text/source-text.js';
import { describeProblem } from '../unit-test/description.js';
import type { CaseResult } from '../unit-test/verdict.js';
import { fit, pad, wrap, writeEntry } from './layout.js';
import type { Output } from './output.js';

const indent = '   ';
const labelColumns = 10;

/** A case that failed, as a person reads it: where it stands, what was expected beside what was seen, and how to run it again. */
export function writeFailure(result: CaseResult, rules: string, out: Output): string {
  const { testCase, problems, outcome } = result;
  const { source, start } = testCase.span;
  const place = `${printable(source.file)}:${positionAt(source, start).line}`;
  const room = Math.max(10, out.columns - place.length - outcome.length - 4);
  const name = fit(testCase.name, room);
  const head = `${place}  ${pad(name, room)}  ${out.mark('bad', outcome)}\n`;
  const entries = problems.map(describeProblem).map(({ kind, expected, seen, signals }) => {
    // The head of the case names its first problem; each of several is named again.
    const title = problems.length > 1 ? `${indent}${kind}\n` : '';
    const shown = signals.length === 0 ? seen : `${seen}:`;
    return `${title}${writeLine('expected', expected, out)}${writeLine('seen', shown, out)}${writeSignals(signals, out)}`;
  });
  // Whole on its line, however long, so that it can be copied.
  return `${head}${entries.join('')}${indent}${pad('again', labelColumns)}${rerunCommand(result, rules)}\n`;
}

function writeLine(label: string, text: string, out: Output): string {
  const entry = writeEntry(label, text, out.columns - indent.length, labelColumns);
  return entry.replace(/^(?=.)/gm, indent);
}

/** Signals side by side, as many to a line as fit: each is short, and none is broken. */
function writeSignals(signals: readonly string[], out: Output): string {
  const start = indent + ' '.repeat(labelColumns);
  const whole = signals.map((signal) => signal.replaceAll(' ', '\u00a0'));
  if (whole.length === 0) return '';
  const text = wrap(whole.join('   '), out.columns - start.length, start);
  return `${start}${text.replaceAll('\u00a0', ' ')}\n`;
}

/** The command that runs the case alone. */
function rerunCommand({ testCase }: CaseResult, rules: string): string {
  const folder = rules === 'rules' ? '' : ` --rules ${quote(rules)}`;
  return `rulewright test ${testCase.rule.name} --case ${quote(testCase.name)}${folder}`;
}

/** In single quotes for a shell. */
function quote(text: string): string {
  return `'${printable(text).replaceAll("'", "'\\''")}'`;
}
