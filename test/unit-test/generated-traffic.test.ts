import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Source, TimeFormat } from '../../src/ir/source.js';
import { generateTraffic } from '../../src/unit-test/generated-traffic.js';
import type { FieldValues, Pace, Traffic } from '../../src/unit-test/traffic.js';
import { field, requestsOf, source, start, trafficOf } from './sample.js';

function linesOf(traffic: Traffic, from: Source = source): string[] {
  const text = generateTraffic(traffic, from);
  assert.ok(text === '' || text.endsWith('\n'));
  return text.split('\n').slice(0, -1);
}

function eventsOf(traffic: Traffic): Record<string, unknown>[] {
  return linesOf(traffic).map((line) => {
    const event: Record<string, unknown> = JSON.parse(line);
    return event;
  });
}

function valuesIn(traffic: Traffic, name: string): unknown[] {
  return eventsOf(traffic).map((event) => event[name]);
}

function withField(name: string, values: FieldValues, count = 100): Traffic {
  return trafficOf({ count, fields: new Map([[field(name), values]]) });
}

test('the same description gives the same bytes on every machine', () => {
  const traffic = trafficOf({
    count: 4,
    pace: { kind: 'poisson', over: 60_000 },
    inputs: { kind: 'repeat', of: 2 },
    fullVectors: 0.5,
    fields: new Map([
      [field('margin'), { kind: 'uniform', low: 0, high: 0.2 }],
      [field('src_ip'), { kind: 'distinct', count: 3 }],
    ]),
  });
  assert.equal(linesOf(traffic), [
    '{"ts":1768208408.508,"principal":"thief","input_hash":"a518b51d0c5702520da168713a043c4d28131c6e7c0d53b4464419e573087b3f","wants_probs":true,"n_features":8,"margin":0.004740066686645151,"src_ip":"198.18.0.0"}',
    '{"ts":1768208416.369,"principal":"thief","input_hash":"53f330ec4514c78aca1fcd5ec97080a7b02c98bcb3d024e668c51f44cba0e8fe","wants_probs":false,"n_features":8,"margin":0.08410267750732602,"src_ip":"198.18.0.1"}',
    '{"ts":1768208428.761,"principal":"thief","input_hash":"a518b51d0c5702520da168713a043c4d28131c6e7c0d53b4464419e573087b3f","wants_probs":true,"n_features":8,"margin":0.1615384979173541,"src_ip":"198.18.0.2"}',
    '{"ts":1768208438.302,"principal":"thief","input_hash":"53f330ec4514c78aca1fcd5ec97080a7b02c98bcb3d024e668c51f44cba0e8fe","wants_probs":false,"n_features":8,"margin":0.04804153451696039,"src_ip":"198.18.0.0"}',
  ]);
});

test('requests lie evenly in their time, the first at its beginning', () => {
  const times = valuesIn(trafficOf({ count: 101 }), 'ts');
  assert.is(times.length, 101);
  assert.is(times[0], start / 1000);
  assert.is(times[1], (start + 29_702) / 1000);
  assert.is(times[100], (start + 2_970_297) / 1000);
});

test('every pace keeps to its count and its time', () => {
  const over = 1_000_000;
  const paces: Pace[] = [
    { kind: 'even', over, jitter: 0 },
    { kind: 'even', over, jitter: over / 97 },
    { kind: 'poisson', over },
    { kind: 'burst', over, bursts: 10 },
    { kind: 'burst', over, bursts: 97 },
  ];
  for (const pace of paces) {
    for (let seed = 0; seed < 20; seed++) {
      const times = valuesIn(trafficOf({ count: 97, pace, offset: 5000 }, seed), 'ts').map(
        (time) => Math.round(Number(time) * 1000) - start - 5000,
      );
      assert.is(times.length, 97);
      assert.ok(
        times.every((time) => time >= 0 && time < over),
        JSON.stringify(pace),
      );
      assert.equal(
        times,
        [...times].sort((a, b) => a - b),
      );
    }
  }
});

test('jitter moves requests within their step, and only with a seed', () => {
  const even = valuesIn(trafficOf({}), 'ts');
  const pace: Pace = { kind: 'even', over: 3_000_000, jitter: 30_000 };
  const moved = valuesIn(trafficOf({ pace }), 'ts');
  const offsets = moved.map((time, index) => Math.round((Number(time) - Number(even[index])) * 1000));
  assert.ok(offsets.every((offset) => offset >= 0 && offset < 30_000));
  assert.ok(Math.min(...offsets) < 3000 && Math.max(...offsets) > 27_000, 'the whole step is used');
  assert.equal(valuesIn(trafficOf({ pace }), 'ts'), moved);
  assert.not.equal(valuesIn(trafficOf({ pace }, 8), 'ts'), moved);
});

test('bursts take the first tenth of their stretch', () => {
  const times = valuesIn(trafficOf({ pace: { kind: 'burst', over: 1_000_000, bursts: 10 } }), 'ts');
  const places = times.map((time) => (Math.round(Number(time) * 1000) - start) % 100_000);
  assert.ok(places.every((place) => place < 10_000));
  assert.is(new Set(times.map((time) => Math.floor((Number(time) * 1000 - start) / 100_000))).size, 10);
});

test('shares are met in number, by the nearest whole number', () => {
  for (const [share, count, wanted] of [
    [0.9, 101, 91],
    [0.9, 100, 90],
    [0.5, 101, 51],
    [0.15, 10, 2],
    [0.285, 100, 29],
    [0, 50, 0],
    [1, 50, 50],
    [0.001, 100, 0],
  ] as const) {
    const flags = valuesIn(trafficOf({ count, fullVectors: share }), 'wants_probs');
    assert.is(flags.filter((flag) => flag === true).length, wanted, `${share} of ${count}`);
    assert.is(flags.filter((flag) => flag === false).length, count - wanted);
    const inputs = valuesIn(trafficOf({ count, inputs: { kind: 'fresh', share } }), 'input_hash');
    assert.is(new Set(inputs).size, Math.max(1, wanted), `fresh ${share} of ${count}`);
  }
});

test('shares are spread evenly: each stretch has its part, to within one', () => {
  const count = 200;
  for (const share of [0.05, 0.3, 0.5, 0.77, 0.9]) {
    const flags = valuesIn(trafficOf({ count, fullVectors: share }), 'wants_probs');
    for (let from = 0; from < count; from += 7) {
      for (let to = from + 1; to <= count; to += 13) {
        const inside = flags.slice(from, to).filter((flag) => flag === true).length;
        assert.ok(Math.abs(inside - share * (to - from)) <= 1 + 1e-9, `${share} ${from} ${to} ${inside}`);
      }
    }
  }
});

test('inputs repeat in turn, and no two principals share one', () => {
  const inputs = valuesIn(trafficOf({ count: 20, inputs: { kind: 'repeat', of: 7 } }), 'input_hash');
  assert.is(new Set(inputs).size, 7);
  assert.is(inputs[0], inputs[7]);
  assert.ok(inputs.every((input) => typeof input === 'string' && /^[0-9a-f]{64}$/.test(input)));
  const two = { seed: 7, start, principals: [requestsOf({}), requestsOf({ name: 'other' }), requestsOf({})] };
  assert.is(new Set(valuesIn(two, 'input_hash')).size, 300);
});

test('adding a principal leaves the traffic of the others as it is', () => {
  const pace: Pace = { kind: 'poisson', over: 3_000_000 };
  const alone = linesOf(trafficOf({ pace }));
  const other = requestsOf({ name: 'other', pace });
  const both = linesOf({ seed: 7, start, principals: [other, requestsOf({ pace })] });
  assert.equal(
    both.filter((line) => line.includes('"thief"')),
    alone,
  );
});

test('copies are principals of their own', () => {
  const names = valuesIn(trafficOf({ copies: 3, count: 2 }), 'principal');
  assert.equal(names, ['thief-1', 'thief-2', 'thief-3', 'thief-1', 'thief-2', 'thief-3']);
});

test('fields hold what they are told to', () => {
  assert.equal(
    new Set(valuesIn(withField('label', { kind: 'constant', value: 'cat' }), 'label')),
    new Set(['cat']),
  );
  assert.equal(valuesIn(withField('margin', { kind: 'absent' }, 2), 'margin'), [undefined, undefined]);
  const margins = valuesIn(withField('margin', { kind: 'uniform', low: 0.1, high: 0.2 }, 1000), 'margin').map(
    Number,
  );
  assert.ok(margins.every((margin) => margin >= 0.1 && margin < 0.2));
  assert.ok(Math.min(...margins) < 0.101 && Math.max(...margins) > 0.199);
  const whole = valuesIn(withField('n_features', { kind: 'integer', low: -1, high: 1 }, 300), 'n_features');
  assert.equal(new Set(whole), new Set([-1, 0, 1]));
  const labels = valuesIn(withField('label', { kind: 'one_of', values: ['a', 'b', 'c'] }, 4), 'label');
  assert.equal(labels, ['a', 'b', 'c', 'a']);
  assert.equal(valuesIn(withField('label', { kind: 'distinct', count: 2 }, 3), 'label'), [
    'label-1',
    'label-2',
    'label-1',
  ]);
  const addresses = valuesIn(withField('src_ip', { kind: 'distinct', count: 70_000 }, 70_000), 'src_ip');
  assert.is(new Set(addresses).size, 70_000);
  assert.is(addresses[65_536], '198.19.0.0');
});

test('a share of a field has one content, the rest another', () => {
  const values: FieldValues = {
    kind: 'share',
    share: 0.12,
    of: { kind: 'uniform', low: 0, high: 0.2 },
    otherwise: {
      kind: 'share',
      share: 0.5,
      of: { kind: 'constant', value: 0.9 },
      otherwise: { kind: 'absent' },
    },
  };
  const margins = valuesIn(withField('margin', values), 'margin');
  assert.is(margins.filter((margin) => typeof margin === 'number' && margin < 0.2).length, 12);
  assert.is(margins.filter((margin) => margin === 0.9).length, 44);
  assert.is(margins.filter((margin) => margin === undefined).length, 44);
});

test('time is written in the format of the source, to the millisecond', () => {
  const at = (format: TimeFormat): string => {
    const shaped: Source = { ...source, time: { field: 'ts', format }, fields: new Map() };
    return linesOf({ ...trafficOf({ count: 1, offset: 7 }) }, shaped).join();
  };
  assert.is(at('epoch_seconds'), '{"ts":1768208400.007}');
  assert.is(at('epoch_millis'), '{"ts":1768208400007}');
  assert.is(at('epoch_micros'), '{"ts":1768208400007000}');
  assert.is(at('epoch_nanos'), '{"ts":1768208400007000000}');
  assert.is(at('rfc3339'), '{"ts":"2026-01-12T09:00:00.007Z"}');
  assert.is(at('dotnet_ticks'), '{"ts":639038052000070000}');
});

test('names cannot break out of a line', () => {
  const [event] = eventsOf(trafficOf({ name: 'a"},\n{"x', count: 1 }));
  assert.is(event?.principal, 'a"},\n{"x');
});

test.run();
