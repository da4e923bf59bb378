import type { MapEntry, MapNode, Node } from '../document/node.js';
import type { Derivation, Path, PathTest } from '../ir/mapping.js';
import type { Field, FieldType } from '../ir/source.js';
import { type FieldScope, findField } from './field.js';
import { checkLiteral } from './literal.js';
import { parsePath } from './path.js';
import { asText, entryOf, mapOf, numberAt, textAt } from './read-node.js';
import type { Report } from './report.js';

type DerivationOf<K extends Derivation['kind']> = Extract<Derivation, { kind: K }>;

interface Place {
  /** Undefined where the source has no such field, which was told. */
  readonly field: Field | undefined;
  readonly report: Report;
}

/** How a derivation is read: its key is that of its kind. What has the wrong shape the schema has told. */
interface DerivationReader<K extends Derivation['kind']> {
  /** The types of field that it can yield. */
  readonly yields: readonly FieldType[];
  readonly read: (value: Node, whole: MapNode, place: Place) => DerivationOf<K> | undefined;
}

const anyType: readonly FieldType[] = ['keyword', 'number', 'boolean', 'timestamp', 'ip'];
/** The networks that `network` cuts to where it does not say: what one subscriber is mostly given. */
const usualPrefix = { v4: 24, v6: 64 } as const;

const readers: { readonly [K in Derivation['kind']]: DerivationReader<K> } = {
  path: {
    yields: anyType,
    read: (value, _, { report }) => {
      const path = checkPath(value, report);
      return path && { kind: 'path', path };
    },
  },
  constant: {
    yields: anyType,
    read: (value, _, { field, report }) => {
      const literal = field && checkLiteral(value, field, report);
      return literal === undefined ? undefined : { kind: 'constant', value: literal };
    },
  },
  first_of: {
    yields: anyType,
    read: (value, _, { report }) => {
      const paths = all(value, (item) => checkPath(item, report));
      return paths && { kind: 'first_of', paths };
    },
  },
  any_of: {
    yields: ['boolean'],
    read: (value, _, { report }) => {
      const tests = all(value, (item) => checkTest(item, report));
      return tests && { kind: 'any_of', tests };
    },
  },
  prefix: {
    yields: anyType,
    read: (value, whole, { report }) => {
      const path = checkPath(entryOf(value, 'path')?.value, report);
      const length = numberAt(whole, 'length');
      return path === undefined || length === undefined ? undefined : { kind: 'prefix', path, length };
    },
  },
  split: {
    yields: anyType,
    read: (value, whole, { report }) => {
      const path = checkPath(entryOf(value, 'path')?.value, report);
      const by = textAt(whole, 'by')?.text;
      const part = numberAt(whole, 'part');
      return path === undefined || by === undefined || part === undefined
        ? undefined
        : { kind: 'split', path, by, part };
    },
  },
  network: {
    yields: ['keyword'],
    read: (value, whole, { report }) => {
      const path = checkPath(entryOf(value, 'path')?.value, report);
      const { v4 = usualPrefix.v4, v6 = usualPrefix.v6 } = {
        v4: numberAt(whole, 'v4'),
        v6: numberAt(whole, 'v6'),
      };
      return path && { kind: 'network', path, v4, v6 };
    },
  },
  hash: {
    yields: ['keyword'],
    read: (value, _, { report }) => {
      const path = checkPath(entryOf(value, 'path')?.value, report);
      return path && { kind: 'hash', path };
    },
  },
};

function isKind(key: string): key is Derivation['kind'] {
  return Object.hasOwn(readers, key);
}

/** How one field comes out of a log; undefined after telling what is wrong. */
export function checkDerivation(
  { key, keySpan, value }: MapEntry,
  scope: FieldScope,
): Derivation | undefined {
  const { report } = scope;
  const field = findField(key, keySpan, scope);
  if (value.kind !== 'map') return undefined;
  const kinds = [...value.entries.keys()].filter(isKind);
  // Of a map with other keys alone the schema has told what is missing.
  if (value.entries.size === 0 || kinds.length > 1)
    report.tell('derivation-unclear', keySpan, { field: key, kinds });
  const [kind, second] = kinds;
  const entry = kind === undefined ? undefined : value.entries.get(kind);
  if (kind === undefined || entry === undefined || second !== undefined) return undefined;
  const { yields, read } = readers[kind];
  if (field !== undefined && !yields.includes(field.type))
    report.tell('derivation-type', entry.keySpan, { kind, field: key, type: field.type, yields });
  return read(entry.value, value, { field, report });
}

/** A dotted path; undefined where it is none, which is told. */
export function checkPath(node: Node | undefined, report: Report): Path | undefined {
  const written = asText(node);
  const path = written && parsePath(written.text);
  if (written !== undefined && path === undefined)
    report.tell('illegal-path', written.span, { path: written.text });
  return path;
}

const orders = ['above', 'at_least', 'below', 'at_most'] as const;

/** One test of `any_of`: that a path is there, or one comparison of what lies there. */
function checkTest(node: Node, report: Report): PathTest | undefined {
  const map = mapOf(node);
  if (map === undefined) return undefined;
  const comparisons = ['equals', ...orders].filter((key) => map.entries.has(key));
  const isExists = map.entries.has('exists');
  if (isExists ? map.entries.size > 1 : !map.entries.has('path') || comparisons.length !== 1) {
    report.tell('path-test-unclear', map.span, {});
    return undefined;
  }
  const path = checkPath(map.entries.get(isExists ? 'exists' : 'path')?.value, report);
  if (path === undefined) return undefined;
  if (isExists) return { kind: 'exists', path };
  const equals = map.entries.get('equals')?.value;
  if (equals?.kind === 'scalar')
    return equals.plain === null ? undefined : { kind: 'equals', path, value: equals.plain };
  const order = orders.find((word) => map.entries.has(word));
  const value = order && numberAt(map, order);
  return order === undefined || value === undefined ? undefined : { kind: 'compare', path, order, value };
}

/** Each item of a list checked; undefined where one of them is wrong, after all were looked at. */
function all<T>(node: Node, check: (item: Node) => T | undefined): readonly T[] | undefined {
  if (node.kind !== 'list') return undefined;
  const checked = node.items.map(check).filter((one) => one !== undefined);
  return checked.length === node.items.length && checked.length > 0 ? checked : undefined;
}
