import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/*
 * What hostile traffic costs: each case at two sizes, each in a process of its own, one after the other. Prints CPU time, the most memory
 * that was resident, and what lies between the two sizes for each thing that the larger one has more of.
 * Run with `npm run scale [CASE] [SHARE]`: a case or `all`, and how large against the full size (1: a million principals, ten million
 * inputs, up to 2 GB of temporary files). Needs no network.
 */

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 12, 9);

/** Line `i` of `lines`. */
type Shape = (
  i: number,
  lines: number,
) => { readonly time: number; readonly who: number; readonly input: number };

interface Case {
  readonly about: string;
  /** What there is one more of with each line; undefined where the memory is not to grow. */
  readonly each?: string;
  /** Lines of the smaller and the larger size. */
  readonly sizes: readonly [number, number];
  readonly shape: Shape;
  readonly command: 'replay' | 'principals';
  /** The whole pack, the archetype alone, or rules that keep more of each group than counts. */
  readonly rules: 'pack' | 'archetype' | 'measures' | 'sequence';
  readonly stdin?: true;
}

/** Spreads lines evenly over a span. */
function within(span: number, i: number, lines: number): number {
  return START + Math.floor((i / lines) * span);
}

const principals: Shape = (i, lines) => ({ time: within(HOUR / 2, i, lines), who: i, input: i });
const inputs: Shape = (i, lines) => ({ time: within(HOUR / 2, i, lines), who: 0, input: i });
const instant: Shape = (i) => ({ time: START, who: i % 2000, input: i });
const crowd: Shape = (i) => ({ time: START + i * 86, who: i % 2000, input: i });
const backwards: Shape = (i, lines) => ({ time: within(DAY, lines - i, lines), who: i % 2000, input: i });
/** As many as a stream may hold, each a little earlier than the one before. */
const sawtooth: Shape = (i) => ({
  time: START + Math.floor(i / 1000) * 400 + (999 - (i % 1000)),
  who: i % 2000,
  input: i,
});
/** Every line an hour before the last one, all of them years ahead of the first. */
const ahead: Shape = (i, lines) => ({
  time: i === 0 ? START : START + (lines + 48 - i) * HOUR,
  who: i % 2000,
  input: i,
});

const million = 1_000_000;
const cases: Readonly<Record<string, Case>> = {
  'principals-archetype': {
    about: 'each line another principal, half an hour',
    each: 'live group',
    sizes: [million / 2, million],
    shape: principals,
    command: 'replay',
    rules: 'archetype',
  },
  'principals-pack': {
    about: 'each line another principal, half an hour',
    each: 'live group',
    sizes: [million / 2, million],
    shape: principals,
    command: 'replay',
    rules: 'pack',
  },
  'inputs-archetype': {
    about: 'one principal, each line another input, half an hour',
    each: 'live distinct value',
    sizes: [5 * million, 10 * million],
    shape: inputs,
    command: 'replay',
    rules: 'archetype',
  },
  'inputs-pack': {
    about: 'one principal, each line another input, half an hour',
    each: 'live distinct value',
    sizes: [million, 2 * million],
    shape: inputs,
    command: 'replay',
    rules: 'pack',
  },
  'principals-measures': {
    about: 'each line another principal, half an hour',
    each: 'live group',
    sizes: [million / 4, million / 2],
    shape: principals,
    command: 'replay',
    rules: 'measures',
  },
  'inputs-measures': {
    about: 'one principal, each line another input, half an hour',
    each: 'live event',
    sizes: [million / 2, million],
    shape: inputs,
    command: 'replay',
    rules: 'measures',
  },
  'principals-sequence': {
    about: 'each line another principal, half an hour',
    each: 'live group',
    sizes: [million / 4, million / 2],
    shape: principals,
    command: 'replay',
    rules: 'sequence',
  },
  'inputs-sequence': {
    about: 'one principal, half an hour',
    each: 'live event',
    sizes: [million / 2, million],
    shape: inputs,
    command: 'replay',
    rules: 'sequence',
  },
  instant: {
    about: '2,000 principals, every line at one instant',
    each: 'live distinct value',
    sizes: [million, 2 * million],
    shape: instant,
    command: 'replay',
    rules: 'pack',
  },
  days: {
    about: '2,000 principals, a million new inputs a day, for one day and for ten',
    sizes: [million, 10 * million],
    shape: crowd,
    command: 'replay',
    rules: 'archetype',
  },
  backwards: {
    about: '2,000 principals, a day, the last line first',
    sizes: [2 * million, 4 * million],
    shape: backwards,
    command: 'replay',
    rules: 'archetype',
  },
  'stream-inputs': {
    about: 'one principal, each line another input, from standard input',
    each: 'live distinct value',
    sizes: [million, 2 * million],
    shape: inputs,
    command: 'replay',
    rules: 'archetype',
    stdin: true,
  },
  'stream-days': {
    about: 'as days, from standard input',
    sizes: [million, 4 * million],
    shape: crowd,
    command: 'replay',
    rules: 'archetype',
    stdin: true,
  },
  'stream-disorder': {
    about: 'standard input, 2,500 lines a second, each earlier than the one before',
    sizes: [2 * million, 4 * million],
    shape: sawtooth,
    command: 'replay',
    rules: 'archetype',
    stdin: true,
  },
  'stream-ahead': {
    about: 'standard input, each line years ahead and earlier than the one before',
    each: 'waiting event',
    sizes: [million / 2, million],
    shape: ahead,
    command: 'replay',
    rules: 'archetype',
    stdin: true,
  },
  'profile-principals': {
    about: 'each line another principal',
    each: 'principal',
    sizes: [million / 2, million],
    shape: principals,
    command: 'principals',
    rules: 'archetype',
  },
  'profile-inputs': {
    about: 'one principal, each line another input',
    each: 'distinct input',
    sizes: [2 * million, 4 * million],
    shape: inputs,
    command: 'principals',
    rules: 'archetype',
  },
};

function writeLines(path: string, shape: Shape, lines: number): void {
  const file = openSync(path, 'w');
  let block = '';
  for (let i = 0; i < lines; i++) {
    const { time, who, input } = shape(i, lines);
    // 64 digits, as a SHA-256 has, of which no two numbers give the same.
    const digits = Math.imul(input, 0x9e3779b1) >>> 0;
    const hash = digits.toString(16).padStart(8, '0').repeat(8);
    block += `{"ts":${time / 1000},"principal":"key-${who}","input_hash":"${hash}","wants_probs":${i % 3 > 0},"n_features":784,"margin":${(digits % 1000) / 1000},"ood":${(digits % 1100) / 1000},"input_bucket":"${hash.slice(0, 6)}"}\n`;
    if (block.length > 1 << 20) {
      writeSync(file, block);
      block = '';
    }
  }
  writeSync(file, block);
  closeSync(file);
}

/** A rule that nothing fires, of which only the costly part is said. */
function costly(part: string): string {
  return `id: 00000000-0000-4000-8000-000000000001
name: costly
title: Costly
description: What is kept for each group.
status: test
severity: low
atlas: [AML.T0024.002]
source: inference
by: [principal]
${part}
`;
}

const parts: Readonly<Record<'measures' | 'sequence', string>> = {
  measures: `window: { size: 1h, every: 5m }
signals:
  labels: { entropy: input_hash, above: 100 }
  commonest: { top_share: input_hash, above: 2 }
  margins: { percentile: margin, p: 95, above: 2 }
  gaps: { interval_cv: events, above: 100000 }
  hours: { active: 1m, above: 1000 }
report:
  inputs: { values: input_hash }`,
  sequence: `within: 1h
every: 5m
steps:
  - { name: ask, where: { wants_probs: true } }
  - { name: then, where: { n_features: 1 } }`,
};

/** The folder of a case's rules: the pack's, or one with a single rule and its source. */
function writeRules(rules: Case['rules'], folder: string): string {
  if (rules === 'pack') return 'rules';
  const path = join(folder, 'rules');
  cpSync('rules/sources', join(path, 'sources'), { recursive: true });
  if (rules === 'archetype')
    cpSync('rules/extraction/full-vector-harvest.yaml', join(path, 'full-vector-harvest.yaml'));
  else writeFileSync(join(path, 'costly.yaml'), costly(parts[rules]));
  return path;
}

interface Cost {
  readonly seconds: number;
  readonly bytes: number;
  readonly code: number | null;
  readonly said: string;
}

const main = new URL('../../src/cli/main.js', import.meta.url);
const mark = 'cost of the process: ';

/** Runs the program and has it tell its cost at its end. */
function runProgram(args: readonly string[], stdin: number | 'ignore'): Cost {
  const report = `process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); require('node:fs').writeSync(2, '${mark}' + JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS * 1024]) + '\\n'); });`;
  const { stderr, status } = spawnSync(
    'nice',
    [
      process.execPath,
      '--import',
      `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)}); ${encodeURIComponent(report)}`,
      fileURLToPath(main),
      ...args,
    ],
    { stdio: [stdin, 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const [said, cost = '[0, 0]'] = stderr.split(mark);
  const [seconds, bytes]: [number, number] = JSON.parse(cost);
  return { seconds, bytes, code: status, said: stripVTControlCharacters(said).trim() };
}

function measure({ shape, command, rules, stdin }: Case, lines: number): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'rulewright-scale-'));
  try {
    const path = join(folder, 'log.jsonl');
    writeLines(path, shape, lines);
    const options = command === 'replay' ? ['--rules', writeRules(rules, folder)] : [];
    const input = stdin ? openSync(path, 'r') : 'ignore';
    const cost = runProgram([command, ...options, stdin ? '-' : path], input);
    if (typeof input === 'number') closeSync(input);
    if (cost.code !== 0 && cost.code !== 3) throw new Error(cost.said);
    console.log(
      `  ${lines.toLocaleString('en')} lines, ${Math.round(statSync(path).size / 1e6)} MB: ${cost.seconds.toFixed(1)} s CPU, ${Math.round(cost.bytes / 1e6)} MB at most${cost.code === 0 ? '' : `, exit ${cost.code}\n${cost.said}`}`,
    );
    return cost;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [wanted = 'all', share = '1'] = process.argv.slice(2);
const chosen = Object.entries(cases).filter(([name]) => wanted === 'all' || name === wanted);
if (chosen.length === 0) throw new Error(`no such case; there are ${Object.keys(cases).join(', ')}`);
for (const [name, one] of chosen) {
  console.log(`${name} (${one.command}${one.command === 'replay' ? `, ${one.rules}` : ''}): ${one.about}`);
  const [less, more] = one.sizes.map((size) => Math.ceil(size * Number(share)));
  const small = measure(one, less);
  const large = measure(one, more);
  if (one.each !== undefined)
    console.log(`  ${Math.round((large.bytes - small.bytes) / (more - less))} bytes for each ${one.each}`);
}
