import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listTargets, loadTarget } from '../../src/bind/load-target.js';
import { loadPack } from '../../src/check/load-pack.js';
import type { SplunkTarget } from '../../src/ir/target.js';
import { readConf } from '../spl/conf.js';

/* What lies beside the Splunk targets for the index itself, held to what their searches presume. */

const test = suite('index settings of the Splunk targets');
const { pack } = loadPack('rules');

const read = (target: string, file: string) =>
  readConf(readFileSync(join('targets', target, file), 'utf8').replace(/\n$/, ''));

const targets = listTargets().flatMap((name): readonly SplunkTarget[] => {
  const { target } = loadTarget(name, pack);
  return target?.backend === 'splunk' && existsSync(join('targets', name, 'props.conf')) ? [target] : [];
});

function settingsOf({ name, sourcetype = '' }: SplunkTarget): ReadonlyMap<string, string> {
  const stanzas = read(name, 'props.conf');
  assert.equal([...stanzas.keys()], [sourcetype], `${name}: the stanza is the source type that is searched`);
  return stanzas.get(sourcetype) ?? new Map();
}

test('every source type has its settings', () => {
  assert.equal(
    targets.map(({ name }) => name),
    ['splunk-bedrock', 'splunk-litellm', 'splunk-native'],
  );
  for (const target of targets) {
    const settings = settingsOf(target);
    assert.is(settings.get('SHOULD_LINEMERGE'), 'false');
    assert.is(settings.get('LINE_BREAKER'), '([\\r\\n]+)');
    assert.is(settings.has('INDEXED_EXTRACTIONS'), false);
  }
});

test('no event is longer than what is extracted of it, where fields are extracted', () => {
  for (const target of targets) {
    const settings = settingsOf(target);
    const truncate = Number(settings.get('TRUNCATE'));
    if (target.reading === 'event') {
      // 100 KB each of request and answer, and what lies around them.
      assert.ok(truncate === 0 || truncate >= 250_000, target.name);
      continue;
    }
    assert.is(settings.get('KV_MODE'), 'json');
    const cutoff = Number(read(target.name, 'limits.conf').get('spath')?.get('extraction_cutoff'));
    assert.ok(truncate > 0 && truncate <= cutoff, `${target.name}: ${truncate} bytes, ${cutoff} extracted`);
  }
});

/** Events as they arrive, and where their time is read. */
const events: { readonly [target: string]: readonly (readonly [text: string, time: string | undefined])[] } =
  {
    'splunk-native': [
      ['{"ts": 1768208400.25, "principal": "key-19"}', '1768208400.25'],
      ['{"ts":1768208400,"principal":"key-19"}', '1768208400'],
      [String.raw`{"user_agent":"\"ts\":1,\\\"ts\": 2","ts":1768208400.5}`, '1768208400.5'],
      ['{"counts":3,"nts":4,"ts":"1768208400.5"}', '1768208400.5'],
    ],
    'splunk-litellm': [
      [
        '{"startTime": "2026-01-12T09:00:00.250000+00:00", "api_key": "k"}',
        '2026-01-12T09:00:00.250000+00:00',
      ],
      [
        '{"proxy_server_request":{"startTime":"2020-01-01T00:00:00Z"},"startTime":"2026-01-12T09:00:00Z"}',
        undefined,
      ],
    ],
    'splunk-bedrock': [
      ['{"timestamp":"2026-01-12T09:00:17Z","accountId":"111122223333"}', '2026-01-12T09:00:17Z'],
      ['{"accountId":"111122223333","timestamp":"2026-01-12T09:00:17Z"}', undefined],
    ],
  };

test('the time is read where it lies, and no text that a client chooses is taken for it', () => {
  for (const target of targets) {
    const settings = settingsOf(target);
    const prefix = new RegExp(settings.get('TIME_PREFIX') ?? 'none');
    const lookahead = Number(settings.get('MAX_TIMESTAMP_LOOKAHEAD'));
    assert.ok((events[target.name]?.length ?? 0) > 1);
    for (const [text, time] of events[target.name] ?? []) {
      const found = prefix.exec(text);
      const after = found === null ? undefined : text.slice(found.index + found[0].length);
      assert.is(after?.slice(0, time?.length), time, text);
      if (time !== undefined) assert.ok(time.length <= lookahead, text);
    }
  }
});

test.run();
