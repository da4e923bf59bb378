import type { DerivationDoc, Format, MappingDoc, SourceDoc, Type } from '../oracle/documents.js';
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
    ...(random.chance(0.5) ? { id: 'req', ...(random.chance(0.3) ? { dedupe: true } : {}) } : {}),
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

function makeDerivation(random: Random, field: string, path: string): DerivationDoc {
  const type = types[field];
  if (type === undefined || type === 'timestamp' || random.chance(0.7)) return { path };
  const any = () => random.pick(paths);
  // Tests yield a boolean, the others below a text.
  const forms =
    type === 'boolean' ? [0, 1, 2, 3, 3] : type === 'keyword' ? [0, 1, 2, 4, 5, 6, 7] : [0, 1, 2, 4, 5];
  switch (random.pick(forms)) {
    case 0:
      return { constant: random.pick(constants[type]) };
    case 1:
    case 2:
      return { first_of: random.shuffle([path, any(), any()]) };
    case 3:
      return {
        any_of: Array.from({ length: random.whole(1, 3) }, () =>
          random.pick([
            { exists: any() },
            { path: any(), equals: random.pick(['a', 'b', 5, true, 0.1]) },
            { path: any(), [random.pick(['above', 'at_least', 'below', 'at_most'])]: random.whole(0, 5) },
          ]),
        ),
      };
    case 4:
      return { prefix: { path }, length: random.whole(1, 3) };
    case 5:
      return { split: { path }, by: random.pick(['-', '.', 'a', '::']), part: random.whole(-2, 2) };
    case 6:
      return {
        network: { path },
        ...(random.chance(0.5) ? { v4: random.whole(0, 32), v6: random.whole(0, 128) } : {}),
      };
    default:
      return { hash: { path } };
  }
}
