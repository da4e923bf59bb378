import type { EventPlace, Finding, GroupValue } from './finding.js';

/** Orders texts by code point. UTF-16 orders the same but for surrogates, which stand for the largest code points. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    const aHigh = a >= 0xd800 && a <= 0xdfff;
    const bHigh = b >= 0xd800 && b <= 0xdfff;
    return aHigh === bHigh ? a - b : aHigh ? 1 : -1;
  }
  return left.length - right.length;
}

/** Orders values of one field: text by code point, numbers by size, false before true. */
export function compareValues(left: GroupValue, right: GroupValue): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return Number(left) - Number(right);
}

/** Orders groups of one rule. */
export function compareGroups(left: readonly GroupValue[], right: readonly GroupValue[]): number {
  for (let i = 0; i < left.length; i++) {
    const order = compareValues(left[i], right[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePlaces(left: EventPlace | undefined, right: EventPlace | undefined): number {
  if (!left || !right) return 0;
  return left.input - right.input || left.line - right.line;
}

/** Orders findings as section 11 does: by time, rule, group, line. */
export function compareFindings(left: Finding, right: Finding): number {
  return (
    left.at - right.at ||
    (left.rule === right.rule ? 0 : compareText(left.rule.name, right.rule.name)) ||
    compareGroups(left.group, right.group) ||
    comparePlaces(left.place, right.place)
  );
}
