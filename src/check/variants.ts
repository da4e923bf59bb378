import type { MapEntry, MapNode, Plain, ScalarNode } from '../document/node.js';
import { variantKeys } from '../document/schema/rule.js';
import { uuid5 } from '../text/uuid.js';
import { isSlug } from './file-name.js';
import { asText, mapOf, textAt } from './read-node.js';
import type { Report } from './report.js';

const mostVariants = 100;
/** Values of the file, times its variants. */
const mostValues = 200_000;

/**
 * The rules that a file with variants stands for, each written out: the file's map with the variant's keys in place of its own.
 * What comes from the variant keeps the variant's place, and so does the name; all else that of the file.
 * @param root The file; its shape was checked.
 * @param variants The file's entry of that name.
 * @returns None where there are too many, which is told.
 */
export function expandVariants(root: MapNode, variants: MapEntry, report: Report): MapNode[] {
  const entries = [...(mapOf(variants.value)?.entries.values() ?? [])];
  if (entries.length > mostVariants || entries.length * root.size > mostValues) {
    report.tell('too-many-variants', variants.keySpan, { variants: mostVariants, values: mostValues });
    return [];
  }
  // Of a key that is no name, the schema has told.
  return entries.filter(({ key }) => isSlug(key)).map((variant) => writeOut(root, variant));
}

function writeOut(root: MapNode, { key, keySpan, value }: MapEntry): MapNode {
  const own = mapOf(value)?.entries ?? new Map<string, MapEntry>();
  const merged = new Map<string, MapEntry>();
  // First, so that what is missing of the whole is told at the variant.
  const name = textAt(root, 'name');
  if (name !== undefined) merged.set('name', textEntry('name', `${name.text}-${key}`, keySpan));
  for (const entry of root.entries.values())
    if (entry.key !== 'variants' && !merged.has(entry.key)) merged.set(entry.key, entry);
  const id = root.entries.get('id');
  const namespace = asText(id?.value);
  if (id !== undefined && namespace !== undefined)
    merged.set('id', { ...id, value: textNode(uuid5(namespace.text, key), namespace.span) });
  for (const entry of own.values())
    if (Object.hasOwn(variantKeys, entry.key))
      merged.set(entry.key, entry.key === 'signals' ? mergeSignals(merged.get('signals'), entry) : entry);
  return mapNode(root.span, merged);
}

/** Each signal that the variant names takes the place of the file's of that name, or joins them. */
function mergeSignals(base: MapEntry | undefined, own: MapEntry): MapEntry {
  const theirs = mapOf(base?.value);
  const ours = mapOf(own.value);
  if (theirs === undefined || ours === undefined) return own;
  return { ...own, value: mapNode(own.value.span, new Map([...theirs.entries, ...ours.entries])) };
}

function mapNode(span: MapNode['span'], entries: ReadonlyMap<string, MapEntry>): MapNode {
  const plain: Record<string, Plain> = Object.create(null);
  let size = 1;
  for (const { key, value } of entries.values()) {
    plain[key] = value.plain;
    size += value.size;
  }
  return { kind: 'map', span, plain, size, entries };
}

function textEntry(key: string, text: string, span: MapEntry['keySpan']): MapEntry {
  return { key, keySpan: span, value: textNode(text, span) };
}

function textNode(text: string, span: MapEntry['keySpan']): ScalarNode {
  return { kind: 'scalar', span, plain: text, size: 1 };
}
