import type { ListDoc, Plain } from '../oracle/documents.js';
import type { Random } from './random.js';

const values: { readonly [list: string]: readonly (string | number)[] } = {
  'known-words': ['a', 'A', 'gpt-4', '5', '', '\u{1f600}'],
  'known-sizes': [0, 1, 2, 5, 0.1, -3],
  'known-hosts': ['203.0.113.7', '::ffff:10.0.0.1', '2001:DB8::1'],
};

/** Which list goes with fields of a type. */
export const listOfType = { keyword: 'known-words', number: 'known-sizes', ip: 'known-hosts' } as const;

/** A list for each type that can have one; entries expire about the times of random logs, or never. */
export function makeLists(random: Random): ListDoc[] {
  return Object.entries(values).map(([list, all]) => ({
    list,
    description: 'A list of the random tests',
    entries: random.some(all, 1).map((value) => ({
      value,
      reason: 'It is known',
      owner: 'Tests',
      ...(random.chance(0.4)
        ? {
            expires: random.pick([
              '1969-12-30',
              '1969-12-31',
              '1970-01-01',
              '2026-01-11',
              '2026-01-12',
              '2026-01-14',
            ]),
          }
        : {}),
    })),
  }));
}

/** A test of a field against its type's list, or undefined where there is none. */
export function makeListTest(field: string, type: string): { readonly [key: string]: Plain } | undefined {
  if (type !== 'keyword' && type !== 'number' && type !== 'ip') return undefined;
  return { [`${field}|in_list`]: listOfType[type] };
}
