import type { GroupValue } from '../evaluate/finding.js';
import type { Literal } from '../ir/predicate.js';
import type { Field } from '../ir/source.js';
import type { GroupExpectation } from './test-case.js';

/** A literal as the evaluator writes it in a group: instants as RFC 3339, all else as it is. */
export function groupValueOf(field: Field, value: Literal): GroupValue {
  return field.type === 'timestamp' && typeof value === 'number' ? new Date(value).toISOString() : value;
}

/** Two groups of one rule have one key exactly where they are the same group. */
export function keyOfGroup(group: readonly GroupValue[]): string {
  return JSON.stringify(group);
}

/** The key of the group that a case expects. */
export function keyOfExpected(group: readonly GroupExpectation[]): string {
  return keyOfGroup(group.map(({ field, value }) => groupValueOf(field, value)));
}
