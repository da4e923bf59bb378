import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeFolder, run, runInside, runShell } from './command-line.js';
import { project, requests, start } from './project.js';

const test = suite('replay');

const thief = requests('thief', 12);
const tie = `${JSON.stringify({ ts: start + 3600.0019, principal: 'eve', margin: 0.001 })}\n`;
const packed = gzipSync(requests('thief', 3000));
const { path: cwd, remove } = makeFolder({
  ...project,
  'log.jsonl': thief + tie,
  'a.jsonl': thief.slice(0, thief.indexOf('\n') + 1),
  'b.jsonl': thief.slice(thief.indexOf('\n') + 1) + tie,
  'lossy.jsonl': `not json\n{"ts": "soon"}\n${thief}{"ts": ${start}, "principal": {"a": 1}}\n`,
  'empty.jsonl': '',
  'blank.jsonl': ' \n\t\n',
  'other.jsonl': Array.from({ length: 12 }, (_, i) =>
    JSON.stringify({
      time: `2026-01-12T10:00:${10 + i}+01:00`,
      user: { id: 'thief' },
      hash: i,
      probs: 'true',
    }),
  ).join('\n'),
  'cut.jsonl.gz': packed.subarray(0, packed.length - 20),
  'hostile.jsonl': requests('\u001b[2J\u202eeve\n', 12),
});

const alerts = [
  '{"rule":"harvest","rule_id":"6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11","group":{"principal":"thief"},' +
    '"first_window_end":"2026-01-12T09:05:00.000Z","last_window_end":"2026-01-12T10:00:00.000Z","findings":12,' +
    '"values":{"volume":12,"novelty":1,"full_vectors":1},"extremes":{"volume":12,"novelty":1,"full_vectors":1},' +
    '"severity":"low","atlas":["AML.T0024.002"],"respond":["throttle"],' +
    '"evidence":{"from":"2026-01-12T08:05:00.000Z","to":"2026-01-12T09:05:00.000Z","lines":',
  '{"rule":"near-tie","rule_id":"1dd5e61a-d374-46e9-a6ee-2d6219ea5b39","group":{},' +
    '"first_window_end":"2026-01-12T10:00:00.001Z","last_window_end":"2026-01-12T10:00:00.001Z","findings":1,' +
    '"values":{},"extremes":{},"severity":"informational","atlas":["AML.T0024.000"],"respond":[],"evidence":{',
];

test('alerts are JSON Lines with the keys of the contract, the counts go to standard error', async () => {
  const { code, out, err } = await run(['replay', 'log.jsonl'], { cwd });
  assert.is(code, 0);
  const lines = out.split('\n');
  assert.is(lines.length, 3);
  for (const [index, alert] of alerts.entries()) assert.is(lines[index]?.slice(0, alert.length), alert);
  assert.match(err, '13 events of 13 lines');
  assert.match(err, '2 alerts, 13 findings');
});

test('findings: a window end and values, or a time and a line', async () => {
  const { code, out } = await runInside(['replay', '--format', 'findings', 'log.jsonl'], cwd);
  assert.is(code, 0);
  const lines = out.trimEnd().split('\n');
  assert.is(lines.length, 13);
  assert.is(
    lines[0],
    '{"rule":"harvest","rule_id":"6c1c5bb0-6a2e-4a6e-9d6f-0a4f0d8a7a11","group":{"principal":"thief"},' +
      '"window_end":"2026-01-12T09:05:00.000Z","values":{"volume":12,"novelty":1,"full_vectors":1}}',
  );
  assert.is(
    lines[12],
    '{"rule":"near-tie","rule_id":"1dd5e61a-d374-46e9-a6ee-2d6219ea5b39","group":{},"time":"2026-01-12T10:00:00.001Z","line":13}',
  );
});

test('several files are one log, and a line names its file', async () => {
  const { code, out } = await runInside(['replay', '--format', 'findings', 'b.jsonl', 'a.jsonl'], cwd);
  assert.is(code, 0);
  const lines = out.trimEnd().split('\n');
  assert.is(lines.length, 13);
  assert.match(lines[12] ?? '', /"line":12,"file":"b\.jsonl"}$/);
});

test('standard input, gzip, a mapping and a target give the same alert', async () => {
  const stdin = await run(['replay', '-'], { cwd, stdin: gzipSync(thief) });
  const mapped = await runInside(['replay', '--mapping', 'other', 'other.jsonl'], cwd);
  const targeted = await runInside(['replay', '--target', 'siem', 'log.jsonl'], cwd);
  for (const { code, out } of [stdin, mapped, targeted]) {
    assert.is(code, 0);
    assert.is(
      out.slice(0, alerts[0]?.indexOf('"last_window_end"')),
      alerts[0]?.slice(0, alerts[0].indexOf('"last_window_end"')),
    );
  }
});

test('what is lost is counted by cause, and --strict minds it', async () => {
  const lenient = await runInside(['replay', '--stats', 'out/stats.json', 'lossy.jsonl'], cwd);
  assert.is(lenient.code, 0);
  assert.match(
    lenient.err,
    'skipped 1 line · no time 1 · no group 1 (harvest 1) · unfit 1 (principal 1) · late 0',
  );
  assert.equal(JSON.parse(readFileSync(join(cwd, 'out/stats.json'), 'utf8')), {
    lines: 15,
    events: 13,
    skipped: 1,
    without_time: 1,
    without_group: { harvest: 1 },
    unfit: { principal: 1 },
    duplicates: 0,
    late: 0,
    waited: 0,
    cut_short: 0,
    from: '2026-01-12T09:00:00.000Z',
    to: '2026-01-12T09:03:40.000Z',
    findings: 12,
    alerts: 1,
  });
  const strict = await runInside(['replay', '--strict', 'lossy.jsonl'], cwd);
  assert.equal([strict.code, strict.out], [1, lenient.out]);
});

test('--fail-on alert', async () => {
  const found = await runInside(['replay', '--fail-on', 'alert', 'log.jsonl'], cwd);
  const none = await runInside(['replay', '--fail-on', 'alert', '--strict', 'a.jsonl'], cwd);
  assert.equal([found.code, none.code, none.out], [1, 0, '']);
});

test('an empty file is well, one without an event is not, and what cannot be read is wrong usage', async () => {
  const cases: [string[], number, RegExp][] = [
    [['empty.jsonl', 'blank.jsonl'], 0, /0 events of 0 lines/],
    [['other.jsonl'], 2, /none of the 12 lines is an event[\s\S]*expected under ts as epoch_seconds/],
    [['missing.jsonl'], 2, /^rulewright: missing\.jsonl cannot be read: there is no such file\n/],
    [['log.jsonl', '--mapping', 'othr'], 2, /there is no mapping othr[\s\S]*did you mean other\?/],
    [['log.jsonl', '--lateness', 'soon'], 2, /--lateness "soon" is no duration/],
    [['-', '-'], 2, /read only once/],
  ];
  for (const [args, expected, message] of cases) {
    const { code, out, err } = await runInside(['replay', ...args], cwd);
    assert.is(code, expected, `${args.join(' ')}: ${err}`);
    assert.is(out, '');
    assert.match(err, message);
  }
});

test('an input that breaks off is incomplete, with what was found until then', async () => {
  const { code, out, err } = await runInside(['replay', 'cut.jsonl.gz'], cwd);
  assert.is(code, 3);
  assert.match(out, /^{"rule":"harvest"/);
  assert.match(err, /cut\.jsonl\.gz broke off: /);
});

test('an error in a rule stops it before it reads', async () => {
  const broken = makeFolder({ ...project, 'rules/harvest.yaml': 'name: harvest\n', 'log.jsonl': thief });
  const { code, out, err } = await runInside(['replay', 'log.jsonl'], broken.path);
  broken.remove();
  assert.equal([code, out], [1, '']);
  assert.match(err, /rules\/harvest\.yaml:1:1 {2}missing-key[\s\S]*so nothing was run\n$/);
});

test('without a rules folder the shipped rules serve, and that is said', async () => {
  const alone = makeFolder({ 'log.jsonl': requests('thief', 150) });
  const { code, out, err } = await runInside(['replay', 'log.jsonl'], alone.path);
  alone.remove();
  assert.is(code, 0);
  assert.match(out, /^{"rule":"full-vector-harvest"/);
  assert.match(err, /^There is no folder rules here/);
});

test('text: readable, without colour in a pipe, and nothing of the log can steer a terminal', async () => {
  const { code, out } = await run(['replay', '--format', 'text', 'hostile.jsonl'], {
    cwd,
    env: { FORCE_COLOR: '3' },
  });
  assert.is(code, 0);
  assert.is(
    out,
    '2026-01-12 09:05Z         low            harvest  \\u{1b}[2J\\u{202e}eve\\u{a}  AML.T0024.002\n' +
      '                          volume 12 > 10 · novelty 1.00 > 0.9 · full_vectors 1.00 > 0.8 ·\n' +
      '                          12 findings until 2026-01-12 10:00Z\n',
  );
});

test('a reader that goes away ends it quietly, as incomplete', async () => {
  const { out, err } = await runShell(
    '{ rulewright replay --format findings log.jsonl log.jsonl 2>/dev/null; echo "code $?" >&2; } | true',
    cwd,
  );
  assert.is(out, '');
  assert.match(err, /^code [03]\n$/);
});

test('teardown', remove);

test.run();
