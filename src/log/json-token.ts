/*
 * The tokens of JSON (RFC 8259) over bytes that are known to be UTF-8, and that are followed by a line feed. A line feed is part of no
 * token, so every loop stops there without a test of its own. Each function takes where a token begins and gives the place after it.
 */

/** What a function gives where the grammar is broken. */
export const BAD = -1;

export const byteOf = {
  quote: 0x22,
  backslash: 0x5c,
  comma: 0x2c,
  colon: 0x3a,
  minus: 0x2d,
  point: 0x2e,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  t: 0x74,
  f: 0x66,
  n: 0x6e,
  u: 0x75,
  zero: 0x30,
  nine: 0x39,
} as const;

/** 1 for the bytes that end a run of plain characters inside a string: quote, backslash and controls. */
const stops = new Uint8Array(256);
stops.fill(1, 0, 0x20);
stops[byteOf.quote] = 1;
stops[byteOf.backslash] = 1;

const isHex = new Uint8Array(256);
for (const digit of Buffer.from('0123456789abcdefABCDEF')) isHex[digit] = 1;

/** 1 for the letters that may follow a backslash, `u` apart. */
const isEscape = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) isEscape[letter] = 1;

/** Over the plain characters of a string: to a quote, a backslash or what does not belong there. */
export function skipPlain(bytes: Uint8Array, from: number): number {
  let at = from;
  while (stops[bytes[at]] === 0) at++;
  return at;
}

/** From the byte after the opening quote to the closing quote, or BAD. */
export function skipString(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (stops[bytes[at]] === 0) at++;
    if (bytes[at] === byteOf.quote) return at;
    if (bytes[at] !== byteOf.backslash) return BAD;
    const letter = bytes[at + 1];
    if (isEscape[letter] === 1) at += 2;
    else if (
      letter === byteOf.u &&
      isHex[bytes[at + 2]] === 1 &&
      isHex[bytes[at + 3]] === 1 &&
      isHex[bytes[at + 4]] === 1 &&
      isHex[bytes[at + 5]] === 1
    )
      at += 6;
    else return BAD;
  }
}

function isDigit(byte: number): boolean {
  return byte >= byteOf.zero && byte <= byteOf.nine;
}

/** Over a number, or BAD. */
export function skipNumber(bytes: Uint8Array, from: number): number {
  let at = from;
  if (bytes[at] === byteOf.minus) at++;
  if (bytes[at] === byteOf.zero) at++;
  else {
    if (!isDigit(bytes[at])) return BAD;
    while (isDigit(bytes[at])) at++;
  }
  if (bytes[at] === byteOf.point) {
    at++;
    if (!isDigit(bytes[at])) return BAD;
    while (isDigit(bytes[at])) at++;
  }
  if ((bytes[at] | 0x20) === 0x65) {
    at++;
    if (bytes[at] === 0x2b || bytes[at] === byteOf.minus) at++;
    if (!isDigit(bytes[at])) return BAD;
    while (isDigit(bytes[at])) at++;
  }
  return at;
}

/** Over spaces, tabs and CR. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0d) at++;
  return at;
}

function skipWord(bytes: Uint8Array, from: number, word: string): number {
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word.charCodeAt(i)) return BAD;
  return from + word.length;
}

/** Over a string, number, true, false or null, or BAD. */
export function skipScalar(bytes: Uint8Array, from: number): number {
  switch (bytes[from]) {
    case byteOf.quote: {
      const close = skipString(bytes, from + 1);
      return close === BAD ? BAD : close + 1;
    }
    case byteOf.t:
      return skipWord(bytes, from, 'true');
    case byteOf.f:
      return skipWord(bytes, from, 'false');
    case byteOf.n:
      return skipWord(bytes, from, 'null');
    default:
      return skipNumber(bytes, from);
  }
}

/** From a key's opening quote over the colon to the first byte of its value, or BAD. */
function skipKey(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== byteOf.quote) return BAD;
  const close = skipString(bytes, from + 1);
  if (close === BAD) return BAD;
  const at = skipSpace(bytes, close + 1);
  return bytes[at] === byteOf.colon ? skipSpace(bytes, at + 1) : BAD;
}

/** The brackets that are open, outermost first. It grows with the depth of a value, so that no depth exhausts the stack. */
let open = new Uint8Array(64);

/** Over an object or an array of any depth, or BAD. */
export function skipNested(bytes: Uint8Array, from: number): number {
  let at = from;
  let depth = 0;
  for (;;) {
    // at the first byte of a value
    const first = bytes[at];
    if (first === byteOf.openBrace || first === byteOf.openBracket) {
      if (depth === open.length) {
        const larger = new Uint8Array(open.length * 2);
        larger.set(open);
        open = larger;
      }
      open[depth++] = first;
      at = skipSpace(bytes, at + 1);
      if (first === byteOf.openBrace && bytes[at] !== byteOf.closeBrace) {
        at = skipKey(bytes, at);
        if (at === BAD) return BAD;
        continue;
      }
      if (first === byteOf.openBracket && bytes[at] !== byteOf.closeBracket) continue;
    } else {
      at = skipScalar(bytes, at);
      if (at === BAD) return BAD;
      at = skipSpace(bytes, at);
    }
    // after a value: close what ends here, then on to the next one
    for (;;) {
      const inObject = open[depth - 1] === byteOf.openBrace;
      if (bytes[at] === byteOf.comma) {
        at = skipSpace(bytes, at + 1);
        if (inObject) {
          at = skipKey(bytes, at);
          if (at === BAD) return BAD;
        }
        break;
      }
      if (bytes[at] !== (inObject ? byteOf.closeBrace : byteOf.closeBracket)) return BAD;
      at++;
      if (--depth === 0) return at;
      at = skipSpace(bytes, at);
    }
  }
}

/** Over any value, or BAD. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  return first === byteOf.openBrace || first === byteOf.openBracket
    ? skipNested(bytes, from)
    : skipScalar(bytes, from);
}
