import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createKeyTable } from '../../src/evaluate/key-table.js';
import { createRandom } from '../random/random.js';

const test = suite('createKeyTable');

test('is a set of owned byte strings, whatever comes and goes', () => {
  const seed = 3;
  const random = createRandom(seed);
  const table = createKeyTable();
  const plain = new Map<string, number>();
  for (let i = 0; i < 60_000; i++) {
    const owner = random.whole(0, 3);
    const key = random.chance(0.01)
      ? 'k'.repeat(random.whole(0, 200_000))
      : `${random.whole(0, 3000)}`.repeat(random.whole(0, 3));
    const bytes = Buffer.from(key);
    const name = `${owner} ${key}`;
    const known = plain.get(name);
    if (random.chance(0.5)) {
      const id = table.put(owner, bytes, 0, bytes.length);
      assert.is(table.added(), known === undefined);
      if (known !== undefined) assert.is(id, known);
      assert.ok(![...(known === undefined && plain.size < 50 ? plain.values() : [])].includes(id));
      plain.set(name, id);
      assert.is(table.ownerOf(id), owner);
      assert.ok(table.bytesOf(id).equals(bytes));
    } else {
      assert.is(table.find(owner, bytes, 0, bytes.length), known ?? -1);
      if (known !== undefined && random.chance(0.8)) {
        table.remove(known);
        plain.delete(name);
      }
    }
    assert.is(table.size(), plain.size);
  }
  for (const [name, id] of plain) {
    const space = name.indexOf(' ');
    assert.is(table.ownerOf(id), Number(name.slice(0, space)));
    assert.is(table.bytesOf(id).toString(), name.slice(space + 1));
  }
  assert.is(new Set(plain.values()).size, plain.size);
  assert.ok(plain.size > 100);
});

test('uses ids and memory again', () => {
  const table = createKeyTable();
  const held: number[] = [];
  for (let i = 0; i < 200_000; i++) {
    const bytes = Buffer.from(`value ${i}`);
    held.push(table.put(0, bytes, 0, bytes.length));
    if (held.length > 100) {
      const oldest = held.shift();
      if (oldest !== undefined) table.remove(oldest);
    }
  }
  assert.is(table.size(), 100);
  assert.ok(table.capacity() <= 101, `${table.capacity()} ids for 100 members`);
});

test.run();
