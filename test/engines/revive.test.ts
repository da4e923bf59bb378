import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine } from './engine.js';
import { makeRevivable } from './revive.js';

const test = suite('an engine that dies under a test');

/** An engine whose first life ends when it is told to; each later one is of the next number. */
function makeEngine(life = 1, starts = { count: 0 }) {
  let isAlive = true;
  const answer = { status: 200, body: {}, warnings: [] };
  const engine: Engine = {
    title: `Fake ${life}`,
    cluster: {
      product: 'opensearch',
      request: () => (isAlive ? Promise.resolve(answer) : Promise.reject(new Error('it is gone'))),
      close: () => Promise.resolve(),
    },
    stop: () => Promise.resolve(),
    restart() {
      starts.count++;
      return Promise.resolve(makeEngine(life + 1, starts).engine);
    },
  };
  const die = () => {
    isAlive = false;
  };
  return { engine, starts, die };
}

const messageOf = (run: Promise<void>) =>
  run.then(
    () => 'it passed',
    (error: unknown) => String(error),
  );

test('is started again, once, with a line; the test is run anew, and later ones on the new node', async () => {
  const { engine, starts, die } = makeEngine();
  const told: string[] = [];
  const runOn = makeRevivable(engine, (line) => told.push(line), 0);
  const seen: string[] = [];
  await runOn('first', async ({ title }) => void seen.push(title));
  await runOn('second', async ({ title }) => {
    seen.push(title);
    if (title === 'Fake 1') die();
    if (title === 'Fake 1') throw new Error('a broken answer');
  });
  await runOn('third', async ({ title }) => void seen.push(title));
  assert.equal(seen, ['Fake 1', 'Fake 1', 'Fake 2', 'Fake 2']);
  assert.is(starts.count, 1);
  assert.is(told.length, 1);
  assert.match(told[0] ?? '', /Fake 1 died \(it is gone\).*again, once.*: second/);
});

test('that dies a second time fails the test', async () => {
  const lives: ReturnType<typeof makeEngine>[] = [];
  const fragile = (): Engine => {
    const life = makeEngine();
    lives.push(life);
    return { ...life.engine, restart: () => Promise.resolve(fragile()) };
  };
  const runOn = makeRevivable(fragile(), () => {}, 0);
  const kill = async () => {
    lives.at(-1)?.die();
    throw new Error('a broken answer');
  };
  assert.is(await messageOf(runOn('first', kill)), 'Error: a broken answer');
  assert.match(await messageOf(runOn('second', kill)), /died under this test.*had died under “first”/);
  assert.is(lives.length, 2);
});

test('that lives leaves a failure as it is, and one that ran already is not started again', async () => {
  const { engine, starts, die } = makeEngine();
  const fail = () => Promise.reject(new Error('a wrong answer'));
  assert.is(await messageOf(makeRevivable(engine, () => {}, 0)('one', fail)), 'Error: a wrong answer');
  const { restart: _, ...given } = engine;
  die();
  assert.match(await messageOf(makeRevivable(given, () => {}, 0)('one', fail)), /was not started here/);
  assert.is(starts.count, 0);
});

test.run();
