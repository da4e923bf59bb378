const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

const written = /^([0-9]{1,12})(?:([kmgt])(?:i?b)?|b)?$/i;

/**
 * A size of memory as people write it: `512M`, `2GiB`, `800000000`. Every unit is a power of 1024.
 * @returns Bytes, or undefined where the text is no size or the size is zero.
 */
export function parseSize(text: string): number | undefined {
  const parts = written.exec(text);
  if (parts === null) return undefined;
  const [, digits, letter = ''] = parts;
  const power = 'kmgt'.indexOf(letter.toLowerCase()) + 1;
  const size = Number(digits) * 1024 ** (letter === '' ? 0 : power);
  return size > 0 && Number.isSafeInteger(size) ? size : undefined;
}

/** A size for people, to one decimal: `512 MiB`, `1.5 GiB`. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power - 1]}`;
}
