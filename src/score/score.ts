import type { ReplayStats } from '../evaluate/finding.js';
import type { ReplayOptions } from '../evaluate/replay.js';
import { type Rule, type Severity, severities } from '../ir/rule.js';
import type { Field } from '../ir/source.js';
import { withoutEnriched } from './enriched-fields.js';
import { type Contender, type Figures, judgeContender } from './figures.js';
import type { Label } from './labels.js';
import { type Client, type Observation, observe } from './observe.js';
import { gatherScope, type Scope } from './scope.js';
import { createVolumeRule } from './volume-rule.js';

/** Whether the fields that a gateway has to compute are there. */
export type Enrichment = 'enriched' | 'plain';

/** A part of the traffic that figures are given for: what thresholds were chosen on, what they are reported on, or all of it. */
export const splits = ['all', 'tune', 'report'] as const;
export type Split = (typeof splits)[number];

export interface ScoreOptions extends Omit<ReplayOptions, 'onFinding' | 'onAlert' | 'onWindow' | 'shift'> {
  readonly principal: Field;
  readonly labels: ReadonlyMap<string, Label>;
  readonly clients: ReadonlyMap<string, Client>;
  /** The split of each input; undefined where it is of none. */
  readonly splitOf: readonly (Exclude<Split, 'all'> | undefined)[];
  /** By how much the times are shifted, a run each; milliseconds. */
  readonly shifts: readonly number[];
  readonly enrichments: readonly Enrichment[];
  /** Told before each run, of how many. */
  readonly onRun?: (run: number, runs: number) => void;
}

/** The figures of every contender in a scope. */
export interface ScopeFigures {
  readonly split: Split;
  readonly scope: Scope;
  readonly tables: ReadonlyMap<Enrichment, Table>;
}

export interface Table {
  /** The rules of the pack, from each severity on. */
  readonly pack: ReadonlyMap<Cut, Figures>;
  readonly volume: Figures;
  readonly rules: readonly Figures[];
}

/** From which severity on alerts count. */
export const cuts = ['any', 'medium', 'high'] as const;
export type Cut = (typeof cuts)[number];

const leastOf: Readonly<Record<Cut, Severity>> = { any: 'informational', medium: 'medium', high: 'high' };

export interface Score {
  readonly splits: readonly ScopeFigures[];
  /** Of a run that did not come to its end, or else of the first. */
  readonly stats: ReplayStats;
}

/**
 * Replays all inputs as one log, once for each shift and enrichment, and judges the pack, each of its rules and volume alone.
 * @throws InputError where an input cannot be read at all
 */
export async function scoreTraffic(options: ScoreOptions): Promise<Score> {
  const { mapping, principal, labels, clients, splitOf } = options;
  const volume = createVolumeRule(mapping.source, principal);
  const observations = await observeAll(options, volume);
  const rules = options.rules.filter(
    ({ status, buildingBlock }) => status !== 'deprecated' && !buildingBlock,
  );
  const parts = splits.filter((split) => split === 'all' || splitOf.includes(split));
  const scored = parts.map((split) => {
    const isWanted = (name: string) => split === 'all' || splitOf[clients.get(name)?.input ?? -1] === split;
    const scope = gatherScope(labels, clients, isWanted);
    const tables = new Map(
      [...observations].map(([enrichment, runs]) => [enrichment, judgeAll(rules, volume, scope, runs)]),
    );
    return { split, scope, tables };
  });
  const all = [...observations.values()].flat().map(({ stats }) => stats);
  const [stats] = [...all.filter(({ stopped, brokenOff }) => stopped ?? brokenOff), ...all];
  if (stats === undefined) throw new Error('nothing was run');
  return { splits: scored, stats };
}

async function observeAll(
  { shifts, enrichments, onRun, principal, ...options }: ScoreOptions,
  volume: Rule,
): Promise<Map<Enrichment, Observation[]>> {
  const observations = new Map<Enrichment, Observation[]>();
  let run = 0;
  for (const enrichment of enrichments) {
    const mapping = enrichment === 'plain' ? withoutEnriched(options.mapping) : options.mapping;
    const seen: Observation[] = [];
    observations.set(enrichment, seen);
    for (const shift of shifts) {
      onRun?.(++run, shifts.length * enrichments.length);
      const rules = [...options.rules, volume];
      seen.push(await observe({ ...options, rules, mapping, shift }, principal));
    }
  }
  return observations;
}

function judgeAll(
  rules: readonly Rule[],
  volume: Rule,
  scope: Scope,
  observations: readonly Observation[],
): Table {
  const judge = (contender: Contender) => judgeContender(contender, scope, observations);
  const rank = ({ severity }: Rule) => severities.indexOf(severity);
  return {
    pack: new Map(
      cuts.map((cut) => {
        const has = (rule: Rule) => rule !== volume && rank(rule) >= severities.indexOf(leastOf[cut]);
        return [cut, judge({ name: cut, has })];
      }),
    ),
    volume: judge({ name: volume.name, has: (rule) => rule === volume }),
    rules: rules.map((one) => judge({ name: one.name, has: (rule) => rule === one })),
  };
}
