import { join } from 'node:path';
import { type Card, cardOf, parseCard } from '../score/card.js';
import type { Decline } from '../score/compare-cards.js';
import type { Score } from '../score/score.js';
import { CommandError } from './command-error.js';
import { writeFileWhole } from './file-writing.js';
import { readJsonFile } from './json-file.js';
import { fit } from './layout.js';
import { writeScoreChart } from './score-chart.js';
import { writeScoreMarkdown } from './score-markdown.js';
import type { ScoreRun } from './score-tables.js';

const chartName = 'scorecard.svg';

/** Writes the page, its picture, and the figures that a later score is held against. */
export function writeScorecard(folder: string, score: Score, run: ScoreRun): void {
  writeFileWhole(join(folder, 'SCORECARD.md'), writeScoreMarkdown(score, run, chartName));
  writeFileWhole(join(folder, chartName), writeScoreChart(score));
  writeFileWhole(join(folder, 'scorecard.json'), writeCard(cardOf(score)));
}

/** A contender a line, so that a change of one shows as such. */
function writeCard({ traffic, figures }: Card): string {
  const lines = (of: object) =>
    Object.entries(of)
      .map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{\n "traffic": {\n${lines(traffic)}\n },\n "figures": {\n${lines(figures)}\n }\n}\n`;
}

/** @throws CommandError where there is no such file, or no card in it */
export function readCard(path: string): Card {
  const content = readJsonFile(path);
  const card = parseCard(content);
  if (card === undefined) throw new CommandError(`${path} is no scorecard.json of rulewright score --write`);
  return card;
}

/** A line for each; nothing of none. */
export function describeDeclines(declines: readonly Decline[]): string {
  return declines.map((one) => `${describe(one)}\n`).join('');
}

function describe(decline: Decline): string {
  switch (decline.kind) {
    case 'traffic':
      return `${decline.split}: the scorecard is of other traffic`;
    case 'only':
      return `${fit(decline.where, 100)}: ${decline.has === 'now' ? 'not in the scorecard' : 'only in the scorecard'}`;
    case 'worse':
      return `${fit(decline.where, 100)}: ${decline.figure} is ${decline.now}, and was ${decline.before} at worst`;
  }
}
