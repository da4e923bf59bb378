import { type Unsure, unsure } from './value.js';

/** The bits of an IPv4 address in plain dotted form. */
function readAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? parts.reduce((bits, part) => bits * 256 + part, 0) : undefined;
}

/** The eight groups of an IPv6 address; undefined where it is none or carries an IPv4 part. */
function readGroups(text: string): number[] | undefined {
  if (!/^[0-9a-f:]+$/i.test(text)) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = right === undefined ? 0 : 8 - left.length - right.length;
  if (right !== undefined && missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...(right ?? [])];
  if (groups.length !== 8 || groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

const bitsOf = (groups: readonly number[]): string =>
  groups.map((group) => group.toString(2).padStart(16, '0')).join('');

/**
 * Whether an address lies in a network in CIDR notation (cidrmatch(), and field values of `search`). What is no address
 * is in none; of addresses in odd forms (leading zeros, IPv4 within IPv6) no page says what is made.
 */
export function isIpInNetwork(network: string, address: string): boolean | Unsure {
  const [base = '', width = ''] = network.split('/');
  if (!/^\d{1,3}$/.test(width)) return unsure(`what the network ${network} is`);
  const size = Number(width);
  const v4 = readAddress(base);
  if (/^[0-9.]+$/.test(address) && /(?:^|\.)0\d/.test(address))
    return unsure(`whether the leading zeros of ${address} count in a match with a network`);
  if (v4 !== undefined && size <= 32) {
    const bits = readAddress(address);
    if (bits === undefined)
      return /:.*\d+\.\d+/.test(address) ? unsure(`whether ${address} is in ${network}`) : false;
    const block = 2 ** (32 - size);
    return Math.floor(bits / block) === Math.floor(v4 / block);
  }
  const v6 = readGroups(base);
  if (v6 === undefined || size > 128) return unsure(`what the network ${network} is`);
  if (/:.*\./.test(address) || address.includes('%')) return unsure(`whether ${address} is in ${network}`);
  const groups = readGroups(address);
  if (groups === undefined)
    return readAddress(address) !== undefined && size < 96
      ? unsure(`whether ${address} is in ${network}`)
      : false;
  return bitsOf(groups).slice(0, size) === bitsOf(v6).slice(0, size);
}
