import type { MapEntry, Node, ScalarNode } from '../document/node.js';
import type { Literal, Predicate, PredicateOf, WildcardToken } from '../ir/predicate.js';
import type { Field, FieldType } from '../ir/source.js';
import { nearName } from '../text/near-name.js';
import { type FieldScope, findField } from './field.js';
import type { Lists } from './list.js';
import { checkLiteral, checkText } from './literal.js';
import { checkNetwork } from './network.js';
import { asText, entrySpan, foundOf, partSpan } from './read-node.js';
import { checkRegex } from './regex.js';
import type { Report } from './report.js';
import { parseWildcard } from './wildcard.js';

/** The kinds of predicate that are not a test of one field. */
type Joined = 'all' | 'any' | 'not';
type TestKind = Exclude<Predicate['kind'], Joined>;

/** The fields and lists that a test can name. */
export interface TestScope extends FieldScope {
  readonly lists: Lists;
}

interface Test {
  readonly modifier: string;
  readonly field: Field;
  readonly nocase: boolean;
  readonly value: Node;
  readonly entry: MapEntry;
  readonly lists: Lists;
  readonly report: Report;
}

interface TestChecker<K extends TestKind> {
  /** The types of field that it has a meaning for. */
  readonly takes: readonly FieldType[];
  readonly mayFold: boolean;
  readonly check: (test: Test) => PredicateOf<K> | Predicate | undefined;
}

const anyType: readonly FieldType[] = ['keyword', 'number', 'boolean', 'timestamp', 'ip'];
const texts: readonly FieldType[] = ['keyword'];

/** Each test that a field can be put to, by the kind of predicate that it becomes. */
const checkers: { readonly [K in TestKind]: TestChecker<K> } = {
  equals: {
    takes: anyType,
    mayFold: true,
    check: (test) => {
      const values = checkAll(test, (node): Literal | undefined =>
        checkLiteral(node, test.field, test.report),
      );
      return (
        values && {
          kind: 'equals',
          span: entrySpan(test.entry),
          field: test.field,
          values,
          nocase: test.nocase,
        }
      );
    },
  },
  exists: { takes: anyType, mayFold: false, check: checkExists },
  compare: { takes: ['number', 'timestamp'], mayFold: false, check: checkCompare },
  contains: { takes: texts, mayFold: true, check: (test) => checkSearch(test, 'contains') },
  starts_with: { takes: texts, mayFold: true, check: (test) => checkSearch(test, 'starts_with') },
  ends_with: { takes: texts, mayFold: true, check: (test) => checkSearch(test, 'ends_with') },
  wildcard: {
    takes: texts,
    mayFold: true,
    check: (test) => {
      const patterns = checkAll(test, (node) => checkWildcard(node, test));
      return (
        patterns && {
          kind: 'wildcard',
          span: entrySpan(test.entry),
          field: test.field,
          patterns,
          nocase: test.nocase,
        }
      );
    },
  },
  regex: {
    takes: texts,
    mayFold: true,
    check: (test) => {
      const patterns = checkAll(test, (node) => {
        const text = checkNonEmpty(node, test);
        return text !== undefined && checkRegex(text, node.span, test.report) ? text : undefined;
      });
      return (
        patterns && {
          kind: 'regex',
          span: entrySpan(test.entry),
          field: test.field,
          patterns,
          nocase: test.nocase,
        }
      );
    },
  },
  cidr: {
    takes: ['ip'],
    mayFold: false,
    check: (test) => {
      const networks = checkAll(test, (node) => {
        const text = checkText(node, test.field, test.report);
        return text === undefined ? undefined : checkNetwork(text, node.span, test.report);
      });
      return networks && { kind: 'cidr', span: entrySpan(test.entry), field: test.field, networks };
    },
  },
  in_list: { takes: anyType, mayFold: false, check: checkListed },
};

/** What may stand after a field's name. */
const modifiers: ReadonlyMap<string, TestKind> = new Map<string, TestKind>([
  ['contains', 'contains'],
  ['starts_with', 'starts_with'],
  ['ends_with', 'ends_with'],
  ['wildcard', 'wildcard'],
  ['regex', 'regex'],
  ['cidr', 'cidr'],
  ['above', 'compare'],
  ['at_least', 'compare'],
  ['below', 'compare'],
  ['at_most', 'compare'],
  ['exists', 'exists'],
  ['in_list', 'in_list'],
]);
const fold = 'nocase';

/** A test of one field, `field|modifier: value`; undefined after telling what is wrong with it. */
export function checkFieldTest(entry: MapEntry, scope: TestScope): Predicate | undefined {
  const { key, keySpan, value } = entry;
  const { report } = scope;
  const [name = '', ...words] = key.split('|');
  const field = findField(name, partSpan(keySpan, key, 0, name.length), scope);
  let kind: TestKind = 'equals';
  let modifier = '';
  let nocase = false;
  let at = name.length + 1;
  for (const word of words) {
    const span = partSpan(keySpan, key, at, at + word.length);
    at += word.length + 1;
    const meant = modifiers.get(word);
    if (meant === undefined && word !== fold) {
      const known = [...modifiers.keys(), fold];
      report.tell('unknown-modifier', span, { modifier: word, near: nearName(word, known), known });
      return undefined;
    }
    const follows = word === fold ? !nocase && checkers[kind].mayFold : modifier === '' && !nocase;
    if (!follows) {
      report.tell('modifier-combination', span, { first: nocase ? fold : modifier, second: word });
      return undefined;
    }
    if (meant === undefined) nocase = true;
    else {
      kind = meant;
      modifier = word;
    }
  }
  if (field === undefined) return undefined;
  const { takes, check } = checkers[kind];
  const fits = nocase ? texts : takes;
  if (!fits.includes(field.type)) {
    const word = nocase && modifier === '' ? fold : modifier;
    const span = partSpan(keySpan, key, name.length + 1, name.length + 1 + word.length);
    report.tell('modifier-type', span, { modifier: word, field: field.name, type: field.type, takes: fits });
    return undefined;
  }
  return check({ modifier, field, nocase, value, entry, lists: scope.lists, report });
}

/** The values of a test, one or a list; undefined where one of them is wrong, after all were looked at. */
function checkAll<T>({ value }: Test, check: (node: Node) => T | undefined): T[] | undefined {
  const nodes = value.kind === 'list' ? value.items : [value];
  const checked = nodes.flatMap((node) => {
    const one = check(node);
    return one === undefined ? [] : [one];
  });
  return checked.length === nodes.length && nodes.length > 0 ? [...new Set(checked)] : undefined;
}

/** Of several lists any. */
function checkListed(test: Test): Predicate | undefined {
  const { lists, field, entry, report } = test;
  const span = entrySpan(entry);
  const found = checkAll(test, (node): PredicateOf<'in_list'> | undefined => {
    const name = asText(node);
    if (name === undefined) {
      if (node.kind === 'scalar' && node.plain !== null)
        report.tell('wrong-type', node.span, { expected: 'slug', found: foundOf(node) });
      return undefined;
    }
    const known = [...lists.keys()];
    if (!lists.has(name.text))
      report.tell('unknown-list', name.span, { name: name.text, near: nearName(name.text, known), known });
    const entries = lists.get(name.text)?.entriesFor(field, report);
    return entries && { kind: 'in_list', span, field, list: name.text, entries };
  });
  const [first] = found ?? [];
  return found === undefined || found.length === 1 ? first : { kind: 'any', span, of: found };
}

/** `exists: false` is the negation of `exists: true`; a list of the two would say nothing. */
function checkExists({ value, field, entry, report }: Test): Predicate | undefined {
  const span = entrySpan(entry);
  if (value.kind === 'scalar' && typeof value.plain === 'boolean') {
    const exists: Predicate = { kind: 'exists', span, field };
    return value.plain ? exists : { kind: 'not', span, of: exists };
  }
  if (value.kind === 'scalar' && typeof value.plain === 'string')
    report.tell('text-for-boolean', value.span, { text: value.plain });
  else if (value.kind === 'list' || (value.kind === 'scalar' && value.plain !== null))
    report.tell('wrong-type', value.span, { expected: 'boolean', found: foundOf(value) });
  return undefined;
}

/** Of a list any, which is the loosest of them. */
function checkCompare(test: Test): Predicate | undefined {
  const { modifier, field, entry } = test;
  const order = orders.find((word) => word === modifier);
  const values = checkAll(test, (node) => {
    const literal = checkLiteral(node, field, test.report);
    return typeof literal === 'number' ? literal : undefined;
  });
  if (order === undefined || values === undefined) return undefined;
  const value = order === 'above' || order === 'at_least' ? Math.min(...values) : Math.max(...values);
  return { kind: 'compare', span: entrySpan(entry), field, order, value };
}

const orders = ['above', 'at_least', 'below', 'at_most'] as const;

function checkSearch(test: Test, kind: 'contains' | 'starts_with' | 'ends_with'): Predicate | undefined {
  const values = checkAll(test, (node) => checkNonEmpty(node, test));
  return values && { kind, span: entrySpan(test.entry), field: test.field, values, nocase: test.nocase };
}

function checkNonEmpty(node: Node, { field, modifier, report }: Test): string | undefined {
  const text = checkText(node, field, report);
  if (text !== '') return text;
  report.tell('matches-everything', node.span, { modifier, field: field.name });
  return undefined;
}

function checkWildcard(node: Node, { field, modifier, report }: Test): WildcardToken[] | undefined {
  const text = checkText(node, field, report);
  if (text === undefined) return undefined;
  const tokens = parseWildcard(text);
  if (tokens === undefined) report.tell('lone-backslash', backslashSpan(node), {});
  else if (tokens.length === 1 && tokens[0] === 'any_run')
    report.tell('matches-everything', node.span, { modifier, field: field.name });
  else return tokens;
  return undefined;
}

function backslashSpan(node: Node): ScalarNode['span'] {
  if (node.kind !== 'scalar' || typeof node.plain !== 'string') return node.span;
  return partSpan(node.span, node.plain, node.plain.length - 1, node.plain.length);
}
