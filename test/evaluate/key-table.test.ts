import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createKeyTable } from '../../src/evaluate/key-table.js';
import { createRandom } from '../random/random.js';

const test = suite('createKeyTable');

test('is a set of owned byte strings, whatever comes and goes', () => {
  const seed = 3;
  const random = createRandom(seed);
  const needed = new Map<number, string>();
  const ids = new Map<string, number>();
  const table = createKeyTable((id) => needed.has(id));
  for (let i = 0; i < 60_000; i++) {
    const owner = random.whole(0, 3);
    const key = random.chance(0.01)
      ? 'k'.repeat(random.whole(0, 200_000))
      : `${random.whole(0, 3000)}`.repeat(random.whole(0, 3));
    const bytes = Buffer.from(`..${key}..`);
    const name = `${owner} ${key}`;
    const known = ids.get(name);
    const id = table.put(owner, bytes, 2, bytes.length - 2);
    if (known === undefined) {
      assert.not.ok(needed.has(id), `seed ${seed}, step ${i}: the id of another member`);
      ids.set(name, id);
      needed.set(id, name);
    } else {
      assert.is(id, known);
      assert.not.ok(table.added());
    }
    assert.is(table.ownerOf(id), owner);
    assert.is(table.bytesOf(id).toString(), key);
    if (random.chance(0.45)) {
      needed.delete(id);
      ids.delete(name);
    }
  }
  for (const [id, name] of needed) {
    const space = name.indexOf(' ');
    assert.is(table.ownerOf(id), Number(name.slice(0, space)));
    assert.is(table.bytesOf(id).toString(), name.slice(space + 1));
  }
  assert.ok(needed.size > 100);
});

test('uses ids again, so that it grows with what is needed and not with what came', () => {
  let oldest = 0;
  const born: number[] = [];
  const table = createKeyTable((id) => (born[id] ?? 0) >= oldest);
  for (let i = 0; i < 200_000; i++) {
    const bytes = Buffer.from(`value ${i}`);
    born[table.put(0, bytes, 0, bytes.length)] = i;
    oldest = i - 100;
  }
  assert.ok(table.capacity() <= 256, `${table.capacity()} ids for 100 members`);
});

test('lets long keys go before the table is full of members', () => {
  // A crowd of short keys makes the table large; were it filled with long ones, it would take 100 GB.
  let asked = 0;
  const needed = new Set<number>();
  const table = createKeyTable((id) => {
    asked++;
    return needed.has(id);
  });
  for (let i = 0; i < 100_000; i++) {
    const bytes = Buffer.from(`${i}`);
    needed.add(table.put(0, bytes, 0, bytes.length));
  }
  needed.clear();
  const long = Buffer.alloc(1_000_000);
  asked = 0;
  for (let i = 0; i < 40; i++) {
    long.writeUInt32LE(i, 0);
    needed.clear();
    needed.add(table.put(0, long, 0, long.length));
    if (i === 20) asked = 0;
  }
  assert.ok(asked > 0, 'nobody asked whether twenty megabytes are needed');
});

test.run();
