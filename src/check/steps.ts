import type { MapEntry } from '../document/node.js';
import type { Step } from '../ir/rule.js';
import type { Span } from '../text/source-text.js';
import { checkPredicate, type PredicateScope } from './predicate.js';
import { entryOf, numberAt, textAt } from './read-node.js';

/**
 * The steps of a sequence, in order; their names are unique.
 * @returns Undefined where something in one of them is wrong, after all were looked at.
 */
export function checkSteps(entry: MapEntry | undefined, scope: PredicateScope): readonly Step[] | undefined {
  const nodes = entry?.value.kind === 'list' ? entry.value.items : [];
  const names = new Map<string, Span>();
  const steps: Step[] = [];
  for (const node of nodes) {
    const name = textAt(node, 'name');
    const isNew = name === undefined || !names.has(name.text);
    if (name !== undefined) {
      if (isNew) names.set(name.text, name.span);
      else scope.report.tell('repeated-step', name.span, { name: name.text });
    }
    const where = entryOf(node, 'where');
    const predicate = where && checkPredicate(where.value, scope);
    if (name === undefined || predicate === undefined || !isNew) continue;
    steps.push({
      name: name.text,
      where: predicate,
      atLeast: numberAt(node, 'at_least') ?? 1,
      span: name.span,
    });
  }
  return nodes.length > 0 && steps.length === nodes.length ? steps : undefined;
}
