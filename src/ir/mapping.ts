import type { Order } from './predicate.js';
import type { Source, TimeFormat } from './source.js';

/** Where a value lies in a JSON object: the keys from the outside in. */
export type Path = readonly string[];

/** What a place of a log is asked; a place without a value passes only the absence of a test. */
export type PathTest =
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'equals'; readonly path: Path; readonly value: string | number | boolean }
  | { readonly kind: 'compare'; readonly path: Path; readonly order: Order; readonly value: number };

/**
 * How one field of a source comes out of another log's shape. A path leads through objects, and through text that holds a JSON object.
 * What a derivation yields is coerced to the field's type like any value of a log; a text is taken from a keyword.
 */
export type Derivation =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  /** The first of several paths that has a value. */
  | { readonly kind: 'first_of'; readonly paths: readonly Path[] }
  /** True where any test passes, false where none does. */
  | { readonly kind: 'any_of'; readonly tests: readonly PathTest[] }
  /** The text's first code points, at most so many. */
  | { readonly kind: 'prefix'; readonly path: Path; readonly length: number }
  /** One of the parts between separators, from 0; from the end where negative. Absent where there is no such part. */
  | { readonly kind: 'split'; readonly path: Path; readonly by: string; readonly part: number }
  /** The network of an address: its canonical text with the prefix, `203.0.113.0/24`. */
  | { readonly kind: 'network'; readonly path: Path; readonly v4: number; readonly v6: number }
  /** Lower-case SHA-256 of the text's UTF-8, or of an object or array as JSON with sorted keys and no spaces. */
  | { readonly kind: 'hash'; readonly path: Path };

/** A derivation that makes a value, beside those that only say where it lies or what it is. */
export type Computed = Exclude<Derivation, { readonly kind: 'path' | 'constant' }>;

/** The paths that a computation reads. */
export function pathsOf(computed: Computed): readonly Path[] {
  switch (computed.kind) {
    case 'first_of':
      return computed.paths;
    case 'any_of':
      return computed.tests.map((test) => test.path);
    default:
      return [computed.path];
  }
}

/** A path as an index names it: keys joined by dots, whether or not a key holds one itself. */
export function nameOf(path: Path): string {
  return path.join('.');
}

/** How a log of another shape yields a source's fields. Fields that it does not name are absent. */
export interface Mapping {
  readonly name: string;
  readonly description: string;
  readonly source: Source;
  readonly time: { readonly path: Path; readonly format: TimeFormat };
  readonly fields: ReadonlyMap<string, Derivation>;
  /** Fields that this log gives only under a setting, and which. */
  readonly needs: ReadonlyMap<string, string>;
  /** Fields that this log cannot give, and what would mend it. */
  readonly absent: ReadonlyMap<string, string>;
  /** Whether the log holds only a sample of the requests, so that every count is too low. */
  readonly sampled: boolean;
}

/** The mapping of a log in the source's own shape: each field lies under its own name. */
export function ownShape(source: Source): Mapping {
  const fields = new Map<string, Derivation>();
  for (const name of source.fields.keys()) fields.set(name, { kind: 'path', path: [name] });
  return {
    name: source.name,
    description: source.description,
    source,
    time: { path: [source.time.field], format: source.time.format },
    fields,
    needs: new Map(),
    absent: new Map(),
    sampled: false,
  };
}
