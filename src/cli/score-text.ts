import type { ScopeFigures, Score, Split } from '../score/score.js';
import { columnsOf } from '../text/printable.js';
import type { FigureTable } from './figure-table.js';
import { alignRows, fit, wrapParts, writeEntry } from './layout.js';
import type { Output } from './output.js';
import { listMissed } from './score-kinds.js';
import { cutNames } from './score-summary.js';
import { describeRun, legend, type ScoreRun, tabulateScope } from './score-tables.js';

/** The figures of one split for a person at a terminal. */
export function writeScoreText(score: Score, run: ScoreRun, split: Split, out: Output): string {
  const figures = score.splits.find((one) => one.split === split);
  if (figures === undefined) return `Scored    no log is of the split ${split}\n`;
  const head = [...describeRun(score, run), `split ${split}`];
  return [
    `Scored    ${wrapParts(head, out.columns - 10, ' '.repeat(10))}\n`,
    ...tabulateScope(figures).map((table) => writeTable(table, out.columns)),
    writeMissed(figures, out),
    legend.map(([term, meaning]) => writeEntry(term, meaning, out.columns)).join(''),
  ].join('\n');
}

function writeTable({ title, head, sides, rows }: FigureTable, columns: number): string {
  const [, ...names] = head;
  const cells = [names, ...rows.map(([, ...rest]) => rest)];
  // Figures keep their columns: what gives way is a text that stands last, or else the name.
  const restColumns = names.reduce(
    (sum, _, column) => sum + 2 + Math.max(...cells.map((row) => columnsOf(row[column] ?? ''))),
    0,
  );
  const nameColumns = sides.at(-1) === 'right' ? columns - restColumns : 40;
  const safe = rows.map(([name = '', ...rest]) => [fit(` ${name}`, nameColumns), ...rest]);
  return `${alignRows([[title, ...names], ...safe], sides)
    .map((line) => fit(line, columns))
    .join('\n')}\n`;
}

function writeMissed({ tables }: ScopeFigures, out: Output): string {
  const [main] = tables.values();
  if (main === undefined) return '';
  return listMissed(main)
    .map(({ cut, kinds }, index) => {
      const names = kinds.length === 0 ? 'nothing' : kinds.map((kind) => fit(kind, 60)).join(', ');
      return writeEntry(index === 0 ? 'Missed' : '', `by ${cutNames[cut]}: ${names}`, out.columns);
    })
    .join('');
}
