import { type Card, cardFigures } from './card.js';

/** Something that speaks against a score, beside one that was kept. */
export type Decline =
  /** Figures of other traffic say nothing of each other. */
  | { readonly kind: 'traffic'; readonly split: string }
  /** A rule or severity that only one of them has. */
  | { readonly kind: 'only'; readonly where: string; readonly has: 'before' | 'now' }
  | {
      readonly kind: 'worse';
      readonly where: string;
      readonly figure: string;
      /** The worst that it was, and that it is. */
      readonly before: number;
      readonly now: number;
    };

/**
 * Holds a score against an earlier one. Where it was measured with some of the earlier shifts, or without some splits or enrichments, what is
 * there is held against the same.
 */
export function compareCards(before: Card, now: Card): Decline[] {
  const sameTraffic = (split: string) =>
    JSON.stringify(before.traffic[split]) === JSON.stringify(now.traffic[split]);
  const measured = new Set(Object.keys(now.figures).map(partOf));
  const places = new Set([
    ...Object.keys(before.figures).filter((where) => measured.has(partOf(where))),
    ...Object.keys(now.figures),
  ]);
  return [
    ...Object.keys(now.traffic).flatMap((split): Decline[] =>
      sameTraffic(split) ? [] : [{ kind: 'traffic', split }],
    ),
    ...[...places].flatMap((where) => compareAt(where, before, now)),
  ];
}

/** Split and enrichment. */
function partOf(where: string): string {
  return where.split('/', 2).join('/');
}

function compareAt(where: string, before: Card, now: Card): Decline[] {
  const [old, current] = [before.figures[where], now.figures[where]];
  if (old === undefined || current === undefined)
    return [{ kind: 'only', where, has: old === undefined ? 'now' : 'before' }];
  return cardFigures.flatMap(({ name, better }): Decline[] => {
    const [oldPair, pair] = [old[name], current[name]];
    if (oldPair === undefined || pair === undefined) return [];
    const worst = better === 'more' ? 0 : 1;
    const isWorse = better === 'more' ? pair[worst] < oldPair[worst] : pair[worst] > oldPair[worst];
    return isWorse ? [{ kind: 'worse', where, figure: name, before: oldPair[worst], now: pair[worst] }] : [];
  });
}
