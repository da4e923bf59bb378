import type { ScopeFigures, Score } from '../score/score.js';
import { durationInWords } from '../text/duration.js';
import type { FigureTable } from './figure-table.js';
import { countThings } from './layout.js';
import { tabulateAttacks, tabulateBenign } from './score-kinds.js';
import type { ScoredLog } from './score-logs.js';
import { tabulateRules, tabulateSummary, tabulateTechniques } from './score-summary.js';

/** What was measured, apart from the figures. */
export interface ScoreRun {
  readonly logs: readonly ScoredLog[];
  readonly shifts: readonly number[];
}

export function describeRun({ stats, splits }: Score, { logs, shifts }: ScoreRun): string[] {
  const words = shifts.map((shift) => (shift === 0 ? '0' : durationInWords(shift)));
  const labelled = splits.find(({ split }) => split === 'all')?.scope.principals.size ?? 0;
  return [
    `${countThings(logs.length, 'log')} read as one, ${countThings(stats.events, 'request')}`,
    countThings(labelled, 'labelled principal'),
    `times shifted by ${words.join(', ')}`,
  ];
}

/** What the words of the tables mean. */
export const legend: readonly (readonly [term: string, meaning: string])[] = [
  ['a–b', 'the least and the most over the runs, which differ only in what all times are shifted by'],
  ['caught', 'an alert names a principal of that kind: in its group, or among what it reports'],
  [
    'early',
    'caught before half of the queries had been made; of several runs of a kind the one caught last counts',
  ],
  ['benign', 'kinds of benign service of which an alert names a principal; people are counted one by one'],
  ['false', 'alerts a day that name no attacker; alerts: all of them'],
  ['plain', 'kinds of attack and evasion that the rule catches without the enriched fields'],
  [
    'agreement',
    'at most that of a surrogate trained on so many answers, as measured in real runs of the attack',
  ],
];

/** Every table of a scope that has rows. The details are of the run with the enriched fields, where there is one. */
export function tabulateScope(figures: ScopeFigures): FigureTable[] {
  const [main] = figures.tables.values();
  if (main === undefined) return [];
  return [
    tabulateSummary(figures),
    tabulateRules(figures),
    tabulateTechniques(main),
    tabulateAttacks('attacks', main),
    tabulateAttacks('evasions', main),
    tabulateBenign('services', main),
    tabulateBenign('people', main),
  ].filter(({ rows }) => rows.length > 0);
}
