import type { Answer, Columns, Question } from './columns.js';
import { writeEval, writeStats } from './pipeline.js';
import * as variable from './variable.js';

/** The fact that is the window itself; every other begins with the number of its column. */
const itself = '"window"';
const isWindow = `${variable.fact} = ${itself}`;

/** Whether a row is a present value of a column: its key begins with an equals sign, the one of an absent value does not. */
const isOf = (index: number) => `like(${variable.fact}, "${index}=%")`;

/**
 * Rows of windows and values folded into one of each window, where more is asked of the values than how many there are.
 *
 * Each window gets a row for itself and one for each value, through `stats … BY` a field of several values. What a value's row needs to
 * know of its window (a mean, a rank to reach) comes from the window's own row, which `sort 0` puts first, by `filldown`; running counts
 * come from `accum`. Neither of these has a limit in its manual, as `eventstats`, `streamstats` without a window and subsearches have.
 * https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/filldown
 * https://help.splunk.com/en/splunk-enterprise/search/spl-search-reference/10.0/search-commands/accum
 */
export function writeSpectrum(columns: Columns, by: readonly string[]): readonly string[] {
  const { folds, values, answers } = columns;
  const indexOf = (of: string) => values.findIndex(({ name }) => name === of) + 1;
  const heads = makeHeads();
  const written = answers.map(
    (answer) => `${writeAnswer(answer, indexOf(answer.of), heads.add)} AS ${answer.name}`,
  );
  const own = [variable.events, ...folds.map(({ name }) => name)];
  const facts = [itself, ...values.map(({ name }, i) => `"${i + 1}" . ${name}`)];
  return [
    ...writeEval([`${variable.fact} = mvappend(${facts.join(', ')})`]),
    writeStats(
      [
        `sum(${variable.events}) AS ${variable.events}`,
        ...folds.map(({ how, name }) => `${how}(${name}) AS ${name}`),
      ],
      [...by, variable.fact],
    ),
    ...writeOrder(answers, indexOf, by, heads.all),
    writeStats(
      [...own.map((name) => `max(eval(if(${isWindow}, ${name}, null()))) AS ${name}`), ...written],
      by,
    ),
  ];
}

/** What is asked of the rows of a window, as a function of `stats`. */
function writeAnswer({ question }: Answer, index: number, head: (expression: string) => string): string {
  const sum = (of: string) => `sum(eval(if(${isOf(index)}, ${of}, 0)))`;
  switch (question.kind) {
    case 'distinct':
      return sum('1');
    case 'top':
      return `max(eval(if(${isOf(index)}, ${variable.events}, 0)))`;
    case 'weighed':
      return sum(`${variable.events} * log(${variable.events}, 2)`);
    case 'squares':
      return sum(`${variable.events} * ${variable.events}`);
    case 'distances': {
      const offset = `${variable.number} - ${head(question.centre)}`;
      const distance = question.scale === undefined ? offset : `(${offset}) / ${head(question.scale)}`;
      return sum(`${variable.events} * pow(${distance}, 2)`);
    }
    case 'ranked': {
      const place = head(`${variable.rank(index)} + ${question.place}`);
      return `min(eval(if(${isOf(index)} AND ${variable.rank(index)} >= ${place}, ${variable.number}, null())))`;
    }
  }
}

/** The columns in which a window's row tells the others something. */
function makeHeads() {
  const all: string[] = [];
  return {
    all,
    add(expression: string): string {
      if (!all.includes(expression)) all.push(expression);
      return variable.head(all.indexOf(expression) + 1);
    },
  };
}

const needsNumber: { readonly [K in Question['kind']]: boolean } = {
  distinct: false,
  top: false,
  weighed: false,
  squares: false,
  distances: true,
  ranked: true,
};

/**
 * The rows of each window in order: its own, then its values by size, beside what they need of it. A window whose own row has no value
 * for a head leaves that of the window before, but has no value of that column to use it.
 */
function writeOrder(
  answers: readonly Answer[],
  indexOf: (of: string) => number,
  by: readonly string[],
  heads: readonly string[],
): readonly string[] {
  if (heads.length === 0) return [];
  const indexesOf = (asked: readonly Answer[]) => [...new Set(asked.map(({ of }) => indexOf(of)))];
  const numeric = indexesOf(answers.filter(({ question }) => needsNumber[question.kind]));
  const ranked = indexesOf(answers.filter(({ question }) => question.kind === 'ranked'));
  const numbers = numeric.map(
    (i) => `${isOf(i)}, exact(tonumber(substr(${variable.fact}, ${String(i).length + 2})))`,
  );
  const names = heads.map((_, i) => variable.head(i + 1));
  return [
    ...writeEval([
      `${variable.order} = if(${isWindow}, 0, 1)`,
      `${variable.number} = case(${numbers.join(', ')}, 1 = 1, 0)`,
      ...ranked.map((i) => `${variable.rank(i)} = if(${isOf(i)}, ${variable.events}, 0)`),
    ]),
    `sort 0 ${[...by, variable.order, variable.number].join(', ')}`,
    ...ranked.map((i) => `accum ${variable.rank(i)}`),
    ...writeEval(heads.map((expression, i) => `${names[i]} = if(${isWindow}, ${expression}, null())`)),
    `filldown ${names.join(' ')}`,
  ];
}
