/** The 4 or 16 bytes of an address; an IPv4-mapped one is the IPv4 one. Undefined where the text is none. */
export function parseAddress(text: string): number[] | undefined {
  const bytes = text.includes(':') ? parseV6(text) : parseV4(text);
  if (bytes?.length !== 16) return bytes;
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return mapped ? bytes.slice(12) : bytes;
}

function parseV4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  if (!parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

/** RFC 4291, section 2.2: eight groups, `::` once for one or more groups of zeros, the last two perhaps as IPv4. */
function parseV6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const read: number[][] = [];
  for (const [index, half] of halves.entries()) {
    const bytes: number[] = [];
    const groups = half === '' ? [] : half.split(':');
    for (const [place, group] of groups.entries()) {
      if (group.includes('.')) {
        const v4 = parseV4(group);
        const isLast = index === halves.length - 1 && place === groups.length - 1;
        if (v4 === undefined || !isLast) return undefined;
        bytes.push(...v4);
      } else {
        if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
        const value = Number.parseInt(group, 16);
        bytes.push(value >> 8, value & 255);
      }
    }
    read.push(bytes);
  }
  const [head = [], tail] = read;
  if (tail === undefined) return head.length === 16 ? head : undefined;
  const gap = 16 - head.length - tail.length;
  if (gap < 2) return undefined;
  return [...head, ...new Array<number>(gap).fill(0), ...tail];
}

/** An address in RFC 5952's form: lower case, no leading zeros, the longest (of equals the first) run of zero groups as `::`. */
export function writeAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0));
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

/** Whether an address lies in a network such as `203.0.113.0/24`. The families never meet. */
export function isInside(address: string, network: string): boolean {
  const [base = '', length = ''] = network.split('/');
  const [inner, outer] = [parseAddress(address), parseAddress(base)];
  if (inner === undefined || outer === undefined) throw new Error(`not addresses: ${address}, ${network}`);
  if (inner.length !== outer.length) return false;
  const bits = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits(inner).slice(0, Number(length)) === bits(outer).slice(0, Number(length));
}
