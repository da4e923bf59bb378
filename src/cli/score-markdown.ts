import type { ScopeFigures, Score } from '../score/score.js';
import type { FigureTable } from './figure-table.js';
import { fit } from './layout.js';
import { listMissed } from './score-kinds.js';
import type { ScoredLog } from './score-logs.js';
import { cutNames } from './score-summary.js';
import { describeRun, legend, type ScoreRun, tabulateScope } from './score-tables.js';

const splitTitles = {
  all: 'All traffic',
  tune: 'Traffic that thresholds were chosen on',
  report: 'Traffic that no threshold was chosen on',
} as const;

/** The figures of every split as a page; `chart` is the picture's path beside it. */
export function writeScoreMarkdown(score: Score, run: ScoreRun, chart: string): string {
  const parts = [
    '# Scorecard',
    'Written by `npm run scorecard`; do not edit. How it is measured: [docs/scoring.md](../docs/scoring.md).',
    `![Attacks caught before half of their queries, against benign services woken](${chart})`,
    `${describeRun(score, run).join(' · ')}.`,
    writeLogs(run.logs),
    legend.map(([term, meaning]) => `- **${term}**: ${meaning}`).join('\n'),
    ...score.splits.map(writeScope),
  ];
  return `${parts.join('\n\n')}\n`;
}

function writeLogs(logs: readonly ScoredLog[]): string {
  const rows = logs.map(({ path, split = '–', labels }) => [
    path.split(/[/\\]/).at(-1) ?? '',
    split,
    String(labels.size),
  ]);
  return writeTable({ head: ['log', 'split', 'principals'], sides: ['left', 'left', 'right'], rows });
}

function writeScope(figures: ScopeFigures): string {
  const [main] = figures.tables.values();
  if (main === undefined) return '';
  const missed = listMissed(main).map(({ cut, kinds }) => {
    const names = kinds.length === 0 ? 'nothing' : kinds.map(escapeCell).join(', ');
    return `- by ${cutNames[cut]}: ${names}`;
  });
  return [
    `## ${splitTitles[figures.split]}`,
    ...tabulateScope(figures).flatMap((table) => [`### ${table.title}`, writeTable(table)]),
    '### Missed',
    missed.join('\n'),
  ].join('\n\n');
}

function writeTable({ head, sides, rows }: Omit<FigureTable, 'title'>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  const marks = sides.map((side) => (side === 'left' ? '---' : '---:'));
  return [line(head), `|${marks.join('|')}|`, ...rows.map(line)].join('\n');
}

/** Names of kinds come from outside. */
function escapeCell(text: string): string {
  return fit(text.trim(), 200).replace(/[\\|<>*`[\]]/g, '\\$&');
}
