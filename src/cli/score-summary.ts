import type { Figures } from '../score/figures.js';
import { type Cut, cuts, type Enrichment, type ScopeFigures, type Table } from '../score/score.js';
import { type FigureTable, none, right, writeRange } from './figure-table.js';
import { writeCount } from './layout.js';

export const cutNames: Readonly<Record<Cut, string>> = {
  any: 'any severity',
  medium: 'medium and above',
  high: 'high and above',
};

const enrichmentNames: Readonly<Record<Enrichment, string>> = {
  enriched: 'with enriched fields',
  plain: 'without enriched fields',
};

const perDay = (figure: number) => (figure > 0 && figure < 0.1 ? '<0.1' : figure.toFixed(1));

/** A figure of a contender, and of how many it is. */
interface Column {
  readonly head: string;
  readonly read: (figures: Figures) => string;
  readonly of: (figures: Figures) => string;
}

const caught = {
  attacks: {
    head: 'attacks',
    read: ({ attacks }) => writeRange(attacks.caught),
    of: ({ attacks }) => writeCount(attacks.of),
  },
  attacksEarly: {
    head: 'early',
    read: ({ attacks }) => writeRange(attacks.early),
    of: ({ attacks }) => writeCount(attacks.of),
  },
  evasions: {
    head: 'evasions',
    read: ({ evasions }) => writeRange(evasions.caught),
    of: ({ evasions }) => writeCount(evasions.of),
  },
  evasionsEarly: {
    head: 'early',
    read: ({ evasions }) => writeRange(evasions.early),
    of: ({ evasions }) => writeCount(evasions.of),
  },
} satisfies Record<string, Column>;

const woken: readonly Column[] = [
  {
    head: 'benign',
    read: ({ services }) => writeRange(services.woken),
    of: ({ services }) => writeCount(services.of),
  },
  {
    head: 'people',
    read: ({ people }) => writeRange(people.principals.woken),
    of: ({ people }) => writeCount(people.principals.of),
  },
  {
    head: 'alerts',
    read: ({ alertsPerDay }) => writeRange(alertsPerDay, perDay),
    of: () => 'a day',
  },
  {
    head: 'false',
    read: ({ falseAlertsPerDay }) => writeRange(falseAlertsPerDay, perDay),
    of: () => 'a day',
  },
];

const packColumns: readonly Column[] = [...Object.values(caught), ...woken];
const ruleColumns: readonly Column[] = [caught.attacks, caught.attacksEarly, caught.evasions, ...woken];

/** What the pack catches and wakes, from each severity on, and volume alone: with and without enriched fields. */
export function tabulateSummary({ tables }: ScopeFigures): FigureTable {
  const write = (name: string, figures: Figures) => [name, ...packColumns.map(({ read }) => read(figures))];
  const [first] = tables.values();
  return {
    title: 'Pack',
    head: ['', ...packColumns.map(({ head }) => head)],
    sides: ['left', ...right(packColumns.length)],
    rows: [
      ...(first === undefined ? [] : [['of', ...packColumns.map(({ of }) => of(first.volume))]]),
      ...[...tables].flatMap(([enrichment, { pack, volume }]) => [
        [enrichmentNames[enrichment], ...packColumns.map(() => '')],
        ...[...pack].map(([cut, figures]) => write(`  ${cutNames[cut]}`, figures)),
        write('  volume alone', volume),
      ]),
    ],
  };
}

/** The same of each rule; in the last column the attacks and evasions that it catches without the enriched fields. */
export function tabulateRules({ tables }: ScopeFigures): FigureTable {
  const [main] = tables.values();
  const plain = new Map(tables.get('plain')?.rules.map((figures) => [figures.name, figures]));
  return {
    title: 'Rules',
    head: ['', ...ruleColumns.map(({ head }) => head), 'plain'],
    sides: ['left', ...right(ruleColumns.length + 1)],
    rows: (main?.rules ?? []).map((figures) => {
      const other = plain.get(figures.name);
      const cells = ruleColumns.map(({ read }) => read(figures));
      return [figures.name, ...cells, other === undefined ? none : countCaught(other)];
    }),
  };
}

function countCaught({ attacks, evasions }: Figures): string {
  const [a, b] = [attacks.caught, evasions.caught];
  return writeRange({ min: a.min + b.min, max: a.max + b.max });
}

/** Attacks and evasions together, by ATLAS technique. */
export function tabulateTechniques(table: Table): FigureTable {
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
