import type { CodeSet } from './code-points.js';

/** A regular expression, taken apart. Groups capture nothing here, and greed decides nothing: only whether a text matches is asked. */
export type Regex =
  /** One code point of these. */
  | { readonly kind: 'set'; readonly set: CodeSet }
  | { readonly kind: 'sequence'; readonly of: readonly Regex[] }
  | { readonly kind: 'choice'; readonly of: readonly Regex[] }
  /** `most` left out: any number. */
  | { readonly kind: 'repeat'; readonly of: Regex; readonly least: number; readonly most?: number }
  /** The text's start or end, or with `ofLine` that of any of its lines. */
  | { readonly kind: 'start' | 'end'; readonly ofLine: boolean }
  /** What no automaton over whole texts says, by the name that people know. */
  | { readonly kind: 'foreign'; readonly name: string };

export const nothing: Regex = { kind: 'sequence', of: [] };
