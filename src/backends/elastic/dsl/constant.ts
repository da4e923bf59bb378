import type { Predicate } from '../../../ir/predicate.js';
import { exact, type Lowering, refuse } from '../../lowering.js';

type Test = Exclude<Predicate, { kind: 'all' | 'any' | 'not' | 'in_list' }>;

/** What a test says of a field that is the same in every event: it is answered here, and not asked of the index. */
export function testConstant(node: Test, value: string | number | boolean): Lowering<boolean> {
  const text = String(value);
  const fold = (one: string) => one.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const fits = (
    test: (text: string, literal: string) => boolean,
    literals: readonly string[],
    nocase: boolean,
  ) => exact(literals.some((one) => (nocase ? test(fold(text), fold(one)) : test(text, one))));
  switch (node.kind) {
    case 'exists':
      return exact(true);
    case 'equals':
      return node.nocase
        ? fits((a, b) => a === b, node.values.map(String), true)
        : exact(node.values.includes(value));
    case 'compare':
      return exact(compare(Number(value), node.order, node.value));
    case 'contains':
      return fits((a, b) => a.includes(b), node.values, node.nocase);
    case 'starts_with':
      return fits((a, b) => a.startsWith(b), node.values, node.nocase);
    case 'ends_with':
      return fits((a, b) => a.endsWith(b), node.values, node.nocase);
    case 'wildcard':
    case 'regex':
    case 'cidr':
      return refuse({
        code: 'pattern-of-constant',
        reason: `the mapping gives ${node.field.name} one value for all events, and ${node.kind} of it is not worked out`,
        hint: 'ask for the value itself, or leave the test out',
        span: node.span,
      });
  }
}

function compare(value: number, order: 'above' | 'at_least' | 'below' | 'at_most', bound: number): boolean {
  switch (order) {
    case 'above':
      return value > bound;
    case 'at_least':
      return value >= bound;
    case 'below':
      return value < bound;
    case 'at_most':
      return value <= bound;
  }
}
