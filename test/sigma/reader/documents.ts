import { parseAllDocuments } from 'yaml';

/** What a reader needs of the documents of a Sigma file. */
export interface SigmaRule {
  readonly name: string;
  readonly id: string;
  readonly detection?: { readonly [name: string]: unknown };
  readonly correlation?: Correlation;
}

export interface Correlation {
  readonly type: string;
  readonly rules: readonly string[];
  readonly 'group-by'?: readonly string[];
  readonly timespan: string;
  readonly condition?: { readonly [key: string]: number | string };
}

/** The documents of a file, in its order. */
export function readSigma(text: string): readonly SigmaRule[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document): SigmaRule => {
    for (const error of document.errors) throw error;
    return document.toJS();
  });
}

const units: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A timespan in milliseconds: "number + letter (in lowercase)". */
export function readTimespan(text: string): number {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const length = units[unit];
  if (count === undefined || length === undefined) throw new Error(`${text} is no timespan`);
  return Number(count) * length;
}
