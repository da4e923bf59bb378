import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Field } from '../../src/ir/source.js';
import { createRow, setNumber, setText, textAt } from '../../src/log/row.js';
import { createSorter } from '../../src/log/sorter.js';
import { createRandom } from '../random/random.js';

const test = suite('createSorter');

const fields: Field[] = [
  { name: 'who', type: 'keyword', required: false },
  { name: 'size', type: 'number', required: false },
];

test('hands out every event once, in order, from memory and from runs on disk, drained in parts', () => {
  const random = createRandom(11);
  for (const mostMemory of [1_600, 16_000, 1 << 23]) {
    const sorter = createSorter(fields, mostMemory);
    const pushed: string[] = [];
    const drained: string[] = [];
    let clock = 0;
    const note = (row: typeof read): string =>
      JSON.stringify([
        row.time,
        row.input,
        row.line,
        row.present[0] === 1 ? textAt(row, 0) : null,
        row.present[1] === 1 ? row.numbers[1] : null,
      ]);
    const read = createRow(2);
    for (let line = 1; line <= 600; line++) {
      read.time = clock + random.whole(0, 50);
      read.input = random.whole(0, 2);
      read.line = line;
      read.present.fill(0);
      if (random.chance(0.8)) {
        const text = Buffer.from(`é${random.whole(0, 99)}${'x'.repeat(random.whole(0, 120))}`);
        setText(read, 0, text, 0, text.length);
      }
      if (random.chance(0.8)) setNumber(read, 1, random.whole(-5, 5) / 3);
      pushed.push(note(read));
      sorter.push(read);
      if (random.chance(0.05)) {
        clock += 20;
        sorter.drain(clock, (row) => {
          assert.ok(row.time < clock);
          drained.push(note(row));
        });
      }
    }
    assert.is(sorter.size(), pushed.length - drained.length);
    sorter.drain(Number.POSITIVE_INFINITY, (row) => drained.push(note(row)));
    sorter.close();
    const order = (a: string, b: string): number => {
      const [left, right]: number[][] = [JSON.parse(a), JSON.parse(b)];
      return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
    };
    assert.equal(drained, [...pushed].sort(order), `${mostMemory} bytes`);
  }
});

test('a stream in disorder costs the same for each event however many wait', () => {
  const sorter = createSorter(fields);
  const row = createRow(2);
  const waiting = 200_000;
  let drained = 0;
  let latest = Number.NEGATIVE_INFINITY;
  const before = process.cpuUsage();
  for (let i = 0; i < 2 * waiting; i++) {
    // Each block of a thousand comes last event first.
    row.time = Math.floor(i / 1000) * 1000 + (999 - (i % 1000));
    row.line = i;
    sorter.push(row);
    if (i % 100 === 0)
      sorter.drain(i - waiting, ({ time }) => {
        assert.ok(time >= latest);
        latest = time;
        drained++;
      });
  }
  const { user } = process.cpuUsage(before);
  assert.ok(Math.abs(drained - waiting) < 2000, `${drained} drained`);
  assert.is(sorter.size(), 2 * waiting - drained);
  sorter.close();
  // A second or less; to sort all that wait at each drain takes minutes.
  assert.ok(user < 15e6, `${user / 1e6} s`);
});

test.run();
