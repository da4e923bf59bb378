import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { deviationsOf } from '../../src/backends/lowering.js';
import { lowerRule } from '../../src/backends/registry.js';
import type { Rule } from '../../src/ir/rule.js';
import type { FieldType } from '../../src/ir/source.js';
import { sigmaTarget } from '../backends/samples.js';
import { checkCase } from '../differential/pack.js';
import type { RuleDoc, SignalDoc, SourceDoc } from '../oracle/documents.js';
import type { FindingLine } from '../oracle/found.js';
import { judge } from '../oracle/judge.js';
import { type Event, noCounts, readEvents } from '../oracle/reading.js';
import { setBounds } from '../random/bounds.js';
import { type Case, toTrial } from '../random/cases.js';
import { makeLists } from '../random/lists.js';
import { makePredicate } from '../random/predicates.js';
import { createRandom, type Random } from '../random/random.js';
import { groups, makeCondition, makeMeasure, makeSteps, windows } from '../random/rules.js';
import { makeSource } from '../random/sources.js';
import { makeLines } from '../random/streams.js';
import type { SigmaEvent, Value } from './reader/event.js';
import type { WindowFinding } from './superset.js';

/** A random rule that was written as Sigma, the events of a random stream, and what the oracle finds of it there. */
export interface RandomRule {
  readonly rule: Rule;
  readonly text: string;
  readonly events: readonly SigmaEvent[];
  /** Whether a reader that looks only back from each event loses nothing either. */
  readonly isMonotone: boolean;
  readonly isExact: boolean;
  /** Of a rule over windows; what hangs on the last bits of a sum is left out. */
  readonly findings: readonly WindowFinding[];
  /** Of a match rule, in order. */
  readonly times: readonly number[];
  /** For whoever has to look into it. */
  readonly told: string;
}

/** What readers of Sigma may do; the tests' own readers do it as the rule has it, or are told apart. */
const leftToReaders = new Set([
  'tumbling-reader',
  'sliding-reader',
  'case-of-values',
  'address-as-text',
  'instant-as-text',
]);

/** The rules of some seeds whose claim is that a sliding reader loses nothing. */
export function* makeRandomRules(first: number, last: number): Generator<RandomRule> {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-sigma-'));
  try {
    for (let seed = first; seed <= last; seed++) yield* rulesOfSeed(seed, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const sayable = [
  'count',
  'share',
  'distinct',
  'distinct_ratio',
  'sum',
  'avg',
  'min',
  'max',
  'percentile',
  'ratio',
];

/** A measure that Sigma can say something of. */
function makeSayable(random: Random): SignalDoc {
  for (;;) {
    const signal = makeMeasure(random);
    const ratio = Object.entries(signal).find(([key]) => key === 'ratio')?.[1];
    const { of } = { of: undefined, ...(typeof ratio === 'object' ? ratio : {}) };
    const counts = typeof of === 'object' && of !== null && ('count' in of || 'distinct' in of);
    if (Object.keys(signal).some((key) => sayable.includes(key)) && (ratio === undefined || counts))
      return signal;
  }
}

/** A few rules over a short stream, with bounds at and about the values that its windows have. */
function makeSayableCase(seed: number): Case {
  const random = createRandom(seed);
  const { dedupe: _each, ...source } = makeSource(random);
  const rules = Array.from({ length: 6 }, (_, i): RuleDoc => {
    const by = random.pick(groups);
    const window = random.pick(windows);
    const head = {
      id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      name: `rule-${i}`,
      title: `Random rule ${i}`,
      description: 'A rule of the random tests.',
      status: 'stable',
      severity: 'low',
      atlas: [],
      source: 'traffic',
      ...(random.chance(0.3) ? { where: makePredicate(random, 1) } : {}),
    } as const;
    if (i === 0) return { ...head, where: makePredicate(random) };
    const windowed = window === undefined ? {} : { window };
    if (i === 1) {
      const { size = '1h', ...every } = window ?? {};
      return { ...head, by, within: size, ...every, steps: makeSteps(random) };
    }
    const names = ['vol_a', 'vol_b', 'mix'].slice(0, random.whole(1, 3));
    const signals = Object.fromEntries(names.map((name) => [name, makeSayable(random)]));
    return { ...head, by, ...windowed, signals, condition: makeCondition(random, names) };
  });
  const lines = makeLines(random, source, undefined);
  const draft = {
    seed,
    source,
    lists: makeLists(random),
    rules,
    lines,
    crlf: false,
    marked: false,
    cut: false,
  };
  return { ...draft, rules: setBounds(random, toTrial(draft)) };
}

function* rulesOfSeed(seed: number, folder: string): Generator<RandomRule> {
  const one = makeSayableCase(seed);
  const { rules, errors } = checkCase(one, folder);
  if (errors.length > 0) throw new Error(`seed ${seed}: ${errors}`);
  const trial = toTrial(one);
  const events = trial.inputs
    .flatMap(({ bytes }, i) => readEvents(bytes, i, one.source, undefined, noCounts()))
    .map((event) => toSigmaEvent(event, one.source));
  const { findings, onEdge } = judge(trial);
  const edge = new Set(onEdge.map(keyOf));
  for (const rule of rules) {
    if (rule.status === 'deprecated') continue;
    const lowering = lowerRule(rule, sigmaTarget, 'rule');
    const [file] = lowering.fidelity === 'refused' ? [] : lowering.output;
    if (file === undefined) continue;
    const deviations = deviationsOf(lowering);
    if (deviations.some(({ code, effect }) => effect !== 'over' && !leftToReaders.has(code))) continue;
    const own = findings.filter((finding) => finding.rule === rule.name);
    const document = one.rules.find(({ name }) => rule.name.startsWith(name));
    yield {
      rule,
      text: file.text,
      events,
      isMonotone: deviations.every(({ code, effect }) => code !== 'sliding-reader' || effect === 'over'),
      isExact: deviations.length === 0,
      findings: own.flatMap((finding) => (edge.has(keyOf(finding)) ? [] : (toWindow(rule, finding) ?? []))),
      times: own.flatMap(({ time }) => (time === undefined ? [] : [Date.parse(time)])).sort((a, b) => a - b),
      told: `seed ${seed}\n${stringify(document)}\n${file.text}`,
    };
  }
}

/** An event as a log in the source's own shape has it; of what it lacks, and may lack, some is there as a null. */
function toSigmaEvent({ time, fields, place }: Event, source: SourceDoc): SigmaEvent {
  const optional = Object.entries(source.fields).flatMap(([name, { required }]) => (required ? [] : [name]));
  const nulls = optional.filter((name, i) => !fields.has(name) && (place.line + i) % 2 === 0);
  return { time, fields: new Map([...nulls.map((name) => [name, null] as const), ...fields]) };
}

/** Undefined where the finding is an event. */
function toWindow(rule: Rule, { group, window_end }: FindingLine): WindowFinding | undefined {
  if (window_end === undefined) return undefined;
  return { group: rule.by.map(({ name, type }) => toValue(group[name], type)), at: Date.parse(window_end) };
}

/** A group's value as the log has it: findings write instants out. */
function toValue(value: Value | undefined, type: FieldType): Value {
  return type === 'timestamp' ? Date.parse(String(value)) : (value ?? null);
}

function keyOf({ rule, group, window_end, time, line }: FindingLine): string {
  return JSON.stringify([rule, group, window_end, time, line]);
}
