import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Type } from './documents.js';
import { parseJson } from './json.js';
import { noCounts, readEvents } from './reading.js';
import { coerce, compareText } from './value.js';

const test = suite('oracle: reading');

/** What a field of a type makes of JSON text: a value, 'unfit' or 'absent' in angle brackets. */
function read(type: Type, json: string): unknown {
  const parsed = parseJson(json);
  if (parsed === undefined) return '<not JSON>';
  const coerced = coerce(parsed, type, 'epoch_seconds');
  return coerced.kind === 'value' ? coerced.value : `<${coerced.kind}>`;
}

const tables: { readonly [type in Type]: readonly (readonly [json: string, value: unknown])[] } = {
  keyword: [
    ['""', ''],
    ['"\\u0041\\n\\/"', 'A\n/'],
    ['true', 'true'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['-0', '0'],
    ['-12', '-12'],
    ['1.50', '1.5'],
    ['1.0', '1'],
    ['-0.0', '0'],
    ['1e21', '1e+21'],
    ['1E2', '100'],
    ['1e999', '<unfit>'],
    ['"\\ud800"', '<unfit>'],
    ['"\\ud83d\\ude00"', '😀'],
    ['{}', '<unfit>'],
    ['null', '<absent>'],
    ['[]', '<absent>'],
    ['[null]', '<absent>'],
    ['["a", null, "a"]', 'a'],
    ['[true, "true"]', 'true'],
    ['["a", "b"]', '<unfit>'],
    ['[["a"]]', '<unfit>'],
    ['["a", {}]', '<unfit>'],
  ],
  number: [
    ['1', 1],
    ['1.0', 1],
    ['"1e3"', 1000],
    ['9007199254740992', 2 ** 53],
    ['9007199254740993', '<unfit>'],
    ['-9007199254740993', '<unfit>'],
    ['9007199254740993.0', 2 ** 53],
    ['1e16', 1e16],
    ['1e999', '<unfit>'],
    ['1e-999', 0],
    ['"-0"', 0],
    ['"+5"', '<unfit>'],
    ['".5"', '<unfit>'],
    ['"05"', '<unfit>'],
    ['" 5"', '<unfit>'],
    ['""', '<unfit>'],
    ['true', '<unfit>'],
    ['[1, "1.0", 1e0]', 1],
    ['[1, 2]', '<unfit>'],
  ],
  boolean: [
    ['false', false],
    ['"true"', true],
    ['"True"', '<unfit>'],
    ['1', '<unfit>'],
  ],
  timestamp: [
    ['1.5', 1500],
    ['"1.0009"', 1000],
    ['-0.0005', -1],
    ['"x"', '<unfit>'],
    ['false', '<unfit>'],
  ],
  ip: [
    ['"203.0.113.7"', '203.0.113.7'],
    ['"203.0.113.07"', '<unfit>'],
    ['"203.0.113.256"', '<unfit>'],
    ['"2001:DB8:0:0:1:0:0:1"', '2001:db8::1:0:0:1'],
    ['"2001:db8:0:1:1:1:1:1"', '2001:db8:0:1:1:1:1:1'],
    ['"::ffff:203.0.113.7"', '203.0.113.7'],
    ['"::ffff:cb00:7107"', '203.0.113.7'],
    ['"::"', '::'],
    ['"1::2::3"', '<unfit>'],
    ['"1:2:3:4:5:6:7::8"', '<unfit>'],
    ['"fe80::1%eth0"', '<unfit>'],
    ['5', '<unfit>'],
  ],
};

for (const [type, table] of Object.entries(tables)) {
  const known = Object.keys(tables).find((name): name is Type => name === type);
  for (const [json, value] of table) {
    test(`${type} of ${json}`, () => assert.is(read(known ?? 'keyword', json), value));
  }
}

test('what is not JSON is not read', () => {
  for (const text of [
    '',
    '{',
    '{"a":1,}',
    '[1,]',
    '01',
    '+1',
    '1.',
    '"\t"',
    "'a'",
    '{"a" 1}',
    '1 2',
    'nul',
  ]) {
    assert.is(parseJson(text), undefined, text);
  }
});

test('text is ordered by code point', () => {
  assert.equal(['😀', '\uff5e', 'b', 'ab', 'a', ''].sort(compareText), ['', 'a', 'ab', 'b', '\uff5e', '😀']);
});

test('lines are counted by what becomes of them', () => {
  const lines = [
    '\ufeff{"t": 1, "a": 1}\r',
    ' \t\r',
    '{"t": 2, "a": "x", "a": "2"}',
    '{"t": null, "a": "x"}',
    'nonsense',
    '[]',
    '\ufeff{"t": 3}',
    '{"t": 4, "a": "x"}',
  ];
  const bytes = Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), Buffer.from([0x22, 0xff, 0x22])]);
  const source = {
    source: 's',
    description: '',
    time: { field: 't', format: 'epoch_seconds' as const },
    fields: {
      t: { type: 'timestamp' as const, description: '' },
      a: { type: 'number' as const, description: '' },
    },
  };
  const counts = noCounts();
  const events = readEvents(bytes, 0, source, undefined, counts);
  assert.equal(
    events.map(({ time, fields, place }) => [time, fields.get('a'), place.line]),
    [
      [1000, 1, 1],
      [2000, 2, 3],
      [4000, undefined, 8],
    ],
  );
  assert.equal(counts, {
    ...noCounts(),
    lines: 8,
    skipped: 4,
    withoutTime: 1,
    events: 3,
    from: 1000,
    to: 4000,
    unfit: { a: 1 },
  });

  const mapped = readEvents(
    Buffer.from('{"when": {"a.b": "1970-01-01T00:00:01Z"}, "x": {"y": "7"}}'),
    0,
    source,
    {
      mapping: 'm',
      description: '',
      source: 's',
      time: { path: 'when."a.b"', format: 'rfc3339' },
      fields: { a: { path: 'x.y' } },
    },
    noCounts(),
  );
  assert.is(mapped[0]?.time, 1000);
  assert.is(mapped[0]?.fields.get('a'), 7);
});

test.run();
