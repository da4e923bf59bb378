import { checkLiteral } from '../check/literal.js';
import type { Report } from '../check/report.js';
import type { Node } from '../document/node.js';
import { keySpanAt, nodeAt, spanAt } from '../document/place.js';
import type { FieldValuesMap, FieldValuesText } from '../document/schema/rule-test.js';
import type { Field } from '../ir/source.js';
import { maxDistinctAddresses } from './field-values.js';
import type { FieldValues } from './traffic.js';

const kinds = ['absent', 'uniform', 'integer', 'one_of', 'distinct', 'share'] as const;

/**
 * Reads what a field holds from request to request.
 * @param node Where it stands.
 * @returns Undefined where something is wrong, which is reported.
 */
export function readFieldValues(
  text: FieldValuesText,
  node: Node,
  field: Field,
  report: Report,
): FieldValues | undefined {
  if (typeof text !== 'object') {
    const value = checkLiteral(node, field, report);
    return value === undefined ? undefined : { kind: 'constant', value };
  }
  const found = kinds.filter((kind) => text[kind] !== undefined);
  const loose = (['of', 'else'] as const).filter(
    (key) => text[key] !== undefined && text.share === undefined,
  );
  const [kind] = found;
  if (kind === undefined || found.length > 1 || loose.length > 0 || text.absent === false) {
    report.tell('field-values', node.span, {
      found: kind === undefined ? [] : [...found, ...loose],
      type: field.type,
    });
    return undefined;
  }
  return readers[kind](text, node, field, report);
}

type Reader = (text: FieldValuesMap, node: Node, field: Field, report: Report) => FieldValues | undefined;

const readers: Readonly<Record<(typeof kinds)[number], Reader>> = {
  absent: () => ({ kind: 'absent' }),
  uniform: (text, node, field, report) => readRange('uniform', text.uniform, node, field, report),
  integer: (text, node, field, report) => readRange('integer', text.integer, node, field, report),
  one_of(text, node, field, report) {
    const texts = text.one_of ?? [];
    const values = texts.flatMap(
      (_, index) => checkLiteral(nodeAt(node, 'one_of', index) ?? node, field, report) ?? [],
    );
    return values.length < texts.length ? undefined : { kind: 'one_of', values };
  },
  distinct(text, node, field, report) {
    const { distinct: count = 1 } = text;
    if (field.type === 'boolean' || field.type === 'timestamp')
      return refuse('distinct', node, field, report);
    if (field.type === 'ip' && count > maxDistinctAddresses) {
      report.tell('out-of-range', spanAt(node, 'distinct'), {
        least: 1,
        most: maxDistinctAddresses,
        open: false,
      });
      return undefined;
    }
    return { kind: 'distinct', count };
  },
  share(text, node, field, report) {
    const { share = 0 } = text;
    if (text.of === undefined) {
      if (field.type !== 'boolean' || text.else !== undefined) return refuse('share', node, field, report);
      const of: FieldValues = { kind: 'constant', value: true };
      return { kind: 'share', share, of, otherwise: { kind: 'constant', value: false } };
    }
    const of = readFieldValues(text.of, nodeAt(node, 'of') ?? node, field, report);
    const otherwise: FieldValues | undefined =
      text.else === undefined
        ? { kind: 'absent' }
        : readFieldValues(text.else, nodeAt(node, 'else') ?? node, field, report);
    return of === undefined || otherwise === undefined ? undefined : { kind: 'share', share, of, otherwise };
  },
};

function readRange(
  kind: 'uniform' | 'integer',
  range: readonly number[] = [],
  node: Node,
  field: Field,
  report: Report,
): FieldValues | undefined {
  if (field.type !== 'number') return refuse(kind, node, field, report);
  const [low = 0, high = 0] = range;
  if (low < high && Number.isFinite(high - low)) return { kind, low, high };
  report.tell('field-range', spanAt(node, kind), {});
  return undefined;
}

function refuse(kind: (typeof kinds)[number], node: Node, field: Field, report: Report): undefined {
  report.tell('field-values', keySpanAt(node, kind), { found: [kind], type: field.type });
  return undefined;
}
