/** How a rule's signals combine. `all of them`, `N of prefix_*` and the like are desugared to the signals' names. */
export type Condition =
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'at_least'; readonly count: number; readonly of: readonly Condition[] };

/** Whether the condition holds, given which signals are true. */
export function holds(condition: Condition, isTrue: (signal: string) => boolean): boolean {
  switch (condition.kind) {
    case 'signal':
      return isTrue(condition.name);
    case 'not':
      return !holds(condition.of, isTrue);
    case 'and':
      return condition.of.every((part) => holds(part, isTrue));
    case 'or':
      return condition.of.some((part) => holds(part, isTrue));
    case 'at_least': {
      let found = 0;
      for (const part of condition.of) if (holds(part, isTrue)) found++;
      return found >= condition.count;
    }
  }
}
