/*
 * Texts from rules and logs are shown on terminals and in CI logs: nothing in them may move the cursor, change colours, or
 * reorder what a person reads (Unicode TR 36 and CVE-2021-42574 on bidirectional controls).
 */

/** C0, DEL, C1, lone surrogates, line separators, bidirectional controls and the invisible characters that hide text. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\u{e0000}-\u{e0fff}]/gu;

/** A text with each character that a terminal might obey, or a person not see, written as its escape: `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** A value as JSON in which nothing is left that a terminal obeys: JSON's own escapes cover no more than C0. It reads back as the same value. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text cut to so many characters, with an ellipsis where something was cut. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text.slice(0, 2 * most)];
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`;
}

/** How many columns of a terminal a printable text takes: wide characters (UAX 11, roughly) take two, combining marks none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += isCombining(character) ? 0 : isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return columns;
}

function isCombining(character: string): boolean {
  return /^\p{M}$/u.test(character);
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
