import type { Form } from '../../diagnostics/form.js';

/** A JSON Schema (2020-12), with the form that its place takes for our messages. */
export interface JsonSchema {
  readonly 'x-form'?: Form;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | number)[];
  readonly [keyword: string]: unknown;
}

/** A schema, and the type of what it lets through: TypeScript's type is read off the schema, so that the two cannot part. */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** Never there: it only carries the type. */
  readonly type?: T;
}

export type TypeOf<S> = S extends Shape<infer T> ? T : never;

type Shapes = { readonly [key: string]: Shape<unknown> };
type Entries<R extends Shapes, O extends Shapes> = { readonly [K in keyof R]: TypeOf<R[K]> } & {
  readonly [K in keyof O]?: TypeOf<O[K]>;
};

/** The same place with words for editors. */
export function described<T>(shape: Shape<T>, description: string): Shape<T> {
  return { schema: { ...shape.schema, description } };
}

export function text(form: Form = 'text', pattern?: string): Shape<string> {
  const schema: JsonSchema = { 'x-form': form, type: 'string', minLength: 1, maxLength: 10_000 };
  return { schema: pattern === undefined ? schema : { ...schema, pattern } };
}

export function word<const T extends string>(...values: readonly T[]): Shape<T> {
  return { schema: { 'x-form': 'text', type: 'string', enum: values } };
}

export function number(limits: { least?: number; above?: number; most?: number } = {}): Shape<number> {
  return { schema: { 'x-form': 'number', type: 'number', ...limitKeywords(limits) } };
}

export function wholeNumber(limits: { least?: number; most?: number } = {}): Shape<number> {
  return { schema: { 'x-form': 'whole number', type: 'integer', ...limitKeywords(limits) } };
}

function limitKeywords({
  least,
  above,
  most,
}: {
  least?: number;
  above?: number;
  most?: number;
}): JsonSchema {
  return {
    ...(least === undefined ? {} : { minimum: least }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(most === undefined ? {} : { maximum: most }),
  };
}

export function truth(): Shape<boolean> {
  return { schema: { 'x-form': 'boolean', type: 'boolean' } };
}

export function scalar(): Shape<string | number | boolean> {
  return { schema: { 'x-form': 'scalar', type: ['string', 'number', 'boolean'] } };
}

export function list<T>(
  of: Shape<T>,
  limits: { form?: Form; least?: number; most?: number; unique?: boolean } = {},
): Shape<readonly T[]> {
  return {
    schema: {
      'x-form': limits.form ?? 'list',
      type: 'array',
      items: of.schema,
      ...(limits.least === undefined ? {} : { minItems: limits.least }),
      ...(limits.most === undefined ? {} : { maxItems: limits.most }),
      ...(limits.unique === true ? { uniqueItems: true } : {}),
    },
  };
}

/** A map of names that the author chooses to one kind of value. */
export function named<T>(
  of: Shape<T>,
  limits: { form?: Form; least?: number; names?: Shape<string> } = {},
): Shape<{ readonly [name: string]: T }> {
  return {
    schema: {
      'x-form': limits.form ?? 'map',
      type: 'object',
      additionalProperties: of.schema,
      ...(limits.names === undefined ? {} : { propertyNames: limits.names.schema }),
      ...(limits.least === undefined ? {} : { minProperties: limits.least }),
    },
  };
}

/** A map of fixed keys; no others. */
export function map<R extends Shapes, O extends Shapes = Record<never, never>>(
  required: R,
  optional?: O,
  form: Form = 'map',
): Shape<Entries<R, O>> {
  const properties: Record<string, JsonSchema> = {};
  for (const [key, shape] of Object.entries({ ...required, ...optional })) properties[key] = shape.schema;
  return {
    schema: {
      'x-form': form,
      type: 'object',
      properties,
      required: Object.keys(required),
      additionalProperties: false,
    },
  };
}

/**
 * Either of two shapes, of different JSON types: since each keyword of a schema bears on one type alone, they can stand side by
 * side, and a mistake in a value is told against the shape of its own type.
 */
export function either<A, B>(form: Form, a: Shape<A>, b: Shape<B>): Shape<A | B> {
  for (const { schema } of [a, b])
    if (schema.enum !== undefined) throw new Error('an enum bears on every type: use a pattern');
  const type = [a, b].flatMap(({ schema }) => schema.type ?? []);
  return { schema: { ...a.schema, ...b.schema, type, 'x-form': form } };
}

/** Keys that must be there where another one is. */
export function together<T>(shape: Shape<T>, needs: { readonly [key: string]: readonly string[] }): Shape<T> {
  return { schema: { ...shape.schema, dependentRequired: needs } };
}

/**
 * What a map must have beyond the keys that it always has, unless it has the key `instead`.
 * @param needs Keys that must be there where another one is.
 */
export function unless<T>(
  instead: string,
  shape: Shape<T>,
  required: readonly string[],
  needs: { readonly [key: string]: readonly string[] },
): Shape<T> {
  const otherwise = { required, dependentRequired: needs };
  return { schema: { ...shape.schema, if: { required: [instead] }, else: otherwise } };
}

/** A shape that is defined once in the file's `$defs`, and may hold itself. */
export function reference<T>(name: string): Shape<T> {
  return { schema: { $ref: `#/$defs/${name}` } };
}

/** A whole file. */
export function file<T>(title: string, shape: Shape<T>, definitions: Shapes = {}): Shape<T> {
  const $defs: Record<string, JsonSchema> = {};
  for (const [name, { schema }] of Object.entries(definitions)) $defs[name] = schema;
  return {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title,
      ...shape.schema,
      ...(Object.keys($defs).length === 0 ? {} : { $defs }),
    },
  };
}
