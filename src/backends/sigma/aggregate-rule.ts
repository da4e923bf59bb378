import type { BoundAggregateRule } from '../../bind/bound-rule.js';
import type { Predicate } from '../../ir/predicate.js';
import { chain, combine, deviate, exact, type Lowering, map, pair, refuse } from '../lowering.js';
import { lowerMeasure, lowerPredicate } from '../tables.js';
import { type Alternative, alternativesOf, mostAlternatives } from './alternatives.js';
import { allOf, type Detection, writeDetection } from './detection.js';
import { anchor, dropNegation, joinWindows, spellValues } from './deviations.js';
import { identityOf, identityOfPart } from './identity.js';
import { type Demand, fewestOf, isTrivial, measures } from './measures.js';
import { writeHead, writePartHead, writeTail } from './metadata.js';
import { lowerField, lowerPresence, predicates } from './predicates.js';
import { writeTimespan } from './timespan.js';
import type { YamlMap } from './yaml.js';

/**
 * An aggregate rule as a chain of Sigma rules: one for each set of events that is counted, one correlation for each thing that is
 * counted, and over several of these a `temporal` one, which raises the alert. Each way to satisfy the rule's condition is a chain
 * of its own. Where Sigma cannot say a signal, it says the least that is true whenever the signal is.
 */
export function lowerAggregateRule(bound: BoundAggregateRule<'sigma'>): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  const ways = alternativesOf(rule.condition);
  if (ways === undefined)
    return refuse({
      code: 'too-many-alternatives',
      reason: `its condition can be met in more than ${mostAlternatives} ways, and each would be a Sigma rule`,
      hint: 'make several rules of it, or take it out of this target',
      span: rule.span,
    });
  const of = ways.length;
  const chains = ways.map((way, i) =>
    lowerAlternative(bound, way, of === 1 ? undefined : { number: i + 1, of }),
  );
  return chain(combine(chains), (parts) => {
    const documents = new Map<unknown, YamlMap>();
    for (const document of parts.flat()) documents.set(document.id, document);
    return deviate(
      [...documents.values()],
      [anchor(rule), ...rule.by.flatMap((field) => spellValues(field, 'both', rule))],
    );
  });
}

function lowerAlternative(
  bound: BoundAggregateRule<'sigma'>,
  way: Alternative,
  number: Way,
): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  const signals = rule.signals.filter(({ name }) => way.signals.includes(name));
  const fewest = Math.max(1, ...signals.map(fewestOf));
  const lowered = combine(
    signals.map((signal) => lowerMeasure(measures, signal.measure, { signal, signals, fewest })),
  );
  const demands = chain(lowered, (all) =>
    deviate(strongest(all.flat()), way.drops ? [dropNegation(rule)] : []),
  );
  return chain(demands, (all) => {
    if (all.length > 0)
      return chain(lowerDemands(bound, all, number), (documents) =>
        deviate(documents, all.length > 1 ? [joinWindows(rule)] : []),
      );
    return refuse({
      code: 'nothing-to-count',
      reason: 'all that Sigma could say of its condition is that there is an event',
      hint: 'add a signal with a lower bound on a count or a number of values, or take the rule out of this target',
      span: rule.span,
    });
  });
}

/** Of demands on the same thing the greatest; none that every window meets. */
function strongest(demands: readonly Demand[]): readonly Demand[] {
  const kept = new Map<string, Demand>();
  for (const demand of demands.filter((one) => !isTrivial(one))) {
    const thing = JSON.stringify([demand.field?.name, demand.events?.key]);
    const known = kept.get(thing);
    if (known === undefined || known.least < demand.least) kept.set(thing, demand);
  }
  return [...kept.values()];
}

/** Which of how many ways to satisfy the condition; undefined where there is one. */
type Way = { readonly number: number; readonly of: number } | undefined;

/** One correlation for each demand, and over several of them the one that raises the alert. */
function lowerDemands(
  bound: BoundAggregateRule<'sigma'>,
  demands: readonly Demand[],
  way: Way,
): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  const alert =
    way === undefined
      ? writeHead(rule, identityOf(rule))
      : writeHead(rule, identityOfPart(rule, `way_${way.number}`), ` - way ${way.number} of ${way.of}`);
  const [only, ...others] = demands;
  if (only !== undefined && others.length === 0) return lowerDemand(bound, only, alert, writeTail(rule));
  const keyOf = ({ key, least }: Demand) => (way === undefined ? key : `${key}_${least}`);
  const identities = demands.map((demand) => identityOfPart(rule, keyOf(demand)));
  const parts = demands.map((demand) => {
    const head = writePartHead(rule, identityOfPart(rule, keyOf(demand)), writeWhat(demand));
    return lowerDemand(bound, demand, head, { level: 'informational' });
  });
  return pair(combine(parts), writeCorrelation(bound), (documents, correlation) => [
    ...documents.flat(),
    {
      ...alert,
      correlation: { type: 'temporal', rules: identities.map(({ name }) => name), ...correlation },
      ...writeTail(rule),
    },
  ]);
}

/** The events of a demand as a base rule, and the correlation that counts them. */
function lowerDemand(
  bound: BoundAggregateRule<'sigma'>,
  { least, field, events }: Demand,
  head: YamlMap,
  tail: YamlMap,
): Lowering<readonly YamlMap[]> {
  const { rule, target } = bound;
  const identity = identityOfPart(rule, events?.key ?? 'events');
  const value =
    field === undefined
      ? exact(undefined)
      : chain(lowerField(field, bound, rule.span), (name) =>
          deviate(name, spellValues(field, 'under', rule)),
        );
  const lowered = pair(value, writeCorrelation(bound), (name, correlation) => ({
    type: name === undefined ? 'event_count' : 'value_count',
    rules: [identity.name],
    ...correlation,
    condition: { gte: least, field: name },
  }));
  return pair(lowerEvents(bound, events?.of), lowered, (detection, correlation) => [
    {
      ...writePartHead(rule, identity, events?.what ?? 'events'),
      logsource: target.logsource,
      detection: writeDetection(detection),
      level: 'informational',
    },
    { ...head, correlation, ...tail },
  ]);
}

/** The events of the rule that also satisfy a predicate; all have a group, and one without a group at least a time. */
function lowerEvents(bound: BoundAggregateRule<'sigma'>, of: Predicate | undefined): Lowering<Detection> {
  const { rule, time } = bound;
  const present = rule.by.map((field) => lowerPresence(field, bound, rule.span));
  const tests = [rule.where, of].flatMap((one) =>
    one === undefined ? [] : [lowerPredicate(predicates, one, bound)],
  );
  const timed: Detection = { kind: 'test', key: `${time.name}|exists`, values: [true] };
  return map(combine([...present, ...tests]), (parts) => (parts.length === 0 ? timed : allOf(parts)));
}

function writeCorrelation(bound: BoundAggregateRule<'sigma'>): Lowering<YamlMap> {
  const { rule } = bound;
  return map(combine(rule.by.map((field) => lowerField(field, bound, rule.span))), (names) => ({
    'group-by': names.length === 0 ? undefined : names,
    timespan: writeTimespan(rule.window.size),
  }));
}

function writeWhat({ least, field, events }: Demand): string {
  const what = events?.what ?? 'events';
  return `at least ${least} ${field === undefined ? what : `values of ${field.name} in ${what}`}`;
}
