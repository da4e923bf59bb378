import type { YamlMap } from './yaml.js';

type Value = string | number | boolean | null;

/** What an event must satisfy, before it is laid out as Sigma's selections and a condition over them. */
export type Detection =
  /** One entry of a selection: the field with its modifiers, and the values of which one must be met. */
  | { readonly kind: 'test'; readonly key: string; readonly values: readonly Value[] }
  | { readonly kind: 'not'; readonly of: Detection }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Detection[] };

type Test = Extract<Detection, { kind: 'test' }>;

/** All of several, without needless nesting; of what is denied none. */
export function allOf(of: readonly Detection[]): Detection {
  const flat = eachOnce(of.flatMap((part) => (part.kind === 'all' ? part.of : [part])));
  const denied = flat.flatMap((part) => (part.kind === 'not' ? [part.of] : []));
  const merged: readonly Detection[] =
    denied.length < 2
      ? flat
      : [...flat.filter(({ kind }) => kind !== 'not'), { kind: 'not', of: anyOf(denied) }];
  const [only, ...others] = merged;
  return only !== undefined && others.length === 0 ? only : { kind: 'all', of: merged };
}

/** Any of several, without needless nesting. */
export function anyOf(of: readonly Detection[]): Detection {
  const flat = eachOnce(of.flatMap((part) => (part.kind === 'any' ? part.of : [part])));
  const [only, ...others] = flat;
  return only !== undefined && others.length === 0 ? only : { kind: 'any', of: flat };
}

function eachOnce(of: readonly Detection[]): readonly Detection[] {
  return [...new Map(of.map((part) => [JSON.stringify(part), part])).values()];
}

/**
 * The `detection` of a rule. Tests that must all hold, each of another key, stand in one selection, and so do tests any of which must, as a
 * list; others stand in one each.
 */
export function writeDetection(detection: Detection): YamlMap {
  const selections = new Map<string, Selection>();
  const nameOf = (entries: Selection): string => {
    const text = JSON.stringify(entries);
    for (const [name, known] of selections) if (JSON.stringify(known) === text) return name;
    const name = selections.size === 0 ? 'selection' : `selection_${selections.size + 1}`;
    selections.set(name, entries);
    return name;
  };
  const condition = writeCondition(detection, nameOf, false);
  return { ...Object.fromEntries(selections), condition };
}

type Selection = YamlMap | readonly YamlMap[];

function writeCondition(node: Detection, nameOf: (entries: Selection) => string, nested: boolean): string {
  if (node.kind === 'test') return nameOf(writeEntries([node]));
  if (node.kind === 'not') return `not ${writeCondition(node.of, nameOf, true)}`;
  if (node.kind === 'any' && node.of.every(isTest))
    return nameOf(node.of.map((test) => writeEntries([test])));
  const tests = node.kind === 'all' ? node.of.filter(isTest) : [];
  const together = new Set(tests.map((test) => test.key)).size === tests.length ? tests : [];
  const rest = node.of.filter((part) => part.kind !== 'test' || !together.includes(part));
  const parts = [
    ...(together.length === 0 ? [] : [nameOf(writeEntries(together))]),
    ...rest.map((part) => writeCondition(part, nameOf, true)),
  ];
  const text = parts.join(node.kind === 'all' ? ' and ' : ' or ');
  return nested && parts.length > 1 ? `(${text})` : text;
}

function isTest(node: Detection): node is Test {
  return node.kind === 'test';
}

function writeEntries(tests: readonly Test[]): YamlMap {
  return Object.fromEntries(
    tests.map(({ key, values }) => {
      const [only, ...others] = values;
      return [key, only !== undefined && others.length === 0 ? only : values];
    }),
  );
}
