import type { RuleDoc, SignalDoc } from '../oracle/documents.js';
import type { Case } from '../random/cases.js';

/** Makes a failing case smaller for as long as it fails and the budget of trials lasts. */
export async function shrink(
  one: Case,
  fails: (smaller: Case) => Promise<boolean>,
  budget = 500,
): Promise<Case> {
  let best = one;
  let left = budget;
  let progress = true;
  while (progress && left > 0) {
    progress = false;
    for (const candidate of smallerCases(best)) {
      if (left-- <= 0) break;
      if (!(await fails(candidate))) continue;
      best = candidate;
      progress = true;
      break;
    }
  }
  return best;
}

/** Cases with something taken away, the largest parts first. */
function* smallerCases(one: Case): Generator<Case> {
  for (const rule of one.rules) {
    if (one.rules.length > 1) yield { ...one, rules: one.rules.filter((other) => other !== rule) };
  }
  for (let size = Math.ceil(one.lines.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < one.lines.length; start += size) {
      yield { ...one, lines: [...one.lines.slice(0, start), ...one.lines.slice(start + size)] };
    }
  }
  if (one.crlf || one.marked || one.cut) yield { ...one, crlf: false, marked: false, cut: false };
  if (one.lateness !== undefined) {
    const { lateness: _, ...rest } = one;
    yield rest;
  }
  for (const [i, rule] of one.rules.entries()) {
    for (const smaller of smallerRules(rule)) yield { ...one, rules: one.rules.with(i, smaller) };
  }
  for (const [i, line] of one.lines.entries()) {
    for (const shorter of shorterLines(Buffer.from(line).toString())) {
      yield { ...one, lines: one.lines.with(i, Buffer.from(shorter)) };
    }
  }
}

function* smallerRules(rule: RuleDoc): Generator<RuleDoc> {
  const { suppress, condition, where, ...rest } = rule;
  const kept = {
    suppress: suppress === undefined ? {} : { suppress },
    condition: condition === undefined ? {} : { condition },
    where: where === undefined ? {} : { where },
  };
  if (rule.signals !== undefined) {
    if (where !== undefined) yield { ...rest, ...kept.suppress, ...kept.condition };
    if (condition !== undefined) yield { ...rest, ...kept.suppress, ...kept.where };
    const signals = Object.entries(rule.signals);
    for (const [name] of signals) {
      const others = signals.filter(([other]) => other !== name);
      const isOperand = others.some(([, signal]) => JSON.stringify(signal.ratio ?? '').includes(`"${name}"`));
      if (others.length > 0 && !isOperand)
        yield { ...rest, ...kept.suppress, ...kept.where, signals: Object.fromEntries(others) };
    }
    for (const [name, signal] of signals) {
      for (const smaller of smallerSignals(signal))
        yield { ...rule, signals: { ...rule.signals, [name]: smaller } };
    }
  }
  if (suppress !== undefined) yield { ...rest, ...kept.condition, ...kept.where };
  if (suppress === undefined || typeof suppress === 'string') {
    for (const field of rule.by ?? [])
      yield { ...rule, by: (rule.by ?? []).filter((other) => other !== field) };
  }
}

function* smallerSignals(signal: SignalDoc): Generator<SignalDoc> {
  for (const key of ['n', 'among']) {
    if (key in signal) yield Object.fromEntries(Object.entries(signal).filter(([other]) => other !== key));
  }
}

/** A line without one of its members, as far as its commas can be told from those in strings. */
function* shorterLines(line: string): Generator<string> {
  const open = line.indexOf('{');
  const close = line.lastIndexOf('}');
  if (open < 0 || close < open) return;
  const members = (
    line.slice(open + 1, close).match(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]|,|[^"[\]{},]+/g) ?? []
  ).reduce(
    ({ depth, parts }, token) => {
      if (token === ',' && depth === 0) parts.push('');
      else parts.push(`${parts.pop() ?? ''}${token}`);
      return { depth: depth + ('[{'.includes(token) ? 1 : ']}'.includes(token) ? -1 : 0), parts };
    },
    { depth: 0, parts: [''] },
  ).parts;
  if (members.length < 2) return;
  for (const member of members) yield `{${members.filter((other) => other !== member).join(',')}}`;
}
