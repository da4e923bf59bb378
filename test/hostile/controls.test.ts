import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, runInside } from '../cli/command-line.js';
import { project, start } from '../cli/project.js';

const test = suite('controls in what is shown');

/** What a terminal obeys, or a person does not see: C0 with ESC, DEL, C1, bidirectional, zero width. */
const evil = 'e\u0000\u0007\u0008\u001b[2J\u007f\u009b31m\u202egro\u2066\u200b\u2028x';
/** None of it, nor anything like it, but line feeds, which are the tool's own. */
const control = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** JSON leaves what is only invisible as it is. */
const obeyed = /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** What XML 1.0 cannot hold in any form. */
const unwritable = /[\p{Cs}\ufffe\uffff]|(?![\t\n\r\u007f-\u009f])\p{Cc}/u;

/** The text as YAML and JSON write it. */
const quoted = JSON.stringify(evil).replace(
  /[\u007f-\uffff]/g,
  (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
);
const log = Array.from(
  { length: 12 },
  (_, i) =>
    `{"ts":${start + 20 * i},"principal":${quoted},"input_hash":"h${i}","wants_probs":true,"margin":0.001}\n`,
).join('');

const harvest = project['rules/harvest.yaml'] ?? '';
const rule = `${harvest.replace('source: inference', 'source: inference\nreport: { who: { values: principal, limit: 3 } }').replace('novelty:', 'listed: { share: { principal|in_list: batch }, below: 1 }\n  novelty:')}`;

/** What each place of a project says, one place at a time. */
const places: readonly (readonly [where: string, file: string, from: string, to: string])[] = [
  ['a title', 'rules/harvest.yaml', 'Bulk harvesting', quoted],
  ['a description', 'rules/harvest.yaml', 'Many distinct inputs with full vectors.', quoted],
  ['a name', 'rules/harvest.yaml', 'name: harvest', `name: ${quoted}`],
  ['a signal', 'rules/harvest.yaml', 'volume:', `${quoted}:`],
  ['a blind spot', 'rules/harvest.yaml', 'Ten an hour', quoted],
  ['a response', 'rules/harvest.yaml', 'throttle', quoted],
  ['a field', 'rules/sources/inference.yaml', 'margin:', `${quoted}:`],
  ['what a field is', 'rules/sources/inference.yaml', 'What }', `${quoted} }`],
  ['a text in a test', 'rules/near-tie.yaml', '{ margin|below: 0.01 }', `{ principal: ${quoted} }`],
  ['an entry of a list', 'rules/lists/batch.yaml', 'value: svc', `value: ${quoted}`],
  ['a reason in a list', 'rules/lists/batch.yaml', 'Nightly', quoted],
  ['a mapping', 'targets/mappings/other.yaml', 'mapping: other', `mapping: ${quoted}`],
  ['a path of a mapping', 'targets/mappings/other.yaml', 'user.id', quoted],
  ['what a mapping lacks', 'targets/mappings/other.yaml', 'Not logged', quoted],
  ['a target', 'targets/siem/target.yaml', 'target: siem', `target: ${quoted}`],
  ['an index', 'targets/siem/target.yaml', 'inference-*', quoted],
  ['an exception', 'targets/siem/target.yaml', 'value: svc', `value: ${quoted}`],
  ['a case', 'rules/harvest.test.yaml', 'twelve', quoted],
  [
    'a group in a case',
    'rules/harvest.test.yaml',
    'group: { principal: eve }',
    `group: { principal: ${quoted} }`,
  ],
  ['the log alone', 'log.jsonl', '', ''],
];

const files: Readonly<Record<string, string>> = {
  ...project,
  'log.jsonl': log,
  'rules/harvest.yaml': rule,
  'rules/lists/batch.yaml':
    'list: batch\ndescription: Jobs\nentries: [ { value: svc, reason: Nightly, owner: ml, expires: 2027-01-31 } ]\n',
  'rules/harvest.test.yaml': `rule: harvest
cases:
  - name: twelve
    events: [ ${log.trim().split('\n').join(', ')} ]
    expect: { alerts: [ { group: { principal: eve } } ] }
`,
  'targets/mappings/other.yaml': `${project['targets/mappings/other.yaml']}absent: { margin: Not logged }\n`,
  'targets/siem/target.yaml': `${project['targets/siem/target.yaml']}exceptions:
  - { rule: harvest, field: principal, entries: [ { value: svc, reason: Nightly, owner: ml } ] }
`,
};

const human = [
  ['check'],
  ['test'],
  ['replay', '--format', 'text', 'log.jsonl'],
  ['replay', '--mapping', 'other', 'log.jsonl'],
  ['principals', 'log.jsonl'],
  ['compile', '--target', 'siem', '--out', 'out'],
  ['explain', 'harvest'],
  ['explain', 'near-tie'],
  ['explain', 'harvest', '--target', 'siem'],
  ['telemetry'],
  ['telemetry', '--mapping', 'other'],
];
const machine = [
  ['check', '--json'],
  ['test', '--json', '--junit', 'junit.xml'],
  ['replay', '--stats', 'stats.json', 'log.jsonl'],
  ['replay', '--format', 'findings', 'log.jsonl'],
  ['principals', '--json', 'log.jsonl'],
  ['compile', '--target', 'siem', '--json'],
  ['telemetry', '--json'],
];

for (const [where, file, from, to] of places)
  test(`${where} speaks to no terminal, and breaks no JSON or XML`, async () => {
    const text = files[file] ?? '';
    assert.ok(text.includes(from), `${file} has ${from}`);
    const folder = makeFolder({ ...files, [file]: text.replace(from, () => to) });
    try {
      for (const command of human) {
        const ended = await runInside(command, folder.path);
        assert.ok(ended.code !== 70, `${command}: ${ended.err}`);
        assert.not.match(ended.out + ended.err, control, `${command}`);
      }
      for (const command of machine) {
        const { code, out, err } = await runInside(command, folder.path);
        assert.ok(code !== 70, `${command}: ${err}`);
        assert.not.match(out, obeyed, `${command}`);
        assert.not.match(err, control, `${command}`);
        const parts =
          command[0] === 'compile' || command[0] === 'principals' ? [out] : out.trimEnd().split('\n');
        if (out !== '') for (const part of parts) JSON.parse(part);
        if (command.includes('--stats') && code === 0)
          JSON.parse(readFileSync(join(folder.path, 'stats.json'), 'utf8'));
        if (command.includes('--junit') && out !== '')
          assert.not.match(readFileSync(join(folder.path, 'junit.xml'), 'utf8'), unwritable);
      }
    } finally {
      folder.remove();
    }
  });

test('what a log says is shown with its controls written out, and reads back as it was', async () => {
  const folder = makeFolder(files);
  try {
    assert.is((await runInside(['check'], folder.path)).code, 0);
    for (const command of [
      ['replay', '--format', 'text', 'log.jsonl'],
      ['principals', 'log.jsonl'],
    ])
      assert.match((await runInside(command, folder.path)).out, 'e\\u{0}\\u{7}', `${command}`);
    for (const command of [
      ['replay', 'log.jsonl'],
      ['principals', '--json', 'log.jsonl'],
    ]) {
      const { out } = await runInside(command, folder.path);
      assert.match(out, '\\u009b', `${command}`);
      const parsed = JSON.parse(command[0] === 'replay' ? `[${out.trimEnd().split('\n').join(',')}]` : out);
      assert.match(JSON.stringify(parsed), JSON.stringify(evil).slice(1, -1), `${command}`);
    }
  } finally {
    folder.remove();
  }
});

test.run();
