import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { memberOf } from '../../src/cluster/cluster.js';
import { type Engine, startNode } from './engine.js';
import { enginesRequired } from './on-engine.js';
import { makeRevivable } from './revive.js';

const test = suite('a node that is killed in the middle of a test');
const started = await startNode('elasticsearch-7');

async function killAndCount(engine: Engine): Promise<void> {
  const told: string[] = [];
  let last = engine;
  let runs = 0;
  try {
    await engine.cluster.request('PUT', '/kept/_doc/1?refresh=true', { kept: true });
    await makeRevivable(engine, (line) => told.push(line))('counting', async (alive) => {
      last = alive;
      runs++;
      if (runs === 1 && alive.pid !== undefined) process.kill(-alive.pid, 'SIGKILL');
      await alive.cluster.request('GET', '/_cluster/health/kept?wait_for_status=yellow&timeout=30s');
      const { body } = await alive.cluster.request('POST', '/kept/_count', {});
      assert.is(memberOf(body, 'count'), 1);
    });
  } finally {
    await last.stop();
  }
  assert.is(runs, 2);
  assert.is(told.length, 1);
}

const name = 'comes back with its documents, and the test is run anew';
if ('cluster' in started) test(`${name} (${started.title})`, () => killAndCount(started));
else if (enginesRequired) test(name, () => assert.unreachable(started.reason));
else test.skip(name, () => console.log(started.reason));

test.run();
