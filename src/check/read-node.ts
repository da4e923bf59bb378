import type { Found } from '../diagnostics/form.js';
import type { MapEntry, MapNode, Node, ScalarNode } from '../document/node.js';
import type { Span } from '../text/source-text.js';

/*
 * The checks walk a document whose shape may be wrong in places: the schema has told that. What is not of the wanted shape is
 * undefined here, and passed over without a word.
 */

export function mapOf(node: Node | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined;
}

export function entryOf(node: Node | undefined, key: string): MapEntry | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

/** A text, where it stands, and its node. */
export interface Text {
  readonly text: string;
  readonly span: Span;
  readonly node: ScalarNode;
}

export function asText(node: Node | undefined): Text | undefined {
  return node?.kind === 'scalar' && typeof node.plain === 'string'
    ? { text: node.plain, span: node.span, node }
    : undefined;
}

export function textAt(node: Node | undefined, key: string): Text | undefined {
  return asText(entryOf(node, key)?.value);
}

/** The texts of a list; what is no text in it is left out. */
export function textsAt(node: Node | undefined, key: string): Text[] {
  const value = entryOf(node, key)?.value;
  return value?.kind === 'list' ? value.items.flatMap((item) => asText(item) ?? []) : [];
}

export function plainTextsAt(node: Node | undefined, key: string): string[] {
  return textsAt(node, key).map(({ text }) => text);
}

export function numberAt(node: Node | undefined, key: string): number | undefined {
  const value = entryOf(node, key)?.value;
  return value?.kind === 'scalar' && typeof value.plain === 'number' && Number.isFinite(value.plain)
    ? value.plain
    : undefined;
}

/** A text that must be one of a few; another one is undefined. */
export function wordAt<const T extends string>(
  node: Node | undefined,
  key: string,
  words: readonly T[],
): T | undefined {
  const text = textAt(node, key)?.text;
  return words.find((word) => word === text);
}

export function foundOf(node: Node): Found {
  if (node.kind === 'map' || node.kind === 'list') return node.kind;
  if (typeof node.plain === 'string') return 'text';
  return typeof node.plain === 'number' ? 'number' : typeof node.plain === 'boolean' ? 'boolean' : 'nothing';
}

/** A scalar as its file has it, without quotes. */
export function writtenOf(node: ScalarNode): string {
  return node.written ?? String(node.plain);
}

/** From the key of an entry to the end of its value. */
export function entrySpan({ keySpan, value }: MapEntry): Span {
  return { source: keySpan.source, start: keySpan.start, end: Math.max(keySpan.end, value.span.end) };
}

/**
 * The place of a part of a text, in UTF-16 units of the text. Where the text is written otherwise than it reads (escapes, several
 * lines), the place of the whole.
 */
export function partSpan(span: Span, text: string, from: number, to: number): Span {
  const { source, start } = span;
  const first = source.text[start];
  const at = start + (first === '"' || first === "'" ? 1 : 0);
  return source.text.startsWith(text, at) ? { source, start: at + from, end: at + to } : span;
}
