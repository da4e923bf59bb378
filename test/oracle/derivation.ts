import { createHash } from 'node:crypto';
import { parseAddress, writeAddress } from './address.js';
import type { DerivationDoc, Format, PathTestDoc, Type } from './documents.js';
import { type Json, parseJson } from './json.js';
import { type Coerced, coerce, isWellFormed } from './value.js';

/** `a."b.c"` is the keys `a` and `b.c`. */
export function splitPath(path: string): string[] {
  const keys = path.match(/"(?:[^"\\]|\\.)*"|[^."]+/g) ?? [];
  return keys.map((key) => (key.startsWith('"') ? String(JSON.parse(key)) : key));
}

/** What lies at a path, which leads through objects and through texts that hold one. */
export function follow(json: Json, path: readonly string[]): Json | undefined {
  let at: Json | undefined = json;
  for (const key of path) {
    if (at?.kind === 'string') at = isWellFormed(at.text) ? parseJson(at.text) : undefined;
    at = at?.kind === 'object' ? at.entries.get(key) : undefined;
  }
  return at;
}

/** A field as a derivation yields it. */
export function derive(json: Json, derivation: DerivationDoc, type: Type, format: Format): Coerced {
  const find = (path: string) => follow(json, splitPath(path));
  const asText = (text: string | undefined) =>
    text === undefined ? coerce(undefined, type, format) : coerce({ kind: 'string', text }, type, format);
  if ('path' in derivation) return coerce(find(derivation.path), type, format);
  if ('constant' in derivation) return coerce(parseJson(JSON.stringify(derivation.constant)), type, format);
  if ('first_of' in derivation) {
    const all = derivation.first_of.map((path) => coerce(find(path), type, format));
    const found = all.find(({ kind }) => kind === 'value') ?? all.find(({ kind }) => kind === 'unfit');
    return found ?? coerce(undefined, type, format);
  }
  if ('any_of' in derivation)
    return asText(String(derivation.any_of.some((test) => passes(test, find, format))));
  if ('prefix' in derivation)
    return changed(find(derivation.prefix.path), 'keyword', format, asText, (text) =>
      [...text].slice(0, derivation.length).join(''),
    );
  if ('split' in derivation)
    return changed(find(derivation.split.path), 'keyword', format, asText, (text) =>
      text.split(derivation.by).at(derivation.part),
    );
  if ('network' in derivation) {
    const { network, v4 = 24, v6 = 64 } = derivation;
    return changed(find(network.path), 'ip', format, asText, (text) => cutAddress(text, v4, v6));
  }
  const value = find(derivation.hash.path);
  if (value?.kind === 'object' || value?.kind === 'array') return asText(sha256(writeSorted(value)));
  return changed(value, 'keyword', format, asText, sha256);
}

/** A field that is made of the text of another value. */
function changed(
  json: Json | undefined,
  from: Type,
  format: Format,
  asText: (text: string | undefined) => Coerced,
  change: (text: string) => string | undefined,
): Coerced {
  const read = coerce(json, from, format);
  return read.kind === 'value' ? asText(change(String(read.value))) : read;
}

function passes(test: PathTestDoc, find: (path: string) => Json | undefined, format: Format): boolean {
  if (test.exists !== undefined) {
    const json = find(String(test.exists));
    return json !== undefined && json.kind !== 'null';
  }
  const json = find(String(test.path));
  if (test.equals !== undefined) {
    const type = { string: 'keyword', number: 'number', boolean: 'boolean' } as const;
    const read = coerce(json, type[jsType(test.equals)], format);
    return read.kind === 'value' && read.value === test.equals;
  }
  const read = coerce(json, 'number', format);
  if (read.kind !== 'value') return false;
  const value = Number(read.value);
  if (test.above !== undefined) return value > Number(test.above);
  if (test.at_least !== undefined) return value >= Number(test.at_least);
  if (test.below !== undefined) return value < Number(test.below);
  return value <= Number(test.at_most);
}

function jsType(value: string | number | boolean): 'string' | 'number' | 'boolean' {
  if (typeof value === 'string') return 'string';
  return typeof value === 'number' ? 'number' : 'boolean';
}

/** The network of an address in canonical form, by its bits. */
function cutAddress(text: string, v4: number, v6: number): string | undefined {
  const bytes = parseAddress(text);
  if (bytes === undefined) return undefined;
  const prefix = bytes.length === 4 ? v4 : v6;
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const kept = bits.slice(0, prefix).padEnd(bits.length, '0');
  const cut = bytes.map((_, i) => Number.parseInt(kept.slice(i * 8, i * 8 + 8), 2));
  return `${writeAddress(cut)}/${prefix}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function writeSorted(json: Json): string {
  switch (json.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(json.value);
    case 'number':
      return JSON.stringify(Number(json.text));
    case 'string':
      return JSON.stringify(json.text);
    case 'array':
      return `[${json.items.map(writeSorted).join(',')}]`;
    case 'object': {
      const keys = [...json.entries.keys()].sort();
      const members = keys.map((key) => {
        const value = json.entries.get(key);
        return `${JSON.stringify(key)}:${value === undefined ? '' : writeSorted(value)}`;
      });
      return `{${members.join(',')}}`;
    }
  }
}
