import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildTraffic, deriveLog, givenLogs } from './build.js';
import { derive } from './derive.js';
import { type Line, readLabels, readLog, writeText } from './line.js';

const test = suite('the traffic that is made');

function textOf(name: string): string {
  return gunzipSync(readFileSync(`fixtures/${name}.jsonl.gz`)).toString();
}

test('is what is in the fixtures', () => {
  for (const [name, { lines, labels }] of Object.entries(buildTraffic())) {
    assert.ok(textOf(name) === writeText(lines), `${name}: npm run fixtures writes it anew`);
    assert.equal(readLabels(name), labels, name);
  }
  for (const name of givenLogs())
    assert.ok(textOf(name) === writeText(deriveLog(name).lines), `${name}: npm run fixtures writes it anew`);
});

test('no principal is in two logs that are scored together', () => {
  const { logs }: { logs: { log: string; split: string }[] } = JSON.parse(
    readFileSync('fixtures/scored.json', 'utf8'),
  );
  const owners = new Map<string, string>();
  for (const { log, split } of logs) {
    assert.ok(split === 'tune' || split === 'report');
    for (const principal of Object.keys(readLabels(log.replace('.jsonl.gz', '')))) {
      assert.is(owners.get(principal), undefined, `${principal} is in ${log} too`);
      owners.set(principal, log);
    }
  }
  assert.ok(owners.size > 200);
});

test('a gap is to the same principal’s previous request, a change of label to the cluster’s previous input', () => {
  const line = (second: number, principal: string, fp_root: string, label: number | null): Line => ({
    ts: `2026-01-01T00:00:0${second}.000Z`,
    principal,
    input_hash: `${second}`,
    fp_root,
    label,
  });
  const derived = derive([
    line(3, 'a', 'x', 2),
    line(0, 'a', 'x', 1),
    line(1, 'b', 'x', 2),
    line(2, 'a', 'y', 5),
    line(4, 'a', 'x', null),
    line(5, 'a', 'x', 2),
  ]);
  assert.equal(
    derived.map(({ since_prev_ms, label_changed }) => [since_prev_ms, label_changed]),
    [
      [1000, true],
      [null, null],
      [null, null],
      [2000, null],
      [1000, null],
      [1000, false],
    ],
  );
  assert.equal(derive(derived), derived);
  assert.ok(readLog('mixed-rest').every(({ since_prev_ms }) => since_prev_ms !== undefined));
});

test.run();
