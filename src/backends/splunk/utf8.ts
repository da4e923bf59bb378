/** A range of bytes in each place of a character's UTF-8. */
export type ByteRanges = readonly (readonly [low: number, high: number])[];

/** The last code point of each length in UTF-8. */
const lasts = [0x7f, 0x7ff, 0xffff, 0x10ffff];

/** A range of code points as sequences of ranges of bytes, which match exactly its characters in UTF-8 and nothing else. */
export function toByteRanges(low: number, high: number): readonly ByteRanges[] {
  const end = lasts.find((last) => low <= last) ?? high;
  if (high > end) return [...toByteRanges(low, end), ...toByteRanges(end + 1, high)];
  // The low bits of a character's last bytes, from one byte to three: a range that begins or ends within such a block is cut there.
  for (const bits of [6, 12, 18]) {
    const block = 2 ** bits;
    if (high <= 0x7f || Math.floor(low / block) === Math.floor(high / block)) break;
    if (low % block !== 0) {
      const cut = (Math.floor(low / block) + 1) * block;
      return [...toByteRanges(low, cut - 1), ...toByteRanges(cut, high)];
    }
    if ((high + 1) % block !== 0) {
      const cut = Math.floor(high / block) * block;
      return [...toByteRanges(low, cut - 1), ...toByteRanges(cut, high)];
    }
  }
  const first = Buffer.from(String.fromCodePoint(low), 'utf8');
  const last = Buffer.from(String.fromCodePoint(high), 'utf8');
  return [[...first].map((byte, i) => [byte, last[i] ?? byte] as const)];
}
