import { nearName } from '../text/near-name.js';
import type { TestCase } from './test-case.js';

/** Which cases to run: those of these rules (all, where it is empty), and of these the one of a name. */
export interface Wanted {
  readonly rules: readonly string[];
  readonly caseName?: string;
}

/** What was asked for, or what of it there is not. */
export type Selection =
  | { readonly kind: 'cases'; readonly cases: readonly TestCase[] }
  | {
      readonly kind: 'nothing';
      readonly what: 'rule' | 'case' | 'any';
      readonly name: string;
      readonly near: string | undefined;
    };

/**
 * Selects cases; a name that matches no case is a failure, since a run of nothing would pass.
 * Deprecated rules are checked and never run, in tests neither.
 */
export function selectCases(all: readonly TestCase[], { rules, caseName }: Wanted): Selection {
  const cases = all.filter(({ rule }) => rule.status !== 'deprecated');
  if (cases.length === 0) return { kind: 'nothing', what: 'any', name: '', near: undefined };
  const names = new Set(cases.map(({ rule }) => rule.name));
  for (const name of rules)
    if (!names.has(name)) return { kind: 'nothing', what: 'rule', name, near: nearName(name, names) };
  const ofRules = cases.filter(({ rule }) => rules.length === 0 || rules.includes(rule.name));
  if (caseName === undefined) return { kind: 'cases', cases: ofRules };
  const named = ofRules.filter(({ name }) => name === caseName);
  if (named.length > 0) return { kind: 'cases', cases: named };
  const near = nearName(
    caseName,
    ofRules.map(({ name }) => name),
  );
  return { kind: 'nothing', what: 'case', name: caseName, near };
}
