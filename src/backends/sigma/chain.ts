import type { BoundAggregateRule, BoundSequenceRule } from '../../bind/bound-rule.js';
import type { Predicate } from '../../ir/predicate.js';
import { chain, combine, deviate, exact, type Lowering, map, pair } from '../lowering.js';
import { lowerPredicate } from '../tables.js';
import type { Claim, Demand, Events } from './claim.js';
import { allOf, type Detection, writeDetection } from './detection.js';
import { joinWindows, spellValues } from './deviations.js';
import { type Identity, identityOf, identityOfPart } from './identity.js';
import { writeHead, writePartHead, writeTail } from './metadata.js';
import { lowerField, lowerPresence, predicates } from './predicates.js';
import { writeTimespan } from './timespan.js';
import type { YamlMap } from './yaml.js';

type BoundWindowRule = BoundAggregateRule<'sigma'> | BoundSequenceRule<'sigma'>;

/**
 * A claim as a chain of Sigma rules: one for each set of events that counts, one correlation for each thing that is counted, and over several
 * of these `temporal` and `temporal_ordered` ones. The last one raises the alert; each is written before those that refer to it.
 */
export function lowerChain(bound: BoundWindowRule, claim: Claim): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  const root = { head: writeHead(bound, identityOf(rule)), tail: writeTail(bound) };
  return map(lowerClaim(bound, claim, root), (documents) => [
    ...new Map(documents.map((document) => [document.id, document])).values(),
  ]);
}

/** What stands above and below the logic of a correlation. */
interface Frame {
  readonly head: YamlMap;
  readonly tail: YamlMap;
}

function lowerClaim(bound: BoundWindowRule, claim: Claim, frame: Frame): Lowering<readonly YamlMap[]> {
  return claim.kind === 'demand' ? lowerDemand(bound, claim, frame) : lowerSeveral(bound, claim, frame);
}

function lowerSeveral(
  bound: BoundWindowRule,
  claim: Exclude<Claim, Demand>,
  { head, tail }: Frame,
): Lowering<readonly YamlMap[]> {
  const parts = combine(claim.of.map((part) => lowerPart(bound, part)));
  const names = claim.of.map((part) => identityOfClaim(bound, part).name);
  const isJoint = claim.kind === 'some' && claim.least > 1;
  return chain(
    pair(parts, lowerFrame(bound), (documents, correlation) => [
      ...documents.flat(),
      {
        ...head,
        correlation: {
          type: claim.kind === 'ordered' ? 'temporal_ordered' : 'temporal',
          rules: names,
          ...correlation,
          // Sigma's own default is all of them.
          condition: claim.kind === 'some' && claim.least < names.length ? { gte: claim.least } : undefined,
        },
        ...tail,
      },
    ]),
    (documents) => deviate(documents, isJoint ? [joinWindows(bound.rule)] : []),
  );
}

/** A part of a claim, which raises no alert of its own; a single event needs no correlation. */
function lowerPart(bound: BoundWindowRule, claim: Claim): Lowering<readonly YamlMap[]> {
  if (isSingle(claim)) return map(lowerEvents(bound, claim.events), (document) => [document]);
  const head = writePartHead(bound.rule, identityOfClaim(bound, claim), writeWhat(claim));
  return lowerClaim(bound, claim, { head, tail: {} });
}

function isSingle(claim: Claim): claim is Demand {
  return claim.kind === 'demand' && claim.figure.kind === 'events' && claim.comparison.than === 1;
}

function identityOfClaim({ rule }: BoundWindowRule, claim: Claim): Identity {
  return isSingle(claim) ? identityOfEvents(rule, claim.events) : identityOfPart(rule, claim.key);
}

function identityOfEvents(rule: BoundWindowRule['rule'], events: Events | undefined): Identity {
  return identityOfPart(rule, events?.key ?? 'events');
}

/** The events of a demand as a base rule, and the correlation over them. */
function lowerDemand(
  bound: BoundWindowRule,
  demand: Demand,
  { head, tail }: Frame,
): Lowering<readonly YamlMap[]> {
  const { rule } = bound;
  const { figure, comparison, events } = demand;
  const field =
    figure.kind === 'events'
      ? exact(undefined)
      : chain(lowerField(figure.field, bound, rule.span), (name) =>
          deviate(name, figure.kind === 'values' ? spellValues(figure.field, rule) : []),
        );
  const correlation = pair(field, lowerFrame(bound), (name, shared) => ({
    type: types[figure.kind],
    rules: [identityOfEvents(rule, events).name],
    ...shared,
    condition: {
      [comparison.op]: comparison.than,
      field: name,
      percentile: figure.kind === 'percentile' ? figure.percent : undefined,
    },
  }));
  return pair(lowerEvents(bound, events), correlation, (base, written) => [
    base,
    { ...head, correlation: written, ...tail },
  ]);
}

const types: { readonly [K in Demand['figure']['kind']]: string } = {
  events: 'event_count',
  values: 'value_count',
  sum: 'value_sum',
  avg: 'value_avg',
  percentile: 'value_percentile',
};

/** The events of the rule that count as a base rule; all have a group, and one without a group at least a time. */
function lowerEvents(bound: BoundWindowRule, events: Events | undefined): Lowering<YamlMap> {
  const { rule, time, target } = bound;
  const present = rule.by.map((field) => lowerPresence(field, bound, rule.span));
  const tests = [rule.where, events?.of].flatMap((one: Predicate | undefined) =>
    one === undefined ? [] : [lowerPredicate(predicates, one, bound)],
  );
  const timed: Detection = { kind: 'test', key: `${time.name}|exists`, values: [true] };
  return map(combine([...present, ...tests]), (parts) => ({
    ...writePartHead(rule, identityOfEvents(rule, events), events?.what ?? 'events'),
    logsource: target.logsource,
    detection: writeDetection(parts.length === 0 ? timed : allOf(parts)),
  }));
}

function lowerFrame(bound: BoundWindowRule): Lowering<YamlMap> {
  const { rule } = bound;
  return map(combine(rule.by.map((field) => lowerField(field, bound, rule.span))), (names) => ({
    'group-by': names.length === 0 ? undefined : names,
    timespan: writeTimespan(rule.window.size),
  }));
}

const words: { readonly [O in Demand['comparison']['op']]: string } = {
  gt: 'above',
  gte: 'at least',
  lt: 'below',
  lte: 'at most',
};

function writeWhat(claim: Claim): string {
  if (claim.kind === 'ordered') return `${claim.of.length} steps in order`;
  if (claim.kind === 'some') return `at least ${claim.least} of ${claim.of.length} parts`;
  const { figure, comparison, events } = claim;
  const what = events?.what ?? 'events';
  const bound = `${words[comparison.op]} ${comparison.than}`;
  switch (figure.kind) {
    case 'events':
      return `${bound} ${what}`;
    case 'values':
      return `${bound} values of ${figure.field.name} in ${what}`;
    case 'percentile':
      return `percentile ${figure.percent} of ${figure.field.name} ${bound}`;
    default:
      return `${figure.kind === 'sum' ? 'sum' : 'mean'} of ${figure.field.name} ${bound}`;
  }
}
