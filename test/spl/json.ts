import type { Single } from './value.js';

/** A JSON value with its numbers as they are written. */
export type Json =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Json])[] }
  | { readonly kind: 'array'; readonly items: readonly Json[] };

/**
 * Reads JSON, as far as the text goes: where it breaks off (as at Splunk's extraction cutoff), what was whole so far is
 * kept. `complete` says whether all of the text is one well-formed value.
 */
export function readJson(text: string): { value: Json | undefined; complete: boolean } {
  let at = 0;
  let broken = false;
  const skip = (): void => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  };
  const readText = (): string | undefined => {
    const form = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/y;
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found === undefined) return undefined;
    try {
      const decoded: unknown = JSON.parse(found);
      at = form.lastIndex;
      return String(decoded);
    } catch {
      return undefined; // a control character that stands as it is
    }
  };
  const readAny = (): Json | undefined => {
    skip();
    const character = text[at];
    if (character === '"') {
      const read = readText();
      if (read === undefined) broken = true;
      return read === undefined ? undefined : { kind: 'text', text: read };
    }
    if (character === '{' || character === '[') return readMembers(character);
    const form = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
    form.lastIndex = at;
    const word = form.exec(text)?.[0];
    // a number at the very end of a text that is cut may go on
    if (word === undefined || (form.lastIndex === text.length && at > 0)) {
      broken = true;
      return undefined;
    }
    at = form.lastIndex;
    return { kind: 'word', text: word };
  };
  const readMembers = (opening: '{' | '['): Json => {
    const close = opening === '{' ? '}' : ']';
    const entries: [string, Json][] = [];
    const items: Json[] = [];
    const made = (): Json => (opening === '{' ? { kind: 'object', entries } : { kind: 'array', items });
    at++;
    skip();
    if (text[at] === close) {
      at++;
      return made();
    }
    for (;;) {
      let name = '';
      if (opening === '{') {
        skip();
        const read = readText();
        skip();
        if (read === undefined || text[at] !== ':') {
          broken = true;
          return made();
        }
        at++;
        name = read;
      }
      const value = readAny();
      if (value !== undefined && opening === '{') entries.push([name, value]);
      else if (value !== undefined) items.push(value);
      if (broken) return made();
      skip();
      if (text[at] === close) {
        at++;
        return made();
      }
      if (text[at] !== ',') {
        broken = true;
        return made();
      }
      at++;
    }
  };
  const value = readAny();
  skip();
  return { value, complete: !broken && at === text.length };
}

/**
 * The fields that JSON yields: members joined by dots, `{}` for an array, several values under one name a multivalue
 * field (spath command). True, false, null and numbers arrive as they are written.
 */
export function flattenJson(json: Json): Map<string, Single[]> {
  const fields = new Map<string, Single[]>();
  const visit = (node: Json, name: string): void => {
    if (node.kind === 'object')
      for (const [key, value] of node.entries) visit(value, name === '' ? key : `${name}.${key}`);
    else if (node.kind === 'array') for (const item of node.items) visit(item, `${name}{}`);
    else if (name !== '') {
      const values = fields.get(name);
      if (values === undefined) fields.set(name, [node.text]);
      else values.push(node.text);
    }
  };
  visit(json, '');
  return fields;
}

/** What a path leads to: `a.b`, `a{}`, `a{0}.b`; null where it leads to nothing, undefined where it leads to an object. */
export function followPath(json: Json, path: string): readonly Json[] {
  const steps = path.match(/\{\d*\}|[^.{}]+/g) ?? [];
  let reached: readonly Json[] = [json];
  for (const step of steps)
    reached = reached.flatMap((node) => {
      const index = /^\{(\d*)\}$/.exec(step)?.[1];
      if (index === undefined)
        return node.kind === 'object'
          ? node.entries.filter(([key]) => key === step).map(([, value]) => value)
          : [];
      if (node.kind !== 'array') return [];
      return index === '' ? [...node.items] : node.items.slice(Number(index), Number(index) + 1);
    });
  return reached;
}

/** JSON without spaces, its numbers as they are written. */
export function writeJson(json: Json): string {
  switch (json.kind) {
    case 'text':
      return JSON.stringify(json.text);
    case 'word':
      return json.text;
    case 'array':
      return `[${json.items.map(writeJson).join(',')}]`;
    case 'object':
      return `{${json.entries.map(([name, value]) => `${JSON.stringify(name)}:${writeJson(value)}`).join(',')}}`;
  }
}
