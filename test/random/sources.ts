import type { Format, MappingDoc, SourceDoc, Type } from '../oracle/documents.js';
import type { Random } from './random.js';

export const formats: readonly Format[] = [
  'epoch_seconds',
  'epoch_millis',
  'epoch_micros',
  'epoch_nanos',
  'rfc3339',
  'dotnet_ticks',
];

/** Fields of every type. */
export const types: { readonly [field: string]: Type } = {
  ts: 'timestamp',
  who: 'keyword',
  net: 'keyword',
  word: 'keyword',
  size: 'number',
  cost: 'number',
  flag: 'boolean',
  near: 'boolean',
  addr: 'ip',
  seen: 'timestamp',
  req: 'keyword',
};

export function makeSource(random: Random): SourceDoc {
  const fields = Object.entries(types).map(([name, type]) => [
    name,
    { type, required: name === 'ts' || random.chance(0.2), description: `The ${name} of a request` },
  ]);
  return {
    source: 'traffic',
    description: 'Requests as the random tests make them',
    time: { field: 'ts', format: random.pick(formats) },
    ...(random.chance(0.5) ? { id: 'req' } : {}),
    fields: Object.fromEntries(fields),
    define: {
      big: { 'size|at_least': 5 },
      small: { not: { is: 'big' } },
      shady: [{ is: 'big', flag: true }, { 'word|contains': 'a' }],
    },
  };
}

const paths = [
  'ts',
  'at.time',
  'who',
  'user',
  'user.id',
  'user."full.name"',
  'net',
  'word',
  'w.o',
  'w.o.r.d',
  'n',
  'p.q',
  'p.r.s',
  'o',
  'm."x y"',
  'flag',
];

/** A log of another shape, now and then with a constant, without a field, or with the time where the source has it. */
export function makeMapping(random: Random): MappingDoc {
  const free = random.shuffle(paths);
  const take = () => free.pop() ?? 'none';
  const time = random.chance(0.8) ? take() : undefined;
  const fields = Object.keys(types)
    .filter((name) => name !== 'ts' && random.chance(0.8))
    .map((name) => [name, makeDerivation(random, name, take())]);
  return {
    mapping: 'elsewhere',
    description: 'The same requests in another shape',
    source: 'traffic',
    ...(time === undefined ? {} : { time: { path: time, format: random.pick(formats) } }),
    fields: { ...(random.chance(0.5) ? { ts: { path: time ?? 'ts' } } : {}), ...Object.fromEntries(fields) },
  };
}

const constants: { readonly [type in Exclude<Type, 'timestamp'>]: readonly (string | number | boolean)[] } = {
  keyword: ['a', 'b', '', '5'],
  number: [0, 5, 0.1],
  boolean: [true, false],
  ip: ['::ffff:203.0.113.7', '2001:DB8::1'],
};

function makeDerivation(
  random: Random,
  field: string,
  path: string,
): { path: string } | { constant: string | number | boolean } {
  const type = types[field];
  if (type === undefined || type === 'timestamp' || random.chance(0.9)) return { path };
  return { constant: random.pick(constants[type]) };
}
