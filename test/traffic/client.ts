import { createHash } from 'node:crypto';
import type { Random } from '../random/random.js';
import type { Line } from './line.js';

/** Who sends, from where, with what. */
export interface Client {
  readonly principal: string;
  readonly org: string;
  readonly src_ip: string;
  readonly asn: number;
  readonly user_agent: string;
  /** How old the principal is; thieves come with new keys more often than not. */
  readonly principal_age_days: number;
}

const agents = ['python-requests/2.32.3', 'okhttp/4.12.0', 'axios/1.7.7', 'Go-http-client/2.0', 'curl/8.5.0'];
export const browser = 'Mozilla/5.0 (Macintosh)';

/** A client with an address, a network and an organisation of its own. */
export function makeClient(principal: string, random: Random, given: Partial<Client> = {}): Client {
  const octet = () => random.whole(1, 254);
  return {
    principal,
    org: `org-${random.whole(400, 999)}`,
    src_ip: `${random.whole(11, 190)}.${octet()}.${octet()}.${octet()}`,
    asn: random.whole(1300, 1999),
    user_agent: random.pick(agents),
    principal_age_days: random.whole(30, 900),
    ...given,
  };
}

/** Milliseconds between requests, one after the other. */
export type Pace = (index: number) => number;

/** As a program sends that waits for each answer. */
export function steady(mean: number, jitter: number, random: Random): Pace {
  return () => Math.max(1, Math.round(mean * (1 + jitter * (random.whole(-1000, 1000) / 1000))));
}

/** As people send: short gaps most of the time, and long ones. */
export function human(median: number, random: Random): Pace {
  return () => {
    const normal = Array.from({ length: 6 }, () => random.whole(-1000, 1000) / 1000).reduce(
      (a, b) => a + b,
      0,
    );
    return Math.max(400, Math.round(median * Math.exp(normal)));
  };
}

/** Sends some inputs, as they were answered when they were first sent. */
export function send(
  client: Client,
  inputs: readonly Line[],
  start: string,
  pace: Pace,
  change: (line: Line, index: number) => Partial<Line> = () => ({}),
): Line[] {
  let time = Date.parse(start);
  return inputs.map((input, index) => {
    if (index > 0) time += pace(index);
    return { ...input, ...change(input, index), ...client, ts: new Date(time).toISOString() };
  });
}

/** A hash of the length of the lab's, of an input that has none yet. */
export function hashOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 24);
}
