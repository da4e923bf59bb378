import type { Span } from '../text/source-text.js';
import type { Field } from './source.js';

/** A literal in its field's type: keyword and ip as text (ip in RFC 5952's form), timestamps as milliseconds UTC. */
export type Literal = string | number | boolean;

export type Order = 'above' | 'at_least' | 'below' | 'at_most';

/** One step of a wildcard: a text taken literally, any run of characters, or one code point. */
export type WildcardToken = { readonly text: string } | 'any_run' | 'any_one';

/** Either family, the bytes of the network address (4 or 16), and the length of the prefix in bits. */
export interface Network {
  readonly bytes: readonly number[];
  readonly prefix: number;
  /** In canonical form, `203.0.113.0/24`. */
  readonly text: string;
}

/** A value of a list, as long as it counts. */
export interface ListEntry {
  readonly value: Literal;
  /** The first millisecond (UTC, of the event's time) at which it no longer counts; left out, never. */
  readonly until?: number;
}

interface Node {
  readonly span: Span;
}

/**
 * What an event can be asked (contract, section 3). Two-valued: a test of an absent field is false and its negation true.
 * Desugared: maps are `all`, lists are `any` or several `values`, `exists: false` is `not exists`, `is:` is replaced by what it names.
 */
export type Predicate =
  | (Node & { readonly kind: 'all'; readonly of: readonly Predicate[] })
  | (Node & { readonly kind: 'any'; readonly of: readonly Predicate[] })
  | (Node & { readonly kind: 'not'; readonly of: Predicate })
  | (Node & { readonly kind: 'exists'; readonly field: Field })
  | (Node & {
      readonly kind: 'equals';
      readonly field: Field;
      readonly values: readonly Literal[];
      readonly nocase: boolean;
    })
  | (Node & {
      readonly kind: 'compare';
      readonly field: Field;
      readonly order: Order;
      readonly value: number;
    })
  | (Node & {
      readonly kind: 'contains';
      readonly field: Field;
      readonly values: readonly string[];
      readonly nocase: boolean;
    })
  | (Node & {
      readonly kind: 'starts_with';
      readonly field: Field;
      readonly values: readonly string[];
      readonly nocase: boolean;
    })
  | (Node & {
      readonly kind: 'ends_with';
      readonly field: Field;
      readonly values: readonly string[];
      readonly nocase: boolean;
    })
  | (Node & {
      readonly kind: 'wildcard';
      readonly field: Field;
      readonly patterns: readonly (readonly WildcardToken[])[];
      readonly nocase: boolean;
    })
  | (Node & {
      readonly kind: 'regex';
      readonly field: Field;
      readonly patterns: readonly string[];
      readonly nocase: boolean;
    })
  | (Node & { readonly kind: 'cidr'; readonly field: Field; readonly networks: readonly Network[] })
  | (Node & {
      readonly kind: 'in_list';
      readonly field: Field;
      /** The list's name, for words and for what a SIEM keeps as a list of its own. */
      readonly list: string;
      /** Each value once, in the field's type. */
      readonly entries: readonly ListEntry[];
    });

export type PredicateOf<K extends Predicate['kind']> = Extract<Predicate, { kind: K }>;
