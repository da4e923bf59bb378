import type { Network } from '../ir/predicate.js';
import { formatIp, parseIp, parseIpv6 } from '../text/ip.js';
import type { Span } from '../text/source-text.js';
import type { Report } from './report.js';

/** Bits before the IPv4 address in an IPv4-mapped one. */
const mappedBits = 96;

/** A network in canonical form, or undefined after telling what is wrong with it. */
export function checkNetwork(text: string, span: Span, report: Report): Network | undefined {
  const parts = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = parts?.[1] ?? '';
  const prefix = Number(parts?.[2] ?? -1);
  const wide = parseIpv6(address);
  const bytes = parseIp(address);
  if (parts === null || bytes === undefined || prefix > (wide ?? bytes).length * 8) {
    report.tell('illegal-network', span, { text });
    return undefined;
  }
  if (wide !== undefined && bytes.length === 4) {
    const network = prefix < mappedBits ? undefined : nameNetwork(bytes, prefix - mappedBits);
    report.tell('mapped-network', span, { text, network });
    return undefined;
  }
  const masked = mask(bytes, prefix);
  if (masked.some((byte, index) => byte !== bytes[index])) {
    report.tell('bits-below-prefix', span, { text, network: nameNetwork(bytes, prefix) });
    return undefined;
  }
  return { bytes, prefix, text: nameNetwork(bytes, prefix) };
}

function mask(bytes: readonly number[], prefix: number): number[] {
  return bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - index * 8))));
}

function nameNetwork(bytes: readonly number[], prefix: number): string {
  return `${formatIp(mask(bytes, prefix))}/${prefix}`;
}
