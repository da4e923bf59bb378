import { createHash } from 'node:crypto';
import type { Derivation, PathTest } from '../ir/mapping.js';
import type { Order } from '../ir/predicate.js';
import type { Field, FieldType, TimeFormat } from '../ir/source.js';
import { formatIp, parseIp } from '../text/ip.js';
import { coerceLeaf, type Outcome } from './coerce.js';
import type { KeyPaths } from './key-tree.js';
import { type Leaves, leafKind } from './leaf.js';
import { createRow, type Row, textAt } from './row.js';

/** How one field comes out of a line's leaves into its slot. */
export interface Derive {
  readonly slot: number;
  readonly read: (leaves: Leaves, row: Row) => Outcome;
}

type DerivationOf<K extends Derivation['kind']> = Extract<Derivation, { kind: K }>;

/** What every derivation needs to know of its field. */
interface Place {
  readonly slot: number;
  readonly type: FieldType;
  readonly format: TimeFormat;
  readonly paths: KeyPaths;
}

type Planners = {
  readonly [K in Derivation['kind']]: (derivation: DerivationOf<K>, place: Place) => Derive['read'];
};

const scratch = createRow(1);

function coerce(
  leaves: Leaves,
  leaf: number,
  row: Row,
  slot: number,
  type: FieldType,
  format: TimeFormat,
): Outcome {
  return coerceLeaf(
    row,
    slot,
    type,
    format,
    leaves.kinds[leaf],
    leaves.buffers[leaf],
    leaves.starts[leaf],
    leaves.ends[leaf],
  );
}

/** Puts a text into a slot as if the log held it as a string. */
function putText(row: Row, slot: number, text: string, { type, format }: Place): Outcome {
  const bytes = Buffer.from(`${text}"`, 'utf8');
  return coerceLeaf(row, slot, type, format, leafKind.text, bytes, 0, bytes.length - 1);
}

/** A derivation that makes a text of another: the text of a leaf as a keyword, or nothing where the new one is undefined. */
function fromText(
  leaf: number,
  place: Place,
  type: 'keyword' | 'ip',
  change: (text: string) => string | undefined,
): Derive['read'] {
  return (leaves, row) => {
    row.present[place.slot] = 0;
    const outcome = coerce(leaves, leaf, scratch, 0, type, place.format);
    if (outcome !== 'present') return outcome;
    const text = change(textAt(scratch, 0));
    return text === undefined ? 'absent' : putText(row, place.slot, text, place);
  };
}

/** Deeper values than this have no hash: writing them out would exhaust the stack. */
const DEEPEST = 1000;

/** JSON with its keys in order of UTF-16 code units and no spaces; undefined where it is nested too deeply. */
function writeSorted(value: unknown, depth = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts: string[] = [];
  const keys = Array.isArray(value) ? undefined : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, inner] of keys ?? Object.entries(value)) {
    const written = writeSorted(inner, depth + 1);
    if (written === undefined) return undefined;
    parts.push(keys ? `${JSON.stringify(key)}:${written}` : written);
  }
  return keys ? `{${parts.join(',')}}` : `[${parts.join(',')}]`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** An address cut to its network, `203.0.113.0/24`. */
function networkOf(address: readonly number[], v4: number, v6: number): string {
  const prefix = address.length === 4 ? v4 : v6;
  const bytes = address.map((byte, i) => {
    const kept = Math.min(8, Math.max(0, prefix - i * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return `${formatIp(bytes)}/${prefix}`;
}

const holds: { readonly [O in Order]: (value: number, bound: number) => boolean } = {
  above: (value, bound) => value > bound,
  at_least: (value, bound) => value >= bound,
  below: (value, bound) => value < bound,
  at_most: (value, bound) => value <= bound,
};

function planTest(test: PathTest, { paths, format }: Place): (leaves: Leaves) => boolean {
  const leaf = paths.add(test.path);
  switch (test.kind) {
    case 'exists':
      return ({ kinds }) => kinds[leaf] !== leafKind.none && kinds[leaf] !== leafKind.null;
    case 'compare': {
      const compare = holds[test.order];
      return (leaves) =>
        coerce(leaves, leaf, scratch, 0, 'number', format) === 'present' &&
        compare(scratch.numbers[0], test.value);
    }
    case 'equals': {
      const { value } = test;
      if (typeof value === 'string')
        return (leaves) =>
          coerce(leaves, leaf, scratch, 0, 'keyword', format) === 'present' && textAt(scratch, 0) === value;
      const type = typeof value;
      return (leaves) =>
        coerce(leaves, leaf, scratch, 0, type === 'boolean' ? 'boolean' : 'number', format) === 'present' &&
        scratch.numbers[0] === Number(value);
    }
  }
}

const planners: Planners = {
  path({ path }, { slot, type, format, paths }) {
    const leaf = paths.add(path);
    return (leaves, row) => coerce(leaves, leaf, row, slot, type, format);
  },
  constant({ value }, place) {
    return (_leaves, row) => putText(row, place.slot, String(value), place);
  },
  first_of({ paths: several }, { slot, type, format, paths }) {
    const leaves = several.map(paths.add);
    return (found, row) => {
      let outcome: Outcome = 'absent';
      for (const leaf of leaves) {
        const one = coerce(found, leaf, row, slot, type, format);
        if (one === 'present') return one;
        if (one === 'unfit') outcome = one;
      }
      return outcome;
    };
  },
  any_of({ tests }, place) {
    const planned = tests.map((test) => planTest(test, place));
    return (leaves, row) => putText(row, place.slot, String(planned.some((passes) => passes(leaves))), place);
  },
  prefix({ path, length }, place) {
    return fromText(place.paths.add(path), place, 'keyword', (text) => [...text].slice(0, length).join(''));
  },
  split({ path, by, part }, place) {
    return fromText(place.paths.add(path), place, 'keyword', (text) => text.split(by).at(part));
  },
  network({ path, v4, v6 }, place) {
    return fromText(place.paths.add(path), place, 'ip', (text) => {
      const address = parseIp(text);
      return address && networkOf(address, v4, v6);
    });
  },
  hash({ path }, place) {
    const leaf = place.paths.add(path);
    const ofText = fromText(leaf, place, 'keyword', sha256);
    return (leaves, row) => {
      const kind = leaves.kinds[leaf];
      if (kind !== leafKind.object && kind !== leafKind.array) return ofText(leaves, row);
      const value: unknown = JSON.parse(
        leaves.buffers[leaf].toString('utf8', leaves.starts[leaf], leaves.ends[leaf]),
      );
      const written = writeSorted(value);
      row.present[place.slot] = 0;
      return written === undefined ? 'unfit' : putText(row, place.slot, sha256(written), place);
    };
  },
};

function planAs<K extends Derivation['kind']>(
  kind: K,
  derivation: DerivationOf<K>,
  place: Place,
): Derive['read'] {
  return planners[kind](derivation, place);
}

/** Plans how a field of the source comes out of a log: the places that it needs are added to `paths`. */
export function planDerivation(
  derivation: Derivation,
  field: Field,
  slot: number,
  format: TimeFormat,
  paths: KeyPaths,
): Derive {
  return { slot, read: planAs(derivation.kind, derivation, { slot, type: field.type, format, paths }) };
}
