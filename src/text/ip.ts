/*
 * Addresses as the contract has them (section 2): IPv4 in dotted decimal without leading zeros, IPv6 without a zone, written in
 * RFC 5952's form, an IPv4-mapped address being the IPv4 one.
 */

function parseIpv4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes.push(Number(part));
  }
  return bytes;
}

/** The 16-bit groups of a part of an IPv6 address, the last of which may be an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndInIpv4 && index === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (!ipv4) return undefined;
      groups.push(ipv4[0] * 256 + ipv4[1], ipv4[2] * 256 + ipv4[3]);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/**
 * The bytes of an IPv6 address as it stands, IPv4-mapped ones included.
 * @returns 16 bytes, or undefined where the text is no IPv6 address.
 */
export function parseIpv6(text: string): number[] | undefined {
  if (text.length > 45 || !text.includes(':')) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1], true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/**
 * The bytes of an address.
 * @returns 4 bytes for IPv4 and for IPv4-mapped IPv6, 16 for other IPv6, undefined where the text is no address.
 */
export function parseIp(text: string): number[] | undefined {
  const ipv4 = parseIpv4(text);
  if (ipv4) return ipv4;
  const ipv6 = parseIpv6(text);
  return ipv6 && isMapped(ipv6) ? ipv6.slice(12) : ipv6;
}

/** An address in canonical form: dotted decimal for 4 bytes, RFC 5952 for 16. */
export function formatIp(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(bytes[i] * 256 + bytes[i + 1]);
  // The longest run of two or more zero groups, the first of equals, becomes `::`.
  let best = 0;
  let bestAt = -1;
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length >= 2 && length > best) {
      best = length;
      bestAt = at;
    }
  }
  const words = groups.map((group) => group.toString(16));
  if (bestAt < 0) return words.join(':');
  return `${words.slice(0, bestAt).join(':')}::${words.slice(bestAt + best).join(':')}`;
}

/** Whether an address lies in a network of the same family. */
export function isWithin(address: readonly number[], network: readonly number[], prefix: number): boolean {
  if (address.length !== network.length) return false;
  for (let bit = 0; bit < prefix; bit += 8) {
    const left = prefix - bit;
    const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
    if ((address[bit >> 3] & mask) !== (network[bit >> 3] & mask)) return false;
  }
  return true;
}
