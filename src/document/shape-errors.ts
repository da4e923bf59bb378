import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.js';
import { type Form, type Found, forms } from '../diagnostics/form.js';
import { nearName } from '../text/near-name.js';
import type { MapNode, Node } from './node.js';

/**
 * Turns what the schema validator says into diagnostics: one a mistake, each at the value or key that is to be changed.
 * A value of the wrong type is told once, whatever else its schema asks of it; a missing key is not told beside the misspelt one.
 */
export function tellShapeErrors(errors: readonly ErrorObject[], root: Node): Diagnostic[] {
  const told = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const missing = findMissing(errors);
  for (const error of errors) {
    const node = nodeAt(root, error.instancePath);
    if (node === undefined || node.kind === 'faulty') continue;
    const diagnostic = tellShapeError(error, node, missing);
    // One place has one mistake at a time, but a map can have too much of several keys.
    const key = isMissing(error) ? `${error.instancePath} missing` : `${error.instancePath} ${keyOf(error)}`;
    if (diagnostic === undefined || told.has(key)) continue;
    told.add(key);
    diagnostics.push(diagnostic);
  }
  return diagnostics.sort((a, b) => a.span.start - b.span.start);
}

function isMissing({ keyword }: ErrorObject): boolean {
  return keyword === 'required' || keyword === 'dependentRequired';
}

function keyOf({ params }: ErrorObject): string {
  const key: unknown = params.missingProperty ?? params.additionalProperty ?? params.propertyName;
  return typeof key === 'string' ? key : '';
}

/** The keys that a map lacks, by its place: all but those for which another key of it was probably meant. */
function findMissing(errors: readonly ErrorObject[]): Map<string, string[]> {
  const missing = new Map<string, string[]>();
  for (const error of errors) {
    if (!isMissing(error)) continue;
    const keys = missing.get(error.instancePath);
    if (keys === undefined) missing.set(error.instancePath, [keyOf(error)]);
    else if (!keys.includes(keyOf(error))) keys.push(keyOf(error));
  }
  for (const error of errors) {
    const keys = error.keyword === 'additionalProperties' ? missing.get(error.instancePath) : undefined;
    const near = keys && nearName(keyOf(error), missingOf(error));
    if (keys !== undefined && near !== undefined && keys.includes(near)) keys.splice(keys.indexOf(near), 1);
  }
  return missing;
}

/** The known keys that are not there. */
function missingOf(error: ErrorObject): string[] {
  return knownOf(error).filter((key) => !isKeyOf(error.data, key));
}

function isKeyOf(data: unknown, key: string): boolean {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key);
}

function knownOf({ parentSchema }: ErrorObject): string[] {
  const properties: unknown = parentSchema?.properties;
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function tellShapeError(
  error: ErrorObject,
  node: Node,
  missing: ReadonlyMap<string, readonly string[]>,
): Diagnostic | undefined {
  const { keyword, params } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const key = keyOf(error);
      const near = nearName(key, missingOf(error));
      return diagnose('unknown-key', keySpan(node, key), { key, near, known: knownOf(error) });
    }
    case 'required':
    case 'dependentRequired': {
      const keys = missing.get(error.instancePath) ?? [];
      return keys.length === 0 ? undefined : diagnose('missing-key', startOf(node), { keys });
    }
    case 'propertyNames': {
      const key = keyOf(error);
      return diagnose('illegal-form', keySpan(node, key), { expected: formOf(error.schema), value: key });
    }
    case 'if':
      // What its other branch asks for is told by itself.
      return undefined;
    case 'type':
      return tellType(formOf(error.parentSchema), node);
    case 'enum':
      return tellEnum(error, node);
    case 'pattern':
    case 'minLength':
    case 'maxLength':
      // What the schema of a map's keys says is told as `propertyNames`.
      if (error.propertyName !== undefined) return undefined;
      return diagnose('illegal-form', node.span, {
        expected: formOf(error.parentSchema),
        value: textOf(node),
      });
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return diagnose('out-of-range', node.span, {
        least: numberOf(error.parentSchema?.minimum ?? error.parentSchema?.exclusiveMinimum),
        most: numberOf(error.parentSchema?.maximum),
        open: keyword === 'exclusiveMinimum',
      });
    case 'minItems':
    case 'minProperties':
      if (node.kind === 'list' && node.items.length > 0) return tellType(formOf(error.parentSchema), node);
      return diagnose('empty-list', node.span, { expected: formOf(error.parentSchema) });
    case 'maxItems':
      return tellType(formOf(error.parentSchema), node);
    case 'uniqueItems': {
      const item = node.kind === 'list' ? node.items[Math.max(params.i, params.j)] : undefined;
      return diagnose('repeated-item', (item ?? node).span, { item: textOf(item ?? node) });
    }
    default:
      throw new Error(`no message for the schema keyword ${keyword}`);
  }
}

function tellEnum(error: ErrorObject, node: Node): Diagnostic | undefined {
  if (node.kind !== 'scalar' || typeof node.plain !== 'string') return undefined;
  const allowed: string[] = Array.isArray(error.schema) ? error.schema.map(String) : [];
  const near = nearName(node.plain, allowed);
  return diagnose('illegal-value', node.span, { value: textOf(node), allowed, near });
}

/** A value of the wrong type, and the usual reasons for it. */
function tellType(expected: Form, node: Node): Diagnostic {
  if (node.kind === 'scalar') {
    if (node.plain === null) return diagnose('empty-value', node.span, { expected });
    const text = textOf(node);
    if (expected === 'boolean' && typeof node.plain === 'string')
      return diagnose('text-for-boolean', node.span, { text });
    if (typeof node.plain === 'number' && !Number.isFinite(node.plain))
      return diagnose('number-not-finite', node.span, { text });
    if (typeof node.plain === 'string' && (expected === 'number' || expected === 'whole number'))
      return diagnose('text-for-number', node.span, { text });
    if (typeof node.plain === 'number' && isTextual(expected))
      return diagnose('number-for-text', node.span, { text });
  }
  return diagnose('wrong-type', node.span, { expected, found: foundOf(node) });
}

const textual: ReadonlySet<Form> = new Set<Form>([
  'text',
  'uuid',
  'slug',
  'field name',
  'technique id',
  'link',
  'path',
  'version',
]);

function isTextual(form: Form): boolean {
  return textual.has(form);
}

function foundOf(node: Node): Found {
  if (node.kind === 'map' || node.kind === 'list') return node.kind;
  if (typeof node.plain === 'string') return 'text';
  return typeof node.plain === 'number' ? 'number' : typeof node.plain === 'boolean' ? 'boolean' : 'nothing';
}

function formOf(schema: unknown): Form {
  const form: unknown =
    typeof schema === 'object' && schema !== null && 'x-form' in schema ? schema['x-form'] : undefined;
  return typeof form === 'string' && isForm(form) ? form : 'map';
}

function isForm(text: string): text is Form {
  return Object.hasOwn(forms, text);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(node: Node): string {
  return node.kind === 'scalar' ? (node.written ?? String(node.plain)) : node.kind;
}

/** The value under a JSON pointer, or the map that should have it. */
function nodeAt(root: Node, pointer: string): Node | undefined {
  let node: Node | undefined = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (node?.kind === 'map') node = node.entries.get(key)?.value;
    else if (node?.kind === 'list') node = node.items[Number(key)];
    else return undefined;
  }
  return node;
}

function keySpan(node: Node, key: string): Node['span'] {
  return (node.kind === 'map' && node.entries.get(key)?.keySpan) || node.span;
}

/** Where a map begins: its first key, since a caret under the whole map would say nothing. */
function startOf(node: Node): Node['span'] {
  return (node.kind === 'map' && firstKey(node)) || node.span;
}

function firstKey(node: MapNode): Node['span'] | undefined {
  for (const entry of node.entries.values()) return entry.keySpan;
  return undefined;
}
