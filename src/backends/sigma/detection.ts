import type { YamlMap } from './yaml.js';

type Value = string | number | boolean;

/** What an event must satisfy, before it is laid out as Sigma's selections and a condition over them. */
export type Detection =
  /** One entry of a selection: the field with its modifiers, and the values of which one must be met. */
  | { readonly kind: 'test'; readonly key: string; readonly values: readonly Value[] }
  | { readonly kind: 'not'; readonly of: Detection }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Detection[] };

type Test = Extract<Detection, { kind: 'test' }>;

/** All of several, without needless nesting. */
export function allOf(of: readonly Detection[]): Detection {
  const flat = of.flatMap((part) => (part.kind === 'all' ? part.of : [part]));
  const [only, ...others] = flat;
  return only !== undefined && others.length === 0 ? only : { kind: 'all', of: flat };
}

/** The `detection` of a rule. Tests that must all hold, each of another key, stand in one selection; others in one each. */
export function writeDetection(detection: Detection): YamlMap {
  const selections = new Map<string, YamlMap>();
  const nameOf = (entries: YamlMap): string => {
    const text = JSON.stringify(entries);
    for (const [name, known] of selections) if (JSON.stringify(known) === text) return name;
    const name = selections.size === 0 ? 'selection' : `selection_${selections.size + 1}`;
    selections.set(name, entries);
    return name;
  };
  const condition = writeCondition(detection, nameOf, false);
  return { ...Object.fromEntries(selections), condition };
}

function writeCondition(node: Detection, nameOf: (entries: YamlMap) => string, nested: boolean): string {
  if (node.kind === 'test') return nameOf(writeEntries([node]));
  if (node.kind === 'not') return `not ${writeCondition(node.of, nameOf, true)}`;
  const tests = node.kind === 'all' ? node.of.filter((part) => part.kind === 'test') : [];
  const together = new Set(tests.map((test) => test.key)).size === tests.length ? tests : [];
  const rest = node.of.filter((part) => part.kind !== 'test' || !together.includes(part));
  const parts = [
    ...(together.length === 0 ? [] : [nameOf(writeEntries(together))]),
    ...rest.map((part) => writeCondition(part, nameOf, true)),
  ];
  const text = parts.join(node.kind === 'all' ? ' and ' : ' or ');
  return nested && parts.length > 1 ? `(${text})` : text;
}

function writeEntries(tests: readonly Test[]): YamlMap {
  return Object.fromEntries(
    tests.map(({ key, values }) => {
      const [only, ...others] = values;
      return [key, only !== undefined && others.length === 0 ? only : values];
    }),
  );
}
