import type { Window } from '../../ir/rule.js';
import type { Field } from '../../ir/source.js';
import type { Span } from '../../text/source-text.js';
import { chain, type Lowering, map } from '../lowering.js';
import type { Columns, Question } from './columns.js';
import type { Fields } from './fields.js';
import * as variable from './variable.js';

/** What a measure needs: the fields of an event, the columns that are kept for it, and where it stands in the rule. */
export interface MeasureContext {
  readonly fields: Fields;
  readonly columns: Columns;
  readonly window: Window;
  readonly span: Span;
}

/** Milliseconds from a window's first event to its last. */
export function lengthOf(columns: Columns): string {
  return `(${columns.fold('max', variable.time)} - ${columns.fold('min', variable.time)})`;
}

/** What there is of a number field in a window: how many values, and their folds. */
export interface Numbers {
  readonly present: () => string;
  readonly fold: (how: 'sum' | 'min' | 'max') => string;
}

export function numbersOf(field: Field, { fields, columns, span }: MeasureContext): Lowering<Numbers> {
  return map(fields.use(field, 'value', span), (name) => ({
    present: () => columns.count(`isnotnull(${name})`),
    fold: (how) => columns.fold(how, name),
  }));
}

export function meanOf({ present, fold }: Numbers): string {
  return `if(${present()} > 0, ${fold('sum')} / ${present()}, null())`;
}

/** What there is of a number field besides: its mean, and how far the values lie from it. */
export interface Deviation {
  readonly present: () => string;
  readonly mean: string;
  readonly deviation: string;
}

/**
 * The population's standard deviation, in a second pass over the values, since sums of squares lose the digits that a great mean
 * takes. In units of the values' range, so that no square leaves a double. Of one value it is 0, to the last bit.
 */
export function deviationOf(field: Field, context: MeasureContext): Lowering<Deviation> {
  return chain(numbersOf(field, context), (numbers) => {
    const { present, fold } = numbers;
    const mean = meanOf(numbers);
    const range = `(${fold('max')} - ${fold('min')})`;
    return map(ask({ kind: 'distances', centre: mean, scale: range }, field, context), (squares) => {
      const root = `sqrt(${squares} / ${present()}) * ${range}`;
      const deviation = `case(${present()} = 0, null(), ${range} = 0, 0, 1 = 1, ${root})`;
      return { present, mean, deviation: context.columns.part(deviation) };
    });
  });
}

/** How often the values of any field come. */
export interface Frequencies {
  readonly present: () => string;
  readonly top: () => string;
  readonly weighed: () => string;
}

export function frequenciesOf(
  field: Field,
  { fields, columns, span }: MeasureContext,
): Lowering<Frequencies> {
  return map(fields.use(field, 'value', span), (name) => ({
    present: () => columns.count(`isnotnull(${name})`),
    top: () => columns.ask({ kind: 'top' }, name, field.type),
    weighed: () => columns.ask({ kind: 'weighed' }, name, field.type),
  }));
}

export function ask(question: Question, field: Field, context: MeasureContext): Lowering<string> {
  return map(context.fields.use(field, 'distinct', context.span), (name) =>
    context.columns.ask(question, name, field.type),
  );
}
