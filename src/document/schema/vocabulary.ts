import { durationPattern } from '../../text/duration.js';
import { either, list, map, reference, type Shape, scalar, text, word } from './json-schema.js';

/** Names of rules, sources, mappings and targets, which are names of files too. */
export const slug = text('slug', '^[a-z0-9]+(-[a-z0-9]+)*$');
export const fieldName = text('field name', '^[A-Za-z_][A-Za-z0-9_]*$');
export const signalName = text('signal name', '^[a-z][a-z0-9_]*$');
export const duration = text('duration', durationPattern);
export const datePattern = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
export const date = text('date', datePattern);
export const instant = text(
  'instant',
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$',
);

export const timeFormats = [
  'epoch_seconds',
  'epoch_millis',
  'epoch_micros',
  'epoch_nanos',
  'rfc3339',
  'dotnet_ticks',
] as const;
export const timeFormat = word(...timeFormats);

/** A predicate as it is written: a map (all of its entries) or a list of maps (any). */
export type PredicateText = PredicateMap | readonly PredicateText[];
export interface PredicateMap {
  readonly all?: readonly PredicateText[];
  readonly any?: readonly PredicateText[];
  readonly not?: PredicateText;
  readonly is?: string;
  readonly [test: string]:
    | PredicateText
    | readonly PredicateText[]
    | LiteralText
    | readonly LiteralText[]
    | undefined;
}
export type LiteralText = string | number | boolean;

const literals = either('literal or list', scalar(), list(scalar(), { least: 1 }));
const predicates = list(reference<PredicateText>('predicate'), { least: 1 });
const tests: Shape<PredicateMap> = {
  schema: {
    ...map({}, { all: predicates, any: predicates, not: reference('predicate'), is: text() }, 'predicate')
      .schema,
    minProperties: 1,
    additionalProperties: literals.schema,
  },
};

/** Stands in the `$defs` of each file that has predicates. */
export const predicateDefinition: Shape<PredicateText> = either(
  'predicate',
  tests,
  list(reference<PredicateText>('predicate'), { least: 1 }),
);
export const predicate = reference<PredicateText>('predicate');
