import type { Literal } from '../ir/predicate.js';
import type { Field, TimeFormat } from '../ir/source.js';
import { writeInstant } from './instant.js';
import type { RandomStream } from './random-stream.js';
import { countOfShare, type FieldValues, isChosen } from './traffic.js';

/** A value as JSON, or undefined where the field is absent. */
export type JsonValue = string | undefined;

/** As many addresses of 198.18.0.0/15 (RFC 2544: for measurements, never routed) as `distinct` can ask for. */
export const maxDistinctAddresses = 2 ** 17;

/** The values of a field over `count` requests, in their order. */
export function valuesOf(
  field: Field,
  values: FieldValues,
  count: number,
  format: TimeFormat,
  random: RandomStream,
): JsonValue[] {
  switch (values.kind) {
    case 'absent':
      return new Array<JsonValue>(count).fill(undefined);
    case 'constant':
      return new Array<JsonValue>(count).fill(writeLiteral(field, values.value, format));
    case 'uniform':
      return Array.from({ length: count }, () => writeNumber(between(values.low, values.high, random())));
    case 'integer': {
      const size = values.high - values.low + 1;
      return Array.from({ length: count }, () => writeNumber(values.low + Math.floor(random() * size)));
    }
    case 'one_of': {
      const texts = values.values.map((value) => writeLiteral(field, value, format));
      return Array.from({ length: count }, (_, index) => texts[index % texts.length]);
    }
    case 'distinct':
      return Array.from({ length: count }, (_, index) => writeDistinct(field, index % values.count));
    case 'share': {
      const chosen = countOfShare(values.share, count);
      const of = valuesOf(field, values.of, chosen, format, random).values();
      const otherwise = valuesOf(field, values.otherwise, count - chosen, format, random).values();
      return Array.from(
        { length: count },
        (_, index) => (isChosen(index, chosen, count) ? of : otherwise).next().value,
      );
    }
  }
}

function between(low: number, high: number, part: number): number {
  const value = low + part * (high - low);
  // Rounding may reach the end, which does not belong to the range.
  return value < high ? value : low;
}

function writeNumber(value: number): string {
  return String(value);
}

function writeLiteral(field: Field, value: Literal, format: TimeFormat): string {
  return field.type === 'timestamp' && typeof value === 'number'
    ? writeInstant(value, format)
    : JSON.stringify(value);
}

function writeDistinct(field: Field, index: number): string {
  switch (field.type) {
    case 'number':
      return String(index + 1);
    case 'ip':
      return `"198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}"`;
    case 'keyword':
    case 'boolean':
    case 'timestamp':
      return JSON.stringify(`${field.name}-${index + 1}`);
  }
}
