import type { MapEntry, MapNode, Node } from '../document/node.js';
import type { Measure, MeasureOf, Quantity } from '../ir/measure.js';
import type { Window } from '../ir/rule.js';
import type { Field, FieldType } from '../ir/source.js';
import { formatDuration, parseDuration } from '../text/duration.js';
import { findField } from './field.js';
import { checkPredicate, type PredicateScope } from './predicate.js';
import { asText, entryOf, entrySpan, numberAt, type Text, writtenOf } from './read-node.js';

/** What a measure can speak of. */
export interface MeasureScope extends PredicateScope {
  /** Undefined where it is faulty, which is told where it stands. */
  readonly window: Window | undefined;
  /** What another signal measures: for the operands of a ratio. */
  readonly findSignal: (name: Text) => Quantity | undefined;
}

interface Written {
  readonly entry: MapEntry;
  /** The map that the measure stands in, with its settings. */
  readonly around: MapNode;
  readonly scope: MeasureScope;
}

interface MeasureChecker<K extends Measure['kind']> {
  /** What may stand beside it. */
  readonly setting?: 'among' | 'p';
  readonly check: (written: Written) => MeasureOf<K> | undefined;
  /** What its value can be at the least and, where there is an end, at the most. */
  readonly range?: readonly [least: number, most?: number];
  /** Whether its value is always a whole number. */
  readonly isWhole?: true;
}

type FieldMeasure =
  | 'distinct'
  | 'distinct_ratio'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'stddev'
  | 'cv'
  | 'entropy'
  | 'top_share';

const anyType: readonly FieldType[] = ['keyword', 'number', 'boolean', 'timestamp', 'ip'];
const numbers: readonly FieldType[] = ['number'];

/** A measure of one field and nothing else. */
function ofField<K extends FieldMeasure>(
  takes: readonly FieldType[],
  make: (field: Field) => MeasureOf<K>,
  range?: readonly [number, number?],
): MeasureChecker<K> {
  return {
    check: (written) => {
      const field = checkField(written, takes);
      return field && make(field);
    },
    ...(range === undefined ? {} : { range }),
  };
}

/** Each measure: what it is made of, what stands beside it, what its value can be. */
export const measures: { readonly [K in Measure['kind']]: MeasureChecker<K> } = {
  count: {
    range: [0],
    isWhole: true,
    check: ({ entry, scope }) => {
      if (entry.value.kind === 'scalar')
        return asText(entry.value)?.text === 'events' ? { kind: 'count' } : undefined;
      const of = checkPredicate(entry.value, scope);
      return of && { kind: 'count', of };
    },
  },
  share: {
    setting: 'among',
    range: [0, 1],
    check: ({ entry, around, scope }) => {
      const of = checkPredicate(entry.value, scope);
      const among = entryOf(around, 'among');
      const part = among && checkPredicate(among.value, scope);
      if (of === undefined || (among !== undefined && part === undefined)) return undefined;
      return { kind: 'share', of, ...(part === undefined ? {} : { among: part }) };
    },
  },
  distinct: { ...ofField(anyType, (field) => ({ kind: 'distinct', field }), [0]), isWhole: true },
  distinct_ratio: ofField(anyType, (field) => ({ kind: 'distinct_ratio', field }), [0, 1]),
  sum: ofField(numbers, (field) => ({ kind: 'sum', field })),
  avg: ofField(numbers, (field) => ({ kind: 'avg', field })),
  min: ofField(numbers, (field) => ({ kind: 'min', field })),
  max: ofField(numbers, (field) => ({ kind: 'max', field })),
  stddev: ofField(numbers, (field) => ({ kind: 'stddev', field }), [0]),
  cv: ofField(numbers, (field) => ({ kind: 'cv', field })),
  percentile: {
    setting: 'p',
    check: (written) => {
      const field = checkField(written, numbers);
      const p = checkPercentage(written);
      return field && p !== undefined ? { kind: 'percentile', field, p } : undefined;
    },
  },
  entropy: ofField(anyType, (field) => ({ kind: 'entropy', field }), [0]),
  top_share: ofField(anyType, (field) => ({ kind: 'top_share', field }), [0, 1]),
  active: {
    range: [0],
    isWhole: true,
    check: ({ entry }) => {
      const step = stepOf(entry.value);
      return step === undefined ? undefined : { kind: 'active', step };
    },
  },
  interval_avg: {
    range: [0],
    check: ({ entry }) => (isEvents(entry.value) ? { kind: 'interval_avg' } : undefined),
  },
  interval_cv: {
    range: [0],
    check: ({ entry }) => (isEvents(entry.value) ? { kind: 'interval_cv' } : undefined),
  },
  rate_cv: {
    range: [0],
    check: ({ entry, scope }) => {
      const step = stepOf(entry.value);
      if (step === undefined) return undefined;
      const every = scope.window?.every;
      if (every !== undefined && every % step !== 0) {
        scope.report.tell('step-not-dividing', entry.value.span, {
          step: formatDuration(step),
          every: formatDuration(every),
        });
        return undefined;
      }
      return { kind: 'rate_cv', step };
    },
  },
  ratio: {
    check: ({ entry, scope }) => {
      const of = checkOperand(entryOf(entry.value, 'of'), scope);
      const to = checkOperand(entryOf(entry.value, 'to'), scope);
      return of && to && { kind: 'ratio', of, to };
    },
  },
};

const measureNames: readonly string[] = Object.keys(measures);

export function isMeasure(key: string): key is Measure['kind'] {
  return measureNames.includes(key);
}

/** A measure with its settings, wherever it stands: in a signal, or in a ratio. */
export function checkQuantity(
  around: MapNode,
  name: string,
  place: Text['span'],
  scope: MeasureScope,
): Quantity | undefined {
  const { report } = scope;
  const found = [...around.entries.values()].flatMap((entry) =>
    isMeasure(entry.key) ? [{ entry, kind: entry.key }] : [],
  );
  const [first, second] = found;
  if (second !== undefined) {
    report.tell('several-measures', second.entry.keySpan, { first: first.kind, second: second.kind });
    for (const { entry, kind } of found) measures[kind].check({ entry, around, scope });
    return undefined;
  }
  if (first === undefined) {
    // Where a key is not known, it was probably the measure; the schema has told.
    if ([...around.entries.keys()].every(isSignalKey))
      report.tell('measure-missing', place, { signal: name, known: measureNames });
    return undefined;
  }
  const { check, setting } = measures[first.kind];
  const isStray = checkSettings(around, setting, scope);
  const measure = check({ entry: first.entry, around, scope });
  const atLeast = numberAt(around, 'n');
  if (measure === undefined || isStray) return undefined;
  return { measure, ...(atLeast === undefined ? {} : { atLeast }) };
}

/** What each setting goes with. */
export const settings = { among: 'share', p: 'percentile', limit: 'values' } as const;
const boundKeys: readonly string[] = ['above', 'at_least', 'below', 'at_most', 'between'];

/** Whether a signal can have the key. One that it cannot have was probably meant as its measure or bound. */
export function isSignalKey(key: string): boolean {
  return isMeasure(key) || ['among', 'p', 'n'].includes(key) || boundKeys.includes(key);
}

/** Whether a setting stands beside a measure that it does not go with. */
function checkSettings(around: MapNode, own: 'among' | 'p' | undefined, { report }: MeasureScope): boolean {
  let isStray = false;
  for (const setting of ['among', 'p'] as const) {
    const entry = around.entries.get(setting);
    if (entry === undefined || setting === own) continue;
    isStray = true;
    report.tell('setting-without-measure', entry.keySpan, { setting, takes: settings[setting] });
  }
  return isStray;
}

function checkOperand(entry: MapEntry | undefined, scope: MeasureScope): Quantity | undefined {
  if (entry === undefined) return undefined;
  const name = asText(entry.value);
  if (name !== undefined) return scope.findSignal(name);
  return entry.value.kind === 'map'
    ? checkQuantity(entry.value, entry.key, entrySpan(entry), scope)
    : undefined;
}

function checkField({ entry, scope }: Written, takes: readonly FieldType[]): Field | undefined {
  const name = asText(entry.value);
  const field = name && findField(name.text, name.span, scope);
  if (name === undefined || field === undefined || takes.includes(field.type)) return field;
  scope.report.tell('measure-type', name.span, {
    measure: entry.key,
    field: field.name,
    type: field.type,
    takes,
  });
  return undefined;
}

/** Thousandths of a per cent. */
function checkPercentage({ entry, around, scope }: Written): number | undefined {
  const setting = around.entries.get('p');
  if (setting === undefined) {
    scope.report.tell('percentile-missing', entry.keySpan, {});
    return undefined;
  }
  const p = numberAt(around, 'p');
  if (p === undefined || p <= 0 || p > 100) return undefined;
  const thousandths = Math.round(p * 1000);
  // The nearest double to a number of three decimals is the quotient of the whole number, correctly rounded.
  if (thousandths > 0 && thousandths / 1000 === p) return thousandths;
  const written = setting.value.kind === 'scalar' ? writtenOf(setting.value) : '';
  scope.report.tell('percentile-too-fine', setting.value.span, { p: written });
  return undefined;
}

function stepOf(node: Node): number | undefined {
  const text = asText(node)?.text;
  return text === undefined ? undefined : parseDuration(text);
}

function isEvents(node: Node): boolean {
  return asText(node)?.text === 'events';
}
