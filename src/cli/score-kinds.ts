import type { AttackFigures, BenignFigures } from '../score/figures.js';
import { type Cut, cuts, type Table } from '../score/score.js';
import { type FigureTable, none, right, writeRange } from './figure-table.js';
import { writeCount } from './layout.js';

const percent = (share: number) => `${Math.round(100 * share)}`;
const twoDigits = (figure: number) => figure.toFixed(2);

/** Each kind of attack, or of evasion: a row for each severity that sees it otherwise than the one above. */
export function tabulateAttacks(which: 'attacks' | 'evasions', { pack }: Table): FigureTable {
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
export function tabulateBenign(which: 'services' | 'people', { pack, volume }: Table): FigureTable {
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
