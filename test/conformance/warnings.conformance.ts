import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { onEngine } from '../engines/on-engine.js';
import { unexplained } from './warnings.js';

/* That what an engine warns of reaches the suites at all: without this they would hold no query to it. */
const test = suite('warnings of an engine');
const warn = async (query: string, says: readonly RegExp[]) =>
  onEngine(test, 'elasticsearch', query, async ({ cluster }) => {
    const found = unexplained(await cluster.request('POST', '/_query', { query: `${query} | LIMIT 1` }));
    assert.is(found.length, says.length, found.join('\n'));
    says.forEach((one, i) => void assert.match(found[i] ?? '', one));
  });

const failed = /treating result as null/;
await warn('ROW a = [1, 2] | EVAL b = a + 1', [failed, /single-value function encountered multi-value/]);
await warn('ROW a = 0 | EVAL b = 1 / a', [failed, /by zero/]);
await warn('ROW a = "x" | EVAL b = TO_DOUBLE(a)', [failed, /Cannot parse number/]);
await warn('ROW a = "x" | EVAL b = TO_IP(a)', []);
await warn('ROW a = 1', []);

await onEngine(test, 'elasticsearch', 'a limit that nobody asked for', async ({ cluster }) => {
  const found = unexplained(await cluster.request('POST', '/_query', { query: 'ROW a = 1' }));
  assert.equal(found, ['No limit defined, adding default limit of [1000]']);
});

test.run();
