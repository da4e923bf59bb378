import { createRandom, type Random } from '../../random/random.js';
import type { LogLine } from './log.js';

/** When the log begins, milliseconds: 2026-01-12T09:00:00Z. */
export const begin = Date.UTC(2026, 0, 12, 9);
const minute = 60_000;
const hour = 60 * minute;

/** Values of the sample source's fields as JSON text: what rules ask for, its neighbours, and what does not fit. */
const pools: { readonly [field: string]: readonly string[] } = {
  label: [
    '"cat"',
    '"cat"',
    '"dog"',
    '"Cat"',
    '"cat "',
    '"a cat"',
    '"c"',
    '7',
    'true',
    'null',
    '{"a":1}',
    '["cat","dog"]',
  ],
  margin: [
    '0.2',
    '0.19999999999999998',
    '0.1',
    '"0.2"',
    '0.5',
    '0.50',
    '-0',
    '1e-1',
    '"x"',
    'true',
    'null',
    '3',
  ],
  status: [
    '200',
    '200',
    '403',
    '403.0',
    '"403"',
    '500',
    'null',
    '4030',
    '9007199254740992',
    '9007199254740993',
    '1e999',
  ],
  wants_probs: ['true', 'true', 'true', 'true', 'false', '"true"', 'null', '"True"', '1'],
  near_dup: ['true', 'false', 'null'],
  model: ['"a"', '"A"', '"b"', 'null', '"null"'],
  n_features: ['784', '10'],
};

/** A record with the fields given, and others by chance. */
function writeRecord(random: Random, ms: number, given: { readonly [field: string]: string }): LogLine {
  const fields: [string, string][] = [
    ['ts', `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`],
  ];
  for (const [name, pool] of Object.entries(pools))
    if (given[name] !== undefined || random.chance(0.8))
      fields.push([name, given[name] ?? random.pick(pool)]);
  fields.push(...Object.entries(given).filter(([name]) => pools[name] === undefined));
  return { text: `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`, at: ms };
}

/**
 * Traffic of a few principals over five hours: bursts that pass the bounds of the sample rules by one, or miss them by one; events
 * on the edges of windows and a millisecond beside them; records without a principal.
 */
export function makeNativeLog(seed: number): LogLine[] {
  const random = createRandom(seed);
  const lines: LogLine[] = [];
  const burst = (
    who: string,
    count: number,
    distinct: number,
    from: number,
    step: number,
    given = {},
  ): void => {
    for (let i = 0; i < count; i++) {
      const marked = random.chance(0.7) ? { label: '"cat"', wants_probs: 'true' } : {};
      const known = { principal: JSON.stringify(who), input_hash: `"h${i % distinct}"` };
      lines.push(writeRecord(random, from + i * step, { ...known, ...marked, ...given }));
    }
  };
  burst('over', 101, 92, begin + 7 * minute, 30_000);
  burst('exactly', 100, 100, begin + 10 * minute, 30_000);
  burst('ninety', 110, 99, begin + 2 * hour, 20_000);
  burst('ninety-one', 110, 100, begin + 2 * hour + 1, 20_000);
  burst('same', 6, 1, begin + 2 * hour, 5_000);
  burst('same', 6, 1, begin + 2 * hour, 5_000, {
    wants_probs: 'false',
    model: '"a"',
    status: '500',
    margin: '0.2',
  });
  const halves = { label: '"cat"', model: '"a"' };
  burst('halves', 2, 2, begin + hour, 1_000, { ...halves, wants_probs: 'true' });
  burst('halves', 2, 2, begin + hour, 1_000, { ...halves, wants_probs: 'false' });
  const extremes = ['9007199254740992', '9007199254740993', '-9007199254740992', '1e999'];
  for (const margin of extremes)
    burst('extreme', 1, 1, begin + hour, 1, { margin, status: '500', label: '"cat"', near_dup: 'false' });
  for (const nothing of ['null', '"null"'])
    burst('nothing', 1, 1, begin + hour, 1, { label: nothing, model: nothing });
  burst('nothing', 1, 1, begin + hour, 1, { label: '"null"', model: '"a"' });
  burst('nothing', 2, 1, begin + 2 * hour, 1, { label: 'null', model: '"a"', wants_probs: 'true' });
  for (const edge of [5 * minute, hour, 3 * hour])
    for (const off of [-1, 0, 1]) burst('edge', 1, 1, begin + edge + off, 1, { label: '"cat"' });
  for (let i = 0; i < 60; i++) {
    const principal = random.pick(['"few"', '"few"', '"some"', '1', '"1"', '"null"', 'null', '{}']);
    const hash = random.pick(['"h1"', '"h2"', '1', '"-"', '"null"', 'null']);
    const given = random.chance(0.9) ? { principal, input_hash: hash } : { input_hash: hash };
    lines.push(writeRecord(random, begin + random.whole(0, 5 * hour), given));
  }
  const at = begin + 299_999;
  lines.push({ text: `{"ts":${at}4e-4,"principal":"exponent","label":"cat"}`, at });
  lines.push({ text: '{"principal":"untimed","label":"cat"}', at: undefined });
  return lines;
}
