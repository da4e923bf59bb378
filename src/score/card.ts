import type { Figures } from './figures.js';
import type { Range } from './range.js';
import type { ScopeFigures, Score } from './score.js';

type Pair = readonly [least: number, most: number];

/** Figures of a score that are kept, so that a later one can be held against them. */
export interface Card {
  /** By split, how many there are of what is counted. */
  readonly traffic: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By split, enrichment and contender with slashes between, then by name. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, Pair>>>>;
}

interface CardFigure {
  readonly name: string;
  readonly better: 'more' | 'fewer';
  readonly read: (figures: Figures) => Range;
}

export const cardFigures: readonly CardFigure[] = [
  { name: 'attacks', better: 'more', read: ({ attacks }) => attacks.caught },
  { name: 'attacks_early', better: 'more', read: ({ attacks }) => attacks.early },
  { name: 'evasions', better: 'more', read: ({ evasions }) => evasions.caught },
  { name: 'evasions_early', better: 'more', read: ({ evasions }) => evasions.early },
  { name: 'services', better: 'fewer', read: ({ services }) => services.woken },
  { name: 'people', better: 'fewer', read: ({ people }) => people.principals.woken },
  { name: 'false_alerts_per_day', better: 'fewer', read: ({ falseAlertsPerDay }) => falseAlertsPerDay },
];

export function cardOf({ splits }: Score): Card {
  return {
    traffic: Object.fromEntries(splits.map((one) => [one.split, countTraffic(one)])),
    figures: Object.fromEntries(splits.flatMap(listFigures)),
  };
}

function countTraffic({ scope: { attacks, benign, principals } }: ScopeFigures): Record<string, number> {
  return {
    attacks: attacks.filter(({ isEvasion }) => !isEvasion).length,
    evasions: attacks.filter(({ isEvasion }) => isEvasion).length,
    services: benign.filter(({ isPerson }) => !isPerson).length,
    people: benign.filter(({ isPerson }) => isPerson).flatMap((kind) => kind.principals).length,
    principals: principals.size,
  };
}

function listFigures({ split, tables }: ScopeFigures): [string, Record<string, Pair>][] {
  return [...tables].flatMap(([enrichment, { pack, rules }]) => [
    ...[...pack].map(([cut, figures]) => pick(`${split}/${enrichment}/pack at ${cut}`, figures)),
    ...rules.map((figures) => pick(`${split}/${enrichment}/${figures.name}`, figures)),
  ]);
}

function pick(where: string, figures: Figures): [string, Record<string, Pair>] {
  return [where, Object.fromEntries(cardFigures.map(({ name, read }) => [name, roundPair(read(figures))]))];
}

function roundPair({ min, max }: Range): Pair {
  const round = (figure: number) => Math.round(figure * 100) / 100;
  return [round(min), round(max)];
}

/** @returns undefined where a value is no card */
export function parseCard(value: unknown): Card | undefined {
  if (!isRecord(value)) return undefined;
  const { traffic, figures } = value;
  if (!isRecordOf(traffic, (one) => isRecordOf(one, isNumber))) return undefined;
  return isRecordOf(figures, (one) => isRecordOf(one, isPair)) ? { traffic, figures } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is Record<string, T> {
  return isRecord(value) && Object.values(value).every(isOne);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}
