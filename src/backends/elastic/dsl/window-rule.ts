import { type AggregateRule, type SequenceRule, valueNames } from '../../../ir/rule.js';
import type { Field } from '../../../ir/source.js';
import type { Range } from '../../backend.js';
import { lowerCondition } from '../../condition.js';
import { blur, chain, combine, exact, type Lowering, map, pair, refuse, told } from '../../lowering.js';
import { lowerSampling } from '../../sampling.js';
import { lowerPredicate } from '../../tables.js';
import { conditions, type WrittenCondition } from './condition.js';
import { type DslRule, type Fields, findFields, groupBy, present } from './fields.js';
import type { Filter } from './filter.js';
import type { Json, JsonObject } from './json.js';
import { lowerSignal, type MeasureContext } from './measures.js';
import { writeMonitor } from './monitor.js';
import { addEvent, handOver, startColumns } from './painless/collect.js';
import { judgeSignals, judgeSteps } from './painless/judge.js';
import { predicates } from './predicates.js';
import { type Scope, scopeOf } from './range.js';
import { refuseBraces, writeRequest } from './request.js';
import { writeScript } from './script.js';
import { makeTests, mostTests } from './tests.js';
import { title } from './title.js';

/** How many groups a page of a hunt holds, whose events lie in memory together; and how many a monitor looks at, which turns no page. */
const groupsOf = { hunt: 100, live: 10_000 } as const;

/**
 * A rule over windows as one search: the events that count, grouped by a composite aggregation, which is paged by its `after_key`, and in
 * each group a scripted metric that judges its windows. Native aggregations would take every event once for each window that
 * holds it, and none of them keeps a set of values exactly.
 */
export function lowerWindowRule(
  bound: DslRule<AggregateRule | SequenceRule>,
  shape: 'hunt' | 'live',
  range: Range | undefined,
): Lowering<string> {
  const { rule, target } = bound;
  const fields = findFields(bound);
  const clash = refuseClash(rule);
  if (clash.fidelity === 'refused') return clash;
  const scope = scopeOf(shape, range, target.time, rule.window, target.delay);
  const ctx: MeasureContext = {
    fields,
    size: rule.window.size,
    tests: makeTests(),
    columns: new Map(),
  };
  const asked = rule.where === undefined ? [] : [lowerPredicate(predicates, rule.where, fields)];
  const where = blur(combine(asked));
  const judged = rule.kind === 'aggregate' ? lowerSignals(rule, ctx, scope) : lowerSteps(rule, ctx, scope);
  const parts = chain(lowerSampling(bound), () =>
    pair(where, judged, (filter, judge) => ({ filter, judge })),
  );
  return chain(parts, ({ filter, judge }) => {
    const tests = ctx.tests.clauses();
    if (tests.length > mostTests) return refuseTests(rule, tests.length);
    const body = {
      size: 0,
      query: {
        bool: {
          filter: [scope.events, ...filter, ...guardGroup(rule.by, fields)],
          ...(tests.length === 0 ? {} : { should: tests, minimum_should_match: 0 }),
        },
      },
      aggs: groupWindows(rule.by, fields, groupsOf[shape], {
        init_script: writeScript(startColumns, { fields: writeColumns(ctx) }),
        map_script: writeScript(addEvent, { time: target.time, fields: writeColumns(ctx) }),
        combine_script: writeScript(handOver),
        reduce_script: judge,
      }),
    };
    const braces = refuseBraces(rule, scope, [...filter, ...tests, { ...judge.params, ends: null }]);
    return map(braces, () =>
      shape === 'live'
        ? writeMonitor(
            rule,
            target.index,
            rule.window.every,
            body,
            rule.by.length === 0 ? 'one group' : 'groups',
          )
        : writeRequest(body, scope),
    );
  });
}

/** What a scripted metric does with a group's events. */
type Judge = JsonObject & { readonly params?: JsonObject };

function lowerSignals(rule: AggregateRule, ctx: MeasureContext, scope: Scope): Lowering<Judge> {
  const signals = rule.signals.map((signal) => lowerSignal(signal, ctx));
  const condition = lowerCondition(rule, signals, (_, name): WrittenCondition => name, conditions);
  return pair(told(combine(signals)), condition, (written, holds) => ({
    source: writeScript(judgeSignals).source,
    params: { window: writeWindow(rule), ends: scope.ends, signals: written, condition: holds },
  }));
}

function lowerSteps(rule: SequenceRule, ctx: MeasureContext, scope: Scope): Lowering<Judge> {
  const steps = rule.steps.map(({ name, where, atLeast }) =>
    map(
      lowerPredicate(predicates, where, ctx.fields),
      (filter): JsonObject => ({
        name,
        test: ctx.tests.of(filter),
        at_least: atLeast,
      }),
    ),
  );
  return map(combine(steps), (written) => ({
    source: writeScript(judgeSteps).source,
    params: { window: writeWindow(rule), ends: scope.ends, steps: written },
  }));
}

function writeWindow({ window: { size, every } }: AggregateRule | SequenceRule): JsonObject {
  return { size, every };
}

/** Where the scripts find each value that they read. */
function writeColumns({ columns, fields }: MeasureContext): JsonObject {
  return Object.fromEntries(
    [...columns].map(([name, field]) => {
      const where = fields(field);
      return [name, where.kind === 'field' ? { field: where.name } : { value: where.value }];
    }),
  );
}

/** An event without a value of a group's field is in no group; neither is one with several. */
function guardGroup(by: readonly Field[], fields: Fields): readonly Filter[] {
  return by.flatMap((field) => {
    const where = fields(field);
    return where.kind === 'field' ? [present(where.name)] : [];
  });
}

function groupWindows(
  by: readonly Field[],
  fields: Fields,
  size: number,
  metric: JsonObject,
): { readonly [name: string]: Json } {
  const windows = { scripted_metric: metric };
  if (by.length === 0) return { windows };
  const sources = by.map((field) => ({ [field.name]: groupBy(field, fields(field)) }));
  return { groups: { composite: { size, sources }, aggs: { windows } } };
}

function refuseClash(rule: AggregateRule | SequenceRule): Lowering<undefined> {
  if (!valueNames(rule).includes('window_end')) return exact(undefined);
  return refuse({
    code: 'column-clash',
    reason: 'two values of its findings would be named window_end',
    hint: 'give it another name',
    span: rule.span,
  });
}

function refuseTests({ span }: AggregateRule | SequenceRule, count: number): Lowering<never> {
  return refuse({
    code: 'too-many-tests',
    reason: `the rule counts events by ${count} different predicates, and one query of ${title} tells ${mostTests} apart`,
    hint: 'split the rule',
    span,
  });
}
