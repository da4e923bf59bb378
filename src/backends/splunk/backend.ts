import type { BoundRule } from '../../bind/bound-rule.js';
import { type Rule, valueNames } from '../../ir/rule.js';
import type { Artifact, Backend, Range, Shape } from '../backend.js';
import { chain, exact, type Lowering, map, type Refusal, refuse } from '../lowering.js';
import { lowerAccelerated } from './accelerated.js';
import { lowerAggregateRule } from './aggregate-rule.js';
import { refuseUncomputed } from './computed.js';
import { refuseNames } from './fields.js';
import { eventColumn, lowerMatchRule } from './match-rule.js';
import { writeAcceleratedSearch, writeSavedSearch, writeSummarySearches } from './saved-search.js';
import { lowerSequenceRule } from './sequence-rule.js';
import { lowerSummary } from './summary.js';
import { title } from './title.js';

/**
 * Splunk's SPL: a hunt is one search, in `hunt/<rule>.spl`; live is a stanza of savedsearches.conf, in `live/<rule>.conf`.
 *
 * What the claims rest on: each event is one JSON object of at most 5,000 bytes (the automatic extraction reads no further), its
 * fields are extracted at search time (`KV_MODE = json`), no field but `_time` is aliased or calculated under the names that the
 * target maps, keyword fields hold strings or whole numbers and no empty ones, no value is an array, and no number, nor the sum of those
 * of a window, is beyond 10^300.
 */
export const splunk: Backend<'splunk'> = {
  name: 'splunk',
  title: () => title,
  shapes: ({ summary, dataModel }) => [
    'hunt',
    'live',
    ...(summary === undefined ? [] : (['summary'] as const)),
    ...(dataModel === undefined ? [] : (['accelerated'] as const)),
  ],
  lower,
};

function lower(bound: BoundRule<'splunk'>, shape: Shape, range?: Range): Lowering<readonly Artifact[]> {
  const { rule, target } = bound;
  const computed = refuseUncomputed(bound);
  if (computed !== undefined) return computed;
  const [first, ...rest] = [...refuseNames(bound), ...refuseColumns(rule)];
  if (first !== undefined) return refuse(first, ...rest);
  if (shape === 'summary' || shape === 'accelerated') return lowerToKept(bound, shape);
  const search = lowerRule(bound, shape, range);
  return chain(search, (text) =>
    exact([
      shape === 'live'
        ? { path: `live/${rule.name}.conf`, text: writeSavedSearch(rule, target, text) }
        : { path: `hunt/${rule.name}.spl`, text: `${text}\n` },
    ]),
  );
}

/**
 * The forms over what is kept of events: the summary form, with the search that writes panes of a time that is past, and the accelerated one.
 */
function lowerToKept(
  bound: BoundRule<'splunk'>,
  shape: 'summary' | 'accelerated',
): Lowering<readonly Artifact[]> {
  const { rule, target } = bound;
  if (rule.kind !== 'aggregate')
    return refuse({
      code: 'kept-without-window',
      reason: 'counts are kept for windows, and the rule has none',
      hint: 'take the rule live as it is, and accept kept-without-window in the target',
      span: rule.span,
    });
  if (shape === 'accelerated')
    return map(lowerAccelerated({ ...bound, rule }), (search) => [
      { path: `accelerated/${rule.name}.conf`, text: writeAcceleratedSearch(rule, target.delay, search) },
    ]);
  return map(lowerSummary({ ...bound, rule }), (searches) => [
    {
      path: `summary/${rule.name}.conf`,
      text: writeSummarySearches(rule, target.delay, target.summary?.lag ?? 0, searches),
    },
    { path: `backfill/${rule.name}.spl`, text: `${searches.backfilling}\n` },
  ]);
}

function lowerRule(bound: BoundRule<'splunk'>, shape: Shape, range?: Range): Lowering<string> {
  const { rule } = bound;
  switch (rule.kind) {
    case 'match':
      return lowerMatchRule({ ...bound, rule }, shape, range);
    case 'aggregate':
      return lowerAggregateRule({ ...bound, rule }, shape, range);
    case 'sequence':
      return lowerSequenceRule({ ...bound, rule }, shape, range);
  }
}

function refuseColumns(rule: Rule): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const columns = [
    ...rule.by.map((field) => field.name),
    ...(rule.kind === 'match' ? ['time', eventColumn] : ['window_end', ...valueNames(rule)]),
  ];
  for (const name of new Set(columns.filter((one, i) => columns.indexOf(one) !== i)))
    refusals.push({
      code: 'column-clash',
      reason: `two columns of its rows would be named ${name}`,
      hint: `give the signal or step ${name} another name, or group by another field`,
      span: rule.span,
    });
  return refusals;
}
