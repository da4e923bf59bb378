import type { Source, TimeFormat } from './source.js';

/** Where a value lies in a JSON object: the keys from the outside in. */
export type Path = readonly string[];

/** How one field of a source comes out of another log's shape. */
export type Derivation =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'constant'; readonly value: string | number | boolean };

/** How a log of another shape yields a source's fields. Fields that it does not name are absent. */
export interface Mapping {
  readonly name: string;
  readonly description: string;
  readonly source: Source;
  readonly time: { readonly path: Path; readonly format: TimeFormat };
  readonly fields: ReadonlyMap<string, Derivation>;
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
    absent: new Map(),
    sampled: false,
  };
}
