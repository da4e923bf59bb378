/*
 * The files of the contract as plain objects: what a YAML reader makes of them. The oracle works on these directly, so that it shares
 * neither the checker nor the IR with what it judges.
 */

/** Anything that YAML's core schema can hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export type Type = 'keyword' | 'number' | 'boolean' | 'timestamp' | 'ip';
export type Format =
  | 'epoch_seconds'
  | 'epoch_millis'
  | 'epoch_micros'
  | 'epoch_nanos'
  | 'rfc3339'
  | 'dotnet_ticks';

export interface SourceDoc {
  readonly source: string;
  readonly description: string;
  readonly time: { readonly field: string; readonly format: Format };
  readonly id?: string;
  /** Whether of events with one id the earliest counts alone. */
  readonly dedupe?: boolean;
  readonly fields: {
    readonly [name: string]: {
      readonly type: Type;
      readonly required?: boolean;
      readonly unit?: string;
      readonly description: string;
    };
  };
  readonly define?: { readonly [name: string]: Plain };
}

export interface MappingDoc {
  readonly mapping: string;
  readonly description: string;
  readonly source: string;
  /** Left out, the time is where and how the source has it. */
  readonly time?: { readonly path: string; readonly format: Format };
  readonly fields: { readonly [name: string]: DerivationDoc };
}

interface At {
  readonly path: string;
}

/** How another log's shape yields a field. */
export type DerivationDoc =
  | At
  | { readonly constant: string | number | boolean }
  | { readonly first_of: readonly string[] }
  | { readonly any_of: readonly PathTestDoc[] }
  | { readonly prefix: At; readonly length: number }
  | { readonly split: At; readonly by: string; readonly part: number }
  | { readonly network: At; readonly v4?: number; readonly v6?: number }
  | { readonly hash: At };

/** `exists: PATH`, or a path with `equals` or one of the orders. */
export type PathTestDoc = { readonly [key: string]: string | number | boolean };

/** A signal: one measure under its name, what belongs to it (`among`, `p`, `n`), and one bound. In a ratio, without the bound. */
export type SignalDoc = { readonly [key: string]: Plain };

export interface RuleDoc {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly status: 'experimental' | 'test' | 'stable' | 'deprecated';
  readonly severity: string;
  readonly atlas: readonly string[];
  /** A log, or the findings of other rules. */
  readonly source: string | { readonly findings: readonly string[] };
  readonly where?: Plain;
  readonly by?: readonly string[];
  readonly window?: { readonly size: string; readonly every?: string };
  readonly signals?: { readonly [name: string]: SignalDoc };
  readonly condition?: string;
  /** A sequence's window, and its steps in order. */
  readonly within?: string;
  readonly every?: string;
  readonly steps?: readonly { readonly name: string; readonly where: Plain; readonly at_least?: number }[];
  readonly suppress?: string | { readonly for?: string; readonly by?: readonly string[] };
  readonly respond?: readonly string[];
  /** Its findings are for other rules to read; it raises no alerts. */
  readonly building_block?: boolean;
}

/** A rule file that stands for one rule a variant, each with keys of its own in place of the file's. */
export interface RuleFileDoc extends RuleDoc {
  readonly variants?: { readonly [name: string]: Partial<RuleDoc> };
}

/** Values to be recognised, each until the end of a day of its own where it has one. */
export interface ListDoc {
  readonly list: string;
  readonly description: string;
  readonly entries: readonly {
    readonly value: string | number | boolean;
    readonly reason: string;
    readonly owner: string;
    /** `2027-01-31`: the last day, UTC, on which the entry counts. */
    readonly expires?: string;
  }[];
}

/** What a rule's names stand for: a source's fields and definitions, and lists. */
export interface World {
  readonly source: SourceDoc;
  readonly lists: readonly ListDoc[];
}
