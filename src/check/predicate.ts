import type { MapEntry, MapNode, Node } from '../document/node.js';
import type { Predicate } from '../ir/predicate.js';
import { nearName } from '../text/near-name.js';
import type { Span } from '../text/source-text.js';
import { checkFieldTest, type TestScope } from './field-test.js';
import { asText } from './read-node.js';

/** What a predicate can speak of: fields, lists, and predicates that are defined under a name. */
export interface PredicateScope extends TestScope {
  readonly definitions: Definitions;
}

export interface Definitions {
  readonly names: readonly string[];
  /** The predicate of a name that there is; undefined where it is faulty, which is told where it stands. */
  readonly find: (name: string, span: Span) => Predicate | undefined;
}

/** How many tests a predicate may stand for, its definitions written out. */
export const mostTests = 2_000;

/**
 * A predicate in the IR, desugared: maps are `all`, lists `any`, `is:` what it names.
 * @returns Undefined where something in it is wrong; all of it was looked at then, and told.
 */
export function checkPredicate(node: Node, scope: PredicateScope): Predicate | undefined {
  const checked = checkNode(node, scope);
  if (checked === undefined || countTests(checked) <= mostTests) return checked;
  scope.report.tell('too-many-tests', firstPlace(node), { limit: mostTests });
  return undefined;
}

function checkNode(node: Node, scope: PredicateScope): Predicate | undefined {
  if (node.kind === 'list')
    return join(
      'any',
      node.span,
      node.items.map((item) => checkNode(item, scope)),
    );
  return node.kind === 'map' ? checkMap(node, scope) : undefined;
}

function checkMap(node: MapNode, scope: PredicateScope): Predicate | undefined {
  const parts: (Predicate | undefined)[] = [];
  for (const entry of node.entries.values()) parts.push(checkEntry(entry, scope));
  return join('all', node.span, parts);
}

function checkEntry(entry: MapEntry, scope: PredicateScope): Predicate | undefined {
  const { key, value } = entry;
  switch (key) {
    case 'all':
    case 'any':
      return value.kind === 'list'
        ? join(
            key,
            value.span,
            value.items.map((item) => checkNode(item, scope)),
          )
        : undefined;
    case 'not': {
      const of = checkNode(value, scope);
      return of && { kind: 'not', span: value.span, of };
    }
    case 'is':
      return checkUse(value, scope);
    default:
      return checkFieldTest(entry, scope);
  }
}

function checkUse(value: Node, { definitions, source, report }: PredicateScope): Predicate | undefined {
  const name = asText(value);
  if (name === undefined) return undefined;
  if (definitions.names.includes(name.text)) return definitions.find(name.text, name.span);
  report.tell('unknown-definition', name.span, {
    source,
    name: name.text,
    near: nearName(name.text, definitions.names),
  });
  return undefined;
}

/** Several predicates as one; of one, itself. Undefined where one of them is wrong, or there is none. */
function join(
  kind: 'all' | 'any',
  span: Span,
  parts: readonly (Predicate | undefined)[],
): Predicate | undefined {
  const of = parts.filter((part) => part !== undefined);
  if (of.length !== parts.length || of.length === 0) return undefined;
  return of.length === 1 ? of[0] : { kind, span, of };
}

const sizes = new WeakMap<Predicate, number>();

/** How many tests a predicate stands for. Definitions are shared, not copied, so each is counted once and remembered. */
function countTests(predicate: Predicate): number {
  const known = sizes.get(predicate);
  if (known !== undefined) return known;
  const size =
    predicate.kind === 'all' || predicate.kind === 'any'
      ? predicate.of.reduce((sum, part) => sum + countTests(part), 0)
      : predicate.kind === 'not'
        ? countTests(predicate.of)
        : 1;
  sizes.set(predicate, size);
  return size;
}

function firstPlace(node: Node): Span {
  if (node.kind === 'map') for (const entry of node.entries.values()) return entry.keySpan;
  return { ...node.span, end: node.span.start + 1 };
}
