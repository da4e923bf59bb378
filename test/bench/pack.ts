import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPack } from '../../src/check/load-pack.js';
import { replay } from '../../src/evaluate/replay.js';
import { ownShape } from '../../src/ir/mapping.js';
import type { Rule } from '../../src/ir/rule.js';
import { type LineShape, writeTraffic } from './traffic.js';

/*
 * How much CPU time the whole pack takes on a log, beside JSON.parse of each of its lines: pairs in one run, since the speed of a machine
 * drifts. Run with `npm run bench [LINES] [PAIRS]`; the stable rules on lines
 * with all fields and on lines with only the required ones, then all rules.
 */

const lines = Number(process.argv[2] ?? 1_000_000);
const pairs = Number(process.argv[3] ?? 5);

function parseLines(path: string): number {
  const bytes = readFileSync(path);
  let parsed = 0;
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    JSON.parse(bytes.toString('utf8', from, end));
    parsed++;
    from = end + 1;
  }
  return parsed;
}

/** CPU seconds, user and system, of all threads. */
async function measure(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const { pack } = loadPack('rules');
const source = pack.sources.get('inference');
if (!source) throw new Error('the pack has no source inference');
const mapping = ownShape(source);

/** Prints each pair, and the ratio in the middle. */
async function compare(path: string, shape: LineShape, what: string, rules: readonly Rule[]): Promise<void> {
  writeTraffic(path, lines, 1, shape);
  console.log(
    `${lines} ${shape} lines of ${Math.round(statSync(path).size / lines)} bytes, ${rules.length} rules (${what})`,
  );
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const parse = await measure(() => parseLines(path));
    let alerts = 0;
    const whole = await measure(() =>
      replay({ rules, mapping, inputs: [{ kind: 'file', path }], onAlert: () => alerts++ }),
    );
    ratios.push(whole / parse);
    console.log(
      `JSON.parse ${parse.toFixed(2)} s · replay ${whole.toFixed(2)} s · ratio ${(whole / parse).toFixed(2)} · ${alerts} alerts`,
    );
  }
  ratios.sort((a, b) => a - b);
  console.log(`median ratio ${ratios[Math.floor(ratios.length / 2)].toFixed(2)}`);
}

const folder = mkdtempSync(join(tmpdir(), 'rulewright-bench-'));
try {
  const path = join(folder, 'traffic.jsonl');
  const stable = pack.rules.filter(({ status }) => status === 'stable');
  for (const shape of ['full', 'minimal'] as const) await compare(path, shape, 'stable', stable);
  await compare(path, 'full', 'all', pack.rules);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
