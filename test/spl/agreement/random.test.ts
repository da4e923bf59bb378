import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Condition } from '../../../src/ir/condition.js';
import type { Rule } from '../../../src/ir/rule.js';
import { evaluate } from '../../differential/outcome.js';
import { checkCase } from '../../differential/pack.js';
import type { FindingLine } from '../../oracle/found.js';
import { judge } from '../../oracle/judge.js';
import { isRough } from '../../oracle/measure.js';
import { toTrial } from '../../random/cases.js';
import { createRandom } from '../../random/random.js';
import { SplFailure } from '../failure.js';
import { compareRows, type Leeway, within } from './comparison.js';
import { makeFittingCase, randomTarget } from './fitting-cases.js';
import { toEvents } from './log.js';
import { compileExact, runScheduled, runSurely } from './searches.js';

/*
 * RULEWRIGHT_SPL_SEED (1) is the first seed; seeds follow each other until RULEWRIGHT_SPL_RULES (24) rules that are called
 * exact have been compared.
 */

const test = suite('SPL against the evaluator, random rules');
const first = Number(process.env.RULEWRIGHT_SPL_SEED ?? 1);
const wanted = Number(process.env.RULEWRIGHT_SPL_RULES ?? 24);
const hour = 3_600_000;

/** The signals that a condition names. */
function namesOf(condition: Condition): ReadonlySet<string> {
  if (condition.kind === 'signal') return new Set([condition.name]);
  const parts = condition.kind === 'not' ? [condition.of] : condition.of;
  return new Set(parts.flatMap((part) => [...namesOf(part)]));
}

/** What may differ of a rule: sums of doubles in their last bits, verdicts on the edge of one. */
function leewayOf(
  rule: Rule,
  one: ReturnType<typeof makeFittingCase>['one'],
  onEdge: readonly FindingLine[],
): Leeway {
  const signals = toTrial(one).rules.find(({ name }) => name === rule.name)?.signals ?? {};
  const rough = Object.entries(signals).filter(([, signal]) => isRough(signal, signals));
  // a deviation is told where it reaches the findings: a signal that no condition names may show another value
  const shown = rule.kind === 'aggregate' ? namesOf(rule.condition) : new Set<string>();
  const loose = Object.entries(signals).filter(
    ([name, signal]) => !shown.has(name) && JSON.stringify(signal).includes('"addr'),
  );
  return {
    rough: new Set(rough.map(([name]) => name)),
    onEdge: onEdge.filter((finding) => finding.rule === rule.name),
    valueless: new Set(loose.map(([name]) => name)),
  };
}

/** A rule's three searches over one log; in words, what they do not agree with. */
function tryRule(rule: Rule, seen: Seen): string[] {
  const { target, events, findings, leeway, from, to, now } = seen;
  const differences: string[] = [];
  const attempt = (
    what: string,
    expected: readonly FindingLine[],
    run: () => ReturnType<typeof runSurely>,
  ): void => {
    try {
      differences.push(
        ...compareRows(rule, expected, run(), leeway).map((difference) => `${what}: ${difference}`),
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      differences.push(`${what}: ${error instanceof SplFailure ? error.message : error.stack}`);
    }
  };
  const ranged = compileExact(rule, target, 'hunt', { from, to });
  if (ranged !== undefined)
    attempt('hunt over a range', within(findings, { from, to }), () => runSurely(ranged, { now, events }));
  const free = compileExact(rule, target, 'hunt');
  if (free !== undefined)
    attempt('hunt over the search’s own range', findings, () =>
      runSurely(free, {
        now,
        events,
        earliest: String((from - 40 * 24 * hour) / 1000),
        latest: String(to / 1000),
      }),
    );
  const live = compileExact(rule, target, 'live');
  if (live !== undefined) {
    const every = rule.kind === 'match' ? 300_000 : rule.window.every;
    const last = Math.floor((now * 1000 - target.delay) / every) * every;
    attempt('live', within(findings, { from: last - 3 * every, to: last }), () =>
      runScheduled(live, now, events),
    );
  }
  return differences;
}

type Seen = {
  readonly target: ReturnType<typeof randomTarget>;
  readonly events: ReturnType<typeof toEvents>;
  readonly findings: readonly FindingLine[];
  readonly leeway: Leeway;
  readonly from: number;
  readonly to: number;
  /** When the scheduled search runs, epoch seconds. */
  readonly now: number;
};

test(`${wanted} rules that are called exact, from seed ${first} on`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-spl-'));
  let [compared, found, seed, onEdge] = [0, 0, first, 0];
  try {
    for (; compared < wanted; seed++) {
      assert.ok(
        seed < first + 40 * wanted,
        `of ${seed - first} packs only ${compared} rules are called exact`,
      );
      const { one, log } = makeFittingCase(seed);
      const { rules, mapping, errors } = checkCase(one, folder);
      assert.equal(errors, [], `seed ${seed}`);
      const target = randomTarget(mapping);
      const exact = rules.filter(
        (rule) => rule.status !== 'deprecated' && compileExact(rule, target, 'hunt') !== undefined,
      );
      const times = log.flatMap(({ at }) => (at === undefined ? [] : [at]));
      if (exact.length === 0 || times.length === 0) continue;
      const text = log.map((line) => line.text).join('\n');
      const { findings } = await evaluate(
        rules,
        mapping,
        [{ kind: 'text', name: 'log', text }],
        ['log'],
        undefined,
      );
      const judgement = judge(toTrial(one));
      const random = createRandom(seed);
      const [from, to] = [Math.min(...times) - hour, Math.max(...times) + 40 * 24 * hour];
      const events = toEvents(log, target.index, target.sourcetype ?? '');
      for (const rule of exact) {
        const mine = findings.filter((finding) => finding.rule === rule.name);
        const now = random.pick(times) / 1000 + random.whole(0, 7200);
        const leeway = leewayOf(rule, one, judgement.onEdge);
        const differences = tryRule(rule, {
          target,
          events,
          findings: mine,
          leeway,
          from,
          to,
          now: Math.floor(now),
        });
        const shown = `seed ${seed}, ${rule.name}, now ${Math.floor(now)}`;
        assert.equal(differences, [], shown);
        compared++;
        found += mine.length;
        onEdge += leeway.onEdge?.length ?? 0;
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.ok(found > 0, 'no rule had a finding');
  console.log(
    `       ${compared} rules of seeds ${first} to ${seed - 1}: ${found} findings, ${onEdge} windows on the edge of a sum`,
  );
});

test.run();
