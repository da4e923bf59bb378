/** A JSON value that still knows how its numbers were written. */
export type Json =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Json> };

const numberAt = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads a text as one JSON value by RFC 8259's grammar, the last of equal keys counting; undefined where it is not one. */
export function parseJson(text: string): Json | undefined {
  let at = 0;

  function fail(): never {
    throw new SyntaxError(`not JSON at ${at}`);
  }
  function skipSpace(): void {
    while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++;
  }
  function expect(word: string): void {
    if (!text.startsWith(word, at)) fail();
    at += word.length;
  }
  function readString(): string {
    expect('"');
    let out = '';
    for (;;) {
      const char = text.charAt(at++);
      if (char === '' || char < ' ') fail();
      if (char === '"') return out;
      if (char !== '\\') {
        out += char;
        continue;
      }
      const letter = text.charAt(at++);
      const plain = escapes.get(letter);
      if (plain !== undefined) {
        out += plain;
        continue;
      }
      const hex = text.slice(at, at + 4);
      if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) fail();
      at += 4;
      out += String.fromCharCode(Number.parseInt(hex, 16));
    }
  }
  function readItems(close: string, readItem: () => void): void {
    at++;
    skipSpace();
    if (text.charAt(at) === close) {
      at++;
      return;
    }
    for (;;) {
      readItem();
      skipSpace();
      const char = text.charAt(at++);
      if (char === close) return;
      if (char !== ',') fail();
    }
  }
  function readValue(): Json {
    skipSpace();
    switch (text.charAt(at)) {
      case '{': {
        const entries = new Map<string, Json>();
        readItems('}', () => {
          skipSpace();
          const key = readString();
          skipSpace();
          expect(':');
          entries.set(key, readValue());
        });
        return { kind: 'object', entries };
      }
      case '[': {
        const items: Json[] = [];
        readItems(']', () => items.push(readValue()));
        return { kind: 'array', items };
      }
      case '"':
        return { kind: 'string', text: readString() };
      case 't':
        expect('true');
        return { kind: 'boolean', value: true };
      case 'f':
        expect('false');
        return { kind: 'boolean', value: false };
      case 'n':
        expect('null');
        return { kind: 'null' };
      default: {
        numberAt.lastIndex = at;
        const number = numberAt.exec(text);
        if (number === null) fail();
        at += number[0].length;
        return { kind: 'number', text: number[0] };
      }
    }
  }

  try {
    const value = readValue();
    skipSpace();
    return at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a text as a whole is a number by JSON's grammar. */
export function isNumberText(text: string): boolean {
  numberAt.lastIndex = 0;
  return numberAt.exec(text)?.[0].length === text.length;
}
