import type { AttackFigures, BenignFigures, Figures } from '../score/figures.js';
import type { Range } from '../score/range.js';
import {
  type Cut,
  cuts,
  type Enrichment,
  type ScopeFigures,
  type Score,
  type Table,
} from '../score/score.js';
import { durationInWords } from '../text/duration.js';
import { countThings, type Side, writeCount } from './layout.js';
import type { ScoredLog } from './score-logs.js';

/** Figures in rows of text, for a terminal or a page. */
export interface FigureTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly sides: readonly Side[];
  readonly rows: readonly (readonly string[])[];
}

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
    'at most that of a surrogate trained on so many answers, as measured when the attacks were made',
  ],
];

export const cutNames: Readonly<Record<Cut, string>> = {
  any: 'any severity',
  medium: 'medium and above',
  high: 'high and above',
};

const enrichmentNames: Readonly<Record<Enrichment, string>> = {
  enriched: 'with enriched fields',
  plain: 'without enriched fields',
};

/** One figure where the runs agree, else the least and the most. */
function writeRange({ min, max }: Range, write: (figure: number) => string = writeCount): string {
  const [least, most] = [write(min), write(max)];
  return least === most ? least : `${least}–${most}`;
}

const perDay = (figure: number) => figure.toFixed(2);
const percent = (share: number) => `${Math.round(100 * share)}`;
const twoDigits = (figure: number) => figure.toFixed(2);
const none = '–';

const summaryHead = ['attacks', 'early', 'evasions', 'early', 'benign', 'people', 'alerts', 'false'];
const right = (count: number): Side[] => Array<Side>(count).fill('right');

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

/** What the pack catches and wakes, from each severity on, and volume alone: with and without enriched fields. */
function tabulateSummary({ tables }: ScopeFigures): FigureTable {
  const [first] = tables.values();
  const rows = [...tables].flatMap(([enrichment, { pack, volume }]) => [
    [enrichmentNames[enrichment], ...summaryHead.map(() => '')],
    ...[...pack].map(([cut, figures]) => [`  ${cutNames[cut]}`, ...summarize(figures)]),
    ['  volume alone', ...summarize(volume)],
  ]);
  return {
    title: 'Pack',
    head: ['', ...summaryHead],
    sides: ['left', ...right(summaryHead.length)],
    rows: [...(first === undefined ? [] : [['of', ...countAll(first.volume)]]), ...rows],
  };
}

function countAll({ attacks, evasions, services, people }: Figures): string[] {
  const counts = [attacks.of, attacks.of, evasions.of, evasions.of, services.of, people.principals.of];
  return [...counts.map(writeCount), 'a day', 'a day'];
}

function summarize({
  attacks,
  evasions,
  services,
  people,
  alertsPerDay,
  falseAlertsPerDay,
}: Figures): string[] {
  return [
    ...[
      attacks.caught,
      attacks.early,
      evasions.caught,
      evasions.early,
      services.woken,
      people.principals.woken,
    ].map((range) => writeRange(range)),
    writeRange(alertsPerDay, perDay),
    writeRange(falseAlertsPerDay, perDay),
  ];
}

/** The same of each rule; in the last column the attacks and evasions that it catches without the enriched fields. */
function tabulateRules({ tables }: ScopeFigures): FigureTable {
  const [main] = tables.values();
  const plain = new Map(tables.get('plain')?.rules.map((figures) => [figures.name, figures]));
  return {
    title: 'Rules',
    head: ['', ...summaryHead, 'plain'],
    sides: ['left', ...right(summaryHead.length + 1)],
    rows: (main?.rules ?? []).map((figures) => {
      const other = plain.get(figures.name);
      return [figures.name, ...summarize(figures), other === undefined ? none : countCaught(other)];
    }),
  };
}

function countCaught({ attacks, evasions }: Figures): string {
  const [a, b] = [attacks.caught, evasions.caught];
  return writeRange({ min: a.min + b.min, max: a.max + b.max });
}

/** Attacks and evasions together, by ATLAS technique. */
function tabulateTechniques(table: Table): FigureTable {
  const columns = [...[...table.pack.values()], table.volume];
  return {
    title: 'Techniques',
    head: ['', 'kinds', ...cuts, 'volume'],
    sides: ['left', ...right(2 + cuts.length)],
    rows: table.volume.techniques.map(({ technique, of }) => [
      technique,
      writeCount(of),
      ...columns.map(({ techniques }) => {
        const found = techniques.find((one) => one.technique === technique);
        return found === undefined ? none : writeRange(found.caught);
      }),
    ]),
  };
}

/** Each kind of attack, or of evasion: a row for each severity that sees it otherwise than the one above. */
function tabulateAttacks(which: 'attacks' | 'evasions', { pack }: Table): FigureTable {
  const [first] = pack.values();
  const rows = (first?.[which].kinds ?? []).flatMap((_, index) => {
    const kinds = [...pack].flatMap(([cut, figures]) => {
      const kind = figures[which].kinds[index];
      return kind === undefined ? [] : [{ cut, kind, cells: writeDetection(kind) }];
    });
    // Of severities that see the same the highest speaks for all, and of those that see nothing the lowest.
    const told = kinds.filter(({ kind, cells }, at) =>
      kind.caughtIn > 0
        ? !isSame(cells, kinds[at + 1]?.cells)
        : at === 0 || (kinds[at - 1]?.kind.caughtIn ?? 0) > 0,
    );
    const isMissed = kinds.every(({ kind }) => kind.caughtIn === 0);
    return told.map(({ cut, kind, cells }, at) => [
      ...(at === 0 ? [kind.attack.kind, writeCount(countQueries(kind))] : ['', '']),
      isMissed ? none : cut,
      ...cells,
    ]);
  });
  return {
    title: which === 'attacks' ? 'Attacks' : 'Evasions',
    head: ['', 'queries', 'severity', 'to detect', 'share', 'agreement', 'named', 'first'],
    sides: ['left', 'right', 'left', 'right', 'right', 'right', 'right', 'left'],
    rows,
  };
}

/** Apart from the rules that were first. */
function isSame(cells: readonly string[], others: readonly string[] | undefined): boolean {
  return cells.slice(0, -1).join() === others?.slice(0, -1).join();
}

function countQueries({ attack }: AttackFigures): number {
  return attack.runs.reduce((sum, { times }) => sum + times.length, 0);
}

function writeDetection({
  attack,
  caughtIn,
  runs,
  named,
  queries,
  share,
  agreement,
  rules,
}: AttackFigures): string[] {
  const principals = attack.runs.flatMap((run) => run.principals).length;
  if (queries === undefined || share === undefined) return ['not caught', none, none, `0/${principals}`, ''];
  return [
    writeRange(queries) + (caughtIn < runs ? ` in ${caughtIn}/${runs}` : ''),
    `${writeRange(share, percent)}%`,
    agreement === undefined ? none : `≤ ${writeRange(agreement, twoDigits)}`,
    `${writeRange(named)}/${principals}`,
    rules.join(', '),
  ];
}

/** Each benign kind: how many of its principals are woken. */
function tabulateBenign(which: 'services' | 'people', { pack, volume }: Table): FigureTable {
  const columns = [...pack.values(), volume].map((figures) => figures[which].kinds);
  return {
    title: which === 'services' ? 'Benign services' : 'People',
    head: ['', 'principals', ...cuts, 'volume', 'rules'],
    sides: ['left', ...right(2 + cuts.length), 'left'],
    rows: (columns[0] ?? []).map((kind, index) => [
      kind.benign.kind,
      writeCount(kind.benign.principals.length),
      ...columns.map((kinds) => writeWoken(kinds[index])),
      kind.rules.join(', '),
    ]),
  };
}

function writeWoken(kind: BenignFigures | undefined): string {
  if (kind === undefined || kind.wokenIn === 0) return none;
  return writeRange(kind.named);
}

/** The kinds that no alert of a severity names in any run, or only in some, by severity. */
export function listMissed(table: Table): { readonly cut: Cut; readonly kinds: readonly string[] }[] {
  return [...table.pack].map(([cut, { attacks, evasions }]) => ({
    cut,
    kinds: [...attacks.kinds, ...evasions.kinds].flatMap(({ attack, caughtIn, runs }) => {
      if (caughtIn === runs) return [];
      return [caughtIn === 0 ? attack.kind : `${attack.kind} (in ${runs - caughtIn}/${runs})`];
    }),
  }));
}
