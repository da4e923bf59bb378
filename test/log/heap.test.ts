import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createHeap } from '../../src/log/heap.js';
import { createRandom } from '../random/random.js';

const test = suite('createHeap');

test('gives the first of what is there, whatever came and went', () => {
  const random = createRandom(5);
  const heap = createHeap((left, right) => left < right);
  let model: number[] = [];
  for (let step = 0; step < 5000; step++) {
    if (random.chance(0.55)) {
      const item = random.whole(0, 300);
      heap.push(item);
      model.push(item);
    } else {
      heap.dropFirst();
      model.sort((a, b) => a - b);
      model = model.slice(1);
    }
    if (random.chance(0.01)) {
      heap.replace((item) => item + 1);
      model = model.map((item) => item + 1);
    }
    assert.is(heap.size(), model.length);
    assert.is(heap.first(), model.length === 0 ? undefined : Math.min(...model));
  }
  const ascending = (a: number, b: number) => a - b;
  assert.equal(heap.clear().sort(ascending), model.sort(ascending));
  assert.is(heap.size(), 0);
});

test.run();
